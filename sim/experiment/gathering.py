"""Gathering of curves over the replications of a chunk: as changes from day to day, or as histograms and moments.

Curves are of one product (all last) and one buyer (all last) each; a *cell* is a day and a curve of these.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiment.part import Arrays
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments

Cube = NDArray[np.int64]
"""Shape (products + 1, buyers + 1, days, curves)."""

ROOM = 64_000_000
"""Bytes of curves that are gathered before histograms are made of them."""


class Gathering(Protocol):
    """Takes the curves of one replication after the other, and gives arrays to keep."""

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""

    def add_changes(self, changes: Cube) -> None:
        """Take the same as changes from day to day."""

    def arrays(self) -> Arrays:
        """What to keep, by name."""


class Nothing:
    """Keeps no curves."""

    def add(self, cube: Cube) -> None:
        """Forget the curves."""

    def add_changes(self, changes: Cube) -> None:
        """Forget the curves."""

    def arrays(self) -> Arrays:
        """Nothing."""
        return {}


class Changes:
    """Keeps each replication's curves exactly, as changes from day to day (mostly 0)."""

    def __init__(self) -> None:
        self._cubes: list[Cube] = []

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self.add_changes(np.diff(cube, axis=2, prepend=0))

    def add_changes(self, changes: Cube) -> None:
        """Take the same as changes from day to day."""
        self._cubes.append(changes)

    def arrays(self) -> Arrays:
        """By product and buyer, shape (replications, days, curves)."""
        if not self._cubes:
            return {}
        products, buyers = self._cubes[0].shape[:2]
        return {
            name_of(product, buyer): np.stack([cube[product, buyer] for cube in self._cubes])
            for product in range(products)
            for buyer in range(buyers)
        }


class Histograms:
    """Keeps histograms and moments of every cell, in the same room for any number of replications."""

    def __init__(self) -> None:
        self._cubes: list[Cube] = []
        self._histograms: dict[str, Histogram] = {}
        self._moments: dict[str, Moments] = {}

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(cube)
        if len(self._cubes) * cube.nbytes > ROOM:
            self._fold()

    def add_changes(self, changes: Cube) -> None:
        """Take the same as changes from day to day."""
        self.add(changes.cumsum(axis=2))

    def arrays(self) -> Arrays:
        """By product and buyer: the histogram as rows of cell, bin, count, and the moments, their count first."""
        self._fold()
        found: Arrays = {}
        for name, histogram in self._histograms.items():
            moments = self._moments[name]
            found[f"{name}.histogram"] = np.stack([histogram.cells, histogram.bins, histogram.counts])
            sums = [np.full_like(moments.total, moments.count), moments.total]
            found[f"{name}.moments"] = np.stack([*sums, moments.upper, moments.mixed, moments.lower])
        return found

    def _fold(self) -> None:
        if not self._cubes:
            return
        products, buyers = self._cubes[0].shape[:2]
        for product in range(products):
            for buyer in range(buyers):
                values = np.stack([cube[product, buyer].ravel() for cube in self._cubes])
                self._merge(name_of(product, buyer), Histogram.of(values), Moments.of(values))
        self._cubes.clear()

    def _merge(self, name: str, histogram: Histogram, moments: Moments) -> None:
        if name in self._histograms:
            histogram = self._histograms[name].merged(histogram)
            moments = self._moments[name].merged(moments)
        self._histograms[name], self._moments[name] = histogram, moments


def name_of(product: int, buyer: int) -> str:
    """The name of the arrays of a product and a buyer."""
    return f"{product}-{buyer}"
