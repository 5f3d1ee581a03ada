"""Curves of many replications, counted: moves from bin to bin, which become histograms, and sums, which are moments."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.engines.compiled.compiling import entry
from sim.statistics.bins import BIN_BITS
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments

ROOM = 1 << 21
"""Moves that there is room for before they are counted."""

NOW, BEFORE, BIN, TODAY, TOUCHED, STATE = range(6)
"""What is kept of curves on the way through a replication's events: their values, those of the evening before, and the
bins of these; which products and buyers are touched today, each marked in its first cell; and a list of these."""

TOTAL, UPPER, MIXED, LOWER, SUMS = range(5)
"""What is summed of values, as in `Moments`."""

LOWEST, HIGHEST, REACH = range(3)
"""Of the bins that are touched on a day."""

MASK = (1 << BIN_BITS) - 1


@entry
def count_moves(
    whose: Any, moves: Any, filled: int, by_curve: Any, starts: Any, table: Any, reach: Any, known: Any, found: Any
) -> int:
    """Add moves, in any order, to what is known of histograms; gives how many bins are found.

    `whose` has the number of each move's curve. `known` and `found` are the ends, bins and steps of a `Histogram` of
    all curves, with room for one more than these are. The rest is room: `by_curve` for as many moves, `starts` of the
    curves and one more, `table` of all days and bins of a curve, 0 before and after, `reach` of the days.
    """
    put_by_curve(whose, moves, filled, by_curve, starts)
    days = reach.shape[1]
    made, begin, known_begin = 0, 0, 0
    for curve in range(len(starts) - 1):
        first, end = curve * days, starts[curve]
        known_end = known[0][first + days - 1]
        width = width_of(known[1], known_begin, known_end, by_curve, begin, end)
        for day in range(days):
            reach[LOWEST, day], reach[HIGHEST, day] = width, -1
        put_known(table, width, reach, first, known_begin, known)
        for place in range(begin, end):
            move = by_curve[place]
            put(table, width, reach, move >> 2 * BIN_BITS, move >> BIN_BITS & MASK, -1)
            put(table, width, reach, move >> 2 * BIN_BITS, move & MASK, 1)
        made = take_out(table, width, reach, first, made, found)
        begin, known_begin = end, known_end
    return made


@compiled
def put_by_curve(whose: Any, moves: Any, filled: int, by_curve: Any, starts: Any) -> None:
    """Sort moves by curve; `starts` has then where the moves of the next curve start."""
    for curve in range(len(starts)):
        starts[curve] = 0
    for place in range(filled):
        starts[whose[place] + 1] += 1
    for curve in range(1, len(starts)):
        starts[curve] += starts[curve - 1]
    for place in range(filled):
        curve = whose[place]
        by_curve[starts[curve]] = moves[place]
        starts[curve] += 1


@compiled
def width_of(known_bins: Any, known_begin: int, known_end: int, by_curve: Any, begin: int, end: int) -> int:
    """One more than the highest bin of a curve."""
    width = 0
    for place in range(known_begin, known_end):
        width = max(width, int(known_bins[place]) + 1)
    for place in range(begin, end):
        move = by_curve[place]
        width = max(width, (move & MASK) + 1, (move >> BIN_BITS & MASK) + 1)
    return width


@compiled
def put_known(table: Any, width: int, reach: Any, first: int, begin: int, known: Any) -> None:
    """Put into the table what is known of a curve whose cells are those from `first` on."""
    ends, bins, steps = known
    place = begin
    for day in range(reach.shape[1]):
        while place < ends[first + day]:
            put(table, width, reach, day, int(bins[place]), steps[place])
            place += 1


@compiled
def put(table: Any, width: int, reach: Any, day: int, own: int, more: int) -> None:
    """So many more are in a bin."""
    table[day * width + own] += more
    reach[LOWEST, day] = min(reach[LOWEST, day], own)
    reach[HIGHEST, day] = max(reach[HIGHEST, day], own)


@compiled
def take_out(table: Any, width: int, reach: Any, first: int, made: int, found: Any) -> int:
    """Take what is not 0 out of the table; gives how many bins are found now.

    What is 0 is written too, and then written over: a branch that goes either way as often takes longer.
    """
    ends, bins, steps = found
    for day in range(reach.shape[1]):
        start = day * width
        for own in range(reach[LOWEST, day], reach[HIGHEST, day] + 1):
            more = table[start + own]
            bins[made], steps[made] = own, more
            made += more != 0
            table[start + own] = 0
        ends[first + day] = made
    return made


class Counting:
    """What the kernel has counted of curves so far; `shape` is (products + 1, buyers + 1, days, curves)."""

    def __init__(self, shape: tuple[int, int, int, int]) -> None:
        self.shape = shape
        products, buyers, days, curves = shape
        every = products * buyers * curves
        self.running = np.zeros((STATE, every), dtype=np.int64)
        room = ROOM + every * days
        self.whose = np.empty(room, dtype=np.int32)
        self.moves = np.empty(room, dtype=np.int64)
        self.sums = np.zeros((every * days, SUMS), dtype=np.int64)
        self.filled = 0
        self._histogram = Histogram.none(every * days)
        self._by_curve = np.empty(room, dtype=np.int64)
        self._starts = np.zeros(every + 1, dtype=np.int64)
        self._table = np.zeros(days << BIN_BITS, dtype=np.int32)
        self._reach = np.zeros((REACH, days), dtype=np.int64)

    @property
    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
        """What the kernel fills."""
        return self.running, self.whose, self.moves, self.sums

    def fold(self) -> None:
        """Count the moves so far, so that there is room again."""
        known = self._histogram
        most = len(known.bins) + 2 * self.filled + 1
        found = np.empty_like(known.ends), np.empty(most, dtype=np.uint16), np.empty(most, dtype=np.int32)
        room = self._by_curve, self._starts, self._table, self._reach
        made = count_moves(self.whose, self.moves, self.filled, *room, (known.ends, known.bins, known.steps), found)
        ends, bins, steps = found
        self._histogram = Histogram(0, ends, bins[:made].copy(), steps[:made].copy())
        self.filled = 0

    def counted(self, count: int) -> Iterator[tuple[int, int, Histogram, Moments]]:
        """Histogram and moments of `count` replications by place of product and buyer."""
        self.fold()
        products, buyers, days, curves = self.shape
        sums = self._running(days, curves)
        for product in range(products):
            for buyer in range(buyers):
                place = product * buyers + buyer
                own = self._histogram.part(place * curves * days, curves * days)
                histogram = Histogram(count, own.ends, own.bins, own.steps)
                yield product, buyer, histogram, Moments(count, *sums[place])

    def _running(self, days: int, curves: int) -> NDArray[np.int64]:
        """Sums of the values themselves, from those of their changes: shape (products and buyers, sums, cells)."""
        running = self.sums.reshape(-1, days, curves, SUMS).cumsum(axis=1)
        return np.moveaxis(running, 3, 1).reshape(-1, SUMS, days * curves)


NO_COUNTING = tuple(np.zeros_like(array[..., :0]) for array in Counting((0, 0, 0, 0)).arrays)
"""What the kernel fills where nothing is to be counted."""
