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
from sim.records.words import MINUS, NONE, between, with_dates_in_words
from sim.reporting.pictures import Key, Picture, drawn
from sim.reporting.result import Result, read
from sim.reporting.svg.intervals import Interval, intervals_picture
from sim.reporting.tables import Row, Table
from sim.scenario.change import with_values
from sim.scenario.paths import UnknownPathError, dump, locate
from sim.scenario.schema import Scenario
from sim.scenario.words import labels
from sim.statistics.sensitivity import WIDE, block_length, widest

MONTHS = "index_by_month.png"
SOBOL = (
    Key("dot", "a", "share of the variance with all interactions (total order), 95 % interval"),
    Key("other", "a", "alone (first order)"),
)
MORRIS = (Key("dot", "a", "mean change from the low to the high end, 95 % interval"),)
MOST_DRAWN = 15
"""Parameters in the picture; the table has all."""


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
    length = block_length(manifest["design"], len(scenario.uncertain))
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
    sobol = done.method == "sobol"
    value = "total" if sobol else "mu_star"
    rows = _with_words(done)
    known = [row for row in rows if not math.isnan(row[value])]
    finding = _finding(done, known, value)
    shown = [_interval(row, value) for row in known[:MOST_DRAWN]] or [Interval("nothing", 0.0, 0.0, 0.0)]
    written, most = (_share, 1.0) if sobol else (_effect, None)
    return Found(
        result.folder.name,
        drawn(
            lambda width: intervals_picture(shown, finding, width, written, most),
            finding,
            _table(done, rows),
            SOBOL if sobol else MORRIS,
            _note(done, len(rows), sobol and any(_is_cut(row) for row in shown), result.has(MONTHS)),
        ),
    )


def _with_words(done: Sensitivity) -> list[dict[Any, Any]]:
    """The rows of the indices, each with its parameter in words."""
    rows = done.indices.to_dict("records")
    words = labels(done.scenario, [row["parameter"] for row in rows])
    return [row | {"words": words[row["parameter"]]} for row in rows]


def _interval(row: dict[Any, Any], value: str) -> Interval:
    name, ends = row["words"], (row[f"{value}_low"], row[value], row[f"{value}_high"])
    return Interval(name, *ends, other=row.get("first"))


def _is_cut(row: Interval) -> bool:
    """Whether a share lies beyond what shares can be."""
    ends = [row.low, row.high, *([] if row.other is None else [row.other])]
    return min(ends) < 0 or max(ends) > 1


def _note(done: Sensitivity, parameters: int, is_cut: bool, has_months: bool) -> str:
    plan = done.sweep.plan
    note = f"{plan.replications:,} replications, seed {plan.seed}."
    if parameters > MOST_DRAWN:
        note += f" The other {parameters - MOST_DRAWN} parameters are in the table."
    if is_cut:
        note += " What lies below 0 or above 100 % is noise of few samples, and cut off."
    return note + (f" {MONTHS} in its folder shows the year." if has_months else "")


def _finding(done: Sensitivity, rows: list[dict[Any, Any]], value: str) -> str:
    from sim.analysis.sensitivity_answer import subject

    what = with_dates_in_words(subject(done.figure, done.scenario))
    if not rows or not rows[0][value]:
        return f"No uncertain parameter decides {what}"
    if done.method == "sobol" and widest(rows) > WIDE:
        return f"Too few samples to say which uncertain parameter decides {what}"
    how = f" ({_share(rows[0][value])} of the variance)" if done.method == "sobol" else ""
    return f"{rows[0]['words']} decides most about {what}{how}"


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
