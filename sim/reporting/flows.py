"""Who got what by which channel, and what became of the rest: of a run, a sweep's points or both of a comparison."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.pictures.flows import flows_of_run, mean_flows, means_of, ribbons_of, through
from sim.records.figures.flows import DELIVERED, flows_of
from sim.records.words import between, written
from sim.reporting.pictures import Picture, shown
from sim.reporting.result import Result
from sim.reporting.tables import Row, Table
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNITS = "flow_units"
MOST_POINTS = 4
"""Points of a grid whose flows are shown."""

Numbers = Mapping[str, Any]


def flow_pictures(result: Result) -> list[Picture]:
    """A diagram of a run or a sweep, one for each of a comparison's scenarios and of a grid's first points."""
    if result.kind == "run":
        seed, replication = (result.manifest[key] for key in ("seed", "replication"))
        figure = flows_of_run(result.summary, result.scenario, seed, replication)
        return _shown(figure, result.scenario, result.summary, "flows", _table(result.summary, result.scenario, None))
    found = []
    for number, point in enumerate(result.summary["points"][:MOST_POINTS]):
        scenario = result.scenarios[number] if result.kind == "compare" else result.scenario
        means, of = means_of(point), result.point_in_words(number)
        figure = mean_flows(point, scenario, result.manifest["seed"], of)
        found += _shown(figure, scenario, means, f"flows-{number}", _table(means, scenario, point["figures"], of))
    return found


def _shown(figure: "Figure", scenario: Scenario, values: Numbers, key: str, table: Table) -> list[Picture]:
    """The picture, where there is something to show."""
    return [shown(figure, key, table)] if any(one.units > 0 for one in ribbons_of(values, scenario)) else []


def difference_table(result: Result) -> Table:
    """Flows that both scenarios of a comparison have: means, and the paired difference with its interval."""
    rows = []
    for flow in flows_of(result.scenario, result.differences):
        about = result.differences[flow.name]
        means = (written(UNITS, about[key]) for key in ("mean_a", "mean_b"))
        ends = (written(UNITS, about[key], sign=True) for key in ("low", "high"))
        change = (written(UNITS, about["difference"], sign=True), between(*ends))
        rows.append(Row(flow.product, flow.name, (through(flow), flow.buyer, *means, *change)))
    columns = ("Channel, or what became of it", "Buyer", "Mean of A", "Mean of B", "B less A", "95 % interval")
    return Table("Flows under both scenarios", "Product", columns, rows, (0, 1))


def why_none(result: Result) -> str:
    """Why a result has no flows to show."""
    names = result.summary if result.kind == "run" else result.summary["points"][0]["figures"]
    if not any(name.startswith(f"{DELIVERED}.") for name in names):
        return "There are no figures of flows: the result was made by an older version, or nobody can order anything."
    return "Nothing is ordered."


def _table(values: Numbers, scenario: Scenario, about: Mapping[str, Numbers] | None, of: str = "") -> Table:
    unit, flows = unit_of(scenario), flows_of(scenario, values)
    rows = []
    for flow in (one for one in flows if values[one.name] is not None):
        units = written(UNITS, values[flow.name])
        cells: tuple[str, ...] = (through(flow), flow.buyer, units)
        if about is not None:
            ends = (written(UNITS, about[flow.name][end]) for end in ("low", "high"))
            cells = (*cells, between(*ends))
        rows.append(Row(flow.product, flow.name, cells))
    units_of = (unit.heading,) if about is None else (f"{unit.heading}, mean", "95 % interval of the mean")
    caption = f"{unit.heading} by product, channel and buyer{f': {of}' if of else ''}"
    return Table(caption, "Product", ("Channel, or what became of it", "Buyer", *units_of), rows, (0, 1))
