"""Licenses: applied for once by an order line under a control, decided at once or on a later day."""

from sim.model.book import record_line
from sim.model.draws import draw, quantity
from sim.model.entities import KINDS, Control, Line, Supply
from sim.model.events import Event
from sim.model.lists import new_decision, plan_decision
from sim.rules.control import GRANTED, IN_EFFECT, NOT_APPLIED, PENDING, REFUSED
from sim.rules.rounding import whole_days


def apply_for_licenses(supply: Supply, line: Line) -> None:
    """Apply once for a line under every control in effect on its product that gives licenses."""
    for control in supply.controls:
        number = control.number
        in_effect = supply.states[number] == IN_EFFECT and line.product.covers[number] != 0
        if in_effect and control.licenses and line.licenses[number] == NOT_APPLIED:
            apply_for_license(supply, line, control)


def apply_for_license(supply: Supply, line: Line, control: Control) -> None:
    """Draw a license decision: it comes in a later day's control stage, or at once."""
    streams = 2 * line.buyer.number
    index, a, b = line.ordinal, line.generation * KINDS + line.kind, line.channel.word
    granted = draw(supply, control.license_words[streams], index, a, b) < control.granted
    u = draw(supply, control.license_words[streams + 1], index, a, b)
    days = whole_days(quantity(control.license_days, u))
    line.licenses[control.number] = PENDING
    if days == 0:
        decide(supply, line, control, granted)
    elif supply.day + days < supply.days:
        decision = new_decision(supply)
        decision.line = line
        decision.control = control
        decision.granted = granted
        plan_decision(supply, decision, supply.day + days)


def decide(supply: Supply, line: Line, control: Control, granted: bool) -> None:
    """Grant or refuse a license for what is open of a line."""
    line.licenses[control.number] = GRANTED if granted else REFUSED
    record_line(supply, Event.license_granted if granted else Event.license_refused, line, line.open)
