"""Checks against sources: what a scenario's replications say of a figure, beside what its own sources say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd
from typing_extensions import override

from sim.analysis.check_answer import check_answer
from sim.analysis.derived import numbers
from sim.errors import UsageError
from sim.experiment.arguments import ScenarioOrName, scenario_of
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished, content_of, plotted
from sim.experiment.shown import Shown
from sim.experiment.summary import describe
from sim.experiment.sweep import Sweep, carry_out, with_table
from sim.experiment.work import Work, WorkOptions, in_folder
from sim.records.figures.names import check_report
from sim.records.figures.sourced import reporting_sources, sourced_figures
from sim.records.figures.sums import sum_name
from sim.scenario.schema import Scenario
from sim.statistics.agreement import CONTRADICTED, MISSING, agreement

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DEFAULT_REPLICATIONS = 200


@dataclass(frozen=True, repr=False)
class Check(Shown):
    """A scenario beside what its sources say; `sweep` has the replications."""

    sweep: Sweep

    @cached_property
    def checks(self) -> pd.DataFrame:
        """A row a source check: the source's range, quantiles of the replications, shares of them, the verdict."""
        return self.sweep.table("checks")

    @property
    def holds(self) -> bool:
        """Whether no source is contradicted, and each figure has a value in some replication."""
        return not self.checks["verdict"].isin([CONTRADICTED, MISSING]).any()

    @override
    def facts(self) -> dict[str, object]:
        """What the check is of."""
        counts = {"sources": len(self.checks), "replications": self.sweep.summary["replications"]}
        return {"scenario": self.sweep.scenario.name, **counts, "seed": self.sweep.plan.seed} | {
            "folder": self.sweep.folder
        }

    @override
    def plot(self) -> "Figure":
        """What the replications say beside each source, a panel each."""
        self.sweep.file("checks.parquet")
        return plotted(content_of(self.sweep.plan, "check", self.sweep.folder, self.sweep.summary))

    @override
    def answer(self) -> str:
        """The answer in words."""
        return check_answer(self.sweep.scenario, self.checks, self.sweep.summary)


def check(
    scenario: ScenarioOrName,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 0,
    **options: Unpack[WorkOptions],
) -> Check:
    """Compare replications of a scenario with what its own sources say (`[[source_check]]`).

    `options` are those of `sim.WorkOptions`: engine, workers, dask, out, resume, progress. Raises `UsageError` for a
    scenario without a source check, `ScenarioError` for one of a figure that it lacks.
    """
    plan = check_sources_plan(scenario_of(scenario), replications, seed)
    return in_folder(options, lambda work, folder: carry_out_check(plan, work, folder))


def check_sources_plan(scenario: Scenario, replications: int, seed: int) -> Plan:
    """The plan of a check, checked: one sweep whose report has the dates that the sources tell of."""
    if not scenario.source_check:
        raise UsageError(f"{scenario.name}: nothing to check; expected a [[source_check]] table, of what a source says")
    check_report(scenario)
    plan = Plan((reporting_sources(scenario),), (Point(0),), replications, seed, keep="summary")
    check_plan(plan)
    return plan


def carry_out_check(plan: Plan, work: Work, out: Path) -> Check:
    """Do the plan of a check under `out`, or recognise it as done."""

    def finish(finished: Finished) -> None:
        """Writes the verdicts, and their picture."""
        finished.table("checks", lambda: checked(plan.scenarios[0], finished.folder / "replications.parquet"))
        finished.pictures("check")

    return Check(with_table(carry_out(plan, work, out, "check", finish), "checks.parquet"))


def checked(scenario: Scenario, rows: Path) -> pd.DataFrame:
    """A row a source check, from the rows of the replications; those that failed count for nothing."""
    every = dict.fromkeys(name for figures in sourced_figures(scenario) for name in figures)
    table = pd.read_parquet(rows, columns=["error", *every])
    return pd.DataFrame(list(_verdicts(scenario, table[table["error"].isna()])))


def _verdicts(scenario: Scenario, table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for one, names in zip(scenario.source_check, sourced_figures(scenario), strict=True):
        values = numbers(table, *names)
        known = values[~np.isnan(values)]
        found, about = agreement(known, *one.ends), describe(known)
        yield {
            "figure": sum_name(names),
            "least": _end(one.ends[0]),
            "most": _end(one.ends[1]),
            "source": one.source,
            "published": pd.Timestamp(one.published),
            **{quantile: about[quantile] for quantile in ("p05", "p50", "p95")},
            "count": found.count,
            "missing": len(values) - found.count,
            "inside": found.inside,
            "reaching": found.reaching,
            "low": found.low,
            "high": found.high,
            "verdict": found.verdict,
        }


def _end(value: float) -> float | None:
    return value if isfinite(value) else None
