"""Buyers of a realisation: their dated orders, the random ones, the rounds of their talks."""

from datetime import date

from sim.clock import NEVER, day_of
from sim.realisation.chance import whole_days, whole_units
from sim.realisation.streams import Streams, mechanism
from sim.realisation.world import (
    CANCEL,
    DATED,
    RANDOM,
    WAIT,
    BuyerWorld,
    ChannelWorld,
    NegotiationWorld,
    OrderWorld,
)
from sim.rules.capacity import NO_LIMIT
from sim.rules.demand import is_bursting, orders_a_day
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.quantiles import orders_on
from sim.scenario.schema import Scenario
from sim.scenario.tables import Buyer, Demand, Negotiation


def buyer_world(scenario: Scenario, buyer: Buyer, channels: tuple[ChannelWorld, ...], streams: Streams) -> BuyerWorld:
    """A buyer with all its orders, sorted by day, kind and number."""
    names = [channel.name for channel in channels]
    products = [product.name for product in scenario.product]
    orders = [
        OrderWorld(day_of(order.date, scenario.start), products.index(order.product), order.units, DATED, number)
        for number, order in enumerate(buyer.order, 1)
    ]
    orders += random_orders(scenario, buyer, streams)
    shortage = buyer.shortage
    return BuyerWorld(
        name=buyer.name,
        budget=NO_LIMIT if buyer.budget is None else buyer.budget,
        via=tuple((names.index(channel), millionths(share)) for channel, share in buyer.via.items()),
        patience=NO_LIMIT if buyer.patience is None else buyer.patience,
        on_control=tuple(reaction(buyer.on_control.get(name), products) for name in products),
        pull_forward=millionths(buyer.pull_forward),
        shortage=(NO_LIMIT, MILLION) if shortage is None else (shortage.waits, millionths(shortage.factor)),
        orders=tuple(sorted(orders, key=lambda order: (order.day, order.kind, order.number))),
        negotiation=None
        if buyer.negotiation is None
        else negotiation_world(scenario, buyer.name, buyer.negotiation, names, streams),
    )


def reaction(answer: str | None, products: list[str]) -> int:
    """What `on_control` says of a product: wait, cancel, or the place of its substitute."""
    if answer is None:
        return WAIT
    return CANCEL if answer == "cancel" else products.index(answer)


def random_orders(scenario: Scenario, buyer: Buyer, streams: Streams) -> list[OrderWorld]:
    """The compound Poisson streams of a buyer, numbered in order of date, then of stream."""
    drawn: list[tuple[int, int, int]] = []
    for demand in buyer.demand:
        drawn += stream_of_orders(scenario, buyer.name, demand, streams)
    drawn.sort(key=lambda order: order[0])
    return [OrderWorld(day, product, units, RANDOM, number) for number, (day, product, units) in enumerate(drawn, 1)]


def stream_of_orders(scenario: Scenario, buyer: str, demand: Demand, streams: Streams) -> list[tuple[int, int, int]]:
    """Day, product and units of each order of one stream; a size drawn as 0 is no order, and takes no number."""
    product = [made.name for made in scenario.product].index(demand.product)
    stream = mechanism("demand", buyer, demand.product)
    first = scenario.start.toordinal()
    orders = []
    for day, u in enumerate(streams.many(f"{stream}:count", first, scenario.days)):
        mean = orders_a_day(demand.orders_per_month, burst(scenario, demand, day))
        for order in range(orders_on(u, mean)):
            size = whole_units(demand.units, streams.one(f"{stream}:units", first + day, order))
            if size:
                orders.append((day, product, size))
    return orders


def burst(scenario: Scenario, demand: Demand, day: int) -> float:
    """How many times as frequent orders are on a day after an announcement that concerns their product."""
    after = demand.after_announcement
    if after is None:
        return 1.0
    announced = [day_of(control.announced, scenario.start) for control in scenario.control]
    covers = [int(demand.product in control.covers) for control in scenario.control]
    return after.factor if is_bursting(day, after.days, announced, covers) else 1.0


def negotiation_world(
    scenario: Scenario, buyer: str, talks: Negotiation, channels: list[str], streams: Streams
) -> NegotiationWorld:
    """Talks with the length and outcome of each round that they may come to."""
    lengths = streams.many(f"round:{buyer}:days", 1, talks.rounds)
    outcomes = streams.many(f"round:{buyer}:success", 1, talks.rounds)
    by_date = isinstance(talks.opens, date)
    return NegotiationWorld(
        channel=channels.index(f"direct:{buyer}"),
        opens_day=day_of(talks.opens, scenario.start) if isinstance(talks.opens, date) else NEVER,
        opens_backlog=None if by_date or isinstance(talks.opens, date) else talks.opens.backlog,
        rounds=tuple(
            (whole_days(talks.round_days, length), outcome < talks.success)
            for length, outcome in zip(lengths, outcomes, strict=True)
        ),
        minimum_units=talks.contract.minimum_units,
    )
