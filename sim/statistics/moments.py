"""Sums of whole numbers and of their squares, kept exactly: the same whatever the parts that they were added from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.statistics.intervals import student_factor

Whole = NDArray[np.int64]
HALF, WORD = 16, 32
"""A value is split into two halves, the lower of so many bits, and its square into two words: sums of these fit into 64
bits. Values are below 2^42.
"""

LOWER_HALF, LOWER_WORD = (1 << HALF) - 1, (1 << WORD) - 1

MOST = 2.0**62
"""Whole numbers below it fit into 64 bits, what a real number rounds away included."""


@dataclass(frozen=True)
class Moments:
    """Of `count` values a cell: their sum, and the sums of the upper and the lower words of their squares."""

    count: int
    total: Whole
    upper: Whole
    lower: Whole

    @classmethod
    def of(cls, values: Whole) -> "Moments":
        """Moments of values from 0 to 2^42, shape (replications, cells)."""
        half, rest = values >> HALF, values & LOWER_HALF
        lower = (half * rest << HALF + 1) + rest * rest
        upper = half * half + (lower >> WORD)
        lower &= LOWER_WORD
        return cls(len(values), values.sum(axis=0), upper.sum(axis=0), lower.sum(axis=0))

    def merged(self, other: "Moments") -> "Moments":
        """Both together."""
        sums = self.total + other.total, self.upper + other.upper, self.lower + other.lower
        return Moments(self.count + other.count, *sums)

    def part(self, first: int, cells: int) -> "Moments":
        """Those of so many cells from one on."""
        own = slice(first, first + cells)
        return Moments(self.count, self.total[own], self.upper[own], self.lower[own])

    def mean(self) -> NDArray[np.float64]:
        """Mean of each cell, shape (cells,)."""
        return self.total / max(1, self.count)

    def half_width(self) -> NDArray[np.float64]:
        """Half-width of each mean's 95 % Student interval; NaN for fewer than two values."""
        if self.count < 2:
            return np.full(self.total.shape, np.nan)
        spread = self._spread().astype(np.float64)
        variance = spread / (self.count * (self.count - 1.0))
        return student_factor(self.count) * np.sqrt(variance)

    def _spread(self) -> NDArray[Any]:
        """The count times the squares' sum less the square of the sum, in whole numbers: a small difference of large.

        In numbers of any size where those of 64 bits don't hold them.
        """
        largest = max(float(one.max(initial=0)) * 2.0**bits for one, bits in self._weighted())
        squares = float(self.total.max(initial=0)) ** 2
        kind: Any = np.int64 if 4 * max(largest * self.count, squares) < MOST else object
        whole = sum(one.astype(kind) * (1 << bits) for one, bits in self._weighted())
        total = self.total.astype(kind)
        spread: NDArray[Any] = whole * self.count - total * total
        return spread

    def _weighted(self) -> tuple[tuple[Whole, int], ...]:
        """What the sum of squares is the sum of, and by which power of two each counts."""
        return (self.upper, WORD), (self.lower, 0)
