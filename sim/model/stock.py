"""Stock in the hub under control: held, released, diverted or scrapped."""

from sim.model.book import add_stock, record_stock
from sim.model.controls import effective_day, state_of, takes_effect
from sim.model.entities import Product, Supply
from sim.model.events import Account, Event
from sim.model.gates import covers, line_may_yet_leave
from sim.model.lists import open_lines, post
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import IN_EFFECT
from sim.rules.stock import FREE, HOLD, SCRAP, beyond, fate


def open_stock(supply: Supply) -> None:
    """The finished stock that the hub begins with, written before anything else of day 0."""
    for product in supply.products:
        add_stock(supply, product, product.initial_stock)
        record_stock(supply, Event.stock_opened, product, product.initial_stock)


def may_change_fate(supply: Supply, day: int) -> bool:
    """Whether any control is in effect on a day, or was the day before."""
    for control in supply.controls:
        if IN_EFFECT in (state_of(control, day), state_of(control, day - 1)):
            return True
    return False


def keep_back(supply: Supply) -> None:
    """Close the control stage: look at the stock of what may be kept back from today on, or no longer is."""
    for product in supply.products:
        before = product.fate
        product.fate = fate_of_stock(supply, product)
        if product.fate == FREE:
            release(supply, product)
        elif product.fate != before or is_newly_covered(supply, product):
            keep_back_stock(supply, product)


def fate_of_stock(supply: Supply, product: Product) -> int:
    """What becomes today of a product's stock that may not leave."""
    if product.stock_control < 0:
        return FREE
    control = supply.controls[product.stock_control]
    if control.hold_days == NO_LIMIT:
        return control.unshipped
    return fate(control.unshipped, supply.day - effective_day(control, supply.day), control.hold_days)


def is_newly_covered(supply: Supply, product: Product) -> bool:
    """Whether a control takes effect on a product today, and may have called goods back."""
    for control in supply.controls:
        if covers(control, product) and takes_effect(control, supply.day):
            return True
    return False


def release(supply: Supply, product: Product) -> None:
    """What was held may leave again."""
    if product.held:
        record_stock(supply, Event.released, product, product.held)
        product.held = 0


def keep_back_stock(supply: Supply, product: Product) -> None:
    """Hold, divert or scrap what is in stock beyond the open units of lines that may yet leave."""
    if product.fate == FREE or product.stock == 0:
        return
    kept = 0
    for line in open_lines(supply):
        if kept >= product.stock:  # no other line has to be looked at
            break
        if line.product.number == product.number and line_may_yet_leave(supply, line):
            kept += line.open
    units = beyond(product.stock, kept)
    if product.fate == HOLD:
        if units > product.held:
            record_stock(supply, Event.held, product, units - product.held)
            product.held = units
        return
    product.held = 0
    if units:
        product.stock -= units
        product.taken += units
        if product.fate == SCRAP:
            record_stock(supply, Event.scrapped, product, units)
        else:
            record_stock(supply, Event.diverted, product, units)
            post(supply, supply.day, Account.diverted_by_control, product.number, -1, product.stock_control, units)


def enter(supply: Supply, product: Product, units: int) -> None:
    """Units of a lot enter the stock, as far as it may be kept."""
    if units:
        add_stock(supply, product, units)
        keep_back_stock(supply, product)
