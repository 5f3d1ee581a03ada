"""A product's own production line: lots start at intervals, finish after the cycle time, and reach the hub's stock."""

from sim.model.book import record_stock
from sim.model.entities import Product, Supply
from sim.model.events import Event
from sim.model.lots import begin_lot, good_units, lot_yield, yield_lot
from sim.model.stock import enter
from sim.rules.control import market_share
from sim.rules.ramp import millionths
from sim.rules.shares import carry


def start_lot(supply: Supply, product: Product) -> None:
    """Start today's lot."""
    units = begin_lot(supply, product.lots)
    if units:
        record_stock(supply, Event.lot_started, product, units)


def finish_lot(supply: Supply, product: Product) -> None:
    """Finish the lot that was started a cycle time ago."""
    finish(supply, product, yield_lot(supply, product.lots, supply.day - product.lots.cycle_time))


def finish_carried(supply: Supply, product: Product) -> None:
    """Finish today's lots of those that were in progress at the start."""
    for place, day in enumerate(product.carried_finish):
        if day == supply.day:
            share = lot_yield(supply, product.lots, product.carried_word, place + 1)
            finish(supply, product, good_units(product.lots, product.carried_units[place], share))


def finish(supply: Supply, product: Product, good: int) -> None:
    """A lot's good units: this market's share of them enters the stock, at least that of a rush; the rest is diverted.

    What is lost of a unit by the share is carried to the next lot.
    """
    if good == 0:
        return
    record_stock(supply, Event.lot_finished, product, good)
    share = market_share(millionths(product.market_share), supply.states, product.covers, supply.rush_shares)
    kept, claim = carry(product.market_claim, good, share)
    product.market_claim = claim
    if kept < good:
        record_stock(supply, Event.diverted, product, good - kept)
    enter(supply, product, kept)
