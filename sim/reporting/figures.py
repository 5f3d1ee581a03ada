"""Tables of key figures: of a run values, of a sweep means with intervals, of a comparison paired differences."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sim.records.figures.naming import figure_name, figure_of
from sim.records.words import (
    GROUPS,
    NONE,
    Label,
    between,
    date_in_words,
    labels,
    percent,
    whose,
    written,
)
from sim.records.words import target as target_in_words
from sim.reporting.pictures import Picture, shown
from sim.reporting.result import Result
from sim.reporting.tables import Row, Table

RUN = ("Value",)
SWEEP = ("Mean", "95 % interval of the mean", "Median", "90 % of replications", "Replications that have it")
COMPARISON = ("Mean of A", "Mean of B", "B less A", "95 % interval of the difference", "Pairs in which both have it")
CHANCE = "Probability of at least"

FIRST_OF_BUYER = (
    "delivered_share",
    "delivered_units",
    "delivered_usd",
    "days_to_share",
    "wait_days_mean",
    "need_units",
    "lost_units",
    "backlog_units",
    "cancelled_units",
    "switched_units",
    "days_gained_direct",
    "shortfall_units",
)
FIRST_OF_CONTROL = ("window_dispatched_units", "window_dispatched_usd", "stopped_units", "licensed_units")
MOST_CONTROLS = 4


def first_tables(result: Result) -> list[Table]:
    """The key figures that answer the question: those of the reported buyer, and of the first controls."""
    controls = [control.name for control in result.scenario.control][:MOST_CONTROLS]
    found = _tables(result, lambda label: _is_first(label, result.who, controls))
    return [table for table in found if table.rows]


def other_tables(result: Result) -> list[Table]:
    """All key figures but those of flows, which stand with their diagram: a table an entity."""
    return _tables(result, lambda label: not label.figure.startswith("flow_"))


def _is_first(label: Label, who: str, controls: Sequence[str]) -> bool:
    if label.group == "By control":
        return label.entity in controls and label.figure in FIRST_OF_CONTROL
    is_first = label.figure in FIRST_OF_BUYER and not label.is_of_quarter
    return label.group == "By buyer" and label.entity == who and is_first


def _tables(result: Result, chosen: Callable[[Label], bool]) -> list[Table]:
    """A table an entity, in the order of groups, then of figures."""
    columns, cells = _cells(result)
    by_entity: dict[tuple[str, str], list[Label]] = {}
    for label in labels(cells, result.scenarios):
        if chosen(label):
            by_entity.setdefault((label.group, label.entity), []).append(label)
    return [
        Table(own[0].who or "The run", "Figure", columns, _rows(own, cells), (), group)
        for wanted in GROUPS
        for (group, _), own in by_entity.items()
        if group == wanted
    ]


def _rows(own: Sequence[Label], cells: Mapping[str, tuple[str, ...]]) -> list[Row]:
    return [Row(label.words, label.name, cells[label.name]) for label in own]


def _cells(result: Result) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Columns, and the cells of every key figure."""
    if result.kind == "run":
        return RUN, {name: (written(figure_of(name), value),) for name, value in result.summary.items()}
    if result.kind == "compare":
        return COMPARISON, dict(_compared(result))
    point = result.summary["points"][0]
    return SWEEP, {name: _described(name, found, point["replications"]) for name, found in point["figures"].items()}


def _described(name: str, found: Mapping[str, Any], replications: int) -> tuple[str, ...]:
    have_it = of_all(found["count"], replications)
    if found["mean"] is None:
        return (*(NONE,) * (len(SWEEP) - 1), have_it)
    mean, low, high, p05, p50, p95 = (
        written(figure_of(name), found[key]) for key in ("mean", "low", "high", "p05", "p50", "p95")
    )
    return mean, between(low, high), p50, between(p05, p95), have_it


def _compared(result: Result) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, row in result.differences.items():
        figure = figure_of(name)
        means = (written(figure, row["mean_a"]), written(figure, row["mean_b"]))
        ends = (written(figure, row[key], sign=True) for key in ("low", "high"))
        pairs = of_all(row["pairs"], row["pairs"] + row["left_out"])
        yield name, (*means, written(figure, row["difference"], sign=True), between(*ends), pairs)


def of_all(count: int, whole: int) -> str:
    """How many of all: `97 of 1,000`, or the number where it is all of them."""
    return f"{count:,}" if count == whole else f"{count:,} of {whole:,}"


def chances_table(result: Result) -> Table | None:
    """Probability of reaching each target share by each report date, of a sweep of one point; None of other results."""
    if result.kind != "sweep" or result.is_grid:
        return None
    by_date = result.summary["points"][0]["chances"].get(result.who, {})
    targets = list(next(iter(by_date.values()), {}))
    rows = [
        Row(f"By {date_in_words(when)}", "", tuple(map(_chance, found.values()))) for when, found in by_date.items()
    ]
    if not rows or not targets:
        return None
    caption = f"Probability that so much of {whose(result.who)} is delivered, with its 95 % interval"
    return Table(caption, "By", tuple(f"at least {target_in_words(float(target))}" for target in targets), rows)


def _chance(found: Mapping[str, Any]) -> str:
    if found["probability"] is None:
        return NONE
    return f"{percent(found['probability'])} ({percent(found['low'])} to {percent(found['high'])})"


def grid_table(result: Result) -> Table:
    """A row a point of a grid: its settings, and the reported buyer's share by each date."""
    names = [figure_name("delivered_share", result.who, when) for when in result.dates]
    rows = []
    for number, point in enumerate(result.summary["points"]):
        cells = tuple(_middle(name, point["figures"].get(name)) for name in names)
        rows.append(Row(result.point_in_words(number), f"point {point['point']}", cells))
    caption = f"Share of {whose(result.who)} delivered at each point: median, and 90 % of replications"
    return Table(caption, "Point", tuple(f"By {date_in_words(when)}" for when in result.dates), rows)


def _middle(name: str, found: Mapping[str, Any] | None) -> str:
    if found is None or found["p50"] is None:
        return NONE
    low, middle, high = (written(figure_of(name), found[key]) for key in ("p05", "p50", "p95"))
    return f"{middle} ({low} to {high})"


def grid_picture(result: Result) -> Picture:
    """The share delivered by the report dates against a grid's values."""
    return shown(result.sweep.plot(), "main", grid_table(result), result.scenario.title)
