"""Buyers: a buyer's turn of each day, in which it gives up, switches, cancels and places orders."""

from sim.model.answers import answer_all, answer_since, control_that_holds_back, prepare_answers, substitute_for
from sim.model.bans import ban_on, hold_back, hold_back_again, may_resume, release
from sim.model.controls import state_of
from sim.model.custom import channel_of_part, channels_used, prepare_custom, units_pulled_forward
from sim.model.dated import next_order, prepare_dated
from sim.model.demand import (
    factor_today,
    orders_of_burst,
    orders_that_come,
    ordinary_orders,
    units_of_random_order,
)
from sim.model.entities import BURST, DATED, PULLED, RANDOM, Buyer, Order, Product, Supply
from sim.model.events import Account
from sim.model.gates import covers
from sim.model.lists import has_open_lines, held_back_orders, open_lines_of
from sim.model.needs import lose_need
from sim.model.orders import Origin, cancel, need_of, open_line
from sim.model.routing import route_order
from sim.rules import ordering
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import ANNOUNCED, NONE
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION


def prepare_buyer(buyer: Buyer) -> None:
    """A buyer's custom, dated orders and answers, before any is placed."""
    prepare_custom(buyer)
    prepare_dated(buyer)
    prepare_answers(buyer)


def take_turn(supply: Supply, buyer: Buyer) -> None:
    """A buyer's turn in the order stage of a day."""
    if has_open_lines(buyer):
        if buyer.patience != NO_LIMIT:
            give_up(supply, buyer)
        if buyer.waits != NO_LIMIT:
            cancel_surplus(supply, buyer)
        if supply.stops_on == supply.day and buyer.has_answers:
            answer_all(supply, buyer)
    if buyer.pull_forward > 0 and supply.turning[supply.day]:
        pull_forward(supply, buyer)
    if supply.resumes_on == supply.day:
        place_held_back(supply, buyer)
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
    day = supply.day
    for control in supply.controls:
        before = state_of(control, day - 1) if day > 0 else NONE
        opens = state_of(control, day) == ANNOUNCED != before
        if not opens or not control.concerns[buyer.number]:
            continue
        for place in buyer.turn:
            order = buyer.orders[place]
            product = supply.products[order.product]
            is_later = not order.pulled and order.date > day
            if is_later and covers(control, product) and ban_on(supply, buyer, product) < 0:
                pull_order(supply, buyer, order)


def pull_order(supply: Supply, buyer: Buyer, order: Order) -> None:
    """Place a share of a later order now; what the budget cuts of it stays with the later order."""
    order.pulled = True
    product = supply.products[order.product]
    units = units_pulled_forward(buyer, product, order.units)
    cut = place_order(supply, buyer, product, units, (order.product, PULLED, order.ordinal, 0, 0))
    order.left -= units - cut


def place_held_back(supply: Supply, buyer: Buyer) -> None:
    """Place what controls held back that have ended, as orders of today."""
    for order in held_back_orders(supply):
        if may_resume(supply, buyer, order):
            product, units = order.product, release(supply, order)
            control = control_that_holds_back(supply, buyer, product)
            if control >= 0:
                hold_back_again(supply, order, units, supply.controls[control])
            else:
                place_whole(supply, buyer, product, units, (product.number, order.kind, order.ordinal, 0, 0))


def place_dated(supply: Supply, buyer: Buyer) -> None:
    """Place today's dated orders."""
    while buyer.next_on == supply.day:
        order = next_order(buyer)
        place_whole(
            supply, buyer, supply.products[order.product], order.left, (order.product, DATED, order.ordinal, 0, 0)
        )


def place_random(supply: Supply, buyer: Buyer) -> None:
    """Place today's random orders: the ordinary ones, then those of a burst."""
    for demand in buyer.demands:
        factor = factor_today(supply, demand)
        ordinary, product = ordinary_orders(supply, demand), demand.product
        coming = orders_that_come(supply, demand, factor, ordinary)
        for order in range(ordinary):
            units = units_of_random_order(supply, demand, demand.units_word, order)
            if units:  # a size of 0 is no order, and takes no number
                demand.orders += 1
                if order < coming:
                    place_whole(supply, buyer, product, units, (product.number, RANDOM, demand.orders, 0, 0))
        for order in range(orders_of_burst(supply, demand, factor)):
            units = units_of_random_order(supply, demand, demand.burst_units_word, order)
            if units:
                demand.burst_orders += 1
                place_whole(supply, buyer, product, units, (product.number, BURST, demand.burst_orders, 0, 0))


def place_whole(supply: Supply, buyer: Buyer, product: Product, need: int, origin: Origin) -> None:
    """Place an order, or of a substitute where it is banned; what the budget cuts of its need is lost."""
    control = control_that_holds_back(supply, buyer, product)
    if control >= 0:
        if need > 0:
            hold_back(supply, buyer, product, need, origin, supply.controls[control])
        return
    if ban_on(supply, buyer, product) >= 0:
        product = supply.products[substitute_for(supply, buyer, product)]
    lose_need(supply, buyer, product, Account.lost_by_budget, place_order(supply, buyer, product, need, origin))


def place_order(supply: Supply, buyer: Buyer, product: Product, need: int, origin: Origin) -> int:
    """Place an order over the buyer's channels, each line of more than its need in a shortage.

    Gives what the budget cut of the need.
    """
    factor = millionths(buyer.factor) if is_short(supply, buyer) else MILLION
    route_order(supply, buyer, product, need)
    ordered, kind, ordinal, generation, head = origin
    cut = 0
    for place in range(channels_used(buyer)):
        needed, first = buyer.parts[place], supply.lines_placed + 1
        if needed:
            channel, origin = channel_of_part(supply, buyer, place), (ordered, kind, ordinal, generation, head)
            number = open_line(supply, buyer, channel, product, ordering.inflated(needed, factor), needed, origin)
            cut += needed - need_of(supply, number)
            head = head if head > 0 else number
            answer_since(supply, first)
    return cut


def is_short(supply: Supply, buyer: Buyer) -> bool:
    """Whether a buyer over-orders today: what it places on a day has not waited, so the day's first order decides."""
    if buyer.waits == NO_LIMIT:
        return False
    if buyer.waits_on != supply.day or buyer.waits == 0:
        buyer.waits_on = supply.day
        buyer.waits_today = has_waited(supply, buyer)
    return buyer.waits_today


def has_waited(supply: Supply, buyer: Buyer) -> bool:
    """Whether an open line has waited so long that its buyer over-orders: on days on which no control kept it."""
    for line in open_lines_of(buyer):
        age = supply.day - line.placed
        if age < buyer.waits:
            return False
        if line.open > 0 and age - line.evenings_kept >= buyer.waits:
            return True
    return False
