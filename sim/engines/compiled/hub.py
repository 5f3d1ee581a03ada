"""The hub: each day it allocates its stock to the open order lines and dispatches."""

from sim.engines.compiled.cells import (
    BOOK,
    BOOK_COUNT,
    BUYER_CELLS,
    BUYER_NUMBER,
    BUYERS,
    BUYERS_END,
    CHANNEL_BACKLOG,
    CHANNEL_CELLS,
    CHANNEL_COUNT,
    CHANNEL_CREDIT_LIMIT,
    CHANNEL_DIRECT,
    CHANNEL_NUMBER,
    CHANNEL_OUTSTANDING,
    CHANNEL_RESERVED,
    CHANNEL_USED,
    CHANNEL_WEEKLY_CAPACITY,
    CHANNELS,
    CHANNELS_END,
    CONTROL_COUNT,
    CREDIT,
    DAY,
    LINE_BUYER,
    LINE_BY_CONTRACT,
    LINE_CHANNEL,
    LINE_OPEN,
    LINE_PRODUCT,
    MOST_LINES,
    OVERTIME,
    POLICY,
    PRICES_OF_PRODUCTS,
    PRODUCT_CELLS,
    PRODUCT_COUNT,
    PRODUCT_NUMBER,
    PRODUCT_PRICE,
    PRODUCT_STOCK,
    PRODUCTS,
    PRODUCTS_END,
    RANKS,
    REQUESTS,
    RESERVES,
    ROOM,
    STATES,
    STOCK_LEFT,
)
from sim.engines.compiled.compiling import compiled, vector
from sim.engines.compiled.controls import line_may_leave
from sim.engines.compiled.memory import Real, Whole, tidy_book
from sim.engines.compiled.shipments import dispatch
from sim.rules import control as control_rules
from sim.rules.allocation import Limits, Requests, allocate
from sim.rules.capacity import credit_room, weekly_room
from sim.rules.shares import part


@compiled
def allocation_stage(m: Whole, f: Real) -> None:
    """The allocation stage of a day."""
    tidy_book(m)
    if m[BOOK_COUNT] == 0 or not has_stock(m):
        return
    count = collect(m) if measure(m) else 0
    if count == 0:
        return
    lines, granted = m[REQUESTS] + 5 * m[MOST_LINES], m[REQUESTS] + 6 * m[MOST_LINES]
    ranks = vector(m, m[RANKS], (m[BUYERS_END] - m[BUYERS]) // BUYER_CELLS)
    allocate(m[POLICY], requests_of(m, count), limits_of(m), ranks, vector(m, granted, count))
    for place in range(count):
        if m[granted + place]:
            dispatch(m, f, m[lines + place], m[granted + place])


@compiled
def has_stock(m: Whole) -> bool:
    """Whether there is any stock in the hub."""
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        if m[product + PRODUCT_STOCK]:
            return True
    return False


@compiled
def collect(m: Whole) -> int:
    """Write the open lines that may leave to the requests, a row a field; gives how many.

    A line without stock, room or credit for a unit gets none and takes none from others: it is left out.
    """
    first, width, count = m[REQUESTS], m[MOST_LINES], 0
    for place in range(m[BOOK], m[BOOK] + m[BOOK_COUNT]):
        line = m[place]
        product, channel = m[line + LINE_PRODUCT], m[m[line + LINE_CHANNEL] + CHANNEL_NUMBER]
        possible = m[product + PRODUCT_STOCK] > 0 and m[m[ROOM] + channel] > 0
        possible = possible and m[m[CREDIT] + channel] >= m[product + PRODUCT_PRICE]
        if possible and line_may_leave(m, line):
            row = first + count
            m[row] = m[product + PRODUCT_NUMBER]
            m[row + width] = m[m[line + LINE_BUYER] + BUYER_NUMBER]
            m[row + 2 * width] = channel
            m[row + 3 * width] = m[line + LINE_OPEN]
            m[row + 4 * width] = m[line + LINE_BY_CONTRACT]
            m[row + 5 * width] = line
            m[row + 6 * width] = 0
            count += 1
    return count


@compiled
def measure(m: Whole) -> bool:
    """What may leave today, by product and by channel; gives whether any channel that has orders has room."""
    controls = m[CONTROL_COUNT]
    today, factors = m[STATES] + m[DAY] * controls, m[OVERTIME]
    overtime = control_rules.overtime(vector(m, today, controls), vector(m, factors, controls))
    any_room = False
    for place, channel in enumerate(range(m[CHANNELS], m[CHANNELS_END], CHANNEL_CELLS)):
        used, outstanding = m[channel + CHANNEL_USED], m[channel + CHANNEL_OUTSTANDING]
        m[m[ROOM] + place] = weekly_room(m[channel + CHANNEL_WEEKLY_CAPACITY], overtime, used)
        m[m[CREDIT] + place] = credit_room(m[channel + CHANNEL_CREDIT_LIMIT], outstanding)
        any_room = any_room or (m[channel + CHANNEL_BACKLOG] > 0 and m[m[ROOM] + place] > 0)
        if m[channel + CHANNEL_BACKLOG] > 0 and m[channel + CHANNEL_DIRECT]:
            reserve(m, channel)
    for place, product in enumerate(range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS)):
        m[m[STOCK_LEFT] + place] = m[product + PRODUCT_STOCK]
    return any_room


@compiled
def reserve(m: Whole, channel: int) -> None:
    """What a contract keeps of today's stock, by product."""
    first = m[RESERVES] + m[channel + CHANNEL_NUMBER] * m[PRODUCT_COUNT]
    for place, product in enumerate(range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS)):
        m[first + place] = part(m[product + PRODUCT_STOCK], m[channel + CHANNEL_RESERVED])


@compiled
def requests_of(m: Whole, count: int) -> Requests:
    """The rows of the requests."""
    first, width = m[REQUESTS], m[MOST_LINES]
    return Requests(
        vector(m, first, count),
        vector(m, first + width, count),
        vector(m, first + 2 * width, count),
        vector(m, first + 3 * width, count),
        vector(m, first + 4 * width, count),
    )


@compiled
def limits_of(m: Whole) -> Limits:
    """What may leave today, which allocation counts down."""
    stock, room, credit, price, reserves = m[STOCK_LEFT], m[ROOM], m[CREDIT], m[PRICES_OF_PRODUCTS], m[RESERVES]
    products, channels = m[PRODUCT_COUNT], m[CHANNEL_COUNT]
    return Limits(
        vector(m, stock, products),
        vector(m, room, channels),
        vector(m, credit, channels),
        vector(m, price, products),
        vector(m, reserves, channels * products),
    )
