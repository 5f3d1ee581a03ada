"""One replication of a scenario, with everything that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from typing_extensions import override

from sim.experiment.arguments import ScenarioOrName, draw_number, scenario_of
from sim.experiment.engine_choice import check_engine, engine_for, log_of
from sim.experiment.shown import Shown
from sim.realisation.draw import resolved
from sim.records.daily import daily_books
from sim.records.events import EventLog
from sim.records.figures import Figures, key_figures
from sim.records.figures.names import check_report
from sim.records.tables import Table, frame, plain
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content


@dataclass(frozen=True, repr=False)
class Run(Shown):
    """A replication: `scenario` as asked for, the values of its uncertain parameters, the event log."""

    scenario: Scenario
    sampled: dict[str, object]
    seed: int
    replication: int
    log: EventLog
    engine: str = "simpy"

    @cached_property
    def resolved(self) -> Scenario:
        """The scenario with its sampled parameters."""
        return resolved(self.scenario, self.sampled)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The contract's tables as its folder has them: `events` and `daily`."""
        return {"events": self.log.table(self.replication), "daily": daily_books(self.log, self.replication)}

    @cached_property
    def events(self) -> "pd.DataFrame":
        """The event log, text columns as categories, `order` null where there is none."""
        return self.log.to_pandas(self.replication)

    @cached_property
    def daily(self) -> "pd.DataFrame":
        """The daily books, text columns as categories."""
        return frame(self.tables["daily"])

    @cached_property
    def summary(self) -> Figures:
        """Key figures by name."""
        return key_figures(self.log, self.resolved, self.scenario)

    @override
    def facts(self) -> dict[str, object]:
        """What the run is of."""
        counts = {"seed": self.seed, "replication": self.replication, "events": len(self.log.rows)}
        return {"scenario": self.scenario.name, **counts, "engine": self.engine}

    @property
    def content(self) -> "Content":
        """What its pictures are drawn from."""
        from sim.pictures.content import Content

        about = {"seed": self.seed, "replication": self.replication}
        return Content("run", (self.resolved,), self.summary, about, tables={"daily": plain(self.tables["daily"])})

    @override
    def plot(self) -> "Figure":
        """The delivered-versus-ordered picture."""
        from sim.pictures.curves import delivered_versus_ordered

        daily = plain(self.tables["daily"])
        return delivered_versus_ordered(daily, self.summary, self.resolved, self.seed, self.replication)

    def plot_flows(self) -> "Figure":
        """Who got what by which channel, and what became of the rest."""
        from sim.pictures.flows import flows_of_run

        return flows_of_run(self.summary, self.resolved, self.seed, self.replication)

    @override
    def answer(self) -> str:
        """The answer in words."""
        from sim.experiment.answer import run_answer

        return run_answer(self.scenario, self.summary)


def run(scenario: ScenarioOrName, seed: int = 0, replication: int = 0, engine: str = "auto") -> Run:
    """Simulate one replication of a scenario, given as one, by name or as a path; a pure function of its arguments.

    Raises `UsageError` for an unknown engine or scenario, or a seed or replication that is no whole number from 0 on,
    `ScenarioError` for a figure of the report that the scenario lacks.
    """
    check_engine(engine)
    seed, replication = draw_number("seed", seed), draw_number("replication", replication)
    asked = scenario_of(scenario)
    check_report(asked)
    return replicate(asked, seed, replication, engine_for(engine, 1))


def replicate(
    scenario: Scenario, seed: int, replication: int, engine: str, uniforms: Sequence[float] | None = None
) -> Run:
    """One replication without a check of the arguments; `uniforms` as `sample_scenario` takes them."""
    log, sampled = log_of(scenario, seed, replication, engine, uniforms)
    return Run(scenario, sampled, seed, replication, log, engine)
