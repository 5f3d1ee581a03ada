"""Dated orders: which one comes next, by date, then by number."""

from sim.clock import NEVER
from sim.model.entities import Buyer, Order


def prepare_dated(buyer: Buyer) -> None:
    """A buyer's dated orders in order of date, then of number, each with its number among those of its product."""
    for number, order in enumerate(buyer.orders):
        order.left = order.units
        split = buyer.splits[order.product]
        split.dated += 1
        order.ordinal = split.dated
        place = number
        while place > 0 and buyer.orders[buyer.turn[place - 1]].date > order.date:
            buyer.turn[place] = buyer.turn[place - 1]
            place -= 1
        buyer.turn[place] = number
    turn_to(buyer, 0)


def turn_to(buyer: Buyer, place: int) -> None:
    """Note which dated order comes next, that at a place of the buyer's turn, and on which day."""
    buyer.next_order = place
    buyer.next_on = buyer.orders[buyer.turn[place]].date if place < len(buyer.turn) else NEVER


def next_order(buyer: Buyer) -> Order:
    """The dated order that comes next, and turn to the one after it."""
    order = buyer.orders[buyer.turn[buyer.next_order]]
    turn_to(buyer, buyer.next_order + 1)
    return order
