"""Licenses: applied for once by an order line under a control, decided at once or on a later day."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_NUMBER,
    CHANNEL_WORD,
    CONTROL_CELLS,
    CONTROL_COUNT,
    CONTROL_GRANTED,
    CONTROL_LICENSE_DAYS,
    CONTROL_LICENSE_WORDS,
    CONTROL_LICENSES,
    CONTROL_NUMBER,
    CONTROLS,
    CONTROLS_END,
    DAY,
    DAYS,
    DECIDING,
    DECISION_CELLS,
    DECISION_CONTROL,
    DECISION_GRANTED,
    DECISION_LINE,
    DECISION_NEXT,
    DECISIONS,
    DECISIONS_END,
    LINE_BUYER,
    LINE_CHANNEL,
    LINE_GENERATION,
    LINE_KIND,
    LINE_LICENSES,
    LINE_NUMBER,
    LINE_OPEN,
    LINE_ORDINAL,
    LINE_PRODUCT,
    MOST_DECISIONS,
    PRODUCT_COVERS,
    SORTING,
    STATES,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.draws import draw, quantity
from sim.engines.compiled.memory import Real, Whole, in_order, record_line, take
from sim.realisation.world import KINDS
from sim.rules.control import GRANTED, IN_EFFECT, NOT_APPLIED, PENDING, REFUSED
from sim.rules.rounding import whole_days


@compiled
def apply_for_licenses(m: Whole, f: Real, line: int) -> None:
    """Apply once for a line under every control in effect on its product that gives licenses."""
    today = m[STATES] + m[DAY] * m[CONTROL_COUNT]
    covered = m[m[line + LINE_PRODUCT] + PRODUCT_COVERS]
    for control in range(m[CONTROLS], m[CONTROLS_END], CONTROL_CELLS):
        number = m[control + CONTROL_NUMBER]
        in_effect = m[today + number] == IN_EFFECT and m[covered + number] != 0
        if in_effect and m[control + CONTROL_LICENSES] and m[line + LINE_LICENSES + number] == NOT_APPLIED:
            apply_for_license(m, f, line, control)


@compiled
def apply_for_license(m: Whole, f: Real, line: int, control: int) -> None:
    """Draw a license decision: it comes in a later day's control stage, or at once."""
    words = m[control + CONTROL_LICENSE_WORDS] + 2 * m[m[line + LINE_BUYER] + BUYER_NUMBER]
    index, a = m[line + LINE_ORDINAL], m[line + LINE_GENERATION] * KINDS + m[line + LINE_KIND]
    b = m[m[line + LINE_CHANNEL] + CHANNEL_WORD]
    granted = draw(m, m[words], index, a, b) < f[control + CONTROL_GRANTED]
    days = whole_days(quantity(m, f, m[control + CONTROL_LICENSE_DAYS], draw(m, m[words + 1], index, a, b)))
    m[line + LINE_LICENSES + m[control + CONTROL_NUMBER]] = PENDING
    decided = m[DAY] + days
    if days == 0:
        decide(m, line, control, granted)
    elif decided < m[DAYS]:
        decision = take(m, DECISIONS_END, DECISION_CELLS)
        if decision < 0:
            return
        m[decision + DECISION_LINE] = line
        m[decision + DECISION_CONTROL] = control
        m[decision + DECISION_GRANTED] = 1 if granted else 0
        m[decision + DECISION_NEXT] = m[m[DECIDING] + decided]
        m[m[DECIDING] + decided] = decision


@compiled
def decide_due(m: Whole) -> None:
    """Today's license decisions, in order of order number, then of application."""
    decision, count = m[m[DECIDING] + m[DAY]], 0
    while decision >= 0:
        place = (decision - m[DECISIONS]) // DECISION_CELLS
        m[m[SORTING] + count] = m[m[decision + DECISION_LINE] + LINE_NUMBER] * m[MOST_DECISIONS] + place
        count += 1
        decision = m[decision + DECISION_NEXT]
    in_order(m, m[SORTING], count)
    for rank in range(m[SORTING], m[SORTING] + count):
        decided = m[DECISIONS] + m[rank] % m[MOST_DECISIONS] * DECISION_CELLS
        decide(m, m[decided + DECISION_LINE], m[decided + DECISION_CONTROL], m[decided + DECISION_GRANTED] != 0)


@compiled
def decide(m: Whole, line: int, control: int, granted: bool) -> None:
    """Grant or refuse a license for what is open of a line."""
    m[line + LINE_LICENSES + m[control + CONTROL_NUMBER]] = GRANTED if granted else REFUSED
    record_line(m, codes.LICENSE_GRANTED if granted else codes.LICENSE_REFUSED, line, m[line + LINE_OPEN])
