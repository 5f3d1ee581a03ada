"""Production lines: lots start at intervals, finish after the cycle time, and reach the hub's stock."""

from collections.abc import Generator
from functools import partial

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.calendar import BEFORE_ALL, at, once
from sim.engines.simpy.state import Supply
from sim.realisation.world import LineWorld
from sim.records.events import Event
from sim.rules import control as control_rules
from sim.rules.production import for_this_market, good_units, lot_size

Process = Generator[SimPyEvent, None, None]


def start_production(supply: Supply) -> None:
    """Open the hub's stock and start every product's line."""
    for product, made in enumerate(supply.realisation.products):
        opens = partial(open_stock, supply, product, made.initial_stock)
        once(supply.env, 0, Stage.CONTROL, BEFORE_ALL + product, opens)
        if made.line is not None:
            for lot in made.line.in_progress:
                good = good_units(lot.units, lot.yield_)
                send_through(supply, product, lot.finishes, good)
            supply.env.process(production_line(supply, product, made.line))


def open_stock(supply: Supply, product: int, units: int) -> None:
    """The finished stock that the hub begins with, written before anything else of day 0."""
    supply.stock[product] += units
    supply.record(Event.stock_opened, product, units, units * supply.prices[product])


def production_line(supply: Supply, product: int, line: LineWorld) -> Process:
    """Start a lot every interval; lots that were started before day 0 are in progress."""
    for place, (ramp, lot_yield) in enumerate(zip(line.ramp, line.yields, strict=True)):
        starts = line.start + (line.first_lot - 1 + place) * line.lot_interval
        units = lot_size(line.capacity, ramp)
        if starts >= 0:
            yield at(supply.env, starts, Stage.PRODUCTION, 2 * product + 1)
            if units:
                supply.record(Event.lot_started, product, units, units * supply.prices[product])
        good = good_units(units, lot_yield)
        send_through(supply, product, starts + line.cycle_time, good)


def send_through(supply: Supply, product: int, finishes: int, good: int) -> None:
    """A lot on its way through the line finishes on a day, if anything good comes of it."""
    if good and 0 <= finishes < supply.realisation.days:
        once(supply.env, finishes, Stage.PRODUCTION, 2 * product, partial(finish_lot, supply, product, good))


def finish_lot(supply: Supply, product: int, good: int) -> None:
    """At a lot's end the market's share enters the stock, the rest is diverted."""
    price = supply.prices[product]
    supply.record(Event.lot_finished, product, good, good * price)
    kept = for_this_market(good, market_share_today(supply, product))
    if kept < good:
        supply.record(Event.diverted, product, good - kept, (good - kept) * price)
    supply.stock[product] += kept
    supply.withdraw(product)


def market_share_today(supply: Supply, product: int) -> int:
    """Millionths of a lot finished today that go to this market, with what an open rush window diverts to it."""
    line = supply.realisation.products[product].line
    assert line is not None
    shares = [control.rush_market_share for control in supply.realisation.controls]
    return control_rules.market_share(line.market_share, supply.states_today(), supply.covers[product], shares)
