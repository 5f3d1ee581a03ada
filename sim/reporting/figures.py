"""Tables of key figures: those that answer the question, then all; and the flows under both of a comparison."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sim.pictures.chances import chances_table
from sim.pictures.flows import through, units_of
from sim.pictures.tables import Row, Table
from sim.records.figures.flows import flows_of
from sim.records.words import GROUPS, NONE, Label, between, date_in_words, labels, probability, target, whose
from sim.reporting.cells import Cells
from sim.reporting.result import Result

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


def first_tables(result: Result, cells: Cells) -> list[Table]:
    """The key figures that answer the question: those of the reported buyer, and of the first controls."""
    controls = _first_controls(result)
    found = _tables(result, cells, lambda label: _is_first(label, result.who, controls))
    return [table for table in found if table.rows]


def first_labels(result: Result, names: Iterable[str]) -> list[Label]:
    """Those of some key figures that answer the question, and what the report asks for besides."""
    asked, controls = result.scenario.report.figures, _first_controls(result)
    found = labels(names, result.scenarios)
    return [label for label in found if label.name in asked or _is_first(label, result.who, controls)]


def other_tables(result: Result, cells: Cells) -> list[Table]:
    """All key figures but those of flows, which stand with their diagram: a table an entity."""
    return _tables(result, cells, lambda label: not label.figure.startswith("flow_"))


def _first_controls(result: Result) -> list[str]:
    return [control.name for control in result.scenario.control][:MOST_CONTROLS]


def _is_first(label: Label, who: str, controls: Sequence[str]) -> bool:
    if label.group == "By control":
        return label.entity in controls and label.figure in FIRST_OF_CONTROL
    is_first = label.figure in FIRST_OF_BUYER and not label.is_of_quarter
    return label.group == "By buyer" and label.entity == who and is_first


def _tables(result: Result, cells: Cells, chosen: Callable[[Label], bool]) -> list[Table]:
    """A table an entity, in the order of groups, then of figures."""
    by_entity: dict[tuple[str, str], list[Label]] = {}
    for label in labels(cells.by_figure, result.scenarios):
        if chosen(label):
            by_entity.setdefault((label.group, label.entity), []).append(label)
    return [
        Table(own[0].who or "The run", "Figure", cells.columns, _rows(own, cells.by_figure), (), group)
        for wanted in GROUPS
        for (group, _), own in by_entity.items()
        if group == wanted
    ]


def _rows(own: Sequence[Label], cells: Mapping[str, tuple[str, ...]]) -> list[Row]:
    return [Row(label.words, label.name, cells[label.name]) for label in own]


def table_of_chances(result: Result) -> Table | None:
    """Probability of reaching each target share by each report date: of a sweep of one point, and of an update."""
    if result.kind == "update":
        return _chances_of_update(result)
    if result.kind != "sweep" or result.is_grid:
        return None
    found = chances_table(result.summary["points"][0]["chances"].get(result.who, {}), result.who)
    return found if found.rows and found.columns else None


def _chances_of_update(result: Result) -> Table | None:
    """Each probability before any news, and as of the day."""
    found = {(one["date"], one["share"]): one for one in result.summary["chances"]}
    dates, shares = (list(dict.fromkeys(key[place] for key in found)) for place in (0, 1))
    rows = [
        Row(f"By {date_in_words(when)}", "", tuple(_moved(found.get((when, share))) for share in shares))
        for when in dates
    ]
    caption = f"Probability that so much of {whose(result.who)} is delivered: before any news → as of the day"
    return Table(caption, "By", tuple(f"at least {target(share)}" for share in shares), rows) if rows else None


def _moved(chance: Mapping[str, float] | None) -> str:
    return NONE if chance is None else f"{probability(chance['before'])} → {probability(chance['after'])}"


def flow_differences(result: Result) -> Table | None:
    """Flows that both of two scenarios have: means, and the paired difference with its interval."""
    if result.kind != "compare" or len(result.scenarios) > 2:
        return None
    rows, differences = [], result.differences["B"]
    for flow in flows_of(result.scenario, differences):
        about = differences[flow.name]
        means = (units_of(about[key]) for key in ("mean_a", "mean_b"))
        ends = (units_of(about[key], sign=True) for key in ("low", "high"))
        change = (units_of(about["difference"], sign=True), between(*ends))
        rows.append(Row(flow.product, flow.name, (through(flow), flow.buyer, *means, *change)))
    columns = ("Channel, or what became of it", "Buyer", "Mean of A", "Mean of B", "B less A", "95 % interval")
    return Table("Flows under both scenarios", "Product", columns, rows, (0, 1)) if rows else None
