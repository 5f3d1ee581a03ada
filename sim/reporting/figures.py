"""Tables of key figures: of a run values, of a sweep means with intervals, of a comparison paired differences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.records.words import GROUPS, Label, entity_in_words, labels, written
from sim.reporting.result import Result

RUN = ("value",)
SWEEP = ("mean", "95 % interval of the mean", "median", "90 % of replications")
COMPARISON = ("mean of A", "mean of B", "B less A", "95 % interval of the difference")


@dataclass(frozen=True)
class Row:
    """A key figure: what it says, its flat name, its values as text."""

    words: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The key figures of one buyer, product, control or channel."""

    group: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(result: Result) -> list[Table]:
    """All key figures of a run, a comparison, or a sweep of one point; of a grid see `grid_table`."""
    if result.kind == "run":
        cells = {name: (value,) for name, value in result.summary.items()}
        return _tables(result, RUN, {name: (written(_figure(name), value),) for name, (value,) in cells.items()})
    if result.kind == "compare":
        return _tables(result, COMPARISON, dict(_compared(result)))
    figures = result.summary["points"][0]["figures"]
    return _tables(result, SWEEP, {name: _described(name, found) for name, found in figures.items()})


def grid_table(result: Result) -> Table:
    """A row a point of a grid: its settings, and the reported buyer's share by each date."""
    dates = [str(when) for when in result.scenario.report.dates or (result.scenario.end,)]
    names = [f"delivered_share.{result.who}.{when}" for when in dates]
    rows = []
    for point in result.summary["points"]:
        settings = ", ".join(f"{path} = {value}" for path, value in point["settings"].items())
        cells = tuple(_middle(name, point["figures"].get(name)) for name in names)
        rows.append(Row(settings, f"point {point['point']}", cells))
    caption = f"Share of {_whose(result.who)} delivered: median, and 90 % of replications, at each point"
    return Table("By point", caption, tuple(f"by {when}" for when in dates), tuple(rows))


def _whose(who: str) -> str:
    return "all orders" if who == "all" else f"{who}'s order"


def _middle(name: str, found: Mapping[str, Any] | None) -> str:
    if found is None or found["p50"] is None:
        return "-"
    low, middle, high = (written(_figure(name), found[key]) for key in ("p05", "p50", "p95"))
    return f"{middle} ({low} to {high})"


def _described(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    mean, low, high, p05, p50, p95 = (
        written(_figure(name), found[key]) for key in ("mean", "low", "high", "p05", "p50", "p95")
    )
    if found["mean"] is None:
        return ("-",) * len(SWEEP)
    return mean, _range(low, high), p50, _range(p05, p95)


def _compared(result: Result) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in result.table("differences.parquet").to_dict("records"):
        name = str(row["figure"])
        figure = _figure(name)
        means = (written(figure, row["mean_a"]), written(figure, row["mean_b"]))
        ends = (written(figure, row[key], sign=True) for key in ("low", "high"))
        yield name, (*means, written(figure, row["difference"], sign=True), _range(*ends))


def _range(low: str, high: str) -> str:
    return "-" if "-" in (low, high) else f"{low} to {high}"


def _figure(name: str) -> str:
    return name.partition(".")[0]


def _tables(result: Result, columns: tuple[str, ...], cells: Mapping[str, tuple[str, ...]]) -> list[Table]:
    """A table an entity, in the order of groups, then of figures."""
    by_entity: dict[tuple[str, str], list[Label]] = {}
    for label in labels(cells, result.scenarios):
        by_entity.setdefault((label.group, label.entity), []).append(label)
    return [
        Table(group, entity_in_words(entity) or "The run", columns, _rows(own, cells))
        for wanted in GROUPS
        for (group, entity), own in by_entity.items()
        if group == wanted
    ]


def _rows(own: Sequence[Label], cells: Mapping[str, tuple[str, ...]]) -> tuple[Row, ...]:
    return tuple(Row(label.words, label.name, cells[label.name]) for label in own)
