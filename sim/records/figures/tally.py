"""An event log sorted by kind of event, so that every key figure reads only the rows that it is about."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.records.events import COLUMNS, EVENTS, Event, EventLog

Figures = dict[str, int | float | None]
"""Key figures by name; null where a figure has no meaning."""

Integers = NDArray[np.int64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one kind of event, in order of occurrence: a column each, and their `place` in the log."""

    place: Integers
    day: Integers
    product: Integers
    buyer: Integers
    channel: Integers
    order: Integers
    units: Integers
    value_usd: Integers


class Tally:
    """The rows of a log by kind of event, and the day on which each order was placed."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        columns = np.ascontiguousarray(log.rows.T)
        events = columns[COLUMNS.index("event")]
        by_event = np.argsort(events, kind="stable")
        ends = np.searchsorted(events[by_event], np.arange(len(EVENTS) + 1))
        sorted_columns = columns[:, by_event]
        fields = [COLUMNS.index(name) for name in COLUMNS if name != "event"]
        self._rows = [
            Rows(by_event[first:last], *(sorted_columns[field, first:last] for field in fields))
            for first, last in pairwise(ends)
        ]
        placed = self.of(Event.order_placed)
        self._placed_on = np.zeros(int(columns[COLUMNS.index("order")].max(initial=0)) + 1, dtype=np.int64)
        self._placed_on[placed.order] = placed.day

    def of(self, event: Event) -> Rows:
        """The rows of a kind of event."""
        return self._rows[event]

    def waited(self, rows: Rows) -> Integers:
        """Days from the placing of each row's order to the row's day."""
        days: Integers = rows.day - self._placed_on[rows.order]
        return days


def summed(values: Integers, groups: Integers, count: int) -> Integers:
    """Sum of the values of each group, shape (count,); exact, where `numpy.bincount` goes through real numbers."""
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, groups, values)
    return sums


def mean(values: Integers, weights: Integers) -> float | None:
    """Weighted mean; null without weight."""
    weight = int(weights.sum())
    return int((values * weights).sum()) / weight if weight else None
