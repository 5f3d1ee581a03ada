"""Shipments: what leaves by one channel on one day travels together, and arrives or is called back."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    CHANNEL_DRAWN_DAYS,
    CHANNEL_DRAWN_ON,
    CHANNEL_NUMBER,
    CHANNEL_OUTSTANDING,
    CHANNEL_TRANSIT,
    CHANNEL_TRANSIT_WORD,
    CHANNEL_USED,
    DAY,
    DAYS,
    DUE,
    LINE_BUYER,
    LINE_CHANNEL,
    LINE_DISPATCHED,
    LINE_NUMBER,
    LINE_OPEN,
    LINE_PRICE,
    LINE_PRODUCT,
    MOST_LINES,
    MOST_SHIPMENTS,
    PRODUCT_PRICE,
    PRODUCT_STOCK,
    SHIPMENT_CELLS,
    SHIPMENT_CHANNEL,
    SHIPMENT_DISPATCHED,
    SHIPMENT_LINE,
    SHIPMENT_NEXT,
    SHIPMENT_PRICE,
    SHIPMENT_PRODUCT,
    SHIPMENT_UNITS,
    SHIPMENTS,
    SHIPMENTS_END,
    SORTING,
    START_ORDINAL,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.draws import days_of
from sim.engines.compiled.memory import Real, Whole, in_order, record, record_line, set_open, take


@compiled
def dispatch(m: Whole, f: Real, line: int, units: int) -> None:
    """Send units of a line on their way."""
    product, channel = m[line + LINE_PRODUCT], m[line + LINE_CHANNEL]
    m[product + PRODUCT_STOCK] -= units
    set_open(m, line, m[line + LINE_OPEN] - units)
    m[line + LINE_DISPATCHED] += units
    m[channel + CHANNEL_USED] += units
    m[channel + CHANNEL_OUTSTANDING] += units * m[product + PRODUCT_PRICE]
    record_line(m, codes.DISPATCHED, line, units)
    shipment = take(m, SHIPMENTS_END, SHIPMENT_CELLS)
    if shipment < 0:
        return
    m[shipment + SHIPMENT_LINE] = line
    m[shipment + SHIPMENT_DISPATCHED] = m[DAY]
    m[shipment + SHIPMENT_UNITS] = units
    m[shipment + SHIPMENT_PRICE] = m[line + LINE_PRICE]
    m[shipment + SHIPMENT_CHANNEL] = channel
    m[shipment + SHIPMENT_PRODUCT] = product
    due = m[DUE] + min(m[DAY] + transit(m, f, channel), m[DAYS])
    m[shipment + SHIPMENT_NEXT] = m[due]
    m[due] = shipment


@compiled
def transit(m: Whole, f: Real, channel: int) -> int:
    """Days under way of what leaves by a channel today, at least one; drawn once a day."""
    if m[channel + CHANNEL_DRAWN_ON] != m[DAY]:
        law, word = m[channel + CHANNEL_TRANSIT], m[channel + CHANNEL_TRANSIT_WORD]
        m[channel + CHANNEL_DRAWN_ON] = m[DAY]
        m[channel + CHANNEL_DRAWN_DAYS] = max(1, days_of(m, f, law, word, m[START_ORDINAL] + m[DAY]))
    return m[channel + CHANNEL_DRAWN_DAYS]


@compiled
def arrival_stage(m: Whole) -> None:
    """All that is due today reaches its buyers: by channel, then in order of order number, then of dispatch."""
    shipment, count = m[m[DUE] + m[DAY]], 0
    while shipment >= 0:
        m[m[SORTING] + count] = rank_of(m, shipment)
        count += 1
        shipment = m[shipment + SHIPMENT_NEXT]
    in_order(m, m[SORTING], count)
    for place in range(m[SORTING], m[SORTING] + count):
        arrive(m, shipment_at(m, m[place]))


@compiled
def rank_of(m: Whole, shipment: int) -> int:
    """A shipment's channel, then its order number, then its own number, in one number.

    It fits: a memory of so many lines that it did not would be too large for any machine.
    """
    channel, line = m[m[shipment + SHIPMENT_CHANNEL] + CHANNEL_NUMBER], m[m[shipment + SHIPMENT_LINE] + LINE_NUMBER]
    return (channel * m[MOST_LINES] + line) * m[MOST_SHIPMENTS] + (shipment - m[SHIPMENTS]) // SHIPMENT_CELLS


@compiled
def shipment_at(m: Whole, rank: int) -> int:
    """The shipment of a rank."""
    return m[SHIPMENTS] + rank % m[MOST_SHIPMENTS] * SHIPMENT_CELLS


@compiled
def arrive(m: Whole, shipment: int) -> None:
    """A shipment reaches its buyer, unless it was called back."""
    if m[shipment + SHIPMENT_UNITS] > 0:
        end_shipment(m, shipment, codes.DELIVERED)


@compiled
def take_back(m: Whole, shipment: int) -> None:
    """A shipment returns: its units are in stock and open again."""
    line, units = m[shipment + SHIPMENT_LINE], m[shipment + SHIPMENT_UNITS]
    end_shipment(m, shipment, codes.RETURNED)
    m[m[line + LINE_PRODUCT] + PRODUCT_STOCK] += units
    m[line + LINE_DISPATCHED] -= units
    set_open(m, line, m[line + LINE_OPEN] + units)
    if m[line + LINE_CHANNEL] != m[shipment + SHIPMENT_CHANNEL]:
        record_line(m, codes.ORDER_MOVED, line, units)


@compiled
def end_shipment(m: Whole, shipment: int, event: int) -> None:
    """A shipment is delivered or returned: its credit is free again."""
    line, units, channel = m[shipment + SHIPMENT_LINE], m[shipment + SHIPMENT_UNITS], m[shipment + SHIPMENT_CHANNEL]
    product, value = m[shipment + SHIPMENT_PRODUCT], units * m[shipment + SHIPMENT_PRICE]
    m[channel + CHANNEL_OUTSTANDING] -= units * m[product + PRODUCT_PRICE]
    record(m, event, product, m[line + LINE_BUYER], channel, m[line + LINE_NUMBER], units, value)
    m[shipment + SHIPMENT_UNITS] = 0
