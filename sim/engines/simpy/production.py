"""Production lines: a process each; lots that were started before day 0 are in progress."""

from functools import partial

from sim.clock import Stage
from sim.engines.simpy.calendar import BEFORE_ALL, Calendar, Process
from sim.model.entities import Product, SharedLine, Supply
from sim.model.production import finish_carried, finish_lot, start_lot
from sim.model.shared_lines import divide_earlier, divide_lot, finish_parts, start_shared_lot
from sim.model.stock import open_stock

SHARED_TURNS, TURNS = 2, 3
"""Ranks of a shared line (a lot starts, one is divided), then of a product (parts and lots finish, a lot starts)."""


def start_production(supply: Supply, calendar: Calendar) -> None:
    """Open the hub's stock and start every line."""
    divide_earlier(supply)
    calendar.once(0, Stage.CONTROL, BEFORE_ALL, partial(open_stock, supply))
    for line in supply.shared_lines:
        calendar.start(shared_starts(supply, calendar, line))
        calendar.start(shared_divisions(supply, calendar, line))
    for product in supply.products:
        rank = rank_of(supply, product)
        for day in dict.fromkeys(product.carried_finish):
            calendar.once(day, Stage.PRODUCTION, rank + 1, partial(finish_carried, supply, product))
        calendar.start(production_line(supply, calendar, product, rank))
        if any(product in line.products for line in supply.shared_lines):
            calendar.start(parts(supply, calendar, product, rank))


def rank_of(supply: Supply, product: Product) -> int:
    """The first rank of a product in the production stage: shared lines come before all."""
    return SHARED_TURNS * len(supply.shared_lines) + TURNS * product.number


def shared_starts(supply: Supply, calendar: Calendar, line: SharedLine) -> Process:
    """Start a lot every interval, for the line as a whole."""
    while line.lots.next_start < min(line.lots.end, supply.days):
        yield calendar.at(line.lots.next_start, Stage.PRODUCTION, SHARED_TURNS * line.number)
        start_shared_lot(supply, line)


def shared_divisions(supply: Supply, calendar: Calendar, line: SharedLine) -> Process:
    """Divide each lot some days before it finishes."""
    while line.lots.next_yield < supply.days:
        yield calendar.at(line.lots.next_yield, Stage.PRODUCTION, SHARED_TURNS * line.number + 1)
        divide_lot(supply, line)


def parts(supply: Supply, calendar: Calendar, product: Product, rank: int) -> Process:
    """Take in what a product gets of lots that finish; divided may be on that very day, so look at each."""
    for day in range(supply.days):
        yield calendar.at(day, Stage.PRODUCTION, rank)
        finish_parts(supply, product)


def production_line(supply: Supply, calendar: Calendar, product: Product, rank: int) -> Process:
    """Start a lot every interval; each finishes after the cycle time, before the lots that start that day."""
    lots, finishes = product.lots, partial(finish_lot, supply, product)
    for place in range(lots.lots_started - lots.lots_yielded):
        calendar.once(lots.next_yield + place * lots.lot_interval, Stage.PRODUCTION, rank + 1, finishes)
    while lots.next_start < min(lots.end, supply.days):
        yield calendar.at(lots.next_start, Stage.PRODUCTION, rank + 2)
        start_lot(supply, product)
        calendar.once(supply.day + lots.cycle_time, Stage.PRODUCTION, rank + 1, finishes)
