"""The event log: what happened in one replication, in order of occurrence; all else follows from it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.events import COLUMNS, EVENTS, POSTING_COLUMNS, Event
from sim.records.dates import timestamps_of
from sim.records.tables import Numbered, Table, Texts, frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "EVENTS", "Event", "EventLog", "log_of_facts"]


@dataclass(frozen=True, repr=False)
class EventLog:
    """One row an event, columns of `COLUMNS` as int64; -1 (order: 0) stands for none; names by code."""

    rows: NDArray[np.int64]
    products: tuple[str, ...]
    buyers: tuple[str, ...]
    channels: tuple[str, ...]
    start: date
    days: int
    postings: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, len(POSTING_COLUMNS)), dtype=np.int64))
    """What was put to accounts, a row each, columns of `POSTING_COLUMNS`: what no event tells."""

    def __repr__(self) -> str:
        return f"<EventLog of {len(self.rows):,} events in {self.days:,} days from {self.start}>"

    def column(self, name: str) -> NDArray[np.int64]:
        """One column, shape (events,)."""
        return self.rows[:, COLUMNS.index(name)]

    def digest(self) -> str:
        """SHA-256 of the content: the same on any machine and with any engine."""
        names = repr((self.start.isoformat(), self.days, self.products, self.buyers, self.channels))
        content = np.ascontiguousarray(self.rows, dtype="<i8").tobytes()
        return hashlib.sha256(names.encode() + b"\0" + content).hexdigest()

    def table(self, replication: int = 0) -> Table:
        """The log as the contract's table; `order` is null where none."""
        return {
            "replication": np.full(len(self.rows), replication, dtype=np.int64),
            "day": self.column("day").astype(np.int32),
            "date": timestamps_of(self.column("day"), self.start),
            "event": Texts(self.column("event"), EVENTS),
            "product": Texts(self.column("product"), self.products),
            "buyer": Texts(self.column("buyer"), self.buyers),
            "channel": Texts(self.column("channel"), self.channels),
            "order": Numbered(self.column("order").astype(np.int32)),
            "units": self.column("units"),
            "value_usd": self.column("value_usd"),
        }

    def to_pandas(self, replication: int = 0) -> "pd.DataFrame":
        """The same as a frame; text columns are categories."""
        return frame(self.table(replication))


def log_of_facts(
    facts: Sequence[tuple[int, ...]],
    products: tuple[str, ...],
    buyers: tuple[str, ...],
    channels: tuple[str, ...],
    start: date,
    days: int,
    posted: Sequence[tuple[int, ...]] = (),
) -> EventLog:
    """The log of events and postings as they were written, each a number for every column."""
    return EventLog(_rows(facts, COLUMNS), products, buyers, channels, start, days, _rows(posted, POSTING_COLUMNS))


def _rows(facts: Sequence[tuple[int, ...]], columns: tuple[str, ...]) -> NDArray[np.int64]:
    numbers = chain.from_iterable(facts)
    return np.fromiter(numbers, np.int64, len(facts) * len(columns)).reshape(-1, len(columns))
