"""Production lines: lots start at intervals, finish after the cycle time, and reach the hub's stock."""

from sim.model.book import record_stock
from sim.model.controls import withdraw
from sim.model.draws import drawn
from sim.model.entities import Product, Supply
from sim.model.events import Event
from sim.rules import ramp
from sim.rules.control import market_share
from sim.rules.production import for_this_market, good_units, lot_size
from sim.rules.ramp import millionths
from sim.rules.rounding import whole_share
from sim.rules.shares import MILLION


def prepare_lots(product: Product) -> None:
    """The first lots to start and to finish within the run: those that were started before day 0 are in progress."""
    product.lots_started = max(0, -(product.start // product.lot_interval))
    product.lots_finished = max(0, -((product.start + product.cycle_time) // product.lot_interval))
    product.next_start = product.start + product.lots_started * product.lot_interval
    product.next_finish = product.start + product.lots_finished * product.lot_interval + product.cycle_time


def open_stock(supply: Supply) -> None:
    """The finished stock that the hub begins with, written before anything else of day 0."""
    for product in supply.products:
        product.stock += product.initial_stock
        record_stock(supply, Event.stock_opened, product, product.initial_stock)


def finish_carried(supply: Supply, product: Product) -> None:
    """Finish today's lots of those that were in progress at the start."""
    for place, day in enumerate(product.carried_finish):
        if day == supply.day:
            share = lot_yield(supply, product, product.carried_word, place + 1)
            enter_stock(supply, product, good_units(product.carried_units[place], share))


def units_of_lot(product: Product, started: int) -> int:
    """Units of a lot that is started on a day."""
    return lot_size(product.capacity, ramp_at(product, started - product.start))


def ramp_at(product: Product, days: int) -> int:
    """Share of full capacity so many days after the line's start, in millionths."""
    if product.slope > 0:
        return ramp.logistic(days, product.midpoint, product.slope)
    if product.full_after > 0:
        return ramp.linear(days, product.full_after)
    if len(product.ramp_days):
        points = [(after, product.ramp_shares[place]) for place, after in enumerate(product.ramp_days)]
        return ramp.table(days, points)
    return MILLION


def start_lot(supply: Supply, product: Product) -> None:
    """Start today's lot, unless the line has ended."""
    product.lots_started += 1
    product.next_start += product.lot_interval
    if supply.day < product.end:
        units = units_of_lot(product, supply.day)
        if units:
            record_stock(supply, Event.lot_started, product, units)


def finish_lot(supply: Supply, product: Product) -> None:
    """Finish today's lot, if the line had not ended when it would have started."""
    product.lots_finished += 1
    product.next_finish += product.lot_interval
    started = supply.day - product.cycle_time
    if started < product.end:
        units = units_of_lot(product, started)
        if units:
            share = lot_yield(supply, product, product.yield_word, product.lots_finished)
            enter_stock(supply, product, good_units(units, share))


def lot_yield(supply: Supply, product: Product, word: int, lot: int) -> int:
    """The yield of a lot in millionths."""
    return whole_share(drawn(supply, product.lot_yield, word, lot))


def enter_stock(supply: Supply, product: Product, good: int) -> None:
    """A finished lot: the market's share enters the stock, with what a rush diverts to it; the rest is diverted."""
    if good == 0:
        return
    record_stock(supply, Event.lot_finished, product, good)
    share = market_share(millionths(product.market_share), supply.states, product.covers, supply.rush_shares)
    kept = for_this_market(good, share)
    if kept < good:
        record_stock(supply, Event.diverted, product, good - kept)
    product.stock += kept
    withdraw(supply, product)
