"""Buyers: a buyer's turn of each day, in which it gives up, switches, cancels and places orders."""

from sim.clock import NEVER
from sim.model.answers import answer_all, answer_since
from sim.model.controls import state_of
from sim.model.demand import random_orders_on, units_of_random_order
from sim.model.entities import DATED, RANDOM, Buyer, Product, Supply
from sim.model.events import Account
from sim.model.gates import covers
from sim.model.lists import has_open_lines, oldest_open, open_lines_of
from sim.model.orders import Origin, cancel, open_line
from sim.rules import ordering
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import ANNOUNCED, NONE
from sim.rules.ramp import millionths

PULLED = 1
"""Generation of what is pulled forward from an order."""


def prepare_buyer(buyer: Buyer) -> None:
    """Shares of custom in millionths, and dated orders in order of date, then of number."""
    for place, share in enumerate(buyer.shares):
        buyer.custom[place] = millionths(share)
    for number, order in enumerate(buyer.orders):
        order.left = order.units
        place = number
        while place > 0 and buyer.orders[buyer.turn[place - 1]].date > order.date:
            buyer.turn[place] = buyer.turn[place - 1]
            place -= 1
        buyer.turn[place] = number
    find_next_order(buyer, 0)


def take_turn(supply: Supply, buyer: Buyer) -> None:
    """A buyer's turn in the order stage of a day."""
    if has_open_lines(buyer):
        if buyer.patience != NO_LIMIT:
            give_up(supply, buyer)
        if buyer.waits != NO_LIMIT:
            cancel_surplus(supply, buyer)
        if supply.is_controlled:
            answer_all(supply, buyer)
    if buyer.pull_forward > 0:
        pull_forward(supply, buyer)
    if buyer.next_on == supply.day:
        place_dated(supply, buyer)
    if len(buyer.demands):
        place_random(supply, buyer)


def give_up(supply: Supply, buyer: Buyer) -> None:
    """Cancel what has waited longer than the buyer's patience: the oldest lines come first."""
    for line in open_lines_of(buyer):
        if not ordering.is_out_of_patience(supply.day, line.placed, buyer.patience):
            return
        if line.open > 0:
            cancel(supply, line, Account.lost_by_patience)


def cancel_surplus(supply: Supply, buyer: Buyer) -> None:
    """Cancel what was over-ordered in a shortage, once the need has been dispatched."""
    for line in open_lines_of(buyer):
        if ordering.surplus(line.need, line.dispatched, line.open):
            cancel(supply, line, Account.lost_by_patience)


def pull_forward(supply: Supply, buyer: Buyer) -> None:
    """On the first day of a rush window, place a share of each later dated order of a covered product."""
    day, share = supply.day, millionths(buyer.pull_forward)
    if share == 0:
        return
    for control in supply.controls:
        before = state_of(control, day - 1) if day > 0 else NONE
        opens = state_of(control, day) == ANNOUNCED != before
        if not opens or not control.concerns[buyer.number]:
            continue
        for place in buyer.turn:
            order = buyer.orders[place]
            product = supply.products[order.product]
            if not order.pulled and order.date > day and covers(control, product):
                order.pulled = True
                units = ordering.pulled_forward(order.units, share)
                order.left -= units
                place_order(supply, buyer, product, units, (order.product, DATED, order.number, PULLED, 0))


def place_dated(supply: Supply, buyer: Buyer) -> None:
    """Place today's dated orders."""
    while buyer.next_on == supply.day:
        order = buyer.orders[buyer.turn[buyer.next_order]]
        find_next_order(buyer, buyer.next_order + 1)
        place_order(
            supply, buyer, supply.products[order.product], order.left, (order.product, DATED, order.number, 0, 0)
        )


def find_next_order(buyer: Buyer, place: int) -> None:
    """Note which dated order comes next, that at a place of the buyer's turn, and on which day."""
    buyer.next_order = place
    buyer.next_on = buyer.orders[buyer.turn[place]].date if place < len(buyer.turn) else NEVER


def place_random(supply: Supply, buyer: Buyer) -> None:
    """Place today's random orders; a size drawn as 0 is no order, and takes no number."""
    for demand in buyer.demands:
        for order in range(random_orders_on(supply, demand, supply.day)):
            units = units_of_random_order(supply, demand, order)
            if units == 0:
                continue
            buyer.random_orders += 1
            place_order(
                supply, buyer, demand.product, units, (demand.product.number, RANDOM, buyer.random_orders, 0, 0)
            )


def place_order(supply: Supply, buyer: Buyer, product: Product, need: int, origin: Origin) -> None:
    """Place an order over the buyer's channels: more than its need in a shortage, never beyond its budget."""
    wanted = ordering.inflated(need, oldest_wait(supply, buyer), buyer.waits, millionths(buyer.factor))
    if buyer.contract >= 0:
        channel = supply.channels[buyer.contract]
        first = supply.lines_placed + 1
        open_line(supply, buyer, channel, product, wanted, min(wanted, need), origin)
        answer_since(supply, first)
        return
    ordering.split_over_channels(wanted, buyer.custom, buyer.ordered)
    needs = buyer.ordered
    if need != wanted:
        needs = buyer.needed
        ordering.split_over_channels(need, buyer.custom, needs)
    ordered, kind, ordinal, generation, head = origin
    for place, channel in enumerate(buyer.via):
        needed = min(buyer.ordered[place], needs[place])
        first = supply.lines_placed + 1
        origin = (ordered, kind, ordinal, generation, head)
        number = open_line(supply, buyer, channel, product, buyer.ordered[place], needed, origin)
        head = head if head > 0 else number
        answer_since(supply, first)


def oldest_wait(supply: Supply, buyer: Buyer) -> int:
    """Days that the buyer's oldest open order has waited; -1 where none is open."""
    return supply.day - oldest_open(buyer).placed if has_open_lines(buyer) else -1
