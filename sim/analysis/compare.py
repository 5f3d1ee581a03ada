"""Comparisons: two scenarios or more on common random numbers, replication by replication."""

import json
import math
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from sim.errors import UsageError, warn
from sim.experiment.arguments import ScenarioOrName, scenario_of
from sim.experiment.designs import replications_of, uniforms
from sim.experiment.engine_choice import log_of
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished, content_of, plotted
from sim.experiment.shown import Shown
from sim.experiment.summary import is_figure, read_numbers
from sim.experiment.sweep import Sweep, carry_out, with_table
from sim.experiment.work import Work, WorkOptions, in_folder
from sim.records.dates import timestamps, timestamps_of
from sim.records.difference import differs_from
from sim.records.figures.names import check_report, figure_names
from sim.records.words import LETTERS
from sim.scenario.change import without_effect
from sim.scenario.schema import Scenario
from sim.statistics.intervals import student

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_REPLICATIONS = 200

MOST_SCENARIOS = 12
"""Scenarios of a comparison."""

LOOKED_AT = 20
"""Pairs of event logs that are searched for the date from which they differ."""


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Scenarios on common random numbers: `sweep` has each as a point, differences are of each other one less A."""

    sweep: Sweep

    @cached_property
    def differences(self) -> "pd.DataFrame":
        """A row a key figure that both have, of the scenario at each `point` but the first less that.

        Means, paired difference with 95 % interval, pairs used and left out.
        """
        return self.sweep.table("differences")

    @property
    def summary(self) -> dict[str, Any]:
        """Statistics of each scenario, and under `comparison` the date from which the worlds differ."""
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
        """Delivered units of both, and the paired difference by day; of more scenarios their shares by date."""
        for name in ("bands.parquet", "differences.parquet", "difference_by_day.parquet"):
            self.sweep.file(name)
        return plotted(content_of(self.sweep.plan, "compare", self.sweep.folder, self.summary))

    @override
    def answer(self) -> str:
        """The answer in words."""
        from sim.analysis.compare_answer import compare_answer

        return compare_answer(self.sweep.plan.scenarios, self.differences, self.summary)


def compare(
    a: ScenarioOrName,
    b: ScenarioOrName | Sequence[ScenarioOrName],
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 0,
    *,
    design: str = "random",
    **options: Unpack[WorkOptions],
) -> Comparison:
    """Simulate the same replications of two scenarios (or of their names, or paths) and take differences pair by pair.

    `b` may be several, each of which is compared with `a`. `options` are those of `sim.WorkOptions`: engine, workers,
    dask, out, resume, progress. Raises `UsageError` for arguments that cannot be; warns (`sim.SimWarning`) where A and
    another differ in a value that the same law of [uncertain] draws in both.
    """
    others = list(b) if isinstance(b, Sequence) and not isinstance(b, str) else [b]
    plan = comparison_plan([scenario_of(a), *map(scenario_of, others)], replications, seed, design)
    return Comparison(in_folder(options, lambda work, folder: carry_out_comparison(plan, work, folder)))


def comparison_plan(scenarios: Sequence[Scenario], replications: int, seed: int, design: str) -> Plan:
    """The plan of a comparison, checked; warns of what files say differently and [uncertain] draws all the same."""
    if not 2 <= len(scenarios) <= MOST_SCENARIOS:
        raise UsageError(f"{len(scenarios)} scenarios to compare; expected 2 to {MOST_SCENARIOS}")
    for one in scenarios:
        check_report(one)
    points = tuple(map(Point, range(len(scenarios))))
    check_plan(Plan(tuple(scenarios), points, replications, seed, design))
    for (first, one), (second, other) in combinations(zip(LETTERS, scenarios, strict=False), 2):
        if one == other:
            raise UsageError(
                f"{first} and {second} are the same scenario ({one.name}); expected {len(scenarios)} that differ"
            )
    for letter, other in zip(LETTERS[1:], scenarios[1:], strict=False):
        for sentence in without_effect(scenarios[0], other, letter):
            warn(sentence)
    return Plan(tuple(scenarios), points, replications_of(design, replications), seed, design)


def carry_out_comparison(plan: Plan, work: Work, out: Path) -> Sweep:
    """Do the plan of a comparison under `out`."""

    def finish(finished: Finished) -> None:
        """Writes what a comparison has besides a sweep's tables."""
        finished.table("differences", lambda: differences_of(plan, finished.folder / "replications.parquet"))
        finished.table("difference_by_day", lambda: difference_by_day(plan, finished))
        by_scenario = {
            letter: None if day is None else str(day)
            for letter, day in first_differences(plan, finished.engine).items()
        }
        finished.summary["comparison"] = {
            "differs_from": min(filter(None, by_scenario.values()), default=None),
            "by_scenario": by_scenario,
            "pairs_looked_at": min(LOOKED_AT, plan.replications),
        }
        finished.pictures("compare")

    return with_table(carry_out(plan, work, out, "compare", finish), "differences.parquet")


def differences_of(plan: Plan, rows: Path) -> "pd.DataFrame":
    """Paired differences of each other scenario less the first, of the key figures that both have."""
    import pandas as pd

    first, *others = (set(figure_names(scenario)) for scenario in plan.scenarios)
    tables = [paired(rows, first & names, place).assign(point=place) for place, names in enumerate(others, 1)]
    return pd.concat(tables, ignore_index=True)


def paired(rows: Path, names: Container[str], place: int = 1) -> "pd.DataFrame":
    """Paired differences of the key figures of these names, over the pairs in which both have the figure.

    They are those of the scenario at a `place` among the points less the first. `count_a` and `count_b` say how many
    replications of each have it, `pairs` in how many both do, `left_out` in how many pairs they do not.
    `variance_reduction` is how many times more independent replications the same interval would take: the sum of both
    variances over that of the difference (Law, Simulation Modeling and Analysis, 11.2).
    """
    import pandas as pd
    import pyarrow.parquet as pq

    found = []
    with pq.ParquetFile(rows) as file:
        cuts = np.searchsorted(read_numbers(file, "point"), [0, 1, place, place + 1])
        own, other = slice(cuts[0], cuts[1]), slice(cuts[2], cuts[3])
        for name in filter(is_figure, file.schema_arrow.names):
            if name in names:
                values = read_numbers(file, name)
                found.append({"figure": name} | _difference(values[own], values[other]))
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
    """Mean paired differences of delivered units by date, with their 95 % intervals; empty beyond exact sweeps."""
    import pandas as pd

    tables = [_by_day(plan, finished, place) for place in range(1, len(plan.scenarios))]
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def _by_day(plan: Plan, finished: Finished, place: int) -> "pd.DataFrame":
    """The differences of the scenario at a place less the first."""
    import pandas as pd

    from sim.experiment.bands import delivered

    columns = ("date", "difference", "low", "high", "point")
    a, b = (delivered(plan, point, finished.parts[point]) for point in (0, place))
    starts, ends = ([getattr(plan.scenarios[one], key) for one in (0, place)] for key in ("start", "end"))
    if a is None or b is None or a.shape != b.shape or starts[0] != starts[1] or ends[0] != ends[1]:
        return pd.DataFrame({name: timestamps([]) if name == "date" else [] for name in columns})
    difference = (b - a).astype(np.float64)
    intervals = [student(difference[:, day]) for day in range(difference.shape[1])]
    return pd.DataFrame(
        {
            "date": timestamps_of(np.arange(len(intervals)), starts[0]),
            "difference": [interval.mean for interval in intervals],
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
            "point": place,
        }
    )


def first_differences(plan: Plan, engine: str) -> dict[str, date | None]:
    """By letter of each other scenario the first date on which the logs of any of the first pairs differ from A's."""
    count = min(LOOKED_AT, plan.replications)
    about = plan.design, plan.seed, plan.uncertain, plan.replications, 0, count
    designs = [uniforms(*about, mix=plan.mix(point)) for point in range(len(plan.points))]
    found: dict[str, list[date]] = {letter: [] for letter in LETTERS[1 : len(plan.scenarios)]}
    for replication in range(count):
        logs = []
        for scenario, design in zip(plan.scenarios, designs, strict=True):
            by_path = None if design is None else dict(zip(plan.uncertain, design[replication].tolist(), strict=True))
            own = None if by_path is None else [by_path[path] for path in scenario.drawn]
            logs.append(log_of(scenario, plan.seed, replication, engine, own)[0])
        for days, log in zip(found.values(), logs[1:], strict=True):
            day = differs_from(logs[0], log)
            days.extend(filter(None, [day]))
    return {letter: min(days, default=None) for letter, days in found.items()}


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    found: list[Any] = json.loads(comparison.differences.to_json(orient="records"))
    return {"differences": found, **comparison.summary["comparison"]}
