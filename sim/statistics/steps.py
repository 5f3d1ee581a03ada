"""Curves of many replications as steps from bin to bin, and as sums of values and squares: what a kernel counts.

They become a `Histogram` and `Moments`.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments

ROOM = 1 << 21
"""Steps that there is room for before they are sorted and counted."""

NOW, BEFORE, TODAY, TOUCHED, STATE = range(5)
"""What is kept of curves on the way through a replication's events: their values, and those of the evening before;
which products and buyers are touched today, each marked in its first cell; and a list of these."""

TOTAL, UPPER, MIXED, LOWER, SUMS = range(5)
"""What is summed of values, as in `Moments`."""


class Steps:
    """What the kernel has counted of curves so far; `shape` is (products + 1, buyers + 1, days, curves)."""

    def __init__(self, shape: tuple[int, int, int, int]) -> None:
        self.shape = shape
        products, buyers, days, curves = shape
        self.cells, self.width = days * curves, curves
        every = products * buyers * self.cells
        self.running = np.zeros((STATE, products * buyers * curves), dtype=np.int64)
        self.steps = np.zeros(ROOM + 2 * every, dtype=np.int64)
        self.sums = np.zeros((SUMS, every), dtype=np.int64)
        self.filled = 0
        self._histogram = Histogram.merged([])

    def fold(self) -> None:
        """Count the steps so far, so that there is room again."""
        counted = Histogram.of_steps(0, self.steps[: self.filled])
        self._histogram = Histogram.merged([self._histogram, counted])
        self.filled = 0

    def counted(self, count: int) -> Iterator[tuple[int, int, Histogram, Moments]]:
        """Histogram and moments of `count` replications by place of product and buyer."""
        self.fold()
        products, buyers, days, curves = self.shape
        sums = self._running(days, curves)
        for product in range(products):
            for buyer in range(buyers):
                place = product * buyers + buyer
                own = self._histogram.part(place * self.cells, self.cells)
                yield product, buyer, Histogram(count, own.keys, own.steps), Moments(count, *sums[:, place])

    def _running(self, days: int, curves: int) -> NDArray[np.int64]:
        """Sums of the values themselves, from those of their changes: shape (sums, products and buyers, cells)."""
        running = self.sums.reshape(SUMS, -1, days, curves).cumsum(axis=2)
        return running.reshape(SUMS, -1, self.cells)
