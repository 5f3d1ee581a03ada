"""Replications of one point in memory, without a folder: their rows, and the curves of the reported buyer.

What is shown at once is made of these by the functions that make a sweep's files, so both say the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.experiment.bands import exact_bands, place_of
from sim.experiment.chunk import Rows, Task, simulated
from sim.experiment.gathering import Cube, Whole
from sim.experiment.part import Arrays, common_schema, conform
from sim.experiment.plan import Chunk, Plan
from sim.experiment.summary import InMemory, Summary, summary_of
from sim.records.cube import ALL
from sim.records.daily import CURVES
from sim.scenario.schema import Scenario
from sim.statistics.moments import Moments
from sim.statistics.steps import values_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from sim.engines.compiled.engine import Batch

SHOWN = ("ordered", "delivered", "switched")
"""The curves of a fan chart."""


class _OfReported:
    """Keeps the curves of one buyer, all products together."""

    kind = "steps"

    def __init__(self, buyer: int, scenario: Scenario) -> None:
        self._buyer = buyer
        self._places = [CURVES.index(name) for name in SHOWN]
        first = place_of(scenario, len(scenario.product), buyer) * len(CURVES)
        self.wanted: tuple[int, ...] | None = tuple(first + place for place in self._places)
        nothing = np.zeros((0, scenario.days, len(SHOWN)), dtype=np.int64)
        self._found: list[Whole] = [nothing]
        self._moments = [_moments_of(nothing)]

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._found.append(cube[-1, self._buyer][None, :, self._places])
        self._moments.append(_moments_of(self._found[-1]))

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together."""
        self._found.append(_curves_in(batch))
        self._moments.append(batch.moments)

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Take the curves of several batches, whose replications are in this order."""
        self._found.append(_in_turn([_curves_in(batch) for batch in batches])[order])
        self._moments += [batch.moments for batch in batches]

    def arrays(self) -> Arrays:
        """Nothing: no file is written."""
        return {}

    def curves(self) -> Whole:
        """All of them, shape (replications, days, curves)."""
        return _in_turn(self._found)

    def moments(self) -> Moments:
        """Their moments, by curve and day."""
        return reduce(Moments.merged, self._moments)


def _curves_in(batch: "Batch") -> Whole:
    return np.stack([values_of([batch.steps], curve) for curve in range(len(SHOWN))]).T


def _moments_of(curves: Whole) -> Moments:
    """Moments of curves at hand, shape (replications, days, curves), by curve and day."""
    count, days, shown = curves.shape
    return Moments.of(curves.swapaxes(1, 2).reshape(count, days * shown))


@dataclass(frozen=True)
class Played:
    """Replications of a plan of one point: a row each, and the reported buyer's curves (units) of those that worked.

    `curves` has the shape (replications, days, curves), the curves are `SHOWN`; `moments` are theirs, by curve and day.
    `engine` is the one asked for, or more. Rows are made when somebody looks at them.
    """

    plan: Plan
    make_rows: Rows
    curves: Whole
    moments: Moments
    engine: str

    @property
    def scenario(self) -> Scenario:
        """Their scenario."""
        return self.plan.scenarios[0]

    @property
    def count(self) -> int:
        """How many replications there are."""
        return self.plan.replications

    @cached_property
    def rows(self) -> "pa.Table":
        """A row for each replication."""
        return self.make_rows()

    @cached_property
    def errors(self) -> list[str]:
        """Why replications failed: the reason of each that did."""
        if len(self.curves) == self.count:
            return []
        found: list[str] = self.rows["error"].drop_null().to_pylist()
        return found

    @cached_property
    def summary(self) -> Summary:
        """What `summary.json` of the same sweep has."""
        return summary_of(self.plan, InMemory(self.rows))


def play(plan: Plan, first: int, count: int, engine: str, point: int = 0) -> Played:
    """So many replications of a point of a plan from one on, on the engine `"compiled"` or `"simpy"`."""
    scenario = plan.scenarios[plan.points[point].scenario]
    names = [buyer.name for buyer in scenario.buyer]
    who = names.index(scenario.report.buyer) if scenario.report.buyer else len(names)
    curves = _OfReported(who, scenario)
    rows = simulated(Task(plan, "", Chunk(point, first, count), engine), curves)
    return Played(replace(plan, replications=count), rows, curves.curves(), curves.moments(), engine)


def make_ready(plan: Plan, parts: int) -> None:
    """Have at hand what so many parts of the plan's first point need that the compiled engine begins at once."""
    from sim.engines.compiled.engine import have_machines

    with suppress(SimError):  # the parts tell
        have_machines(plan.scenarios[plan.points[0].scenario], parts)


def bands_of(parts: Sequence[Played]) -> "pd.DataFrame":
    """Mean, 95 % interval and quantiles of each curve by day, as `bands.parquet` has them, of parts of one plan."""
    scenario = parts[0].scenario
    labels = {"point": 0, "product": ALL, "buyer": scenario.reported_buyer}
    curves, moments = _curves_of(parts)
    found: pd.DataFrame = exact_bands(scenario, labels, curves, moments, SHOWN).to_pandas()
    return found


def joined(parts: Sequence[Played]) -> Played:
    """Replications of the same plan as one, in the order of the parts."""
    plan = replace(parts[0].plan, replications=sum(part.count for part in parts))
    engines = " and ".join(dict.fromkeys(part.engine for part in parts))
    return Played(plan, partial(_rows_of, parts), *_curves_of(parts), engines)


def _rows_of(parts: Sequence[Played]) -> "pa.Table":
    import pyarrow as pa

    schema = common_schema(part.rows.schema for part in parts)
    return pa.concat_tables([conform(part.rows, schema) for part in parts])


def _curves_of(parts: Sequence[Played]) -> tuple[Whole, Moments]:
    """The curves of parts one after the other, and their moments."""
    moments = reduce(Moments.merged, (part.moments for part in parts))
    return _in_turn([part.curves for part in parts]), moments


def _in_turn(curves: Sequence[Whole]) -> Whole:
    """Curves one after the other; a view whose values of one day lie side by side, as they are sorted then."""
    return np.concatenate([one.T for one in curves], axis=2).T
