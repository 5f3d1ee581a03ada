"""The question and its answer, as the command that made the result printed it, with dates in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.records.words import (
    LETTERS,
    NONE,
    between,
    date_in_words,
    interval_of,
    percent,
    whose,
    with_dates_in_words,
    written,
)
from sim.reporting.kinds import KINDS
from sim.reporting.result import Result
from sim.scenario.unit import Unit, begun, unit_of

TARGET = "at least "
"""How a line of an answer begins that tells the probability of a target."""

TIED = "\N{NO-BREAK SPACE}"
"""A space at which no line ends."""


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


def points_of(text: str, heads: Collection[str], unit: Unit, has_table: bool = False) -> list[Point]:
    """Sentences of an answer by their indentation; those that repeat a head of the page are left out.

    So are probabilities of targets where the page `has_table` of them.
    """
    root = Point("")
    repeated = tuple(map(with_dates_in_words, heads))
    branch = [(-1, root)]
    for line in text.splitlines():
        words = with_dates_in_words(line.strip()).replace("`", "")
        indent = len(line) - len(line.lstrip())
        if not words or (not indent and words.startswith(repeated)) or (has_table and words.startswith(TARGET)):
            continue
        while branch[-1][0] >= indent:
            branch.pop()
        words = words.replace(" %", f"{TIED}%")
        point = Point(begun(words, unit) if words.partition(" ")[0].rstrip(":,").isalpha() else words)
        branch[-1][1].below.append(point)
        branch.append((indent, point))
    return root.below


def about(result: Result) -> str:
    """What the page is about, in one sentence."""
    start, end = date_in_words(result.scenario.start), date_in_words(result.scenario.end)
    names = result.scenario.name
    if result.kind == "compare":
        every = [f"{one.name} ({letter})" for one, letter in zip(result.scenarios, LETTERS, strict=False)]
        names = f"{', '.join(every[:-1])} and {every[-1]}"
    grid = f" at {len(result.summary['points']):,} points" if result.is_grid else ""
    return f"{KINDS[result.kind].title} of {names}{grid}, {start} to {end}. {result.drawn_from}"


def tiles(result: Result) -> list[Tile]:
    """The share delivered by each report date, of the results that have one of it."""
    make = TILES.get("grid" if result.is_grid else result.kind)
    found = []
    for when in result.dates if make else ():
        names = [f"{figure}.{result.who}.{when}" for figure in ("delivered_share", "delivered_units", "delivered_usd")]
        tile = None if make is None else make(result, names)
        if tile is not None:
            value, notes = tile
            tied = tuple(note.replace(" %", f"{TIED}%") for note in notes)
            found.append(Tile(f"of {whose(result.who)} delivered by {date_in_words(when)}", value, tied))
    return found


Shown = tuple[str, tuple[str, ...]]


def _of_run(result: Result, names: list[str]) -> Shown | None:
    share, units, usd = (result.summary.get(name) for name in names)
    if share is None:
        return None
    return percent(share), (unit_of(result.scenario).counted(units or 0), f"worth {written('x_usd', usd)}")


def _of_sweep(result: Result, names: list[str]) -> Shown | None:
    share, units = (result.summary["points"][0]["figures"].get(name) for name in names[:2])
    if share is None or units is None or share["p50"] is None:
        return None
    mean = unit_of(result.scenario).counted(units["mean"])
    return percent(share["p50"]), (
        _range(share),
        f"{mean} on average (95 % interval {interval_of('x_units', units)})"
        if units["low"] is not None
        else f"{mean} on average",
    )


def _range(share: Mapping[str, Any], what: str = "replications") -> str:
    return f"median; nine of ten {what} {between(percent(share['p05']), percent(share['p95']))}"


def _of_comparison(result: Result, names: list[str]) -> Shown | None:
    if len(result.scenarios) > 2:
        return None
    share, units = (result.differences["B"].get(name) for name in names[:2])
    if share is None or units is None or share["mean_a"] is None:
        return None
    return f"{percent(share['mean_a'])} → {percent(share['mean_b'])}", (
        f"means of A and B; B less A {_difference(share, 'x_share')}",
        _difference(units, "x_units", f" {unit_of(result.scenario).many}"),
    )


def _of_update(result: Result, names: list[str]) -> Shown | None:
    found = result.summary["figures"].get(names[0])
    if found is None or found["after"]["p50"] is None:
        return None
    was = f"before any of it {percent(found['before']['p50'])}" if result.summary["evidence"] else "no news yet"
    return percent(found["after"]["p50"]), (_range(found["after"]), was)


def _of_calibration(result: Result, names: list[str]) -> Shown | None:
    found = result.summary["figures"].get(names[0])
    return None if found is None or found["p50"] is None else (percent(found["p50"]), (_range(found, "particles"),))


TILES: Mapping[str, Callable[[Result, list[str]], Shown | None]] = {
    "run": _of_run,
    "sweep": _of_sweep,
    "compare": _of_comparison,
    "update": _of_update,
    "calibrate": _of_calibration,
}


def _difference(row: Mapping[str, Any], figure: str, noun: str = "") -> str:
    low, middle, high = (written(figure, row[key], sign=True) for key in ("low", "difference", "high"))
    interval = between(low, high)
    middle += noun
    return middle if interval == NONE else f"{middle} (95 % interval {interval})"
