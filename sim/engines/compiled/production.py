"""Production: lots start at intervals, finish after the cycle time, and reach the hub's stock."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    CONTROL_COUNT,
    DAY,
    LAW_A,
    LAW_KIND,
    PRODUCT_CAPACITY,
    PRODUCT_CARRIED,
    PRODUCT_CARRIED_END,
    PRODUCT_CARRIED_WORD,
    PRODUCT_CELLS,
    PRODUCT_COVERS,
    PRODUCT_CYCLE_TIME,
    PRODUCT_END,
    PRODUCT_FULL_AFTER,
    PRODUCT_LOT_INTERVAL,
    PRODUCT_LOTS_FINISHED,
    PRODUCT_LOTS_STARTED,
    PRODUCT_MARKET_SHARE,
    PRODUCT_MIDPOINT,
    PRODUCT_NEXT_FINISH,
    PRODUCT_NEXT_START,
    PRODUCT_POINTS,
    PRODUCT_POINTS_END,
    PRODUCT_SLOPE,
    PRODUCT_START,
    PRODUCT_STOCK,
    PRODUCT_YIELD,
    PRODUCT_YIELD_WORD,
    PRODUCTS,
    PRODUCTS_END,
    RUSH_SHARES,
    STATES,
)
from sim.engines.compiled.compiling import compiled, vector
from sim.engines.compiled.controls import withdraw
from sim.engines.compiled.draws import CONSTANT, draw, quantity
from sim.engines.compiled.memory import Real, Whole, record_stock
from sim.rules import ramp
from sim.rules.control import market_share
from sim.rules.production import for_this_market, good_units, lot_size
from sim.rules.ramp import millionths
from sim.rules.rounding import whole_share
from sim.rules.shares import MILLION


@compiled
def prepare_production(m: Whole, product: int) -> None:
    """The first lots to start and to finish within the run: those that were started before day 0 are in progress."""
    start, interval = m[product + PRODUCT_START], m[product + PRODUCT_LOT_INTERVAL]
    started = max(0, -(start // interval))
    finished = max(0, -((start + m[product + PRODUCT_CYCLE_TIME]) // interval))
    m[product + PRODUCT_LOTS_STARTED] = started
    m[product + PRODUCT_NEXT_START] = start + started * interval
    m[product + PRODUCT_LOTS_FINISHED] = finished
    m[product + PRODUCT_NEXT_FINISH] = start + finished * interval + m[product + PRODUCT_CYCLE_TIME]


@compiled
def production_stage(m: Whole, f: Real) -> None:
    """The production stage of a day: by product, what finishes comes before what starts, but for a cycle of no days."""
    day = m[DAY]
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        if m[product + PRODUCT_CARRIED] < m[product + PRODUCT_CARRIED_END]:
            finish_carried(m, f, product)
        at_once = m[product + PRODUCT_CYCLE_TIME] == 0
        if day == m[product + PRODUCT_NEXT_FINISH] and not at_once:
            finish_lot(m, f, product)
        if day == m[product + PRODUCT_NEXT_START]:
            start_lot(m, f, product)
            if at_once:
                finish_lot(m, f, product)


@compiled
def finish_carried(m: Whole, f: Real, product: int) -> None:
    """Finish today's lots of those that were in progress at the start."""
    first = m[product + PRODUCT_CARRIED]
    for lot in range(first, m[product + PRODUCT_CARRIED_END], 2):
        if m[lot] == m[DAY]:
            share = yield_of(m, f, product, m[product + PRODUCT_CARRIED_WORD], (lot - first) // 2 + 1)
            enter_stock(m, f, product, good_units(m[lot + 1], share))


@compiled
def units_of_lot(m: Whole, f: Real, product: int, started: int) -> int:
    """Units of a lot that is started on a day."""
    return lot_size(m[product + PRODUCT_CAPACITY], ramp_at(m, f, product, started - m[product + PRODUCT_START]))


@compiled
def ramp_at(m: Whole, f: Real, product: int, days: int) -> int:
    """Share of full capacity so many days after the line's start, in millionths."""
    if f[product + PRODUCT_SLOPE] > 0:
        return ramp.logistic(days, f[product + PRODUCT_MIDPOINT], f[product + PRODUCT_SLOPE])
    if m[product + PRODUCT_FULL_AFTER] > 0:
        return ramp.linear(days, m[product + PRODUCT_FULL_AFTER])
    if m[product + PRODUCT_POINTS] < m[product + PRODUCT_POINTS_END]:
        pairs = range(m[product + PRODUCT_POINTS], m[product + PRODUCT_POINTS_END], 2)
        return ramp.table(days, [(m[pair], f[pair + 1]) for pair in pairs])
    return MILLION


@compiled
def start_lot(m: Whole, f: Real, product: int) -> None:
    """Start today's lot, unless the line has ended."""
    m[product + PRODUCT_LOTS_STARTED] += 1
    m[product + PRODUCT_NEXT_START] += m[product + PRODUCT_LOT_INTERVAL]
    if m[DAY] < m[product + PRODUCT_END]:
        units = units_of_lot(m, f, product, m[DAY])
        if units:
            record_stock(m, codes.LOT_STARTED, product, units)


@compiled
def finish_lot(m: Whole, f: Real, product: int) -> None:
    """Finish today's lot, if the line had not ended when it would have started."""
    m[product + PRODUCT_LOTS_FINISHED] += 1
    m[product + PRODUCT_NEXT_FINISH] += m[product + PRODUCT_LOT_INTERVAL]
    started = m[DAY] - m[product + PRODUCT_CYCLE_TIME]
    if started < m[product + PRODUCT_END]:
        units = units_of_lot(m, f, product, started)
        if units:
            word, lot = m[product + PRODUCT_YIELD_WORD], m[product + PRODUCT_LOTS_FINISHED]
            enter_stock(m, f, product, good_units(units, yield_of(m, f, product, word, lot)))


@compiled
def yield_of(m: Whole, f: Real, product: int, word: int, lot: int) -> int:
    """The yield of a lot in millionths."""
    law = m[product + PRODUCT_YIELD]
    if m[law + LAW_KIND] == CONSTANT:
        return whole_share(f[law + LAW_A])
    return whole_share(quantity(m, f, law, draw(m, word, lot, 0, 0)))


@compiled
def enter_stock(m: Whole, f: Real, product: int, good: int) -> None:
    """A finished lot: the market's share enters the stock, the rest is diverted."""
    if good == 0:
        return
    record_stock(m, codes.LOT_FINISHED, product, good)
    controls = m[CONTROL_COUNT]
    today, covers, shares = m[STATES] + m[DAY] * controls, m[product + PRODUCT_COVERS], m[RUSH_SHARES]
    share = market_share(
        millionths(f[product + PRODUCT_MARKET_SHARE]),
        vector(m, today, controls),
        vector(m, covers, controls),
        vector(m, shares, controls),
    )
    kept = for_this_market(good, share)
    if kept < good:
        record_stock(m, codes.DIVERTED, product, good - kept)
    m[product + PRODUCT_STOCK] += kept
    withdraw(m, product)
