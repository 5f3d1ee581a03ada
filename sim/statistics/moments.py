"""Sums of whole numbers and of their squares, kept exactly: the same whatever the parts that they were added from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.intervals import student_factor

Whole = NDArray[np.int64]
HALF = 16
"""A value below 2^32 is split into two halves of so many bits, so that sums of products fit into 64 bits."""


@dataclass(frozen=True)
class Moments:
    """Of `count` values a cell: their sum, and the sums of products of their upper and lower halves."""

    count: int
    total: Whole
    upper: Whole
    mixed: Whole
    lower: Whole

    @classmethod
    def of(cls, values: Whole) -> "Moments":
        """Moments of values from 0 to 2^32, shape (replications, cells)."""
        upper, lower = values >> HALF, values & ((1 << HALF) - 1)
        return cls(
            len(values),
            values.sum(axis=0),
            (upper * upper).sum(axis=0),
            (upper * lower).sum(axis=0),
            (lower * lower).sum(axis=0),
        )

    def merged(self, other: "Moments") -> "Moments":
        """Both together."""
        return Moments(
            self.count + other.count,
            self.total + other.total,
            self.upper + other.upper,
            self.mixed + other.mixed,
            self.lower + other.lower,
        )

    def mean(self) -> NDArray[np.float64]:
        """Mean of each cell, shape (cells,)."""
        return self.total / max(1, self.count)

    def half_width(self) -> NDArray[np.float64]:
        """Half-width of each mean's 95 % Student interval; NaN for fewer than two values."""
        if self.count < 2:
            return np.full(self.total.shape, np.nan)
        # In whole numbers of any size, since the variance is a small difference of large sums.
        squares = (
            self.upper.astype(object) * (1 << 2 * HALF)
            + self.mixed.astype(object) * (2 << HALF)
            + self.lower.astype(object)
        )
        total = self.total.astype(object)
        spread = np.array(squares * self.count - total * total, dtype=np.float64)
        variance = spread / (self.count * (self.count - 1.0))
        return student_factor(self.count) * np.sqrt(variance)
