"""Sensitivity: which uncertain parameters decide a key figure, and how much of it is chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from typing_extensions import override

from sim.analysis.sensitivity_answer import sensitivity_answer
from sim.clock import month_ends
from sim.errors import UsageError
from sim.experiment.arguments import ScenarioOrName, scenario_of, text, whole
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished, content_of, plotted
from sim.experiment.shown import Shown
from sim.experiment.summary import check_figure
from sim.experiment.sweep import Sweep, carry_out, with_pictures, with_table
from sim.experiment.work import Work, WorkOptions, in_folder
from sim.records.figures.names import check_report, figure_names
from sim.records.figures.naming import figure_name
from sim.records.files import file_stem
from sim.scenario.schema import Scenario
from sim.statistics.sensitivity import block_length

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

METHODS = {"sobol": "saltelli", "morris": "morris"}
"""Methods, and the design that each needs."""

DEFAULT_SAMPLES, DEFAULT_REPLICATIONS = 64, 8

CORRELATED = (
    "[[correlated]] parameters vary together, so no share of the variance belongs to one of them alone, and neither "
    "method can move one without the others; expected none (--set correlated=[] takes them for independent)"
)

MOST_SAMPLES = 1_000_000


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """Indices of every key figure; `figure` is the one that is told and drawn."""

    scenario: Scenario
    sweep: Sweep
    figure: str

    @property
    def method(self) -> str:
        """`sobol` or `morris`."""
        return next(name for name, design in METHODS.items() if design == self.sweep.plan.design)

    @cached_property
    def table(self) -> "pd.DataFrame":
        """A row a key figure and parameter: Sobol's indices, or Morris's effects, with 95 % intervals."""
        return self.sweep.table("sensitivity")

    @property
    def indices(self) -> "pd.DataFrame":
        """The rows of the figure, the most important parameter first."""
        from sim.pictures.tornado import strongest_first

        return strongest_first(self.table, self.figure)

    @property
    def about(self) -> Mapping[str, Any]:
        """Of the figure: samples used and lost, mean, standard deviations, share of the variance that is chance."""
        found: Mapping[str, Any] = self.sweep.summary["sensitivity"][self.figure]
        return found

    @property
    def content(self) -> "Content":
        """What its pictures are drawn from."""
        self.sweep.file("sensitivity.parquet")
        return content_of(self.sweep.plan, "sensitivity", self.sweep.folder, self.sweep.summary, figure=self.figure)

    @override
    def facts(self) -> dict[str, object]:
        """What the analysis is of."""
        about = {"figure": self.figure, "method": self.method, "seed": self.sweep.plan.seed}
        return {"scenario": self.scenario.name, **about, "folder": self.sweep.folder}

    @override
    def plot(self) -> "Figure":
        """The tornado of the figure."""
        return plotted(self.content)

    def plot_year(self) -> "Figure":
        """Indices of the units delivered by each month's end."""
        return plotted(self.content, "index_by_month")

    @override
    def answer(self) -> str:
        """The answer in words."""
        plan, told = self.sweep.plan, self.indices.to_dict("records")
        return sensitivity_answer(self.scenario, self.figure, self.method, plan.each, self.about, told)


def sensitivity(
    scenario: ScenarioOrName,
    method: str = "sobol",
    figure: str | None = None,
    samples: int = DEFAULT_SAMPLES,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = 0,
    **options: Unpack[WorkOptions],
) -> Sensitivity:
    """Indices of every uncertain parameter for a key figure: by Sobol's method or by Morris's.

    The figure is the units delivered to the reported buyer by the last report date where none is named. Each row of
    the design (`samples` blocks of them; of Sobol's method the next power of two) is simulated in `replications`
    replications of chance, the same for all rows. `options` are those of `sim.WorkOptions`: engine, workers, dask,
    out, resume, progress. Raises `UsageError` for arguments that cannot be.
    """
    scenario = scenario_of(scenario)
    plan = sensitivity_plan(scenario, method, samples, replications, seed)
    asked = figure_of(plan, scenario, figure)
    done = in_folder(options, lambda work, folder: carry_out_sensitivity(plan, scenario, asked, work, folder))
    return Sensitivity(scenario, done, asked)


def sensitivity_plan(scenario: Scenario, method: str, samples: int, replications: int, seed: int) -> Plan:
    """The plan of an analysis, checked; its scenario reports every month's end too."""
    if text("method", method, f"one of {', '.join(METHODS)}") not in METHODS:
        raise UsageError(f"method is {method!r}; expected one of {', '.join(METHODS)}")
    if not scenario.drawn:
        raise UsageError(f"{scenario.name}: nothing is uncertain; expected an [uncertain] table")
    if scenario.correlated:
        raise UsageError(f"{scenario.name}: {CORRELATED}")
    check_report(scenario)
    samples, replications = (
        whole(name, value, least, MOST_SAMPLES)
        for name, value, least in (("samples", samples, 4), ("replications", replications, 2))
    )
    blocks = 1 << (samples - 1).bit_length() if method == "sobol" else samples
    design = METHODS[method]
    count = blocks * block_length(design, len(scenario.drawn)) * replications
    plan = Plan((monthly(scenario),), (Point(0),), count, seed, design, "summary", each=replications)
    check_plan(plan)
    return plan


def monthly(scenario: Scenario) -> Scenario:
    """The scenario with every month's end among its report dates; what happens in it is the same."""
    dates = sorted({*scenario.report.dates, *month_ends(scenario.start, scenario.end)})
    return scenario.set("report.dates", dates)


def figure_of(plan: Plan, scenario: Scenario, figure: str | None) -> str:
    """The figure asked for, or that of the question. Raises `UsageError` for one that no replication has."""
    if figure is None:
        last = scenario.report_dates[-1]
        return figure_name("delivered_units", scenario.reported_buyer, last)
    return check_figure(text("figure", figure, "the name of a key figure"), figure_names(plan.scenarios[0]), "--figure")


def carry_out_sensitivity(plan: Plan, scenario: Scenario, figure: str, work: Work, out: Path) -> Sweep:
    """Do the plan of an analysis under `out`, or recognise it as done, and draw the figure asked for."""
    done = with_table(carry_out(plan, work, out, "sensitivity", finish), "sensitivity.parquet")
    if figure not in done.summary["sensitivity"]:
        raise UsageError(f"{figure}: null in too many replications; expected a figure that has a value in them")
    name = f"tornado-{file_stem(figure)}"
    if all(done.has(f"{one}.{kind}") for one in (name, "index_by_month") for kind in ("png", "svg", "csv")):
        return done
    return with_pictures(done, Sensitivity(scenario, done, figure).content)


def finish(finished: Finished) -> None:
    """Write what an analysis has besides a sweep's tables."""
    from sim.analysis.sensitivity_analysis import analysed

    plan = finished.plan
    table, about = analysed(plan, finished.folder / "replications.parquet")
    finished.table("sensitivity", lambda: table)
    finished.summary["sensitivity"] = about
