"""Channels of a realisation: distributors in the file's order, then a direct channel for each buyer that may deal."""

from sim.realisation.chance import whole_days
from sim.realisation.streams import Streams
from sim.realisation.world import ChannelWorld
from sim.rules.capacity import NO_LIMIT
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.distributions import Chance
from sim.scenario.schema import Scenario
from sim.scenario.tables import Contract, Distributor


def channel_worlds(scenario: Scenario, streams: Streams) -> tuple[ChannelWorld, ...]:
    """All channels that the scenario may come to have."""
    distributors = [distributor_world(scenario, distributor, streams) for distributor in scenario.distributor]
    direct = [
        direct_world(scenario, number, buyer.name, buyer.negotiation.contract, streams)
        for number, buyer in enumerate(scenario.buyer)
        if buyer.negotiation is not None
    ]
    return (*distributors, *direct)


def distributor_world(scenario: Scenario, distributor: Distributor, streams: Streams) -> ChannelWorld:
    """A distributor: buyers pay the product's price and its margin, whole dollars, rounded down."""
    margin = MILLION + millionths(distributor.margin)
    return ChannelWorld(
        name=distributor.name,
        buyer=-1,
        weekly_capacity=distributor.weekly_capacity,
        credit_limit=NO_LIMIT if distributor.credit_limit is None else distributor.credit_limit,
        transit=transit(scenario, distributor.name, distributor.transit_days, streams),
        prices=tuple(product.price * margin // MILLION for product in scenario.product),
        reserved_share=0,
    )


def direct_world(scenario: Scenario, number: int, buyer: str, contract: Contract, streams: Streams) -> ChannelWorld:
    """The direct channel of a contract; without a price of its own the product's."""
    return ChannelWorld(
        name=f"direct:{buyer}",
        buyer=number,
        weekly_capacity=contract.weekly_capacity,
        credit_limit=NO_LIMIT,
        transit=transit(scenario, f"direct:{buyer}", contract.transit_days, streams),
        prices=tuple(product.price if contract.price is None else contract.price for product in scenario.product),
        reserved_share=millionths(contract.reserved_share),
    )


def transit(scenario: Scenario, channel: str, days: Chance, streams: Streams) -> tuple[int, ...]:
    """Days under way by day of dispatch, at least one."""
    draws = streams.many(f"transit:{channel}", scenario.start.toordinal(), scenario.days)
    return tuple(max(1, whole_days(days, u)) for u in draws)
