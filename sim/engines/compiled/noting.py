"""What is noted of the curves of a batch: room that the kernel fills, and what is made of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.counting import END, LAST, STATE, SUMS, take_values
from sim.statistics.bins import BIN_BITS
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps

ROOM = 1 << 23
"""Words that there is room for before they are taken, besides those of one replication."""

KEPT = 1 << 26
"""Bytes of what is made of it that are kept from one use to the next."""

Whole = NDArray[np.int64]
Shape = tuple[int, int, int, int]
Wanted = tuple[int, ...] | None
"""Places of the curves that are asked for, in this order, or all."""

NOTHING = np.zeros((0, STATE), dtype=np.int64), np.zeros(0, dtype=np.int64)
"""What the kernel fills where nothing is to be noted."""


@dataclass(frozen=True)
class Noted:
    """The curves of a batch: their steps, exactly, or a histogram; and moments, by cell `curve * days + day`."""

    days: int
    curves: Steps | Histogram
    moments: Moments


class Noting:
    """What the kernel fills on its way through a batch; `shape` is (products, buyers, curves, days), all included.

    It is room, and may be filled again and again: what was noted does not lie in it. Where only some curves are
    `wanted`, it is these that are taken, as if there were no others.
    """

    def __init__(self, shape: Shape, exact: bool, wanted: Wanted = None) -> None:
        products, buyers, curves, self.days = shape
        noted = products * buyers * curves
        self.made_for = shape, exact, wanted, ROOM
        self.exact, self._wanted = exact, slice(None) if wanted is None else list(wanted)
        self.curves = noted if wanted is None else len(wanted)
        cells = self.curves * self.days
        self._running = np.zeros((noted, STATE), dtype=np.int64)
        self._words = np.empty(ROOM + noted * self.days, dtype=np.int64)
        self._sums = np.zeros((cells, SUMS), dtype=np.int64)
        self._table = np.zeros(0 if exact else self.days << BIN_BITS - 1, dtype=np.int64)
        self._steps: list[tuple[Whole, Whole]] = []
        self._known = Histogram.none(cells)
        self._made = _Made(0, 0)
        self._counts = np.zeros(noted, dtype=np.int64)
        self._divide()

    @property
    def arrays(self) -> tuple[Whole, Whole]:
        """What the kernel fills."""
        return self._running, self._words

    def _divide(self) -> None:
        """Divide the room by how many words curves came to last time, besides what a replication takes at most."""
        weights = self._counts + self.days
        rooms = ROOM * weights // weights.sum() + self.days
        ends = rooms.cumsum()
        self._starts = self._running[:, END] = ends - rooms
        self._running[:, LAST] = ends - self.days

    def take(self, first: int, replications: int) -> None:
        """Take what is noted from replication `first` on of a batch of so many, so that there is room again."""
        known, self._counts = self._known, self._running[:, END] - self._starts
        filled = int(self._counts[self._wanted].sum())
        self._made = self._made.at_least(*((filled, 0) if self.exact else (0, len(known.bins) + 2 * filled + 1)))
        places, amounts, bins, steps = self._made.arrays
        found = np.empty_like(known.ends), bins, steps
        own = self._starts[self._wanted], self._running[self._wanted]
        noted = self._words, *own, first, replications, self._sums
        made = take_values(*noted, places, amounts, self._table, (known.ends, known.bins, known.steps), found)
        self._divide()
        if self.exact:
            self._steps.append((places[:made].copy(), amounts[:made].copy()))
        else:
            self._known = Histogram(0, found[0], bins[:made].copy(), steps[:made].copy())

    def noted(self, count: int) -> Noted:
        """What is noted of so many replications."""
        sums = self._sums.reshape(self.curves, self.days, SUMS).cumsum(axis=1).reshape(-1, SUMS)
        moments = Moments(count, *np.ascontiguousarray(sums.T))
        if self.exact:
            return Noted(self.days, Steps.gathered(count, self.curves, self.days, self._steps), moments)
        return Noted(self.days, Histogram(count, self._known.ends, self._known.bins, self._known.steps), moments)

    def clear(self) -> None:
        """Forget what is noted."""
        self._divide()
        self._sums[:] = 0
        self._steps = []
        self._known = Histogram.none(len(self._sums))
        if self._made.is_large:
            self._made = _Made(0, 0)


class _Made:
    """Room for what is made of noted words: so many steps, or so many bins of a histogram."""

    def __init__(self, steps: int, bins: int) -> None:
        self._size = steps, bins
        places, amounts = np.empty(steps, dtype=np.int64), np.empty(steps, dtype=np.int64)
        self.arrays = places, amounts, np.empty(bins, dtype=np.uint16), np.empty(bins, dtype=np.int32)

    def at_least(self, steps: int, bins: int) -> "_Made":
        """The same, or with more room where there isn't so much."""
        if steps <= self._size[0] and bins <= self._size[1]:
            return self
        return _Made(steps + steps // 4, bins + bins // 4)

    @property
    def is_large(self) -> bool:
        """Whether it is more than to keep while nobody needs it."""
        return sum(array.nbytes for array in self.arrays) > KEPT


FREE: list[Noting] = []
"""Room that nobody uses now: memory that was used before is quicker than new.

There is no lock, as of machines: a list's own `copy`, `remove` and `append` are each done before another thread's.
"""

MOST_FREE = 2
"""As many as the explorer's threads use at once."""


@contextmanager
def room_for(shape: Shape, exact: bool, wanted: Wanted = None) -> Iterator[Noting]:
    """Room of a shape, in which nothing is noted and that nobody else uses while the block runs."""
    noting = _taken(shape, exact, wanted) or Noting(shape, exact, wanted)
    yield noting
    noting.clear()
    FREE.append(noting)
    del FREE[:-MOST_FREE]


def _taken(shape: Shape, exact: bool, wanted: Wanted) -> Noting | None:
    """Free room of a shape, which is free no longer."""
    for noting in FREE.copy():
        if noting.made_for == (shape, exact, wanted, ROOM):
            with suppress(ValueError):  # another thread was quicker
                FREE.remove(noting)
                return noting
    return None
