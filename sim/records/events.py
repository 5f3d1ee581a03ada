"""The event log: what happened in one replication, in order of occurrence; all else follows from it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.events import COLUMNS, EVENTS, POSTING_COLUMNS, Event
from sim.records.dates import timestamps_of

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

    def to_pandas(self, replication: int = 0) -> "pd.DataFrame":
        """The log as the contract's table; text columns are categories, `order` is null where none."""
        import pandas as pd

        def text(column: str, names: tuple[str, ...]) -> Any:
            return pd.Categorical.from_codes(self.column(column), categories=pd.Index(names, dtype="str"))

        order = pd.array(self.column("order"), dtype="Int32")
        order[self.column("order") == 0] = pd.NA
        return pd.DataFrame(
            {
                "replication": np.full(len(self.rows), replication, dtype=np.int64),
                "day": self.column("day").astype(np.int32),
                "date": timestamps_of(self.column("day"), self.start),
                "event": text("event", EVENTS),
                "product": text("product", self.products),
                "buyer": text("buyer", self.buyers),
                "channel": text("channel", self.channels),
                "order": order,
                "units": self.column("units"),
                "value_usd": self.column("value_usd"),
            }
        )


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
