"""Histograms of curves, a day at a time, that merge: of any number of curves they take about the same room.

A *cell* is a curve and a day, numbered `curve * days + day`. Curves mostly stand still, so what is kept is not how
many are in each bin of a cell, but how many more than on the day before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from sim.statistics.bins import BIN_BITS, EXACT_BITS, PER_DOUBLING

Whole = NDArray[np.int64]


def bins_of(values: Whole) -> Whole:
    """The bin of each value, as `bins.bin_of` gives it; same shape."""
    # The exponent of a float64 is the bit length; rounding up to a power of two is undone by the comparison.
    length = np.frexp(values.astype(np.float64))[1].astype(np.int64)
    length -= (values >> np.maximum(length - 1, 0)) == 0
    shift = np.maximum(length - EXACT_BITS, 0)
    bins: Whole = shift * PER_DOUBLING + (values >> shift)
    return bins


def middle_of(bins: Whole) -> Whole:
    """The middle of each bin, rounded down; the value itself where bins are exact."""
    shift = np.maximum(bins // PER_DOUBLING - 1, 0)
    middle: Whole = ((bins - shift * PER_DOUBLING) << shift) + ((np.int64(1) << shift) >> 1)
    return middle


@dataclass(frozen=True)
class Histogram:
    """Of `count` sets of curves: which `bins` of each cell have more or fewer than the day before, and these `steps`.

    `ends` has for each cell where its bins end, which rise within it. Before the first day every curve is 0.
    """

    count: int
    ends: Whole
    bins: NDArray[np.uint16]
    steps: NDArray[np.int32]

    @classmethod
    def none(cls, cells: int) -> "Histogram":
        """That of no curves."""
        return cls(0, np.zeros(cells, dtype=np.int64), np.zeros(0, dtype=np.uint16), np.zeros(0, dtype=np.int32))

    @classmethod
    def of(cls, curves: Whole) -> "Histogram":
        """The histogram of curves of shape (replications, days, curves), none of them below 0."""
        count, days, width = curves.shape
        bins = bins_of(curves)
        before = np.concatenate([np.zeros_like(bins[:, :1]), bins[:, :-1]], axis=1)
        moved = np.nonzero(bins != before)
        cells = np.arange(days * width, dtype=np.int64).reshape(width, days).T[moved[1:]] << BIN_BITS
        keys, place = np.unique(np.concatenate([cells | bins[moved], cells | before[moved]]), return_inverse=True)
        steps = np.bincount(place, np.repeat([1.0, -1.0], len(cells)), len(keys)).astype(np.int32)
        keys, steps = keys[steps != 0], steps[steps != 0]
        ends = np.searchsorted(keys, np.arange(1, days * width + 1, dtype=np.int64) << BIN_BITS)
        return cls(count, ends, (keys & ((1 << BIN_BITS) - 1)).astype(np.uint16), steps)

    @classmethod
    def merged(cls, parts: Iterable["Histogram"]) -> "Histogram":
        """All together, one or more of the same cells, one after the other."""
        waiting = iter(parts)
        first = next(waiting)
        table = Table(len(first.ends))
        for part in chain((first,), waiting):
            table.add(part)
        return table.histogram()

    def part(self, first: int, cells: int) -> "Histogram":
        """So many cells from one on, numbered from 0."""
        begin = int(self.ends[first - 1]) if first else 0
        ends = self.ends[first : first + cells] - begin
        own = slice(begin, begin + int(ends[-1]) if len(ends) else begin)
        return Histogram(self.count, ends, self.bins[own], self.steps[own])


class Table:
    """Histograms of the same cells, added up: how many more curves are in each bin of each cell than on the day before.

    It is as wide as the highest bin: of one curve, a few megabytes.
    """

    def __init__(self, cells: int) -> None:
        self._count = 0
        self._more = np.zeros((cells, 0), dtype=np.int32)
        self._moved = np.zeros(cells, dtype=np.bool_)

    def add(self, part: Histogram) -> None:
        """Add a histogram of these cells."""
        cells, width = self._more.shape
        widest = int(part.bins.max()) + 1 if len(part.bins) else 0
        if widest > width:
            self._more, width = np.pad(self._more, ((0, 0), (0, widest - width))), widest
        bins = np.diff(part.ends, prepend=0)
        places = np.repeat(width * np.arange(cells, dtype=np.int64), bins) + part.bins
        more = self._more.reshape(-1)
        more[places] = part.steps if not self._count else more[places] + part.steps  # each of its places once
        self._moved |= bins > 0
        self._count += part.count

    def histogram(self) -> Histogram:
        """The histogram of all that was added."""
        cells, bins = np.nonzero(self._more)
        ends = np.searchsorted(cells, np.arange(len(self._more)), side="right")
        return Histogram(self._count, ends, bins.astype(np.uint16), self._more[cells, bins])

    def quantiles(self, shares: Sequence[float]) -> Whole:
        """Smallest value that a share of a curve's values does not pass, shape (shares, days): its cells are days."""
        moved = np.flatnonzero(self._moved)
        if not len(moved):
            return np.zeros((len(shares), len(self._more)), dtype=np.int64)
        width = self._more.shape[1]
        counts = np.empty((len(moved), width), dtype=np.int32)
        before = np.zeros(width, dtype=np.int32)
        before[0] = self._count
        for own, day in zip(counts, moved, strict=True):  # whole rows: NumPy's own sum goes number by number
            np.add(before, self._more[day], out=own)
            before = own
        # Each day has all the curves, so one running sum over all days tells for every rank the bin that it falls in.
        fits = self._count * len(moved) < 1 << 31  # in half the memory
        running = counts.reshape(-1).cumsum(dtype=np.int32 if fits else np.int64)
        ranks = np.array([max(1, int(rank_of(share, self._count))) for share in shares])[:, None]
        wanted = (ranks + self._count * np.arange(len(moved))).astype(running.dtype)
        places = np.searchsorted(running, wanted)
        values = middle_of(places - width * np.arange(len(moved)))
        since = np.searchsorted(moved, np.arange(len(self._more)), side="right")
        found: Whole = np.pad(values, ((0, 0), (1, 0)))[:, since]
        return found


class Tables:
    """Histograms of the same curves, added up: a table a curve."""

    def __init__(self, days: int) -> None:
        self._days = days
        self._tables: list[Table] = []

    def add(self, part: Histogram) -> None:
        """Add a histogram of these curves."""
        curves = range(len(part.ends) // self._days)
        self._tables = self._tables or [Table(self._days) for _ in curves]
        for curve in curves:
            self._tables[curve].add(part.part(curve * self._days, self._days))

    def quantiles(self, shares: Sequence[float]) -> Whole:
        """Quantiles of every cell, shape (shares, cells)."""
        return np.concatenate([table.quantiles(shares) for table in self._tables], axis=1)


def rank_of(share: float, count: Whole | int) -> Whole:
    """Which of `count` sorted values, from 1 on, a share of them does not pass (the inverse of the distribution)."""
    return np.ceil(np.asarray(share * np.asarray(count) - 1e-9)).astype(np.int64)
