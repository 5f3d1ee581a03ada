"""Key figures of export controls, counted from the events in memory: see `sim.records.figures.controls`."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_ANSWERS,
    BUYER_CELLS,
    BUYER_PATIENCE,
    BUYERS,
    CONTROL_CELLS,
    CONTROL_LICENSES,
    CONTROLS,
    CONTROLS_END,
    EVENT_CELLS,
    EVENT_COUNT,
    EVENTS,
    LINE_CELLS,
    LINE_PLACED,
    LINE_REFUSED,
    LINE_WINDOW_UNITS,
    LINE_WINDOW_USD,
    LINES,
    LINES_END,
    NOTHING,
    PRODUCT_CELLS,
    PRODUCT_COUNT,
    PRODUCT_LOT_ON,
    PRODUCTS,
    PRODUCTS_END,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.controls import covers, state_of
from sim.engines.compiled.memory import Whole
from sim.realisation.world import CANCEL
from sim.rules.control import ANNOUNCED, IN_EFFECT
from sim.rules.ordering import is_out_of_patience

MISSING = -(2**63)


@compiled
def figures_of_control(m: Whole) -> int:
    """How many figures each control has."""
    return 3 + 4 * m[PRODUCT_COUNT]


@compiled
def control_figures(m: Whole, figure: int) -> None:
    """Figures of every control: window, stopped units, what each deadline took by product."""
    for control in range(m[CONTROLS], m[CONTROLS_END], CONTROL_CELLS):
        clear(m, figure)
        for event in range(m[EVENT_COUNT]):
            count(m, control, figure, m[EVENTS] + event * EVENT_CELLS)
        for line in range(m[LINES], m[LINES_END], m[LINE_CELLS]):
            m[figure] += max(m[line + LINE_WINDOW_UNITS], 0)
            m[figure + 1] += max(m[line + LINE_WINDOW_USD], 0)
        for number, product in enumerate(range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS)):
            for total in range(4):
                if not covers(m, control, product):
                    m[figure + 3 + total * m[PRODUCT_COUNT] + number] = MISSING
        figure += figures_of_control(m)


@compiled
def clear(m: Whole, figure: int) -> None:
    """Nothing is counted yet of a control."""
    for place in range(figure, figure + figures_of_control(m)):
        m[place] = 0
    for line in range(m[LINES], m[LINES_END], m[LINE_CELLS]):
        m[line + LINE_WINDOW_UNITS] = 0
        m[line + LINE_WINDOW_USD] = 0
        m[line + LINE_REFUSED] = 0
    for product in range(m[PRODUCTS], m[PRODUCTS_END], PRODUCT_CELLS):
        m[product + PRODUCT_LOT_ON] = NOTHING


@compiled
def count(m: Whole, control: int, figure: int, row: int) -> None:
    """Count one event for a control."""
    event, day = m[row + 1], m[row]
    line = m[LINES] + (m[row + 5] - 1) * m[LINE_CELLS]
    product = m[PRODUCTS] + m[row + 2] * PRODUCT_CELLS
    if event == codes.LICENSE_REFUSED:
        m[line + LINE_REFUSED] = 1
    elif event == codes.LOT_FINISHED:
        m[product + PRODUCT_LOT_ON] = day
    elif event in (codes.DISPATCHED, codes.RETURNED):
        if covers(m, control, product) and in_window(m, control, event, day):
            sign = 1 if event == codes.DISPATCHED else -1
            m[line + LINE_WINDOW_UNITS] += sign * m[row + 6]
            m[line + LINE_WINDOW_USD] += sign * m[row + 7]
    elif event in (codes.ORDER_SWITCHED, codes.ORDER_CANCELLED):
        if is_stopped(m, control, row, line, product):
            m[figure + 2] += m[row + 6]
    elif is_at_deadline(m, control, event, day, product):
        place = figure + 3 + m[row + 2] + (0 if event == codes.STRANDED else 2 * m[PRODUCT_COUNT])
        m[place] += m[row + 6]
        m[place + m[PRODUCT_COUNT]] += m[row + 7]


@compiled
def is_at_deadline(m: Whole, control: int, event: int, day: int, product: int) -> bool:
    """Whether stock goes on a day on which the control takes effect, before that day's lots finish."""
    if event not in (codes.STRANDED, codes.DIVERTED):
        return False
    return takes_effect(m, control, day) and m[product + PRODUCT_LOT_ON] != day


@compiled
def is_stopped(m: Whole, control: int, row: int, line: int, product: int) -> bool:
    """Whether a control in effect, which refuses the line, ends it."""
    if not covers(m, control, product) or state_of(m, control, m[row]) != IN_EFFECT:
        return False
    if m[control + CONTROL_LICENSES] and not m[line + LINE_REFUSED]:
        return False
    return m[row + 1] == codes.ORDER_SWITCHED or ended_by_control(m, row, m[row] - m[line + LINE_PLACED])


@compiled
def in_window(m: Whole, control: int, event: int, day: int) -> bool:
    """Whether goods leave in a control's window, or are called back from it."""
    if state_of(m, control, day) == ANNOUNCED:
        return True
    return event == codes.RETURNED and state_of(m, control, day - 1) == ANNOUNCED


@compiled
def takes_effect(m: Whole, control: int, day: int) -> bool:
    """Whether a control is in effect from this day on."""
    return state_of(m, control, day) == IN_EFFECT and state_of(m, control, day - 1) != IN_EFFECT


@compiled
def ended_by_control(m: Whole, row: int, waited: int) -> bool:
    """Whether a cancelled order was cancelled for a control, and not given up."""
    buyer = m[BUYERS] + m[row + 3] * BUYER_CELLS
    if m[m[buyer + BUYER_ANSWERS] + m[row + 2]] != CANCEL:
        return False
    return not is_out_of_patience(waited, 0, m[buyer + BUYER_PATIENCE])
