"""The curves of a chunk, gathered: as steps, exactly, or as histograms; and as sums, which moments are.

Curves are of one product (all last) and one buyer (all last) each, as far as these differ: `rows_of` says how many.
A *cell* is a curve and a day, numbered `curve * days + day`.
"""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiment.folding import arrays_of
from sim.experiment.packed import gaps
from sim.experiment.part import Arrays
from sim.records.cube import distinct
from sim.records.daily import CURVES
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps

if TYPE_CHECKING:
    from sim.engines.compiled.engine import Batch

Cube = NDArray[np.int64]
"""Shape (products + 1, buyers + 1, days, curves)."""

Whole = NDArray[np.int64]

ROOM = 64_000_000
"""Bytes of curves that are gathered before they are folded."""


class Gathering(Protocol):
    """Takes the curves of one replication after the other, and gives arrays to keep."""

    kind: str
    """What an engine that notes curves itself gives: nothing, steps or histograms."""

    wanted: tuple[int, ...] | None
    """Places of the curves that it gives, or all."""

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together, as it was told to give them by `kind`."""

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Take those of several batches; `order` has the place in these of each replication in turn."""

    def arrays(self) -> Arrays:
        """What to keep, by name."""


class Nothing:
    """Keeps no curves."""

    kind = "nothing"
    wanted: tuple[int, ...] | None = None

    def add(self, cube: Cube) -> None:
        """Forget the curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Forget the curves."""

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Forget the curves."""

    def arrays(self) -> Arrays:
        """Nothing."""
        return {}


class _Cubes:
    """Curves that come one replication after the other, many of which are folded into one piece at once."""

    wanted: tuple[int, ...] | None = None

    def __init__(self) -> None:
        self._cubes: list[Cube] = []
        self._moments: list[Moments] = []

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(cube)
        if len(self._cubes) * cube.nbytes > ROOM:
            self._fold()

    def _fold(self) -> None:
        if self._cubes:
            curves = distinct(np.stack(self._cubes))
            self._cubes.clear()
            self._moments.append(Moments.of(curves.reshape(len(curves), -1)))
            self._keep(curves)

    def _keep(self, curves: Whole) -> None:
        """Keep curves, shape (replications, curves, days)."""
        raise NotImplementedError

    def _sums(self) -> Arrays:
        """The moments as their changes from cell to cell, which are mostly small."""
        moments = reduce(Moments.merged, self._moments)
        sums = np.stack([moments.total, moments.upper, moments.lower])
        return {"count": np.array([moments.count]), "sums": np.diff(sums, axis=1, prepend=0)}


class Exact(_Cubes):
    """Keeps each replication's curves exactly, as steps."""

    kind = "steps"

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Steps] = []

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together."""
        self._steps.append(batch.steps)
        self._moments.append(batch.moments)

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Take the curves of several batches, whose replications are in this order."""
        self._steps.append(Steps.in_order([batch.steps for batch in batches], order))
        self._moments += [batch.moments for batch in batches]

    def arrays(self) -> Arrays:
        """Places and amounts of all steps, their shape, and sums."""
        self._fold()
        if not self._steps:
            return {}
        whole = self._steps[0]
        if len(self._steps) > 1:
            whole = Steps.in_order(self._steps, np.arange(sum(one.count for one in self._steps)))
        shape = np.array([whole.count, whole.curves, whole.days])
        steps = {"shape": shape, "places": gaps(whole.places), "amounts": whole.amounts}
        return steps | self._sums()

    def _keep(self, curves: Whole) -> None:
        self._steps.append(Steps.of(curves))


class Histograms(_Cubes):
    """Keeps histograms and moments of every cell, in the same room for any number of replications."""

    kind = "histograms"

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Histogram] = []
        self._days = 0

    def add_batch(self, batch: "Batch") -> None:
        """Take what the engine has counted itself."""
        self._days = batch.days
        self._found.append(batch.histogram)
        self._moments.append(batch.moments)

    def add_batches(self, batches: "Sequence[Batch]", _order: NDArray[np.int64], /) -> None:
        """Take what was counted in several batches: their order makes no difference."""
        for batch in batches:
            self.add_batch(batch)

    def arrays(self) -> Arrays:
        """By product and buyer: ends, bins and steps of a histogram; and sums of all."""
        self._fold()
        if not self._found:
            return {}
        whole = self._found[0] if len(self._found) == 1 else Histogram.merged(self._found)
        found = self._sums()
        cells = self._days * len(CURVES)
        for place in range(len(whole.ends) // cells):
            found |= arrays_of(whole.part(place * cells, cells), place)
        return found

    def _keep(self, curves: Whole) -> None:
        self._days = curves.shape[2]
        self._found.append(Histogram.of(curves.swapaxes(1, 2)))
