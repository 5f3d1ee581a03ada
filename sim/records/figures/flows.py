"""Key figures of flows: how many units of each product each buyer got by each channel, and what became of the rest.

Only what a buyer can use has a figure: its own channels, and the products that it orders or may get as substitutes.
"""

from collections.abc import Container
from dataclasses import dataclass

from sim.model.entities import Supply
from sim.records.figures.naming import figure_name
from sim.scenario.buyer_tables import Buyer
from sim.scenario.ordered import products_by_buyer
from sim.scenario.schema import Scenario

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
