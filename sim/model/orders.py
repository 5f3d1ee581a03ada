"""Order lines: placed within the budget, and ended."""

from sim.model.book import record_line, set_open
from sim.model.entities import Buyer, Channel, Line, Product, Supply
from sim.model.events import Event
from sim.model.licenses import apply_for_licenses
from sim.model.lists import line_numbered, new_line
from sim.model.needs import lose_need, put_need, take_need
from sim.rules.capacity import affordable

Origin = tuple[int, int, int, int, int]
"""What an order is: the product first ordered, its kind, its number of these, how often it was switched; the number of
its first line, 0 before there is one."""


def within_budget(buyer: Buyer, channel: Channel, product: Product, units: int) -> int:
    """How many of so many units the buyer's budget allows."""
    return min(units, affordable(buyer.budget, channel.prices[product.number]))


def open_line(
    supply: Supply, buyer: Buyer, channel: Channel, product: Product, units: int, need: int, origin: Origin
) -> int:
    """Place one order line, as far as the budget goes; gives its number, 0 where there is none."""
    units = within_budget(buyer, channel, product, units)
    return place_line(supply, buyer, channel, product, units, need, origin).number if units > 0 else 0


def need_of(supply: Supply, number: int) -> int:
    """What the line of a number is needed for; nothing where there is none."""
    return line_numbered(supply, number).need if number > 0 else 0


def place_line(
    supply: Supply, buyer: Buyer, channel: Channel, product: Product, units: int, need: int, origin: Origin
) -> Line:
    """Place one order line and apply for its licenses."""
    line = make_line(supply, buyer, channel, product, units, origin)
    set_open(supply, line, units)
    record_line(supply, Event.order_placed, line, units)
    put_need(supply, line, min(need, units))
    apply_for_licenses(supply, line, supply.day + 1)
    return line


def make_line(supply: Supply, buyer: Buyer, channel: Channel, product: Product, units: int, origin: Origin) -> Line:
    """A line of so many units that the budget pays for, of which nothing is open yet."""
    line = new_line(supply)
    line.buyer = buyer
    line.product = product
    line.channel = channel
    line.placed = supply.day
    line.price = channel.prices[product.number]
    ordered, line.kind, line.ordinal, line.generation, head = origin
    line.origin = supply.products[ordered]
    join_order(supply, line, head)
    line.by_contract = channel.number == buyer.contract
    buyer.budget -= units * line.price
    return line


def join_order(supply: Supply, line: Line, head: int) -> None:
    """Make a line one more of an order, known by the number of its first line; 0 where this is the first."""
    line.head = head if head > 0 else line.number
    first = line_numbered(supply, line.head)
    if head > 0 and first.last != line.number:
        line_numbered(supply, first.last).following = line.number
    first.last = line.number


def close(supply: Supply, line: Line, event: int, units: int) -> None:
    """End open units of a line; the budget gets back what was to be paid for them."""
    record_line(supply, event, line, units)
    line.buyer.budget += units * line.price
    set_open(supply, line, line.open - units)


def cancel(supply: Supply, line: Line, account: int) -> None:
    """Cancel what is open of a line, whose need goes to an account of what is lost."""
    cancel_units(supply, line, account, line.open)


def cancel_units(supply: Supply, line: Line, account: int, units: int) -> None:
    """Cancel so many open units of a line, if any; need that the line can't serve any more is lost."""
    if units > 0:
        close(supply, line, Event.order_cancelled, units)
        lose_need(supply, line.buyer, line.product, account, take_need(supply, line))
