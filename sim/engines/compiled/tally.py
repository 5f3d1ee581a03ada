"""Key figures of a replication, counted from its events in memory: the same as `sim.records.figures` gives.

Figures stand one after the other in the order of their names there. A figure without meaning is `MISSING`, of a real
one NaN.
"""

import math

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_CELLS,
    BUYERS,
    BUYERS_END,
    CHANNEL_CELLS,
    CHANNEL_COUNT,
    CHANNEL_DIRECT,
    CHANNEL_WEEKLY_CAPACITY,
    CHANNELS,
    CHANNELS_END,
    CONTROL_COUNT,
    DAYS,
    EVENT_CELLS,
    EVENT_COUNT,
    EVENTS,
    FIGURES,
    FLOW_COUNT,
    LINE_CELLS,
    LINE_PLACED,
    LINES,
    NOTHING,
    PRODUCT_COUNT,
    REPORT_COUNT,
    REPORT_DAYS,
    START_WEEKDAY,
    TALLY,
    TALLY_BUYERS,
    TALLY_CHANNELS,
    TALLY_DELIVERED,
    TALLY_ORDERED,
    TALLY_PRODUCTS,
    TALLY_USD,
    TALLY_WAITS,
    TARGET_COUNT,
    TARGETS,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.memory import Real, Whole
from sim.engines.compiled.tally_controls import control_figures, figures_of_control
from sim.engines.compiled.tally_flows import count_flow, flow_figures
from sim.rules.ordering import order_units
from sim.rules.shares import MILLION

MISSING = -(2**63)

CANCELLED, SWITCHED, DISPATCHED, DIRECT, DIRECT_WAITED, INDIRECT, INDIRECT_WAITED, TOTALS_OF_BUYER = range(8)
"""What is counted of a buyer: units, and units times days waited."""

STRANDED, STRANDED_USD, DIVERTED, DIVERTED_USD, TOTALS_OF_PRODUCT = range(5)
SENT, SIGNED_ON, TOTALS_OF_CHANNEL = range(3)


OF_DATE, OF_RUN, OF_WAITS, OF_CHANNEL = 4, 3, 3, 2
"""Figures of a buyer on a date, of it over the run, of its waits; of a channel."""


@compiled
def figure_count(m: Whole) -> int:
    """How many figures `key_figures` writes, from the memory's first cells."""
    buyers = (m[BUYERS_END] - m[BUYERS]) // BUYER_CELLS
    of_buyer = OF_DATE * m[REPORT_COUNT] + m[TARGET_COUNT] + OF_RUN + OF_WAITS
    count = (buyers + 1) * of_buyer + buyers + TOTALS_OF_PRODUCT * m[PRODUCT_COUNT] + OF_CHANNEL * m[CHANNEL_COUNT]
    return count + m[FLOW_COUNT] + m[CONTROL_COUNT] * figures_of_control(m)


@compiled
def key_figures(m: Whole, f: Real) -> None:
    """Count the events and write every key figure."""
    for cell in range(m[TALLY], m[FIGURES]):
        m[cell] = 0
    for channel in range(m[CHANNEL_COUNT]):
        m[m[TALLY_CHANNELS] + channel * TOTALS_OF_CHANNEL + SIGNED_ON] = NOTHING
    for event in range(m[EVENT_COUNT]):
        count(m, m[EVENTS] + event * EVENT_CELLS)
    buyers = (m[BUYERS_END] - m[BUYERS]) // BUYER_CELLS
    for curves in (TALLY_DELIVERED, TALLY_ORDERED, TALLY_USD, TALLY_WAITS):
        cumulate(m, m[curves], buyers)
    figure = m[FIGURES]
    for buyer in range(-1, buyers):
        figure = buyer_figures(m, f, figure, buyer, buyers)
    for buyer in range(-1, buyers):
        figure = wait_figures(m, f, figure, buyer, buyers)
    for buyer in range(buyers):
        f[figure] = days_gained(m, m[TALLY_BUYERS] + buyer * TOTALS_OF_BUYER)
        figure += 1
    for total in range(TOTALS_OF_PRODUCT):
        for product in range(m[PRODUCT_COUNT]):
            m[figure] = m[m[TALLY_PRODUCTS] + product * TOTALS_OF_PRODUCT + total]
            figure += 1
    figure = channel_figures(m, f, figure)
    figure = flow_figures(m, figure)
    control_figures(m, figure)


@compiled
def count(m: Whole, row: int) -> None:
    """Count one event."""
    event, units = m[row + 1], m[row + 6]
    if event in (codes.STRANDED, codes.DIVERTED):
        total = m[TALLY_PRODUCTS] + m[row + 2] * TOTALS_OF_PRODUCT + (STRANDED if event == codes.STRANDED else DIVERTED)
        m[total] += units
        m[total + 1] += m[row + 7]
    elif event == codes.CONTRACT_SIGNED:
        m[m[TALLY_CHANNELS] + m[row + 4] * TOTALS_OF_CHANNEL + SIGNED_ON] = m[row]
    elif m[row + 3] >= 0:
        count_of_buyer(m, row, event, units)
        count_flow(m, row, event, units)


@compiled
def count_of_buyer(m: Whole, row: int, event: int, units: int) -> None:
    """Count what happens to a buyer's orders."""
    day, buyer = m[row], m[row + 3]
    totals, today = m[TALLY_BUYERS] + buyer * TOTALS_OF_BUYER, (buyer + 1) * m[DAYS] + day
    if event == codes.ORDER_PLACED:
        m[m[TALLY_ORDERED] + today] += order_units(units, 0)
    elif event == codes.ORDER_SWITCHED:
        m[m[TALLY_ORDERED] + today] += order_units(0, units)
        m[totals + SWITCHED] += units
    elif event == codes.ORDER_CANCELLED:
        m[totals + CANCELLED] += units
    elif event == codes.DISPATCHED:
        m[totals + DISPATCHED] += units
        m[m[TALLY_CHANNELS] + m[row + 4] * TOTALS_OF_CHANNEL + SENT] += units
    elif event == codes.RETURNED:
        m[totals + DISPATCHED] -= units
    elif event == codes.DELIVERED:
        m[m[TALLY_DELIVERED] + today] += units
        m[m[TALLY_USD] + today] += m[row + 7]
        waited = day - m[m[LINES] + (m[row + 5] - 1) * m[LINE_CELLS] + LINE_PLACED]
        m[m[TALLY_WAITS] + (buyer + 1) * m[DAYS] + waited] += units
        is_direct = m[m[CHANNELS] + m[row + 4] * CHANNEL_CELLS + CHANNEL_DIRECT]
        side = totals + (DIRECT if is_direct else INDIRECT)
        m[side] += units
        m[side + 1] += units * waited


@compiled
def cumulate(m: Whole, curves: int, buyers: int) -> None:
    """Make running sums of each buyer's counts by day, and of all buyers' in the first row."""
    days = m[DAYS]
    for buyer in range(1, buyers + 1):
        total = 0
        for day in range(days):
            total += m[curves + buyer * days + day]
            m[curves + buyer * days + day] = total
            m[curves + day] += total


@compiled
def first_at_least(m: Whole, curve: int, count: int, least: float) -> int:
    """The first place of a rising curve that is not below a number."""
    first, last = 0, count
    while first < last:
        middle = (first + last) // 2
        if m[curve + middle] < least:
            first = middle + 1
        else:
            last = middle
    return first


@compiled
def total_of(m: Whole, buyer: int, buyers: int, total: int) -> int:
    """A total of a buyer, or of all of them for buyer -1."""
    if buyer >= 0:
        return m[m[TALLY_BUYERS] + buyer * TOTALS_OF_BUYER + total]
    whole = 0
    for one in range(buyers):
        whole += m[m[TALLY_BUYERS] + one * TOTALS_OF_BUYER + total]
    return whole


@compiled
def buyer_figures(m: Whole, f: Real, figure: int, buyer: int, buyers: int) -> int:
    """Figures of a buyer, or of all for -1, on dates and over the run; gives the place of the next figure."""
    row = (buyer + 1) * m[DAYS]
    delivered, ordered, usd = m[TALLY_DELIVERED] + row, m[TALLY_ORDERED] + row, m[TALLY_USD] + row
    whole = m[ordered + m[DAYS] - 1]
    for date in range(m[REPORT_DAYS], m[REPORT_DAYS] + m[REPORT_COUNT]):
        day = m[date]
        f[figure] = m[delivered + day] / whole if whole else math.nan
        m[figure + 1] = m[delivered + day]
        m[figure + 2] = m[usd + day]
        m[figure + 3] = m[ordered + day]
        figure += OF_DATE
    for target in range(m[TARGETS], m[TARGETS] + m[TARGET_COUNT]):
        units = -(-whole * m[target] // MILLION)
        reached = 0 < units <= m[delivered + m[DAYS] - 1]
        m[figure] = first_at_least(m, delivered, m[DAYS], units) if reached else MISSING
        figure += 1
    cancelled = total_of(m, buyer, buyers, CANCELLED)
    m[figure] = whole - cancelled - total_of(m, buyer, buyers, DISPATCHED)
    m[figure + 1] = cancelled
    m[figure + 2] = total_of(m, buyer, buyers, SWITCHED)
    return figure + OF_RUN


@compiled
def wait_figures(m: Whole, f: Real, figure: int, buyer: int, buyers: int) -> int:
    """Mean, median and 90 % quantile of the days that a buyer's units, or all for -1, waited; the next place."""
    waits = m[TALLY_WAITS] + (buyer + 1) * m[DAYS]
    whole = m[waits + m[DAYS] - 1]
    waited = total_of(m, buyer, buyers, DIRECT_WAITED) + total_of(m, buyer, buyers, INDIRECT_WAITED)
    f[figure] = waited / whole if whole else math.nan
    m[figure + 1] = first_at_least(m, waits, m[DAYS], 0.5 * whole) if whole else MISSING
    m[figure + 2] = first_at_least(m, waits, m[DAYS], 0.9 * whole) if whole else MISSING
    return figure + OF_WAITS


@compiled
def days_gained(m: Whole, totals: int) -> float:
    """A buyer's mean wait through distributors less that through its direct channel."""
    if m[totals + DIRECT] == 0 or m[totals + INDIRECT] == 0:
        return math.nan
    return m[totals + INDIRECT_WAITED] / m[totals + INDIRECT] - m[totals + DIRECT_WAITED] / m[totals + DIRECT]


@compiled
def channel_figures(m: Whole, f: Real, figure: int) -> int:
    """Each channel's share of what is dispatched, and the use of its capacity; the next place."""
    whole = 0
    for channel in range(m[CHANNEL_COUNT]):
        whole += m[m[TALLY_CHANNELS] + channel * TOTALS_OF_CHANNEL + SENT]
    for number, channel in enumerate(range(m[CHANNELS], m[CHANNELS_END], CHANNEL_CELLS)):
        totals = m[TALLY_CHANNELS] + number * TOTALS_OF_CHANNEL
        since = m[totals + SIGNED_ON] if m[channel + CHANNEL_DIRECT] else 0
        weekday = m[START_WEEKDAY]
        weeks = (m[DAYS] - 1 + weekday) // 7 - (since + weekday) // 7 + 1 if since >= 0 else 0
        capacity = m[channel + CHANNEL_WEEKLY_CAPACITY] * weeks
        f[figure] = m[totals + SENT] / whole if whole else math.nan
        f[figure + 1] = m[totals + SENT] / capacity if capacity else math.nan
        figure += OF_CHANNEL
    return figure
