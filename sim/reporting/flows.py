"""Who got what by which channel, and what became of the rest: of a run, a sweep's points or both of a comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.records.figures.flows import CANCELLED, DELIVERED, OPEN, RESTS, SWITCHED, TRANSIT, Flow, flows_of
from sim.records.words import between, channel_in_words, written
from sim.reporting.pictures import Picture, drawn
from sim.reporting.result import Result
from sim.reporting.svg.sankey import Ribbon, sankey_picture
from sim.reporting.tables import Row, Table
from sim.scenario.schema import Scenario

BECAME = {TRANSIT: "under way", OPEN: "still open", CANCELLED: "cancelled", SWITCHED: "switched"}
UNITS = "flow_units"
MOST_POINTS = 4
"""Points of a grid whose flows are shown."""

Numbers = Mapping[str, Any]


def flow_pictures(result: Result) -> list[Picture]:
    """A diagram of a run or a sweep, one for each of a comparison's scenarios and of a grid's first points."""
    if result.kind == "run":
        return _pictures(result, result.summary, "", None)
    found = []
    for number, point in enumerate(result.summary["points"][:MOST_POINTS]):
        means = {name: about["mean"] for name, about in point["figures"].items()}
        found += _pictures(result, means, result.point_in_words(number), point["figures"], number)
    return found


def difference_table(result: Result) -> Table:
    """Flows that both scenarios of a comparison have: means, and the paired difference with its interval."""
    rows = []
    for flow in flows_of(result.scenario, result.differences):
        about = result.differences[flow.name]
        means = (written(UNITS, about[key]) for key in ("mean_a", "mean_b"))
        ends = (written(UNITS, about[key], sign=True) for key in ("low", "high"))
        through = BECAME[flow.figure] if flow.figure in RESTS else channel_in_words(flow.channel)
        change = (written(UNITS, about["difference"], sign=True), between(*ends))
        rows.append(Row(flow.product, flow.name, (through, flow.buyer, *means, *change)))
    columns = ("Channel, or what became of it", "Buyer", "Mean of A", "Mean of B", "B less A", "95 % interval")
    return Table("Flows under both scenarios", "Product", columns, rows, (0, 1))


def why_none(result: Result) -> str:
    """Why a result has no flows to show."""
    names = result.summary if result.kind == "run" else result.summary["points"][0]["figures"]
    if not any(name.startswith(f"{DELIVERED}.") for name in names):
        return "There are no figures of flows: the result was made by an older version, or nobody can order anything."
    return "Nothing is ordered."


def _pictures(
    result: Result, values: Numbers, of: str, about: Mapping[str, Mapping[str, Any]] | None, number: int = 0
) -> list[Picture]:
    scenario = result.scenarios[number] if result.kind == "compare" else result.scenario
    flows = [flow for flow in flows_of(scenario, values) if values[flow.name] is not None]
    ribbons = [_ribbon(flow, float(values[flow.name])) for flow in flows]
    if not any(ribbon.units > 0 for ribbon in ribbons):
        return []
    title = f"{of}: {_finding(ribbons)}" if of else _finding(ribbons)
    means = "" if about is None else "Means over the replications. "
    note = f"{means}Grey is what was ordered and is not delivered; of what was switched, the substitute is ordered too."
    table = _table(flows, values, about, of)
    order = _order(scenario)
    return [drawn(lambda width: sankey_picture(ribbons, order, title, width), title, table, (), note)]


def _order(scenario: Scenario) -> tuple[list[str], list[str], list[str]]:
    """Names of products, of channels and what became of the rest, of buyers, as they stand in the scenario."""
    buyers = [buyer.name for buyer in scenario.buyer]
    channels = [one.name for one in scenario.distributor] + [channel_in_words(f"direct:{name}") for name in buyers]
    return [product.name for product in scenario.product], [*channels, *BECAME.values()], buyers


def _ribbon(flow: Flow, units: float) -> Ribbon:
    rest = flow.figure in RESTS
    return Ribbon(
        flow.product, BECAME[flow.figure] if rest else channel_in_words(flow.channel), flow.buyer, units, rest
    )


def _finding(ribbons: Sequence[Ribbon]) -> str:
    """How much of all that was ordered is delivered, and by which channel most of it."""
    whole = sum(ribbon.units for ribbon in ribbons if ribbon.middle != BECAME[SWITCHED])
    sums: dict[str, float] = {}
    for ribbon in ribbons:
        if not ribbon.is_rest:
            sums[ribbon.middle] = sums.get(ribbon.middle, 0.0) + ribbon.units
    delivered = sum(sums.values())
    if not delivered:
        return f"Of {whole:,.0f} units ordered none is delivered"
    largest = max(sums, key=lambda name: sums[name])
    by = largest if largest.startswith("direct to ") else f"by {largest}"
    units = f"Of {whole:,.0f} units ordered {delivered / whole:.0%} are delivered"
    return f"{units}, the largest part {by} ({sums[largest]:,.0f})"


def _table(flows: Sequence[Flow], values: Numbers, about: Mapping[str, Mapping[str, Any]] | None, of: str) -> Table:
    rows = []
    for flow in flows:
        units = written(UNITS, values[flow.name])
        through = BECAME[flow.figure] if flow.figure in RESTS else channel_in_words(flow.channel)
        cells: tuple[str, ...] = (through, flow.buyer, units)
        if about is not None:
            ends = (written(UNITS, about[flow.name][end]) for end in ("low", "high"))
            cells = (*cells, between(*ends))
        rows.append(Row(flow.product, flow.name, cells))
    units_of = ("Units",) if about is None else ("Units, mean", "95 % interval of the mean")
    caption = f"Units by product, channel and buyer{f': {of}' if of else ''}"
    return Table(caption, "Product", ("Channel, or what became of it", "Buyer", *units_of), rows, (0, 1))
