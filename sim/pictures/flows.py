"""Who got what by which channel, and what became of the rest: a Sankey diagram of a run, or of means."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from sim.pictures.sankey import Ribbon, draw, laid_out, merged
from sim.pictures.style import MUTED, house_style, picture
from sim.records.figures.flows import CANCELLED, OPEN, RESTS, SWITCHED, TRANSIT, Flow, flows_of
from sim.records.need import met
from sim.records.words import channel_in_words, date_in_words, entity_in_words, is_or_are, percent
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.scenario.words import possessive

BECAME = {TRANSIT: "under way", OPEN: "still open", CANCELLED: "cancelled", SWITCHED: "switched"}
SUBSTITUTES = "What was switched is left out: its substitute is ordered too."

Numbers = Mapping[str, Any]


def flows_of_run(summary: Numbers, scenario: Scenario, seed: int = 0, replication: int = 0) -> Figure:
    """The diagram of one replication, from its key figures."""
    made = f"Scenario {scenario.name}, seed {seed}, replication {replication}: one sampled replication, not a forecast."
    return _chart(summary, scenario, finding(summary, scenario), made)


def mean_flows(point: Numbers, scenario: Scenario, seed: int, of: str = "") -> Figure:
    """The diagram of the means at a point of a sweep's summary; `of` says what sets it apart from others."""
    means = means_of(point)
    found = finding(means, scenario, are_means=True)
    made = f"Scenario {scenario.name}, seed {seed}, {point['replications']:,} replications."
    return _chart(means, scenario, f"{of}: {found}" if of else found, made, "; means of replications")


def means_of(point: Numbers) -> dict[str, Any]:
    """The mean of each key figure at a point of a sweep's summary."""
    return {name: about["mean"] for name, about in point["figures"].items()}


@house_style()
def _chart(values: Numbers, scenario: Scenario, title: str, made: str, said: str = "") -> Figure:
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
    who = scenario.report.buyer or "all"
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
