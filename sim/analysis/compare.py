"""Comparisons: two scenarios on common random numbers, replication by replication."""

import json
import math
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from sim.analysis.compare_answer import pairs_in_words
from sim.errors import UsageError, warn
from sim.experiment.arguments import ScenarioOrName, scenario_of
from sim.experiment.designs import CAUTIONS, replications_of, uniforms
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished
from sim.experiment.run import replicate
from sim.experiment.shown import Shown
from sim.experiment.summary import is_figure, read_numbers
from sim.experiment.sweep import Sweep, carry_out, with_table
from sim.experiment.work import Work, WorkOptions, in_folder
from sim.records.dates import timestamps, timestamps_of
from sim.records.difference import differs_from
from sim.records.figures.names import check_report, figure_names
from sim.scenario.change import without_effect
from sim.scenario.schema import Scenario
from sim.statistics.intervals import student

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_REPLICATIONS = 200

LOOKED_AT = 20
"""Pairs of event logs that are searched for the date from which they differ."""


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Two scenarios on common random numbers: `sweep` has both as its points, differences are of B less A."""

    sweep: Sweep

    @cached_property
    def differences(self) -> "pd.DataFrame":
        """A row a key figure that both have: means, paired difference with 95 % interval, pairs used and left out."""
        return self.sweep.table("differences")

    @property
    def summary(self) -> dict[str, Any]:
        """Both sweeps' statistics, and under `comparison` the date from which the worlds differ."""
        return self.sweep.summary

    @property
    def differs_from(self) -> date | None:
        """The first date on which any of the pairs looked at differ; None where none does."""
        found = self.summary["comparison"]["differs_from"]
        return None if found is None else date.fromisoformat(found)

    @override
    def facts(self) -> dict[str, object]:
        """What the comparison is of."""
        plan = self.sweep.plan
        names = " with ".join(scenario.name for scenario in plan.scenarios)
        return {"scenarios": names, "pairs": plan.replications, "seed": plan.seed, "folder": self.sweep.folder}

    @override
    def plot(self) -> "Figure":
        """Delivered units of both, and the paired difference by day."""
        from sim.pictures.compared import compared_chart

        a, b = self.sweep.plan.scenarios
        said = picture_note(self.sweep.plan, self.differences)
        return compared_chart(self.sweep.bands, self._daily_difference(), a, b, self.sweep.plan.seed, said)

    def _daily_difference(self) -> "pd.DataFrame":
        return self.sweep.table("difference_by_day")

    @override
    def answer(self) -> str:
        """The answer in words."""
        from sim.analysis.compare_answer import compare_answer

        a, b = self.sweep.plan.scenarios
        return compare_answer(a, b, self.differences, self.summary)


def compare(
    a: ScenarioOrName,
    b: ScenarioOrName,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 0,
    *,
    design: str = "random",
    **options: Unpack[WorkOptions],
) -> Comparison:
    """Simulate the same replications of two scenarios (or of their names, or paths) and take differences pair by pair.

    `options` are those of `sim.WorkOptions`: engine, workers, dask, out, resume, progress.
    Raises `UsageError` for arguments that cannot be; warns (`sim.SimWarning`) where A and B differ in a value that the
    same law of [uncertain] draws in both.
    """
    plan = pair_plan(scenario_of(a), scenario_of(b), replications, seed, design)
    return Comparison(in_folder(options, lambda work, folder: carry_out_pair(plan, work, folder)))


def pair_plan(a: Scenario, b: Scenario, replications: int, seed: int, design: str) -> Plan:
    """The plan of a comparison, checked; warns of what the files say differently and [uncertain] draws all the same."""
    for one in (a, b):
        check_report(one)
    plan = Plan((a, b), (Point(0), Point(1)), replications, seed, design)
    check_plan(plan)
    if a == b:
        raise UsageError(f"A and B are the same scenario ({a.name}); expected two that differ")
    for sentence in without_effect(a, b):
        warn(sentence)
    return Plan((a, b), (Point(0), Point(1)), replications_of(design, replications), seed, design)


def carry_out_pair(plan: Plan, work: Work, out: Path) -> Sweep:
    """Do the plan of a comparison under `out`."""

    def finish(finished: Finished) -> None:
        """Writes what a comparison has besides a sweep's tables."""
        from sim.pictures.compared import compared_chart

        a, b = plan.scenarios
        names = _names_of_both(plan)
        differences = finished.table("differences", lambda: paired(finished.folder / "replications.parquet", names))
        by_day = finished.table("difference_by_day", lambda: difference_by_day(plan, finished))
        day = first_difference(plan, work.engine)
        finished.summary["comparison"] = {
            "differs_from": None if day is None else str(day),
            "pairs_looked_at": min(LOOKED_AT, plan.replications),
        }
        said = picture_note(plan, differences)
        finished.picture("compared", compared_chart(finished.bands(), by_day, a, b, plan.seed, said))

    return with_table(carry_out(plan, work, out, "compare", finish), "differences.parquet")


def picture_note(plan: Plan, differences: "pd.DataFrame") -> str:
    """What stands below the picture: pairs that reach each target, and a caution about intervals of the design."""
    caution = CAUTIONS[plan.design]
    said = f"{caution[:1].upper()}{caution[1:]}." if caution else ""
    return " ".join(filter(None, (pairs_in_words(plan.scenarios[0], differences), said)))


def _names_of_both(plan: Plan) -> set[str]:
    """Names of the key figures that both scenarios have."""
    a, b = (set(figure_names(scenario)) for scenario in plan.scenarios)
    return a & b


def paired(rows: Path, names: Container[str]) -> "pd.DataFrame":
    """Paired differences of the key figures of these names, over the pairs in which both have the figure.

    `count_a` and `count_b` say how many replications of each have it, `pairs` in how many both do, `left_out` in how
    many pairs they do not. `variance_reduction` is how many times more independent replications the same interval would
    take: the sum of both variances over that of the difference (Law, Simulation Modeling and Analysis, 11.2).
    """
    import pandas as pd
    import pyarrow.parquet as pq

    found = []
    with pq.ParquetFile(rows) as file:
        cut = int(np.searchsorted(read_numbers(file, "point"), 1))
        for name in filter(is_figure, file.schema_arrow.names):
            if name in names:
                values = read_numbers(file, name)
                found.append({"figure": name} | _difference(values[:cut], values[cut:]))
    return pd.DataFrame(found)


def _difference(all_a: NDArray[np.float64], all_b: NDArray[np.float64]) -> dict[str, float | int | None]:
    known_a, known_b = ~np.isnan(all_a), ~np.isnan(all_b)
    both = known_a & known_b
    a, b = all_a[both], all_b[both]
    interval = student(b - a)
    spread = float((b - a).var(ddof=1)) if len(a) > 1 else 0.0
    independent = float(a.var(ddof=1) + b.var(ddof=1)) if len(a) > 1 else 0.0
    varied = len(a) > 1 and float(a.std()) > 0 and float(b.std()) > 0
    return {
        "mean_a": float(a.mean()) if len(a) else math.nan,
        "mean_b": float(b.mean()) if len(a) else math.nan,
        "difference": interval.mean,
        "low": interval.low,
        "high": interval.high,
        "half_width": interval.half_width,
        "correlation": float(np.corrcoef(a, b)[0, 1]) if varied else None,
        "variance_reduction": independent / spread if spread > 0 else None,
        "pairs": len(a),
        "left_out": len(both) - len(a),
        "count_a": int(known_a.sum()),
        "count_b": int(known_b.sum()),
    }


def difference_by_day(plan: Plan, finished: Finished) -> "pd.DataFrame":
    """Mean paired difference of delivered units by date, with its 95 % interval; empty beyond exact sweeps."""
    import pandas as pd

    from sim.experiment.bands import delivered

    a, b = (delivered(plan, point, finished.parts[point]) for point in (0, 1))
    starts, ends = ([getattr(one, key) for one in plan.scenarios] for key in ("start", "end"))
    if a is None or b is None or a.shape != b.shape or starts[0] != starts[1] or ends[0] != ends[1]:
        return pd.DataFrame({"date": timestamps([]), "difference": [], "low": [], "high": []})
    difference = (b - a).astype(np.float64)
    intervals = [student(difference[:, day]) for day in range(difference.shape[1])]
    return pd.DataFrame(
        {
            "date": timestamps_of(np.arange(len(intervals)), starts[0]),
            "difference": [interval.mean for interval in intervals],
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
        }
    )


def first_difference(plan: Plan, engine: str) -> date | None:
    """The first date on which the event logs of any of the first pairs differ."""
    count = min(LOOKED_AT, plan.replications)
    about = plan.design, plan.seed, plan.uncertain, plan.replications, 0, count
    designs = [uniforms(*about, mix=plan.mix(point)) for point in range(len(plan.points))]
    found = []
    for replication in range(count):
        logs = []
        for scenario, design in zip(plan.scenarios, designs, strict=True):
            by_path = None if design is None else dict(zip(plan.uncertain, design[replication].tolist(), strict=True))
            own = None if by_path is None else [by_path[path] for path in scenario.drawn]
            logs.append(replicate(scenario, plan.seed, replication, engine, own).log)
        found.append(differs_from(*logs))
    return min((day for day in found if day is not None), default=None)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    found: list[Any] = json.loads(comparison.differences.to_json(orient="records"))
    return {"differences": found, **comparison.summary["comparison"]}
