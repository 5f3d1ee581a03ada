"""Who got what by which channel, and what became of the rest: a Sankey diagram of a run, or of means."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.pictures.content import Content
from sim.pictures.sankey import Ribbon, draw, laid_out, merged
from sim.pictures.scales import written
from sim.pictures.style import (
    MUTED,
    Picture,
    house_style,
    picture,
)
from sim.pictures.tables import Row, Table
from sim.records.figures.flows import CANCELLED, OPEN, RESTS, SWITCHED, TRANSIT, Flow, flows_of
from sim.records.need import met
from sim.records.words import apart, channel_in_words, date_in_words, entity_in_words, interval_of, is_or_are, percent
from sim.records.words import written as in_words
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.scenario.words import kind, label, possessive

BECAME = {TRANSIT: "under way", OPEN: "still open", CANCELLED: "cancelled", SWITCHED: "switched"}
SUBSTITUTES = "What was switched is left out: its substitute is ordered too."

Numbers = Mapping[str, Any]

MOST_POINTS = 4
"""Points of a grid whose flows are shown."""


def pictures(content: Content) -> Iterator[Picture]:
    """The flows of a run, or the means at the first points of a sweep."""
    if content.kind == "run":
        yield flows_of_run(content.summary, content.scenario, content.seed, content.about["replication"])
    names = apart(*content.scenarios) if len(content.scenarios) > 1 else ()
    for place, point in enumerate(content.points[:MOST_POINTS]):
        scenario = content.scenarios[place if names else 0]
        yield mean_flows(point, scenario, content.seed, names[place] if names else settings_of(point, scenario))


def settings_of(point: Numbers, scenario: Scenario) -> str:
    """What sets a point of a grid apart, in words; empty of a sweep of one point."""
    return ", ".join(
        f"{label(scenario, path)} = {written(value, kind(scenario, path))}" for path, value in point["settings"].items()
    )


def flows_of_run(summary: Numbers, scenario: Scenario, seed: int = 0, replication: int = 0) -> Picture:
    """The diagram of one replication, from its key figures."""
    made = f"Scenario {scenario.name}, seed {seed}, replication {replication}: one sampled replication, not a forecast."
    figure = _chart(summary, scenario, finding(summary, scenario), made)
    figure.table = _table(summary, scenario)
    return figure


def mean_flows(point: Numbers, scenario: Scenario, seed: int, of: str = "") -> Picture:
    """The diagram of the means at a point of a sweep's summary; `of` says what sets it apart from others."""
    means = means_of(point)
    found = finding(means, scenario, are_means=True)
    made = f"Scenario {scenario.name}, seed {seed}, {point['replications']:,} replications."
    figure = _chart(means, scenario, f"{of}: {found}" if of else found, made, "; means of replications")
    figure.table = _table(means, scenario, point["figures"], of)
    return figure


def _table(values: Numbers, scenario: Scenario, about: Mapping[str, Numbers] | None = None, of: str = "") -> Table:
    """Every flow; of means with their intervals (`about`)."""
    rows = []
    for flow in (one for one in flows_of(scenario, values) if values[one.name] is not None):
        cells: tuple[str, ...] = (through(flow), flow.buyer, units_of(values[flow.name]))
        if about is not None:
            cells = (*cells, interval_of(flow.figure, about[flow.name]))
        rows.append(Row(flow.product, flow.name, cells))
    unit = unit_of(scenario)
    heads = (unit.heading,) if about is None else (f"{unit.heading}, mean", "95 % interval of the mean")
    caption = f"{unit.heading} by product, channel and buyer{f': {of}' if of else ''}"
    return Table(caption, "Product", ("Channel, or what became of it", "Buyer", *heads), rows, (0, 1))


def units_of(value: float | None, sign: bool = False) -> str:
    """A flow's units as a table has them."""
    return in_words("flow_units", value, sign)


def means_of(point: Numbers) -> dict[str, Any]:
    """The mean of each key figure at a point of a sweep's summary."""
    return {name: about["mean"] for name, about in point["figures"].items()}


@house_style()
def _chart(values: Numbers, scenario: Scenario, title: str, made: str, said: str = "") -> Picture:
    ribbons = merged(ribbons_of(values, scenario))
    subtitle = f"{unit_of(scenario).heading} by product, channel and buyer at the run's end{said}"
    footer = f"Grey is what was ordered and is not delivered. {SUBSTITUTES} {made}"
    if not ribbons:
        figure = picture(1.0, "Nothing is ordered", subtitle, made)
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.annotate("nothing on order", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
        return figure
    layout = laid_out(ribbons, _order(scenario))
    figure = picture(layout.height, title, subtitle, footer)
    draw(figure.add_subplot(), ribbons, layout, unit_of(scenario).many)
    return figure


def ribbons_of(values: Numbers, scenario: Scenario) -> list[Ribbon]:
    """The flows among values, but those whose units are ordered once more as a substitute."""
    flows = [flow for flow in flows_of(scenario, values) if values[flow.name] is not None]
    return [_ribbon(flow, float(values[flow.name])) for flow in flows if flow.figure != SWITCHED]


def through(flow: Flow) -> str:
    """The channel of a flow, or what became of the rest."""
    return BECAME[flow.figure] if flow.figure in RESTS else channel_in_words(flow.channel)


def _order(scenario: Scenario) -> tuple[list[str], list[str], list[str]]:
    """Names of products, of channels and what became of the rest, of buyers, as they stand in the scenario."""
    buyers = [buyer.name for buyer in scenario.buyer]
    channels = [one.name for one in scenario.distributor] + [channel_in_words(f"direct:{name}") for name in buyers]
    return [product.name for product in scenario.product], [*channels, *BECAME.values()], buyers


def _ribbon(flow: Flow, units: float) -> Ribbon:
    return Ribbon(flow.product, through(flow), flow.buyer, units, flow.figure in RESTS)


def finding(values: Numbers, scenario: Scenario, are_means: bool = False) -> str:
    """How much of the reported buyer's need is delivered at the run's end, most by which channel; then of all buyers'.

    Of one replication in units and as a share; means only as units, as a share of means is no mean of shares.
    """
    who = scenario.reported_buyer
    sums: dict[str, float] = {}
    for ribbon in ribbons_of(values, scenario):
        if who in ("all", ribbon.buyer) and not ribbon.is_rest:
            sums[ribbon.middle] = sums.get(ribbon.middle, 0.0) + ribbon.units
    said = f"{_delivered(values, who, scenario, are_means)} by {date_in_words(scenario.end)}"
    if any(sums.values()):
        largest = max(sums, key=lambda name: sums[name])
        by = largest if largest.startswith("direct to ") else f"by {largest}"
        said += f", the largest part {by} ({sums[largest]:,.0f})"
    rest = "" if who == "all" else f"; {_delivered(values, 'all', scenario, are_means)}"
    return f"{'On average ' if are_means else ''}{said}{rest}"


def _delivered(values: Numbers, who: str, scenario: Scenario, are_means: bool) -> str:
    """`600 of Ann's 1,000 GPUs are delivered (60%)`."""
    own = met(values, who)
    told = "" if own.share is None or are_means else f" ({percent(own.share)})"
    order = f"{possessive(entity_in_words(who))} {unit_of(scenario).counted(own.need)}"
    return f"{own.units:,.0f} of {order} {is_or_are(round(own.units))} delivered{told}"
