"""Which uncertain parameters matter: of a sensitivity analysis itself, or of one that lies beside a result."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.analysis.sensitivity import Sensitivity
from sim.errors import UsageError
from sim.experiment.plan import Plan, Point
from sim.experiment.sweep import Sweep
from sim.records.figures.naming import figure_name
from sim.records.files import file_stem
from sim.records.words import MINUS, NONE, between
from sim.reporting.pictures import Picture, shown
from sim.reporting.result import Result, read
from sim.reporting.tables import Row, Table
from sim.scenario.change import with_values
from sim.scenario.paths import UnknownPathError, dump, locate
from sim.scenario.schema import Scenario
from sim.scenario.words import labels
from sim.statistics.sensitivity import block_length

MONTHS = "index_by_month.png"


@dataclass(frozen=True)
class Found:
    """An analysis: the name of its folder, its picture with the table behind it."""

    folder: str
    picture: Picture


def sensitivity_of(result: Result) -> Found | None:
    """What a sensitivity folder says, or the largest readable analysis of the same scenario beside another result."""
    if result.kind == "sensitivity":
        return found_in(result)
    beside = [found for folder in _beside(result.folder) if (found := _of_same(folder, result)) is not None]
    return found_in(max(beside, key=lambda one: int(one.manifest["replications"]))) if beside else None


def _beside(folder: Path) -> list[Path]:
    return sorted(folder.resolve().parent.glob("sensitivity-*"))


def _of_same(folder: Path, result: Result) -> Result | None:
    """The analysis in a folder, where it can be read and is of the result's scenario."""
    try:
        found = read(folder)
    except UsageError:
        return None
    return found if found.kind == "sensitivity" and _is_same(found.scenario, result) else None


def _is_same(scenario: Scenario, result: Result) -> bool:
    """Whether a scenario is the result's, apart from report dates, to which an analysis adds, and what a run drew."""
    theirs, own = dump(scenario), dump(result.scenario)
    if result.sampled:
        try:
            theirs = dump(with_values(scenario, {path: _at(own, path) for path in result.sampled}, extremes=False))
        except (UsageError, UnknownPathError, KeyError):
            return False
        theirs["uncertain"] = own["uncertain"]
    theirs["report"]["dates"] = own["report"]["dates"]
    return theirs == own


def _at(document: Any, path: str) -> Any:
    for step in locate(document, path):
        document = document[step]
    return document


def analysis_of(result: Result) -> Sensitivity:
    """The analysis as the command that made it had it. Raises `UsageError` where the folder lacks its figure."""
    manifest, scenario = result.manifest, result.scenario
    figures = result.summary.get("sensitivity") or {}
    length = block_length(manifest["design"], len(scenario.drawn))
    figure = _figure(result, figures)
    blocks = figures[figure]["samples"] + figures[figure]["lost"]
    each = manifest["replications"] // (blocks * length)
    plan = Plan(
        result.scenarios,
        (Point(0),),
        manifest["replications"],
        manifest["seed"],
        manifest["design"],
        "summary",
        (),
        each,
    )
    return Sensitivity(scenario, Sweep(plan, result.folder, manifest), figure)


def _figure(result: Result, figures: dict[str, Any]) -> str:
    """The figure whose tornado lies in the folder, else the units delivered by the last report date."""
    files = result.manifest["files"]
    drawn_ones = sorted(name for name in figures if f"tornado-{file_stem(name)}.svg" in files)
    wanted = [*drawn_ones, figure_name("delivered_units", result.who, result.dates[-1])]
    found = next((name for name in wanted if name in figures), None)
    if found is None:
        raise UsageError(f"{result.folder}: damaged (its summary has no indices of {wanted[-1]})")
    return found


def found_in(result: Result) -> Found:
    """What an analysis says."""
    done = analysis_of(result)
    more = f"{MONTHS} in its folder shows the year." if result.has(MONTHS) else ""
    picture = shown(done.plot(), "sensitivity", _table(done, _with_words(done)), result.scenario.title, more)
    return Found(result.folder.name, picture)


def _with_words(done: Sensitivity) -> list[dict[Any, Any]]:
    """The rows of the indices, each with its parameter in words."""
    rows = done.indices.to_dict("records")
    words = labels(done.scenario, [row["parameter"] for row in rows])
    return [row | {"words": words[row["parameter"]]} for row in rows]


def _table(done: Sensitivity, rows: list[dict[Any, Any]]) -> Table:
    sobol = done.method == "sobol"
    written = _share if sobol else _effect
    columns = {"first": "Alone", "total": "With interactions"} if sobol else {"mu_star": "Mean change"}
    cells = []
    for row in rows:
        own: list[str] = []
        for name in columns:
            own += [written(row[name]), between(written(row[f"{name}_low"]), written(row[f"{name}_high"]))]
        cells.append(Row(row["words"], row["parameter"], (*own, *_extra(row, sobol))))
    heads = [head for name in columns.values() for head in (name, "95 % interval")]
    heads += [] if sobol else ["Mean with sign", "Spread"]
    what = "Shares of the variance of" if sobol else "Effects on"
    return Table(f"{what} {done.figure}", "Parameter", heads, cells)


def _extra(row: dict[Any, Any], sobol: bool) -> tuple[str, ...]:
    return () if sobol else (_effect(row["mu"]), _effect(row["sigma"]))


def _share(value: float) -> str:
    return NONE if math.isnan(value) else f"{value:.0%}".replace("-", MINUS)


def _effect(value: float) -> str:
    if math.isnan(value):
        return NONE
    return (f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:.3g}").replace("-", MINUS)
