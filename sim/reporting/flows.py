"""Who got what by which channel, and what became of the rest: of a run, a sweep's points or both of a comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.records.figures.flows import CANCELLED, DELIVERED, OPEN, RESTS, SWITCHED, TRANSIT, Flow, flows_of
from sim.records.order import share_of_order
from sim.records.words import between, channel_in_words, date_in_words, entity_in_words, is_or_are, percent, written
from sim.reporting.pictures import Picture, drawn
from sim.reporting.result import Result
from sim.reporting.svg.sankey import Ribbon, sankey_picture
from sim.reporting.tables import Row, Table
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, unit_of
from sim.scenario.words import possessive

BECAME = {TRANSIT: "under way", OPEN: "still open", CANCELLED: "cancelled", SWITCHED: "switched"}
SUBSTITUTES = "What was switched is left out: its substitute is ordered too."
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
    ribbons = [_ribbon(flow, float(values[flow.name])) for flow in flows if flow.figure != SWITCHED]
    if not any(ribbon.units > 0 for ribbon in ribbons):
        return []
    found = finding(ribbons, scenario, about is not None)
    title = f"{of}: {found}" if of else found
    means = "" if about is None else "Means over the replications. "
    note = f"{means}Grey is what was ordered and is not delivered. {SUBSTITUTES}"
    table = _table(flows, values, about, of, unit_of(scenario))
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


def finding(ribbons: Sequence[Ribbon], scenario: Scenario, are_means: bool) -> str:
    """How much of the reported order is delivered at the run's end, most of it by which channel; then of all orders.

    Of one replication in units and as a share; means only as units, as a share of means is no mean of shares.
    """
    who = scenario.report.buyer or "all"
    own = [ribbon for ribbon in ribbons if who in ("all", ribbon.buyer)]
    sums: dict[str, float] = {}
    for ribbon in own:
        if not ribbon.is_rest:
            sums[ribbon.middle] = sums.get(ribbon.middle, 0.0) + ribbon.units
    said = f"{_delivered(own, who, scenario, are_means)} by {date_in_words(scenario.end)}"
    if any(sums.values()):
        largest = max(sums, key=lambda name: sums[name])
        by = largest if largest.startswith("direct to ") else f"by {largest}"
        said += f", the largest part {by} ({sums[largest]:,.0f})"
    rest = "" if who == "all" else f"; {_delivered(ribbons, 'all', scenario, are_means)}"
    return f"{'On average ' if are_means else ''}{said}{rest}"


def _delivered(ribbons: Sequence[Ribbon], who: str, scenario: Scenario, are_means: bool) -> str:
    """`600 of Ann's 1,000 GPUs are delivered (60%)`."""
    whole = sum(ribbon.units for ribbon in ribbons)
    delivered = sum(ribbon.units for ribbon in ribbons if not ribbon.is_rest)
    share = share_of_order(delivered, whole)
    told = "" if share is None or are_means else f" ({percent(share)})"
    order = f"{possessive(entity_in_words(who))} {unit_of(scenario).counted(whole)}"
    return f"{delivered:,.0f} of {order} {is_or_are(round(delivered))} delivered{told}"


def _table(
    flows: Sequence[Flow], values: Numbers, about: Mapping[str, Mapping[str, Any]] | None, of: str, unit: Unit
) -> Table:
    rows = []
    for flow in flows:
        units = written(UNITS, values[flow.name])
        through = BECAME[flow.figure] if flow.figure in RESTS else channel_in_words(flow.channel)
        cells: tuple[str, ...] = (through, flow.buyer, units)
        if about is not None:
            ends = (written(UNITS, about[flow.name][end]) for end in ("low", "high"))
            cells = (*cells, between(*ends))
        rows.append(Row(flow.product, flow.name, cells))
    units_of = (unit.heading,) if about is None else (f"{unit.heading}, mean", "95 % interval of the mean")
    caption = f"{unit.heading} by product, channel and buyer{f': {of}' if of else ''}"
    return Table(caption, "Product", ("Channel, or what became of it", "Buyer", *units_of), rows, (0, 1))
