"""Gap attribution: how many of the undelivered units each cause explains, by Shapley values over counterfactuals."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import factorial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd
from typing_extensions import override

from sim.analysis.attribute_answer import attribute_answer
from sim.analysis.causes import CAUSES, causes_of, without
from sim.errors import UsageError
from sim.experiment.arguments import ScenarioOrName, scenario_of
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished, content_of, plotted
from sim.experiment.shown import Shown
from sim.experiment.sweep import Sweep, carry_out, with_table
from sim.experiment.work import Work, WorkOptions, in_folder
from sim.records.figures.names import check_report
from sim.records.figures.naming import figure_name
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.wording import show
from sim.statistics.intervals import student
from sim.statistics.shapley import shares

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DEFAULT_REPLICATIONS = 50
REST = "output, order dates, time under way"
"""What is still not delivered when every cause is taken away."""


@dataclass(frozen=True, repr=False)
class Attribution(Shown):
    """Undelivered units of `buyer` on `when`, cause by cause; `sweep` has every counterfactual as a point."""

    sweep: Sweep
    buyer: str
    when: date

    @cached_property
    def causes(self) -> pd.DataFrame:
        """A row a cause (and the rest): mean `units` with the ends `low` and `high` of their 95 % interval."""
        return self.sweep.table("causes")

    @cached_property
    def replications(self) -> pd.DataFrame:
        """A row a replication: `need`, `delivered` of it, each cause's units; causes and rest sum to the gap."""
        return self.sweep.table("attribution")

    @override
    def facts(self) -> dict[str, object]:
        """What the attribution is of."""
        about = {"buyer": self.buyer, "by": self.when, "seed": self.sweep.plan.seed}
        return {"scenario": self.sweep.scenario.name, **about, "folder": self.sweep.folder}

    @override
    def plot(self) -> "Figure":
        """The waterfall from what is needed to what is delivered."""
        for name in ("attribution.parquet", "causes.parquet"):
            self.sweep.file(name)
        return plotted(content_of(self.sweep.plan, "attribute", self.sweep.folder, self.sweep.summary))

    @override
    def answer(self) -> str:
        """The answer in words."""
        return attribute_answer(self.sweep.scenario, self.replications, self.causes, self.sweep.plan.replications)


def attribute(
    scenario: ScenarioOrName,
    when: date | str | None = None,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 0,
    **options: Unpack[WorkOptions],
) -> Attribution:
    """Attribute the units that the reported buyer lacks on a date (the report's last) to the scenario's causes.

    Every subset of the causes is taken away once, on common random numbers. `options` are those of
    `sim.WorkOptions`: engine, workers, dask, out, resume, progress. Raises `UsageError` for a date outside
    the run, or a scenario without any cause.
    """
    scenario = scenario_of(scenario)
    day = date_of(scenario, when)
    plan = attribution_plan(scenario, day, replications, seed)
    done = in_folder(options, lambda work, folder: carry_out_attribution(plan, scenario, day, work, folder))
    return Attribution(done, scenario.reported_buyer, day)


def attribution_plan(scenario: Scenario, day: date, replications: int, seed: int) -> Plan:
    """The plan of an attribution, checked: a world for each subset of the causes, which are taken away in it."""
    names = causes_of(scenario)
    if not names:
        raise UsageError(f"{scenario.name}: no cause of a gap; expected at least one of {', '.join(CAUSES)}")
    check_report(scenario)
    reporting = scenario.set("report.dates", [day])
    subsets = [
        tuple(name for place, name in enumerate(names) if taken >> place & 1) for taken in range(1 << len(names))
    ]
    worlds = tuple(without(reporting, subset) for subset in subsets)
    plan = Plan(worlds, tuple(map(Point, range(len(worlds)))), replications, seed, keep="summary")
    check_plan(plan)
    return plan


def carry_out_attribution(plan: Plan, scenario: Scenario, day: date, work: Work, out: Path) -> Sweep:
    """Do the plan of an attribution under `out`, or recognise it as done."""
    buyer = scenario.reported_buyer

    def finish(finished: Finished) -> None:
        """Writes the units of each cause, and their picture."""
        rows = attributed(finished.folder / "replications.parquet", causes_of(scenario), buyer, day)
        if rows.empty:
            return
        causes = _summary(rows)
        finished.table("attribution", lambda: rows)
        finished.table("causes", lambda: causes)
        finished.pictures("attribute")

    return with_table(carry_out(plan, work, out, "attribute", finish), "causes.parquet")


def attributed(path: Path, names: tuple[str, ...], buyer: str, when: date) -> pd.DataFrame:
    """Units of each cause by replication, from the rows of all counterfactuals; those with a failure are left out.

    What is `delivered` counts towards the `need` of the whole run, which every share is of (`sim.records.need`). Each
    cause's units are a multiple of 1/n!, so that their sum and the rest is the gap to the last unit.
    """
    delivered, need = figure_name("met_units", buyer, when), figure_name("need_units", buyer)
    rows = pd.read_parquet(path, columns=["point", "replication", delivered, need])
    table = rows.pivot_table(index="replication", columns="point", values=delivered, dropna=False).dropna()
    base = rows[rows["point"] == 0].set_index("replication").loc[table.index]
    values = table.to_numpy(dtype=np.int64).T
    whole = factorial(len(names))
    found: dict[str, Any] = {
        "replication": table.index.to_numpy(),
        "need": base[need].to_numpy(dtype=np.int64),
        "delivered": values[0],
    }
    found |= {name: share / whole for name, share in zip(names, shares(values), strict=True)}
    return pd.DataFrame(found | {REST: found["need"] - values[-1]})


def _summary(rows: pd.DataFrame) -> pd.DataFrame:
    causes = [name for name in rows.columns if name not in ("replication", "need", "delivered")]
    intervals = [student(rows[cause].to_numpy(dtype=np.float64)) for cause in causes]
    return pd.DataFrame(
        {
            "cause": causes,
            "units": [interval.mean for interval in intervals],
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
        }
    )


def date_of(scenario: Scenario, when: date | str | None) -> date:
    """The date asked for, else the last of the report. Raises `UsageError` for one outside the run."""
    if when is None:
        return scenario.report_dates[-1]
    day = plain(when)
    with suppress(ValueError):
        day = date.fromisoformat(day) if isinstance(day, str) else day
    if type(day) is not date:
        raise UsageError(f"date is {show(day)}; expected one like 2023-12-31")
    if not scenario.start <= day <= scenario.end:
        raise UsageError(f"date is {day}; expected one from {scenario.start} to {scenario.end}")
    return day
