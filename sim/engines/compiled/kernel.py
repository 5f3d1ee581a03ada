"""The kernel: one replication, from drawing what is uncertain to the last day's events."""

from typing import Any

from sim.engines.compiled.buyers import find_next_order, order_stage
from sim.engines.compiled.cells import (
    ANNOUNCED,
    BUYER_CELLS,
    BUYER_CUSTOM,
    BUYER_CUSTOM_COUNT,
    BUYER_ORDERS,
    BUYER_ORDERS_END,
    BUYER_SHARES,
    BUYER_TURN,
    BUYERS,
    BUYERS_END,
    CHANNEL_CELLS,
    CHANNEL_DIRECT,
    CHANNEL_MARGIN,
    CHANNEL_PRICE,
    CHANNEL_PRICES,
    CHANNEL_RESERVED,
    CHANNEL_RESERVED_SHARE,
    CHANNEL_USED,
    CHANNELS,
    CHANNELS_END,
    CONTROL_ANNOUNCED,
    CONTROL_BEFORE,
    CONTROL_CELLS,
    CONTROL_COUNT,
    CONTROL_EFFECTIVE,
    CONTROL_LIFTED,
    CONTROL_MOVES,
    CONTROL_MOVES_END,
    CONTROL_NUMBER,
    CONTROL_OVERTIME,
    CONTROL_RUSH_SHARE,
    CONTROLS,
    CONTROLS_END,
    DAY,
    DAYS,
    FIGURES,
    IS_FULL,
    ORDER_CELLS,
    ORDER_DATE,
    ORDER_LEFT,
    ORDER_NUMBER,
    ORDER_UNITS,
    OVERTIME,
    PRICES_OF_PRODUCTS,
    PRODUCT_CELLS,
    PRODUCT_NUMBER,
    PRODUCT_PRICE,
    PRODUCTS,
    PRODUCTS_END,
    REPLICATION,
    RUSH_SHARES,
    START_WEEKDAY,
    STATES,
)
from sim.engines.compiled.compiling import compiled, entry, memory_of
from sim.engines.compiled.controls import control_stage
from sim.engines.compiled.curves import write_changes
from sim.engines.compiled.draws import sample
from sim.engines.compiled.hub import allocation_stage
from sim.engines.compiled.memory import Real, Whole
from sim.engines.compiled.negotiation import negotiation_stage
from sim.engines.compiled.production import prepare_production, production_stage
from sim.engines.compiled.shipments import arrival_stage
from sim.engines.compiled.steps import add_steps
from sim.engines.compiled.tally import figure_count, key_figures
from sim.rules.control import UNCHANGED, state_on
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION


@compiled
def prepare(m: Whole, f: Real) -> None:
    """What follows from the tables once and for all, before day 0."""
    for control in range(m[CONTROLS], m[CONTROLS_END], CONTROL_CELLS):
        prepare_control(m, f, control)
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        m[m[PRICES_OF_PRODUCTS] + m[product + PRODUCT_NUMBER]] = m[product + PRODUCT_PRICE]
        prepare_production(m, product)
    for channel in range(m[CHANNELS], m[CHANNELS_END], CHANNEL_CELLS):
        prepare_channel(m, f, channel)
    for buyer in range(m[BUYERS], m[BUYERS_END], BUYER_CELLS):
        for place in range(m[buyer + BUYER_CUSTOM_COUNT]):
            m[m[buyer + BUYER_CUSTOM] + place] = millionths(f[m[buyer + BUYER_SHARES] + place])
        sort_orders(m, buyer)


@compiled
def prepare_control(m: Whole, f: Real, control: int) -> None:
    """A control's state on every day and on the eve, and what it sets in a rush."""
    number, controls = m[control + CONTROL_NUMBER], m[CONTROL_COUNT]
    moves = [(m[move], m[move + 1]) for move in range(m[control + CONTROL_MOVES], m[control + CONTROL_MOVES_END], 2)]
    announced, effective, lifted = (
        m[control + CONTROL_ANNOUNCED],
        m[control + CONTROL_EFFECTIVE],
        m[control + CONTROL_LIFTED],
    )
    m[control + CONTROL_BEFORE] = state_on(-1, announced, effective, moves, lifted)
    for day in range(m[DAYS]):
        m[m[STATES] + day * controls + number] = state_on(day, announced, effective, moves, lifted)
    share = f[control + CONTROL_RUSH_SHARE]
    m[m[RUSH_SHARES] + number] = UNCHANGED if share < 0 else millionths(share)
    m[m[OVERTIME] + number] = millionths(f[control + CONTROL_OVERTIME])
    m[m[ANNOUNCED] + number] = announced


@compiled
def prepare_channel(m: Whole, f: Real, channel: int) -> None:
    """Prices: a distributor's margin on the product's, a contract's own; the reserved share in millionths."""
    margin, own = MILLION + millionths(f[channel + CHANNEL_MARGIN]), m[channel + CHANNEL_PRICE]
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        price = m[product + PRODUCT_PRICE]
        if not m[channel + CHANNEL_DIRECT]:
            price = price * margin // MILLION
        elif own >= 0:
            price = own
        m[m[channel + CHANNEL_PRICES] + m[product + PRODUCT_NUMBER]] = price
    m[channel + CHANNEL_RESERVED] = millionths(f[channel + CHANNEL_RESERVED_SHARE])


@compiled
def sort_orders(m: Whole, buyer: int) -> None:
    """A buyer's dated orders in order of date, then of number; they are nearly sorted already."""
    turn = m[buyer + BUYER_TURN]
    last = turn
    for order in range(m[buyer + BUYER_ORDERS], m[buyer + BUYER_ORDERS_END], ORDER_CELLS):
        m[order + ORDER_LEFT] = m[order + ORDER_UNITS]
        place = last
        while place > turn and comes_after(m, m[place - 1], order):
            m[place] = m[place - 1]
            place -= 1
        m[place] = order
        last += 1
    find_next_order(m, buyer, turn)


@compiled
def comes_after(m: Whole, one: int, other: int) -> bool:
    """Whether one order comes after another by date, then by number."""
    if m[one + ORDER_DATE] != m[other + ORDER_DATE]:
        return m[one + ORDER_DATE] > m[other + ORDER_DATE]
    return m[one + ORDER_NUMBER] > m[other + ORDER_NUMBER]


@compiled
def live(m: Whole, f: Real) -> None:
    """All days of the run, each in its seven stages; the books are the events themselves. Ends where memory does."""
    for day in range(m[DAYS]):
        m[DAY] = day
        if m[IS_FULL]:
            return
        if (day + m[START_WEEKDAY]) % 7 == 0:
            for channel in range(m[CHANNELS], m[CHANNELS_END], CHANNEL_CELLS):
                m[channel + CHANNEL_USED] = 0
        control_stage(m, f)
        production_stage(m, f)
        arrival_stage(m)
        negotiation_stage(m, f)
        order_stage(m, f)
        allocation_stage(m, f)


DONE, REFUSED, FULL, UNCOUNTED, MISCOUNTED = range(5)
"""How replications end: well, with draws that only the scenario's own checks can pass, for want of room in memory, for
want of room for steps of curves, or before they begin, as there are more or fewer key figures than room for them."""


@compiled
def one(m: Whole, f: Real, nominal: Any, uniforms: Any, sampled: Any) -> int:
    """One replication in memory; gives how it ends."""
    for cell in range(len(nominal)):
        m[cell] = nominal[cell]
    if not sample(m, f, uniforms, sampled):
        return REFUSED
    prepare(m, f)
    live(m, f)
    return FULL if m[IS_FULL] else DONE


@entry
def replicate_many(
    whole: Whole,
    real: Real,
    nominal: Any,
    replications: Any,
    uniforms: Any,
    sampled: Any,
    figures: Any,
    changes: Any,
    steps: Any,
    sums: Any,
    first: int,
    filled: int,
) -> tuple[int, int, int]:
    """Replications from place `first` on, until one doesn't end well; gives how it ends, its place, and `filled`.

    `nominal` holds the first cells of the memory as they are before anything is drawn; the last replication's events
    are in memory afterwards. `replications` are the numbers that chance is drawn by. `sampled`, `figures` and
    `changes` receive a row each; `figures` has no columns and `changes` no rows where these aren't asked for,
    `uniforms` no columns where parameters have streams. Where there is room for `steps`, curves are counted in these,
    from place `filled` on, and in `sums`; `changes` has one row.
    """
    if figures.shape[1] not in (0, figure_count(nominal)):
        return MISCOUNTED, first, filled
    m, f = memory_of(whole), memory_of(real)
    for place in range(first, len(replications)):
        if len(steps) and len(steps) - filled < 2 * sums.shape[1]:
            return UNCOUNTED, place, filled
        nominal[REPLICATION] = replications[place]
        end = one(m, f, nominal, uniforms[place], sampled[place])
        if end != DONE:
            return end, place, filled
        if figures.shape[1]:
            key_figures(m, f)
        for figure in range(figures.shape[1]):
            figures[place, figure] = m[m[FIGURES] + figure]
        if len(steps):
            write_changes(m, changes[0])
            filled = add_steps(changes[0], steps, filled, sums)
        elif len(changes):
            write_changes(m, changes[place])
    return DONE, len(replications), filled
