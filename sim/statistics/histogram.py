"""Histograms of whole numbers that merge: exact below 256, then 128 bins to each doubling.

So a value is known to one part in 128 at worst, and a histogram of any number of values takes the same room. (The
bins are those of Gil Tene's HdrHistogram.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EXACT_BITS = 8
PER_DOUBLING = 1 << (EXACT_BITS - 1)
RESOLUTION = 1 / PER_DOUBLING
"""Width of a bin, as a share of its lower end at worst."""

Whole = NDArray[np.int64]


def bin_of(values: Whole) -> Whole:
    """The bin of each value from 0 to 2^62, same shape."""
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
    """Counts of many cells at once: parallel arrays of cell, bin and count, sorted by cell, then bin."""

    cells: Whole
    bins: Whole
    counts: Whole

    @classmethod
    def of(cls, values: Whole) -> "Histogram":
        """The histogram of values of shape (replications, cells)."""
        cells = np.broadcast_to(np.arange(values.shape[1], dtype=np.int64), values.shape)
        return _gathered(cells.ravel(), bin_of(values).ravel(), np.ones(values.size, dtype=np.int64))

    def merged(self, other: "Histogram") -> "Histogram":
        """Both together."""
        return _gathered(
            np.concatenate([self.cells, other.cells]),
            np.concatenate([self.bins, other.bins]),
            np.concatenate([self.counts, other.counts]),
        )

    def quantiles(self, cells: int, shares: tuple[float, ...]) -> Whole:
        """Smallest value that a share of a cell's values does not pass, shape (shares, cells); 0 in an empty cell."""
        total = np.bincount(self.cells, weights=self.counts, minlength=cells).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(total)[:-1]])
        running = np.cumsum(self.counts)
        found = np.zeros((len(shares), cells), dtype=np.int64)
        filled = total > 0
        for row, share in enumerate(shares):
            rank = before + np.maximum(rank_of(share, total), 1)
            place = np.searchsorted(running, rank[filled])
            found[row, filled] = middle_of(self.bins[place])
        return found


def rank_of(share: float, count: Whole | int) -> Whole:
    """Which of `count` sorted values, from 1 on, a share of them does not pass (the inverse of the distribution)."""
    return np.ceil(np.asarray(share * np.asarray(count) - 1e-9)).astype(np.int64)


def exact_quantiles(values: Whole, shares: tuple[float, ...]) -> Whole:
    """The same of values of shape (replications, cells), exactly; shape (shares, cells)."""
    ordered = np.sort(values, axis=0)
    ranks = [max(1, int(rank_of(share, len(values)))) - 1 for share in shares]
    return ordered[ranks]


def _gathered(cells: Whole, bins: Whole, counts: Whole) -> Histogram:
    """Equal cells and bins become one."""
    if not len(cells):
        return Histogram(cells, bins, counts)
    most = int(bins.max()) + 1
    keys, place = np.unique(cells * most + bins, return_inverse=True)
    summed = np.bincount(place, weights=counts).astype(np.int64)
    return Histogram(keys // most, keys % most, summed)
