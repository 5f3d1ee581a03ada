"""Export controls: announced, moved, in effect, lifted; goods called back; what may no longer leave."""

from sim.model.book import record_stock
from sim.model.entities import Control, Line, Product, Supply
from sim.model.events import Event
from sim.model.licenses import apply_for_licenses
from sim.model.lists import open_lines, record, under_way
from sim.model.shipments import take_back
from sim.rules.control import (
    GRANTED,
    IN_EFFECT,
    UNCHANGED,
    first_in_effect,
    may_leave,
    may_yet_leave,
    state_on,
    withdrawn,
)
from sim.rules.ramp import millionths


def prepare_control(supply: Supply, control: Control) -> None:
    """A control's state on the eve and on every day, and what it sets in a rush."""
    moves = [(on, control.move_to[place]) for place, on in enumerate(control.move_on)]
    for place in range(len(control.states)):
        day = place - 1
        control.states[place] = state_on(day, control.announced, control.effective, moves, control.lifted)
    supply.rush_shares[control.number] = UNCHANGED if control.rush_share < 0 else millionths(control.rush_share)
    supply.overtimes[control.number] = millionths(control.overtime)
    supply.announced[control.number] = control.announced


def state_of(control: Control, day: int) -> int:
    """The state of a control on a day, the eve of day 0 included."""
    return control.states[day + 1]


def takes_effect(control: Control, day: int) -> bool:
    """Whether a control is in effect from this day on."""
    return state_of(control, day) == IN_EFFECT and state_of(control, day - 1) != IN_EFFECT


def has_date(control: Control, day: int) -> bool:
    """Whether a control's own dates bring anything about on a day."""
    return day in (control.announced, control.lifted) or day in control.move_on or takes_effect(control, day)


def states_change(supply: Supply, day: int) -> bool:
    """Whether any control has another state on a day than the day before; on day 0 it does."""
    for control in supply.controls:
        if state_of(control, day) != state_of(control, day - 1):
            return True
    return day == 0


def note_states(supply: Supply) -> None:
    """Note today's states, and for each product the first control that is in effect on it."""
    for control in supply.controls:
        supply.states[control.number] = state_of(control, supply.day)
    supply.is_controlled = False
    for product in supply.products:
        product.control = first_in_effect(supply.states, product.covers)
        if product.control >= 0:
            supply.is_controlled = True


def pass_dates(supply: Supply, control: Control) -> None:
    """What a control's own dates bring about today."""
    day = supply.day
    if day == control.announced:
        record_covered(supply, control, Event.control_announced)
    for on in control.move_on:
        if on == day:
            record_covered(supply, control, Event.control_moved)
    if takes_effect(control, day):
        record_covered(supply, control, Event.control_effective)
        take_effect(supply, control)
    if day == control.lifted:
        record_covered(supply, control, Event.control_lifted)


def covers(control: Control, product: Product) -> bool:
    """Whether a control covers a product."""
    return product.covers[control.number] != 0


def record_covered(supply: Supply, control: Control, event: int) -> None:
    """One event for each product that the control covers."""
    for product in supply.products:
        if covers(control, product):
            record(supply, event, product.number)


def take_effect(supply: Supply, control: Control) -> None:
    """Call back what is under way, where the control says so, and apply for licenses of the open orders.

    A line that is open again after its return may still lack the license of an older control: it applies for all.
    """
    if control.returns:
        call_back(supply, control)
    for line in open_lines(supply):
        if line.open > 0 and covers(control, line.product):
            apply_for_licenses(supply, line)


def call_back(supply: Supply, control: Control) -> None:
    """Return to the hub what is under way of the products covered, unless this control licensed it.

    What is due today has not arrived yet: controls come before arrivals.
    """
    for shipment in under_way(supply):
        line = shipment.line
        if covers(control, line.product) and line.licenses[control.number] != GRANTED:
            take_back(supply, shipment)


def line_may_leave(supply: Supply, line: Line) -> bool:
    """Whether every control in effect on the line's product has licensed it."""
    return line.product.control < 0 or may_leave(supply.states, line.product.covers, line.licenses)


def line_may_yet_leave(supply: Supply, line: Line) -> bool:
    """Whether no control in effect has refused the line a license, or gives none."""
    return line.product.control < 0 or may_yet_leave(supply.states, line.product.covers, line.licenses)


def withdraw(supply: Supply, product: Product) -> None:
    """Take stock from the hub that a control in effect no longer lets leave: stranded, or diverted.

    What open orders hold a license for, or still wait for one, stays. The first control in effect says which of the
    two it is.
    """
    if product.control < 0 or product.stock == 0:
        return
    kept = 0
    for line in open_lines(supply):
        if line.product.number == product.number and line_may_yet_leave(supply, line):
            kept += line.open
    units = withdrawn(product.stock, kept)
    if units:
        product.stock -= units
        strands = supply.controls[product.control].strands
        record_stock(supply, Event.stranded if strands else Event.diverted, product, units)
