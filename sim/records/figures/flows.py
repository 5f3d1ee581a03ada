"""Key figures of flows: how many units of each product each buyer got by each channel, and what became of the rest.

Only what a buyer can use has a figure: its own channels, and the products that it orders or may get as substitutes.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from sim.model.entities import Supply
from sim.records.figures.naming import figure_name
from sim.scenario.distributions.listed import Choice
from sim.scenario.paths import dump, locate
from sim.scenario.schema import Scenario
from sim.scenario.tables import Buyer

DELIVERED = "flow_units"
TRANSIT, OPEN, CANCELLED, SWITCHED = RESTS = (
    "flow_transit_units",
    "flow_open_units",
    "flow_cancelled_units",
    "flow_switched_units",
)
"""What is not delivered at the run's end: under way, still open, given up or cancelled, switched to a substitute."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A key figure of flows: units delivered by a channel, or a rest, which has none."""

    name: str
    figure: str
    product: str
    channel: str
    buyer: str


def give_flows(supply: Supply, asked: Scenario) -> None:
    """Have the flows counted that the scenario `asked` for allows, before anything is drawn in it."""
    products, names = products_by_buyer(asked), [product.name for product in asked.product]
    for buyer, tally in zip(asked.buyer, supply.of_buyers, strict=True):
        stops, used = len(stops_of(buyer)), products[buyer.name]
        tally.flow_of = [used.index(name) * stops if name in used else -1 for name in names]
        tally.flows = [0] * (len(used) * stops)


def flows_of(scenario: Scenario, among: Container[str] | None = None) -> list[Flow]:
    """Every flow that a scenario allows, or that has a name `among` these: by buyer, product, channel and rests."""
    found = []
    every = [product.name for product in scenario.product]
    products = products_by_buyer(scenario) if among is None else {buyer.name: every for buyer in scenario.buyer}
    for buyer in scenario.buyer:
        for product in products[buyer.name]:
            for figure, channel in stops_of(buyer):
                name = figure_name(figure, product, *((channel,) if channel else ()), buyer.name)
                if among is None or name in among:
                    found.append(Flow(name, figure, product, channel, buyer.name))
    return found


def stops_of(buyer: Buyer) -> list[tuple[str, str]]:
    """Where a product of a buyer may end up: delivered by one of its channels, or one of the rests."""
    direct = () if buyer.negotiation is None else (f"direct:{buyer.name}",)
    return [*((DELIVERED, channel) for channel in (*buyer.via, *direct)), *((rest, "") for rest in RESTS)]


def products_by_buyer(scenario: Scenario) -> dict[str, list[str]]:
    """The products that each buyer orders or may get as substitutes, in the order of the scenario.

    What a draw may make of an order's product or of a substitute counts too, so the same ones in every replication.
    """
    drawn = _drawn(scenario)
    found = {}
    for place, buyer in enumerate(scenario.buyer):
        ordered = {order.product for order in buyer.order} | {stream.product for stream in buyer.demand}
        own = [(location[2:], texts) for location, texts in drawn if location[:2] == ("buyer", place)]
        ordered |= {text for location, texts in own if location[-1] == "product" for text in texts}
        answers = [*buyer.on_control.items()]
        answers += [(str(location[-1]), text) for location, texts in own if "on_control" in location for text in texts]
        found[buyer.name] = [one.name for one in scenario.product if one.name in _closed(ordered, answers)]
    return found


def _drawn(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Places that are drawn from texts, and these."""
    texts = {
        path: tuple(map(str, law.choice))
        for path, law in scenario.uncertain.items()
        if isinstance(law, Choice) and isinstance(law.choice[0], str)
    }
    document = dump(scenario) if texts else {}
    yield from ((locate(document, path), choice) for path, choice in texts.items())


def _closed(ordered: set[str], answers: Iterable[tuple[str, str]]) -> set[str]:
    """The products ordered, their substitutes, and the substitutes of these."""
    found, waiting = set(ordered), list(ordered)
    pairs = list(answers)
    while waiting:
        product = waiting.pop()
        new = {substitute for old, substitute in pairs if old == product} - found
        found |= new
        waiting += new
    return found
