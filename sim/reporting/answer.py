"""The question and its answer, as the command that made the result printed it, with dates in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.records.words import NONE, between, date_in_words, percent, whose, with_dates_in_words, written
from sim.reporting.result import Result
from sim.scenario.unit import unit_of

KINDS = {
    "run": "One replication",
    "sweep": "A sweep",
    "compare": "A comparison",
    "sensitivity": "A sensitivity analysis",
}


@dataclass
class Point:
    """A sentence of the answer, and what stands below it."""

    words: str
    below: list["Point"] = field(default_factory=list)


@dataclass(frozen=True)
class Tile:
    """A number to see first: when, how much, and what it is in other units or how sure."""

    label: str
    value: str
    notes: tuple[str, ...]


def points_of(text: str, heads: Collection[str], depth: int = 9) -> list[Point]:
    """Sentences of an answer by their indentation, to a depth; those that repeat a head of the page are left out."""
    root = Point("")
    repeated = tuple(map(with_dates_in_words, heads))
    branch = [(-1, root)]
    for line in text.splitlines():
        words = with_dates_in_words(line.strip()).replace("`", "")
        indent = len(line) - len(line.lstrip())
        if not words or (not indent and words.startswith(repeated)) or indent >= 2 * depth:
            continue
        while branch[-1][0] >= indent:
            branch.pop()
        point = Point(words[0].upper() + words[1:] if words.partition(" ")[0].isalpha() else words)
        branch[-1][1].below.append(point)
        branch.append((indent, point))
    return root.below


def answer(result: Result) -> str:
    """The answer in words, as the command that made the result prints it."""
    if result.kind == "run":
        from sim.experiment.answer import run_answer

        return run_answer(result.scenario, result.summary)
    if result.kind == "compare":
        from sim.analysis.compare_answer import compare_answer

        a, b = result.scenarios
        return compare_answer(a, b, result.table("differences.parquet"), result.summary)
    if result.kind == "sensitivity":
        from sim.reporting.sensitivity import analysis_of

        return analysis_of(result).answer()
    from sim.experiment.answer import sweep_answer

    return sweep_answer(result.scenario, result.summary)


def about(result: Result) -> str:
    """What the page is about, in one sentence."""
    start, end = date_in_words(result.scenario.start), date_in_words(result.scenario.end)
    names = result.scenario.name
    if result.kind == "compare":
        names = f"{names} (A) and {result.scenarios[1].name} (B)"
    grid = f" at {len(result.summary['points']):,} points" if result.is_grid else ""
    return f"{KINDS[result.kind]} of {names}{grid}, {start} to {end}. {result.drawn_from}"


def tiles(result: Result) -> list[Tile]:
    """The share delivered by each report date; none of a grid or a sensitivity analysis, which have many."""
    if result.is_grid or result.kind == "sensitivity":
        return []
    found = []
    for when in result.dates:
        names = [f"{figure}.{result.who}.{when}" for figure in ("delivered_share", "delivered_units", "delivered_usd")]
        tile = {"run": _of_run, "sweep": _of_sweep, "compare": _of_comparison}[result.kind](result, names)
        if tile is not None:
            value, notes = tile
            found.append(Tile(f"of {whose(result.who)} delivered by {date_in_words(when)}", value, notes))
    return found


Shown = tuple[str, tuple[str, ...]]


def _of_run(result: Result, names: list[str]) -> Shown | None:
    share, units, usd = (result.summary.get(name) for name in names)
    if share is None:
        return None
    return _percent(share), (unit_of(result.scenario).counted(units or 0), f"worth {written('x_usd', usd)}")


def _of_sweep(result: Result, names: list[str]) -> Shown | None:
    share, units = (result.summary["points"][0]["figures"].get(name) for name in names[:2])
    if share is None or units is None or share["p50"] is None:
        return None
    mean = unit_of(result.scenario).counted(units["mean"])
    return _percent(share["p50"]), (
        f"median; nine of ten replications {between(_percent(share['p05']), _percent(share['p95']))}",
        f"{mean} on average (95 % interval {units['low']:,.0f} to {units['high']:,.0f})"
        if units["low"] is not None
        else f"{mean} on average",
    )


def _of_comparison(result: Result, names: list[str]) -> Shown | None:
    share, units = (result.differences.get(name) for name in names[:2])
    if share is None or units is None:
        return None
    return f"{_percent(share['mean_a'])} → {_percent(share['mean_b'])}", (
        f"means of A and B; B less A {_difference(share, 'x_share')}",
        _difference(units, "x_units", f" {unit_of(result.scenario).many}"),
    )


def _difference(row: Mapping[str, Any], figure: str, noun: str = "") -> str:
    low, middle, high = (written(figure, row[key], sign=True) for key in ("low", "difference", "high"))
    interval = between(low, high)
    middle += noun
    return middle if interval == NONE else f"{middle} (95 % interval {interval})"


def _percent(share: float) -> str:
    return percent(share)
