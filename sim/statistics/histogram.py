"""Histograms of curves, a day at a time, that merge: of any number of curves they take about the same room.

A *cell* is a day and a curve, numbered `day * curves + curve`. Curves mostly stand still, so what is kept is not how
many are in each bin of a cell, but how many more than on the day before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    """Of `count` sets of curves: `keys` (cell, then bin, in one number) rise; `steps` has how many more are there.

    Before the first day every curve is 0.
    """

    count: int
    keys: Whole
    steps: Whole

    @classmethod
    def of(cls, curves: Whole) -> "Histogram":
        """The histogram of curves of shape (replications, days, curves), none of them below 0."""
        count, days, width = curves.shape
        bins = bins_of(curves)
        before = np.concatenate([np.zeros_like(bins[:, :1]), bins[:, :-1]], axis=1)
        moved = np.nonzero(bins != before)
        cells = np.arange(days * width, dtype=np.int64).reshape(days, width)[moved[1:]] << BIN_BITS
        keys = np.concatenate([cells | bins[moved], cells | before[moved]])
        signs = np.repeat(np.array([1, -1], dtype=np.int64), len(cells))
        return cls(count, *_gathered(keys, signs))

    @classmethod
    def of_steps(cls, count: int, steps: Whole) -> "Histogram":
        """The histogram of `bins.step_key`s in any order, which are sorted in place."""
        steps.sort()
        return cls(count, *_summed(steps >> 1, 1 - 2 * (steps & 1)))

    @classmethod
    def merged(cls, parts: Iterable["Histogram"]) -> "Histogram":
        """All together."""
        known = list(parts)
        keys = np.concatenate([np.zeros(0, dtype=np.int64), *(part.keys for part in known)])
        steps = np.concatenate([np.zeros(0, dtype=np.int64), *(part.steps for part in known)])
        return cls(sum(part.count for part in known), *_gathered(keys, steps))

    def part(self, first: int, cells: int) -> "Histogram":
        """So many cells from one on, numbered from 0."""
        ends = np.array([first, first + cells], dtype=np.int64) << BIN_BITS
        own = slice(*np.searchsorted(self.keys, ends))
        return Histogram(self.count, self.keys[own] - ends[0], self.steps[own])

    def quantiles(self, days: int, curves: int, shares: Sequence[float]) -> Whole:
        """Smallest value that a share of a cell's curves does not pass, shape (shares, days, curves)."""
        cells, bins = self.keys >> BIN_BITS, self.keys & ((1 << BIN_BITS) - 1)
        ranks = [max(1, int(rank_of(share, self.count))) for share in shares]
        found = np.zeros((len(shares), days, curves), dtype=np.int64)
        for curve in range(curves):
            own = cells % curves == curve
            known, place = np.unique(np.append(bins[own], 0), return_inverse=True)
            counts = np.zeros((days, len(known)), dtype=np.int64)
            counts[0, 0] = self.count
            counts[cells[own] // curves, place[:-1]] += self.steps[own]
            running = counts.cumsum(axis=0).cumsum(axis=1)
            for row, rank in enumerate(ranks):
                found[row, :, curve] = middle_of(known[(running < rank).sum(axis=1)])
        return found


def rank_of(share: float, count: Whole | int) -> Whole:
    """Which of `count` sorted values, from 1 on, a share of them does not pass (the inverse of the distribution)."""
    return np.ceil(np.asarray(share * np.asarray(count) - 1e-9)).astype(np.int64)


def exact_quantiles(values: Whole, shares: Sequence[float]) -> Whole:
    """The same of values of shape (replications, ...), exactly; shape (shares, ...)."""
    ordered = np.sort(values, axis=0)
    ranks = [max(1, int(rank_of(share, len(values)))) - 1 for share in shares]
    return ordered[ranks]


def _gathered(keys: Whole, steps: Whole) -> tuple[Whole, Whole]:
    """Keys sorted, equal ones as one with the sum of their steps."""
    order = np.argsort(keys, kind="stable")
    return _summed(keys[order], steps[order])


def _summed(keys: Whole, steps: Whole) -> tuple[Whole, Whole]:
    """Equal ones of sorted keys as one; what adds up to nothing is left out."""
    if not len(keys):
        return keys, steps
    first = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    sums = np.add.reduceat(steps, first)
    kept = sums != 0
    return keys[first][kept], sums[kept]
