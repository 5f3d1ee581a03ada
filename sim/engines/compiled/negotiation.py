"""Negotiations: a buyer talks with the supplier about a direct channel."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_BACKLOG,
    BUYER_CELLS,
    BUYER_CONTRACT,
    BUYER_DAYS_WORD,
    BUYER_DEMANDS,
    BUYER_DEMANDS_END,
    BUYER_DIRECT,
    BUYER_HEAD,
    BUYER_LATEST,
    BUYER_MINIMUM_UNITS,
    BUYER_ORDERS,
    BUYER_ORDERS_END,
    BUYER_ROUND,
    BUYER_ROUND_DAYS,
    BUYER_ROUND_ENDS,
    BUYER_ROUNDS,
    BUYER_SUCCESS,
    BUYER_SUCCESS_WORD,
    BUYER_TALKS_BACKLOG,
    BUYER_TALKS_ON,
    BUYER_TURN,
    BUYERS,
    BUYERS_END,
    CHANNEL_BACKLOG,
    CHANNEL_PRICES,
    DAY,
    DAYS,
    DEMAND_CELLS,
    DEMAND_PRODUCT,
    LINE_BY_CONTRACT,
    LINE_CHANNEL,
    LINE_NEXT,
    LINE_OPEN,
    LINE_PRICE,
    LINE_PRODUCT,
    NOTHING,
    ORDER_DATE,
    ORDER_PRODUCT,
    PRODUCT_NUMBER,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.draws import days_of, draw
from sim.engines.compiled.memory import Real, Whole, record, record_line
from sim.engines.compiled.orders import open_line, random_orders_on
from sim.realisation.world import CONTRACT_MINIMUM
from sim.rules import ordering

NOT_OPENED, ENDED = 0, -1
"""A buyer's round where it has none: rounds count from 1."""


@compiled
def negotiation_stage(m: Whole, f: Real) -> None:
    """The negotiation stage of a day."""
    for buyer in range(m[BUYERS], m[BUYERS_END], BUYER_CELLS):
        if m[buyer + BUYER_DIRECT] < 0 or m[buyer + BUYER_ROUND] == ENDED:
            continue
        if m[buyer + BUYER_ROUND] == NOT_OPENED and opens(m, buyer):
            record(m, codes.NEGOTIATION_OPENED, NOTHING, buyer, NOTHING, 0, 0, 0)
            next_round(m, f, buyer)
        while m[buyer + BUYER_ROUND] > 0 and m[buyer + BUYER_ROUND_ENDS] == m[DAY]:
            end_round(m, f, buyer)


@compiled
def opens(m: Whole, buyer: int) -> bool:
    """Whether a buyer's talks open today: on their date, or at the backlog of the evening before."""
    if m[buyer + BUYER_TALKS_BACKLOG] >= 0:
        return m[buyer + BUYER_BACKLOG] >= m[buyer + BUYER_TALKS_BACKLOG]
    return m[DAY] == m[buyer + BUYER_TALKS_ON]


@compiled
def next_round(m: Whole, f: Real, buyer: int) -> None:
    """Begin a round of talks, or fail after the last."""
    m[buyer + BUYER_ROUND] += 1
    number = m[buyer + BUYER_ROUND]
    if number > m[buyer + BUYER_ROUNDS]:
        record(m, codes.NEGOTIATION_FAILED, NOTHING, buyer, NOTHING, 0, 0, 0)
        m[buyer + BUYER_ROUND] = ENDED
    else:
        days = days_of(m, f, m[buyer + BUYER_ROUND_DAYS], m[buyer + BUYER_DAYS_WORD], number)
        m[buyer + BUYER_ROUND_ENDS] = m[DAY] + days


@compiled
def end_round(m: Whole, f: Real, buyer: int) -> None:
    """A round ends: in a contract, or another round."""
    record(m, codes.NEGOTIATION_ROUND, NOTHING, buyer, NOTHING, 0, 0, 0)
    if draw(m, m[buyer + BUYER_SUCCESS_WORD], m[buyer + BUYER_ROUND], 0, 0) < f[buyer + BUYER_SUCCESS]:
        m[buyer + BUYER_ROUND] = ENDED
        sign(m, f, buyer)
    else:
        next_round(m, f, buyer)


@compiled
def sign(m: Whole, f: Real, buyer: int) -> None:
    """The contract takes over the open orders, and from now on all custom goes to it."""
    channel, taken_over = m[buyer + BUYER_DIRECT], m[buyer + BUYER_BACKLOG]
    m[buyer + BUYER_CONTRACT] = channel
    record(m, codes.CONTRACT_SIGNED, NOTHING, buyer, channel, 0, taken_over, 0)
    line = m[buyer + BUYER_HEAD]
    while line >= 0:
        if m[line + LINE_OPEN] > 0:
            m[m[line + LINE_CHANNEL] + CHANNEL_BACKLOG] -= m[line + LINE_OPEN]
            m[channel + CHANNEL_BACKLOG] += m[line + LINE_OPEN]
            m[line + LINE_CHANNEL] = channel
            m[line + LINE_PRICE] = m[m[channel + CHANNEL_PRICES] + m[m[line + LINE_PRODUCT] + PRODUCT_NUMBER]]
            m[line + LINE_BY_CONTRACT] = 1
            record_line(m, codes.ORDER_MOVED, line, m[line + LINE_OPEN])
        line = m[line + LINE_NEXT]
    units = ordering.top_up(m[buyer + BUYER_MINIMUM_UNITS], taken_over)
    product = m[buyer + BUYER_LATEST]
    if product < 0:
        product = first_product(m, f, buyer)
    if units and product >= 0:
        open_line(m, f, buyer, channel, product, units, units, CONTRACT_MINIMUM, 1, 0)


@compiled
def first_product(m: Whole, f: Real, buyer: int) -> int:
    """The product that a buyer will order first; `NOTHING` where it never orders."""
    is_dated = m[buyer + BUYER_ORDERS] < m[buyer + BUYER_ORDERS_END]
    order = m[m[buyer + BUYER_TURN]] if is_dated else NOTHING
    until = m[order + ORDER_DATE] if is_dated else m[DAYS]
    for day in range(until):
        for demand in range(m[buyer + BUYER_DEMANDS], m[buyer + BUYER_DEMANDS_END], DEMAND_CELLS):
            if random_orders_on(m, f, demand, day):
                return m[demand + DEMAND_PRODUCT]
    return m[order + ORDER_PRODUCT] if is_dated else NOTHING
