"""Production lines: a process each; lots that were started before day 0 are in progress."""

from functools import partial

from sim.clock import Stage
from sim.engines.simpy.calendar import BEFORE_ALL, Calendar, Process
from sim.model.entities import Product, Supply
from sim.model.production import finish_carried, finish_lot, open_stock, start_lot


def start_production(supply: Supply, calendar: Calendar) -> None:
    """Open the hub's stock and start every product's line."""
    calendar.once(0, Stage.CONTROL, BEFORE_ALL, partial(open_stock, supply))
    for product in supply.products:
        finishes = partial(finish_carried, supply, product)
        for day in dict.fromkeys(product.carried_finish):
            calendar.once(day, Stage.PRODUCTION, 2 * product.number, finishes)
        calendar.start(production_line(supply, calendar, product))


def production_line(supply: Supply, calendar: Calendar, product: Product) -> Process:
    """Start a lot every interval; each finishes after the cycle time, before the lots that start that day."""
    finishes = partial(finish_lot, supply, product)
    for place in range(product.lots_started - product.lots_finished):
        day = product.next_finish + place * product.lot_interval
        calendar.once(day, Stage.PRODUCTION, 2 * product.number, finishes)
    while product.next_start < min(product.end, supply.days):
        yield calendar.at(product.next_start, Stage.PRODUCTION, 2 * product.number + 1)
        start_lot(supply, product)
        calendar.once(supply.day + product.cycle_time, Stage.PRODUCTION, 2 * product.number, finishes)
