"""Order lines: placed within the budget, ended, and answered for when a control refuses them."""

from sim.model.book import record_line, set_open
from sim.model.controls import line_may_yet_leave
from sim.model.entities import CANCEL, WAIT, Buyer, Channel, Line, Product, Supply
from sim.model.events import Account, Event
from sim.model.licenses import apply_for_licenses
from sim.model.lists import new_line
from sim.model.needs import lose_need, put_need, take_need
from sim.rules.capacity import affordable

Origin = tuple[int, int, int]
"""What names an order to the streams: its kind, its number within the kind, its generation."""

SUBSTITUTE = 2
"""Generations that an order goes on with each switch."""


def within_budget(buyer: Buyer, channel: Channel, product: Product, units: int) -> int:
    """How many of so many units the buyer's budget allows."""
    return min(units, affordable(buyer.budget, channel.prices[product.number]))


def open_line(
    supply: Supply, buyer: Buyer, channel: Channel, product: Product, units: int, need: int, origin: Origin
) -> None:
    """Place one order line, as far as the budget goes, and answer the controls in effect."""
    units = within_budget(buyer, channel, product, units)
    lose_need(supply, buyer, product, Account.lost_by_budget, max(0, need - units))
    if units > 0:
        react(supply, place_line(supply, buyer, channel, product, units, need, origin))


def place_line(
    supply: Supply, buyer: Buyer, channel: Channel, product: Product, units: int, need: int, origin: Origin
) -> Line:
    """Place one order line and apply for its licenses."""
    line = new_line(supply)
    line.buyer = buyer
    line.product = product
    line.channel = channel
    line.placed = supply.day
    line.price = channel.prices[product.number]
    line.price_placed = line.price
    line.kind, line.ordinal, line.generation = origin
    line.by_contract = channel.number == buyer.contract
    buyer.budget -= units * line.price
    buyer.latest = product.number
    set_open(supply, line, units)
    record_line(supply, Event.order_placed, line, units)
    put_need(supply, line, min(need, units))
    apply_for_licenses(supply, line)
    return line


def close(supply: Supply, line: Line, event: int) -> None:
    """End what is open of a line; the budget gets it back at the price when placed."""
    record_line(supply, event, line, line.open)
    line.buyer.budget += line.open * line.price_placed
    set_open(supply, line, 0)


def cancel(supply: Supply, line: Line, account: int) -> None:
    """Cancel what is open of a line, whose need goes to an account of what is lost."""
    close(supply, line, Event.order_cancelled)
    lose_need(supply, line.buyer, line.product, account, take_need(supply, line))


def react(supply: Supply, line: Line) -> None:
    """Cancel or switch a line that a control in effect licenses neither now nor perhaps later."""
    while not line_may_yet_leave(supply, line):
        buyer, channel = line.buyer, line.channel
        answer = buyer.answers[line.product.number]
        if answer == WAIT:
            return
        if answer == CANCEL:
            cancel(supply, line, Account.lost_by_control)
            return
        units = line.open
        origin = (line.kind, line.ordinal, line.generation + SUBSTITUTE)
        close(supply, line, Event.order_switched)
        need = take_need(supply, line)
        product = supply.products[answer]
        units = within_budget(buyer, channel, product, units)
        lose_need(supply, buyer, product, Account.lost_by_budget, max(0, need - units))
        if units <= 0:
            return
        line = place_line(supply, buyer, channel, product, units, need, origin)
