"""Buyers: a buyer's turn of each day, in which it gives up, switches, cancels and places orders."""

from sim.clock import NEVER
from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_CELLS,
    BUYER_CONTRACT,
    BUYER_CUSTOM,
    BUYER_CUSTOM_CHANNELS,
    BUYER_CUSTOM_COUNT,
    BUYER_DEMANDS,
    BUYER_DEMANDS_END,
    BUYER_FACTOR,
    BUYER_HEAD,
    BUYER_NEXT_ON,
    BUYER_NEXT_ORDER,
    BUYER_ORDERS,
    BUYER_ORDERS_END,
    BUYER_PARTS,
    BUYER_PATIENCE,
    BUYER_PULL_FORWARD,
    BUYER_RANDOM_ORDERS,
    BUYER_TAIL,
    BUYER_TURN,
    BUYER_WAITS,
    BUYERS,
    BUYERS_END,
    CONTROL_CELLS,
    CONTROLS,
    CONTROLS_END,
    DAY,
    DEMAND_CELLS,
    DEMAND_PRODUCT,
    DEMAND_UNITS,
    DEMAND_UNITS_WORD,
    LINE_DISPATCHED,
    LINE_NEED,
    LINE_NEXT,
    LINE_OPEN,
    LINE_PLACED,
    ORDER_CELLS,
    ORDER_DATE,
    ORDER_LEFT,
    ORDER_NUMBER,
    ORDER_PRODUCT,
    ORDER_PULLED,
    ORDER_UNITS,
    START_ORDINAL,
)
from sim.engines.compiled.compiling import compiled, vector
from sim.engines.compiled.controls import covers, is_controlled, state_of
from sim.engines.compiled.draws import draw, quantity
from sim.engines.compiled.memory import Real, Whole, drop_first_closed, prune_list
from sim.engines.compiled.orders import close, open_line, random_orders_on, react
from sim.realisation.world import DATED, RANDOM
from sim.rules import ordering
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import ANNOUNCED as IS_ANNOUNCED
from sim.rules.control import NONE
from sim.rules.ramp import millionths
from sim.rules.rounding import whole_units

PULLED = 1
"""Generation of what is pulled forward from an order."""


@compiled
def order_stage(m: Whole, f: Real) -> None:
    """The order stage of a day: each buyer's turn."""
    controlled = is_controlled(m)
    for buyer in range(m[BUYERS], m[BUYERS_END], BUYER_CELLS):
        if m[buyer + BUYER_HEAD] >= 0:
            prune_list(m, buyer)
            if m[buyer + BUYER_PATIENCE] != NO_LIMIT:
                give_up(m, buyer)
            if m[buyer + BUYER_WAITS] != NO_LIMIT:
                cancel_surplus(m, buyer)
            if controlled:
                react_all(m, f, buyer)
        if f[buyer + BUYER_PULL_FORWARD] > 0:
            pull_forward(m, f, buyer)
        if m[buyer + BUYER_NEXT_ON] == m[DAY]:
            place_dated(m, f, buyer)
        if m[buyer + BUYER_DEMANDS] < m[buyer + BUYER_DEMANDS_END]:
            place_random(m, f, buyer)


@compiled
def give_up(m: Whole, buyer: int) -> None:
    """Cancel what has waited longer than the buyer's patience: the first lines of its list are the oldest."""
    line = m[buyer + BUYER_HEAD]
    while line >= 0:
        if not ordering.is_out_of_patience(m[DAY], m[line + LINE_PLACED], m[buyer + BUYER_PATIENCE]):
            return
        if m[line + LINE_OPEN] > 0:
            close(m, line, codes.ORDER_CANCELLED)
        line = m[line + LINE_NEXT]


@compiled
def cancel_surplus(m: Whole, buyer: int) -> None:
    """Cancel what was over-ordered in a shortage, once the need has been dispatched."""
    line = m[buyer + BUYER_HEAD]
    while line >= 0:
        if ordering.surplus(m[line + LINE_NEED], m[line + LINE_DISPATCHED], m[line + LINE_OPEN]):
            close(m, line, codes.ORDER_CANCELLED)
        line = m[line + LINE_NEXT]


@compiled
def react_all(m: Whole, f: Real, buyer: int) -> None:
    """Answer the controls in effect for every line that was open before."""
    line, last = m[buyer + BUYER_HEAD], m[buyer + BUYER_TAIL]
    while line >= 0:
        if m[line + LINE_OPEN] > 0:
            react(m, f, line)
        if line == last:
            return
        line = m[line + LINE_NEXT]


@compiled
def pull_forward(m: Whole, f: Real, buyer: int) -> None:
    """On the first day of a rush window, place a share of each later dated order of a covered product."""
    day, share = m[DAY], millionths(f[buyer + BUYER_PULL_FORWARD])
    if share == 0:
        return
    for control in range(m[CONTROLS], m[CONTROLS_END], CONTROL_CELLS):
        before = state_of(m, control, day - 1) if day > 0 else NONE
        if state_of(m, control, day) != IS_ANNOUNCED or before == IS_ANNOUNCED:
            continue
        turn = m[buyer + BUYER_TURN]
        count = (m[buyer + BUYER_ORDERS_END] - m[buyer + BUYER_ORDERS]) // ORDER_CELLS
        for place in range(turn, turn + count):
            order = m[place]
            product = m[order + ORDER_PRODUCT]
            if not m[order + ORDER_PULLED] and m[order + ORDER_DATE] > day and covers(m, control, product):
                m[order + ORDER_PULLED] = 1
                units = ordering.pulled_forward(m[order + ORDER_UNITS], share)
                m[order + ORDER_LEFT] -= units
                place_order(m, f, buyer, product, units, DATED, m[order + ORDER_NUMBER], PULLED)


@compiled
def place_dated(m: Whole, f: Real, buyer: int) -> None:
    """Place today's dated orders."""
    while m[buyer + BUYER_NEXT_ON] == m[DAY]:
        order = m[m[buyer + BUYER_NEXT_ORDER]]
        find_next_order(m, buyer, m[buyer + BUYER_NEXT_ORDER] + 1)
        place_order(m, f, buyer, m[order + ORDER_PRODUCT], m[order + ORDER_LEFT], DATED, m[order + ORDER_NUMBER], 0)


@compiled
def find_next_order(m: Whole, buyer: int, place: int) -> None:
    """Note which dated order comes next, that at a place of the buyer's turn, and on which day."""
    count = (m[buyer + BUYER_ORDERS_END] - m[buyer + BUYER_ORDERS]) // ORDER_CELLS
    m[buyer + BUYER_NEXT_ORDER] = place
    m[buyer + BUYER_NEXT_ON] = m[m[place] + ORDER_DATE] if place < m[buyer + BUYER_TURN] + count else NEVER


@compiled
def place_random(m: Whole, f: Real, buyer: int) -> None:
    """Place today's random orders; a size drawn as 0 is no order, and takes no number."""
    today = m[START_ORDINAL] + m[DAY]
    for demand in range(m[buyer + BUYER_DEMANDS], m[buyer + BUYER_DEMANDS_END], DEMAND_CELLS):
        for order in range(random_orders_on(m, f, demand, m[DAY])):
            u = draw(m, m[demand + DEMAND_UNITS_WORD], today, order, 0)
            units = whole_units(quantity(m, f, m[demand + DEMAND_UNITS], u))
            if units == 0:
                continue
            m[buyer + BUYER_RANDOM_ORDERS] += 1
            number = m[buyer + BUYER_RANDOM_ORDERS]
            place_order(m, f, buyer, m[demand + DEMAND_PRODUCT], units, RANDOM, number, 0)


@compiled
def place_order(
    m: Whole, f: Real, buyer: int, product: int, need: int, kind: int, ordinal: int, generation: int
) -> None:
    """Place an order over the buyer's channels: more than its need in a shortage, never beyond its budget."""
    factor = millionths(f[buyer + BUYER_FACTOR])
    wanted = ordering.inflated(need, oldest_wait(m, buyer), m[buyer + BUYER_WAITS], factor)
    contract = m[buyer + BUYER_CONTRACT]
    if contract >= 0:
        open_line(m, f, buyer, contract, product, wanted, min(wanted, need), kind, ordinal, generation)
        return
    count, parts = m[buyer + BUYER_CUSTOM_COUNT], m[buyer + BUYER_PARTS]
    custom, needs = vector(m, m[buyer + BUYER_CUSTOM], count), parts
    ordering.split_over_channels(wanted, custom, vector(m, parts, count))
    if need != wanted:
        needs = parts + count
        ordering.split_over_channels(need, custom, vector(m, needs, count))
    for place in range(count):
        channel = m[m[buyer + BUYER_CUSTOM_CHANNELS] + place]
        own_need = min(m[parts + place], m[needs + place])
        open_line(m, f, buyer, channel, product, m[parts + place], own_need, kind, ordinal, generation)


@compiled
def oldest_wait(m: Whole, buyer: int) -> int:
    """Days that the buyer's oldest open order has waited; -1 where none is open."""
    drop_first_closed(m, buyer)
    line = m[buyer + BUYER_HEAD]
    return m[DAY] - m[line + LINE_PLACED] if line >= 0 else -1
