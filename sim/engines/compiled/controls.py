"""Export controls: their dates, licenses, goods called back, stock that may no longer leave."""

from collections.abc import Sequence

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BOOK,
    BOOK_COUNT,
    CONTROL_ANNOUNCED,
    CONTROL_BEFORE,
    CONTROL_CELLS,
    CONTROL_COUNT,
    CONTROL_LIFTED,
    CONTROL_MOVES,
    CONTROL_MOVES_END,
    CONTROL_NUMBER,
    CONTROL_RETURNS,
    CONTROL_STRANDS,
    CONTROLS,
    CONTROLS_END,
    DAY,
    DECIDING,
    LINE_LICENSES,
    LINE_OPEN,
    LINE_PRODUCT,
    NOTHING,
    PRODUCT_CELLS,
    PRODUCT_CONTROL,
    PRODUCT_COVERS,
    PRODUCT_INITIAL_STOCK,
    PRODUCT_STOCK,
    PRODUCTS,
    PRODUCTS_END,
    SHIPMENT_CELLS,
    SHIPMENT_LINE,
    SHIPMENT_PRODUCT,
    SHIPMENT_UNITS,
    SHIPMENTS,
    SHIPMENTS_END,
    SORTING,
    STATES,
)
from sim.engines.compiled.compiling import compiled, vector
from sim.engines.compiled.licenses import apply_for_licenses, decide_due
from sim.engines.compiled.memory import Real, Whole, in_order, record, record_stock, tidy_book
from sim.engines.compiled.shipments import rank_of, shipment_at, take_back
from sim.rules.control import GRANTED, IN_EFFECT, first_in_effect, may_leave, may_yet_leave, withdrawn


@compiled
def control_stage(m: Whole, f: Real) -> None:
    """The control stage of a day: opening stock, each control's dates, license decisions, what may no longer leave."""
    if m[DAY] == 0:
        for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
            m[product + PRODUCT_STOCK] += m[product + PRODUCT_INITIAL_STOCK]
            record_stock(m, codes.STOCK_OPENED, product, m[product + PRODUCT_INITIAL_STOCK])
    if states_change(m):
        find_controls(m)
    for control in range(m[CONTROLS], m[CONTROLS_END], CONTROL_CELLS):
        pass_dates(m, f, control)
    if m[m[DECIDING] + m[DAY]] >= 0:
        decide_due(m)
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        withdraw(m, product)


@compiled
def states_change(m: Whole) -> bool:
    """Whether any control has another state today than yesterday; on day 0 it does."""
    controls = m[CONTROL_COUNT]
    today = m[STATES] + m[DAY] * controls
    for state in range(today, today + controls):
        if m[DAY] == 0 or m[state] != m[state - controls]:
            return True
    return m[DAY] == 0


@compiled
def find_controls(m: Whole) -> None:
    """Note for each product the first control that is in effect on it today."""
    controls = m[CONTROL_COUNT]
    today = m[STATES] + m[DAY] * controls
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        covered = m[product + PRODUCT_COVERS]
        m[product + PRODUCT_CONTROL] = first_in_effect(vector(m, today, controls), vector(m, covered, controls))


@compiled
def state_of(m: Whole, control: int, day: int) -> int:
    """The state of a control on a day, the eve of day 0 included."""
    if day < 0:
        return m[control + CONTROL_BEFORE]
    return m[m[STATES] + day * m[CONTROL_COUNT] + m[control + CONTROL_NUMBER]]


@compiled
def is_controlled(m: Whole) -> bool:
    """Whether any control is in effect on any product today."""
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        if m[product + PRODUCT_CONTROL] >= 0:
            return True
    return False


@compiled
def pass_dates(m: Whole, f: Real, control: int) -> None:
    """What a control's own dates bring about today."""
    day = m[DAY]
    if day == m[control + CONTROL_ANNOUNCED]:
        write(m, control, codes.CONTROL_ANNOUNCED)
    for move in range(m[control + CONTROL_MOVES], m[control + CONTROL_MOVES_END], 2):
        if m[move] == day:
            write(m, control, codes.CONTROL_MOVED)
    if state_of(m, control, day) == IN_EFFECT and state_of(m, control, day - 1) != IN_EFFECT:
        write(m, control, codes.CONTROL_EFFECTIVE)
        take_effect(m, f, control)
    if day == m[control + CONTROL_LIFTED]:
        write(m, control, codes.CONTROL_LIFTED)


@compiled
def covers(m: Whole, control: int, product: int) -> bool:
    """Whether a control covers a product."""
    return m[m[product + PRODUCT_COVERS] + m[control + CONTROL_NUMBER]] != 0


@compiled
def write(m: Whole, control: int, event: int) -> None:
    """One event for each product that the control covers."""
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        if covers(m, control, product):
            record(m, event, product, NOTHING, NOTHING, 0, 0, 0)


@compiled
def take_effect(m: Whole, f: Real, control: int) -> None:
    """Call back what is under way, where the control says so, and apply for licenses of the open orders."""
    if m[control + CONTROL_RETURNS]:
        call_back(m, control)
        tidy_book(m)
    for place in range(m[BOOK], m[BOOK] + m[BOOK_COUNT]):
        line = m[place]
        if m[line + LINE_OPEN] > 0 and covers(m, control, m[line + LINE_PRODUCT]):
            apply_for_licenses(m, f, line)


@compiled
def call_back(m: Whole, control: int) -> None:
    """Return to the hub what is under way of the products covered, unless this control licensed it.

    By channel, then in order of order number, then of dispatch.
    """
    count = 0
    for shipment in range(m[SHIPMENTS], m[SHIPMENTS_END], SHIPMENT_CELLS):
        line = m[shipment + SHIPMENT_LINE]
        under_way = m[shipment + SHIPMENT_UNITS] > 0 and covers(m, control, m[shipment + SHIPMENT_PRODUCT])
        if under_way and m[line + LINE_LICENSES + m[control + CONTROL_NUMBER]] != GRANTED:
            m[m[SORTING] + count] = rank_of(m, shipment)
            count += 1
    in_order(m, m[SORTING], count)
    for place in range(m[SORTING], m[SORTING] + count):
        take_back(m, shipment_at(m, m[place]))


@compiled
def by_control(m: Whole, line: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Of each control its state today, whether it covers a line's product, the line's license."""
    controls = m[CONTROL_COUNT]
    today, covered = m[STATES] + m[DAY] * controls, m[m[line + LINE_PRODUCT] + PRODUCT_COVERS]
    return vector(m, today, controls), vector(m, covered, controls), vector(m, line + LINE_LICENSES, controls)


@compiled
def line_may_leave(m: Whole, line: int) -> bool:
    """Whether every control in effect on the line's product has licensed it."""
    if m[m[line + LINE_PRODUCT] + PRODUCT_CONTROL] < 0:
        return True
    states, covered, licenses = by_control(m, line)
    return may_leave(states, covered, licenses)


@compiled
def line_may_yet_leave(m: Whole, line: int) -> bool:
    """Whether no control in effect has refused the line a license, or gives none."""
    if m[m[line + LINE_PRODUCT] + PRODUCT_CONTROL] < 0:
        return True
    states, covered, licenses = by_control(m, line)
    return may_yet_leave(states, covered, licenses)


@compiled
def withdraw(m: Whole, product: int) -> None:
    """Take stock from the hub that a control in effect no longer lets leave: stranded, or diverted."""
    number = m[product + PRODUCT_CONTROL]
    if number < 0 or m[product + PRODUCT_STOCK] == 0:
        return
    kept = 0
    for place in range(m[BOOK], m[BOOK] + m[BOOK_COUNT]):
        line = m[place]
        if m[line + LINE_PRODUCT] == product and line_may_yet_leave(m, line):
            kept += m[line + LINE_OPEN]
    units = withdrawn(m[product + PRODUCT_STOCK], kept)
    if units:
        m[product + PRODUCT_STOCK] -= units
        strands = m[m[CONTROLS] + number * CONTROL_CELLS + CONTROL_STRANDS]
        record_stock(m, codes.STRANDED if strands else codes.DIVERTED, product, units)
