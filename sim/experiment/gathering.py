"""Gathering of curves over the replications of a chunk: as changes from day to day, or as histograms and moments.

Curves are of one product (all last) and one buyer (all last) each; a *cell* is a day and a curve of these.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiment.part import Arrays
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments

if TYPE_CHECKING:
    from sim.engines.compiled.engine import Batch

Cube = NDArray[np.int64]
"""Shape (products + 1, buyers + 1, days, curves)."""

Counted = tuple[Histogram, Moments]
"""What is kept of the curves of a product and a buyer."""

ROOM = 64_000_000
"""Bytes of curves that are gathered before histograms are made of them."""


class Gathering(Protocol):
    """Takes the curves of one replication after the other, and gives arrays to keep."""

    kind: str
    """What an engine that counts curves itself gives: nothing, changes or histograms."""

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together, as it was told to give them by `kind`."""

    def arrays(self) -> Arrays:
        """What to keep, by name."""


class Nothing:
    """Keeps no curves."""

    kind = "nothing"

    def add(self, cube: Cube) -> None:
        """Forget the curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Forget the curves."""

    def arrays(self) -> Arrays:
        """Nothing."""
        return {}


class Changes:
    """Keeps each replication's curves exactly, as changes from day to day (mostly 0)."""

    kind = "changes"

    def __init__(self) -> None:
        self._cubes: list[Cube] = []

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(np.diff(cube, axis=2, prepend=0))

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together."""
        self._cubes.extend(batch.changes)

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

    kind = "histograms"

    def __init__(self) -> None:
        self._cubes: list[Cube] = []
        self._found: dict[str, list[Counted]] = {}

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(cube)
        if len(self._cubes) * cube.nbytes > ROOM:
            self._fold()

    def add_batch(self, batch: "Batch") -> None:
        """Take what the engine has counted itself."""
        for product, buyer, histogram, moments in batch.counted():
            self._keep(product, buyer, histogram, moments)

    def arrays(self) -> Arrays:
        """By product and buyer: keys (as differences, which pack well) and steps, and moments, their count first."""
        self._fold()
        found: Arrays = {}
        for name, counted in self._found.items():
            histogram, moments = merged(counted)
            found[f"{name}.histogram"] = np.stack([np.diff(histogram.keys, prepend=0), histogram.steps])
            sums = [np.full_like(moments.total, moments.count), moments.total]
            found[f"{name}.moments"] = np.stack([*sums, moments.upper, moments.mixed, moments.lower])
        return found

    def _fold(self) -> None:
        if not self._cubes:
            return
        products, buyers = self._cubes[0].shape[:2]
        for product in range(products):
            for buyer in range(buyers):
                curves = np.stack([cube[product, buyer] for cube in self._cubes])
                values = curves.reshape(len(curves), -1)
                self._keep(product, buyer, Histogram.of(curves), Moments.of(values))
        self._cubes.clear()

    def _keep(self, product: int, buyer: int, histogram: Histogram, moments: Moments) -> None:
        self._found.setdefault(name_of(product, buyer), []).append((histogram, moments))


def merged(counted: Iterable[Counted]) -> Counted:
    """Histograms and moments of the same cells as one."""
    histograms, moments = zip(*counted, strict=True)
    return Histogram.merged(histograms), reduce(Moments.merged, moments)


def counted_in(arrays: Callable[[str], NDArray[np.int64] | None], name: str) -> Counted | None:
    """Histogram and moments of a product and a buyer, as `Histograms.arrays` keeps them; None where it has none."""
    steps, sums = arrays(f"{name}.histogram"), arrays(f"{name}.moments")
    if steps is None or sums is None:
        return None
    moments = Moments(int(sums[0, 0]), *sums[1:])
    return Histogram(moments.count, steps[0].cumsum(), steps[1]), moments


def name_of(product: int, buyer: int) -> str:
    """The name of the arrays of a product and a buyer."""
    return f"{product}-{buyer}"
