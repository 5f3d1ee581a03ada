"""Order lines: placed within the budget, ended, and answered for when a control refuses them."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    ANNOUNCED,
    BUYER_ANSWERS,
    BUYER_BUDGET,
    BUYER_CONTRACT,
    BUYER_LATEST,
    CHANNEL_PRICES,
    CONTROL_COUNT,
    DAY,
    DEMAND_A_MONTH,
    DEMAND_BURST_DAYS,
    DEMAND_COUNT_WORD,
    DEMAND_FACTOR,
    DEMAND_PRODUCT,
    LINE_BUYER,
    LINE_BY_CONTRACT,
    LINE_CELLS,
    LINE_CHANNEL,
    LINE_DISPATCHED,
    LINE_GENERATION,
    LINE_IN_BOOK,
    LINE_IN_LIST,
    LINE_KIND,
    LINE_LICENSES,
    LINE_NEED,
    LINE_NEXT,
    LINE_NUMBER,
    LINE_OPEN,
    LINE_ORDINAL,
    LINE_PLACED,
    LINE_PRICE,
    LINE_PRICE_PLACED,
    LINE_PRODUCT,
    LINES,
    LINES_END,
    NOTHING,
    PRODUCT_COVERS,
    PRODUCT_NUMBER,
    START_ORDINAL,
)
from sim.engines.compiled.compiling import compiled, vector
from sim.engines.compiled.controls import line_may_yet_leave
from sim.engines.compiled.draws import draw
from sim.engines.compiled.licenses import apply_for_licenses
from sim.engines.compiled.memory import Real, Whole, record_line, set_open, take
from sim.realisation.world import CANCEL, WAIT
from sim.rules.capacity import affordable
from sim.rules.control import NOT_APPLIED
from sim.rules.demand import is_bursting, orders_a_day
from sim.scenario.quantiles import orders_on

SUBSTITUTE = 2
"""Generations that an order goes on with each switch."""


@compiled
def random_orders_on(m: Whole, f: Real, demand: int, day: int) -> int:
    """How many random orders a stream brings on a day."""
    factor, controls = 1.0, m[CONTROL_COUNT]
    announced, covered = m[ANNOUNCED], m[m[demand + DEMAND_PRODUCT] + PRODUCT_COVERS]
    days = m[demand + DEMAND_BURST_DAYS]
    if is_bursting(day, days, vector(m, announced, controls), vector(m, covered, controls)):
        factor = f[demand + DEMAND_FACTOR]
    mean = orders_a_day(f[demand + DEMAND_A_MONTH], factor)
    return orders_on(draw(m, m[demand + DEMAND_COUNT_WORD], m[START_ORDINAL] + day, 0, 0), mean)


@compiled
def open_line(m: Whole, f: Real, buyer: int, *order: int) -> None:
    """Place one order line as `write_line` does, and answer the controls in effect."""
    line = write_line(m, f, buyer, *order)
    if line >= 0:
        react(m, f, line)


@compiled
def write_line(
    m: Whole,
    f: Real,
    buyer: int,
    channel: int,
    product: int,
    units: int,
    need: int,
    kind: int,
    ordinal: int,
    generation: int,
) -> int:
    """Place one order line, as far as the budget goes, and apply for its licenses; gives the line, or `NOTHING`."""
    price = m[m[channel + CHANNEL_PRICES] + m[product + PRODUCT_NUMBER]]
    units = min(units, affordable(m[buyer + BUYER_BUDGET], price))
    if units <= 0:
        return NOTHING
    line = take(m, LINES_END, m[LINE_CELLS])
    if line < 0:
        return NOTHING
    m[line + LINE_NUMBER] = (line - m[LINES]) // m[LINE_CELLS] + 1
    m[line + LINE_BUYER] = buyer
    m[line + LINE_PRODUCT] = product
    m[line + LINE_CHANNEL] = channel
    m[line + LINE_PLACED] = m[DAY]
    m[line + LINE_PRICE] = price
    m[line + LINE_PRICE_PLACED] = price
    m[line + LINE_OPEN] = 0
    m[line + LINE_NEED] = min(need, units)
    m[line + LINE_KIND] = kind
    m[line + LINE_ORDINAL] = ordinal
    m[line + LINE_GENERATION] = generation
    m[line + LINE_DISPATCHED] = 0
    m[line + LINE_BY_CONTRACT] = 1 if channel == m[buyer + BUYER_CONTRACT] else 0
    m[line + LINE_NEXT] = NOTHING
    m[line + LINE_IN_BOOK] = 0
    m[line + LINE_IN_LIST] = 0
    for control in range(m[CONTROL_COUNT]):
        m[line + LINE_LICENSES + control] = NOT_APPLIED
    m[buyer + BUYER_BUDGET] -= units * price
    m[buyer + BUYER_LATEST] = product
    set_open(m, line, units)
    record_line(m, codes.ORDER_PLACED, line, units)
    apply_for_licenses(m, f, line)
    return line


@compiled
def close(m: Whole, line: int, event: int) -> None:
    """End what is open of a line; the budget gets it back at the price when placed."""
    units = m[line + LINE_OPEN]
    record_line(m, event, line, units)
    m[m[line + LINE_BUYER] + BUYER_BUDGET] += units * m[line + LINE_PRICE_PLACED]
    set_open(m, line, 0)


@compiled
def react(m: Whole, f: Real, line: int) -> None:
    """Cancel or switch a line that a control in effect licenses neither now nor perhaps later."""
    while line >= 0 and not line_may_yet_leave(m, line):
        buyer = m[line + LINE_BUYER]
        answer = m[m[buyer + BUYER_ANSWERS] + m[m[line + LINE_PRODUCT] + PRODUCT_NUMBER]]
        if answer == WAIT:
            return
        if answer == CANCEL:
            close(m, line, codes.ORDER_CANCELLED)
            return
        units, need = m[line + LINE_OPEN], m[line + LINE_NEED] - m[line + LINE_DISPATCHED]
        close(m, line, codes.ORDER_SWITCHED)
        generation = m[line + LINE_GENERATION] + SUBSTITUTE
        channel, kind, ordinal = m[line + LINE_CHANNEL], m[line + LINE_KIND], m[line + LINE_ORDINAL]
        line = write_line(m, f, buyer, channel, answer, units, need, kind, ordinal, generation)
