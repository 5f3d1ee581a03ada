"""Negotiations: a buyer talks with the supplier about a direct channel."""

from sim.model.book import record_line
from sim.model.demand import random_orders_on
from sim.model.draws import draw, drawn_days
from sim.model.entities import CONTRACT_MINIMUM, Buyer, Channel, Supply
from sim.model.events import Event
from sim.model.lists import open_lines_of, record
from sim.model.orders import open_line
from sim.rules import ordering

NOT_OPENED, ENDED = 0, -1
"""A buyer's round where it has none: rounds count from 1."""


def opens_today(supply: Supply, buyer: Buyer) -> bool:
    """Whether a buyer's talks open today: on their date, or at the backlog of the evening before."""
    if buyer.talks_backlog >= 0:
        return buyer.backlog >= buyer.talks_backlog
    return supply.day == buyer.talks_on


def open_talks(supply: Supply, buyer: Buyer) -> None:
    """A buyer's talks open with the first round."""
    record(supply, Event.negotiation_opened, -1, buyer.number)
    next_round(supply, buyer)


def next_round(supply: Supply, buyer: Buyer) -> None:
    """Begin a round of talks, or fail after the last."""
    buyer.round += 1
    if buyer.round > buyer.rounds:
        record(supply, Event.negotiation_failed, -1, buyer.number)
        buyer.round = ENDED
    else:
        buyer.round_ends = supply.day + drawn_days(supply, buyer.round_days, buyer.days_word, buyer.round)


def end_round(supply: Supply, buyer: Buyer) -> None:
    """A round ends: in a contract, or another round."""
    record(supply, Event.negotiation_round, -1, buyer.number)
    if draw(supply, buyer.success_word, buyer.round) < buyer.success:
        buyer.round = ENDED
        sign(supply, buyer)
    else:
        next_round(supply, buyer)


def sign(supply: Supply, buyer: Buyer) -> None:
    """The contract takes over the open orders, and from now on all custom goes to it."""
    channel, backlog = supply.channels[buyer.direct], buyer.backlog
    buyer.contract = buyer.direct
    record(supply, Event.contract_signed, -1, buyer.number, channel.number, 0, backlog)
    take_over(supply, buyer, channel)
    units = ordering.top_up(buyer.minimum_units, backlog)
    product = buyer.latest if buyer.latest >= 0 else first_product(supply, buyer)
    if units and product >= 0:
        open_line(supply, buyer, channel, supply.products[product], units, units, (product, CONTRACT_MINIMUM, 1, 0, 0))


def take_over(supply: Supply, buyer: Buyer, channel: Channel) -> None:
    """Move a buyer's open lines to its direct channel, at that channel's price."""
    for line in open_lines_of(buyer):
        if line.open > 0:
            line.channel.backlog -= line.open
            channel.backlog += line.open
            line.channel = channel
            line.price = channel.prices[line.product.number]
            line.by_contract = True
            record_line(supply, Event.order_moved, line, line.open)


def first_product(supply: Supply, buyer: Buyer) -> int:
    """The number of the product that a buyer will order first; -1 where it never orders."""
    is_dated = len(buyer.turn) > 0
    until = buyer.orders[buyer.turn[0]].date if is_dated else supply.days
    for day in range(until):
        for demand in buyer.demands:
            if random_orders_on(supply, demand, day):
                return demand.product.number
    return buyer.orders[buyer.turn[0]].product if is_dated else -1
