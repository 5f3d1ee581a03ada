"""Orders older than the run: what was not delivered of them before day 0 is open on it, with its true age."""

from sim.model.book import record_line, set_open
from sim.model.controls import days_kept_back
from sim.model.custom import channel_of_part, channels_used
from sim.model.dated import next_order
from sim.model.entities import DATED, Buyer, Line, Order, Supply
from sim.model.events import Event
from sim.model.needs import put_need
from sim.model.orders import make_line
from sim.model.routing import route_order
from sim.rules.capacity import NO_LIMIT
from sim.rules.shares import divide


def carry_orders(supply: Supply) -> None:
    """Open the orders that are older than the run, by date, then in the order of buyers and of their orders."""
    first = buyer_of_oldest(supply)
    while first >= 0:
        buyer = supply.buyers[first]
        carry_order(supply, buyer, next_order(buyer))
        first = buyer_of_oldest(supply)


def buyer_of_oldest(supply: Supply) -> int:
    """The first buyer whose next order is the oldest of those from before the run; -1 where none is."""
    first, oldest = -1, 0
    for buyer in supply.buyers:
        if buyer.next_on < oldest:
            first, oldest = buyer.number, buyer.next_on
    return first


def carry_order(supply: Supply, buyer: Buyer, order: Order) -> None:
    """Open what is left of an order that is older than the run: the budget counts it whole, and cuts nothing."""
    product = supply.products[order.product]
    route_order(supply, buyer, product, order.units)
    divide(order.delivered, buyer.parts, buyer.parts_delivered, buyer.ranks)
    head = 0
    for place in range(channels_used(buyer)):
        units = buyer.parts[place]
        if units > 0:
            channel, origin = channel_of_part(supply, buyer, place), (order.product, DATED, order.ordinal, 0, head)
            line = make_line(supply, buyer, channel, product, units, origin)
            head = line.head
            line.placed = order.date
            if buyer.waits != NO_LIMIT:
                line.evenings_kept = days_kept_back(supply, line)
            carry_line(supply, line, units, buyer.parts_delivered[place])


def carry_line(supply: Supply, line: Line, units: int, delivered: int) -> None:
    """Write what was ordered and what was delivered before the run; the rest is open."""
    line.dispatched = delivered
    set_open(supply, line, units - delivered)
    put_need(supply, line, units)
    record_line(supply, Event.order_carried, line, units)
    if delivered:
        record_line(supply, Event.delivered_earlier, line, delivered)
