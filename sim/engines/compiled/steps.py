"""Curves of many replications, counted in the kernel: as steps from bin to bin, and as sums of values and squares.

See `sim.statistics.histogram` and `sim.statistics.moments`, which they become.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.statistics.bins import bin_of, step_key
from sim.statistics.histogram import Histogram
from sim.statistics.moments import HALF, Moments

ROOM = 1 << 21
"""Steps that there is room for before they are sorted and counted."""

TOTAL, UPPER, MIXED, LOWER, SUMS = range(5)
"""What is summed of values, as in `Moments`."""


@compiled
def add_steps(changes: Any, steps: Any, filled: int, sums: Any) -> int:
    """Add a replication's changes of shape (products, buyers, days, curves) to steps and sums, and clear them.

    `steps` are filled from place `filled` on; gives how far they are filled now.
    """
    products, buyers, days, curves = changes.shape
    for product in range(products):
        for buyer in range(buyers):
            first = (product * buyers + buyer) * days * curves
            for curve in range(curves):
                value, place = 0, 0
                for day in range(days):
                    change = changes[product, buyer, day, curve]
                    if change == 0:
                        continue
                    changes[product, buyer, day, curve] = 0
                    cell = first + day * curves + curve
                    add_to_sums(sums, cell, value, -1)
                    value += change
                    add_to_sums(sums, cell, value, 1)
                    entered = bin_of(value)
                    if entered != place:
                        steps[filled] = step_key(cell, place, 1)
                        steps[filled + 1] = step_key(cell, entered, 0)
                        filled += 2
                        place = entered
    return filled


@compiled
def add_to_sums(sums: Any, cell: int, value: int, sign: int) -> None:
    """Add a value to the sums of a cell, or take it away."""
    upper, lower = value >> HALF, value & ((1 << HALF) - 1)
    sums[TOTAL, cell] += sign * value
    sums[UPPER, cell] += sign * upper * upper
    sums[MIXED, cell] += sign * upper * lower
    sums[LOWER, cell] += sign * lower * lower


class Steps:
    """What the kernel has counted of curves so far; `shape` is (products + 1, buyers + 1, days, curves)."""

    def __init__(self, shape: tuple[int, int, int, int]) -> None:
        self.shape = shape
        products, buyers, days, curves = shape
        self.cells, self.width = days * curves, curves
        every = products * buyers * self.cells
        self.changes = np.zeros((1, *shape), dtype=np.int64)
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
