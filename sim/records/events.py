"""The event log: what happened in one replication, in order of occurrence; all else follows from it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.records.dates import timestamps_of

if TYPE_CHECKING:
    import pandas as pd

EVENTS = (
    "stock_opened",
    "lot_started",
    "lot_finished",
    "diverted",
    "stranded",
    "control_announced",
    "control_moved",
    "control_effective",
    "control_lifted",
    "license_granted",
    "license_refused",
    "order_placed",
    "order_cancelled",
    "order_switched",
    "negotiation_opened",
    "negotiation_round",
    "contract_signed",
    "negotiation_failed",
    "order_moved",
    "dispatched",
    "delivered",
    "returned",
)
"""The kinds of event; the place in this tuple is the event's code."""

COLUMNS = ("day", "event", "product", "buyer", "channel", "order", "units", "value_usd")


class Event(IntEnum):
    """Codes of the events."""

    stock_opened = 0
    lot_started = 1
    lot_finished = 2
    diverted = 3
    stranded = 4
    control_announced = 5
    control_moved = 6
    control_effective = 7
    control_lifted = 8
    license_granted = 9
    license_refused = 10
    order_placed = 11
    order_cancelled = 12
    order_switched = 13
    negotiation_opened = 14
    negotiation_round = 15
    contract_signed = 16
    negotiation_failed = 17
    order_moved = 18
    dispatched = 19
    delivered = 20
    returned = 21


@dataclass(frozen=True, repr=False)
class EventLog:
    """One row an event, columns of `COLUMNS` as int64; -1 (order: 0) stands for none; names by code."""

    rows: NDArray[np.int64]
    products: tuple[str, ...]
    buyers: tuple[str, ...]
    channels: tuple[str, ...]
    start: date
    days: int

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


class EventBook:
    """What an engine writes its events into."""

    def __init__(
        self,
        products: tuple[str, ...],
        buyers: tuple[str, ...],
        channels: tuple[str, ...],
        start: date,
        days: int,
    ) -> None:
        self._names = (products, buyers, channels, start, days)
        self._rows: list[tuple[int, ...]] = []

    def record(
        self,
        day: int,
        event: Event,
        product: int = -1,
        buyer: int = -1,
        channel: int = -1,
        order: int = 0,
        units: int = 0,
        value_usd: int = 0,
    ) -> None:
        """Append one event."""
        self._rows.append((day, event, product, buyer, channel, order, units, value_usd))

    def log(self) -> EventLog:
        """The events so far."""
        numbers = chain.from_iterable(self._rows)
        rows = np.fromiter(numbers, np.int64, len(self._rows) * len(COLUMNS)).reshape(-1, len(COLUMNS))
        return EventLog(rows, *self._names)
