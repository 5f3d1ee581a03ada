"""Export controls: announced, moved, in effect, lifted; goods called back; what may no longer leave."""

from sim.model.deadlines import begin_deadline
from sim.model.entities import Control, Line, Shipment, Supply
from sim.model.events import Account, Event
from sim.model.gates import concerns, covers, license_of
from sim.model.lists import post, record, under_way
from sim.model.quotas import is_renewed, prepare_quota, renew_quota
from sim.model.shipments import take_back
from sim.rules.control import (
    ANNOUNCED,
    GRANTED,
    IN_EFFECT,
    UNCHANGED,
    effective_on,
    first_in_effect,
    state_on,
)
from sim.rules.ramp import millionths


def prepare_control(supply: Supply, control: Control) -> None:
    """A control's state on the eve and on every day, and what it sets in a rush."""
    for place in range(len(control.states)):
        control.states[place] = state_by_dates(control, place - 1)
    note_dates(supply, control)
    supply.rush_shares[control.number] = UNCHANGED if control.rush_share < 0 else millionths(control.rush_share)
    supply.overtimes[control.number] = millionths(control.overtime)
    supply.announced[control.number] = control.announced
    prepare_quota(supply, control)
    supply.on_orders[control.number] = control.on_orders
    supply.on_dispatch[control.number] = 1 - control.on_orders
    supply.on_stock[control.number] = 1 if acts_on_stock(control) else 0


def note_dates(supply: Supply, control: Control) -> None:
    """Note the days on which a control's dates may bring anything about; day 0 is one for all."""
    for day in range(supply.days):
        is_named = day in (control.announced, control.lifted, control.opens)
        if is_named or control.states[day] != control.states[day + 1] or is_renewed(supply, control, day):
            supply.turning[day] = 1
    for on in control.move_on:
        if 0 <= on < supply.days:
            supply.turning[on] = 1


def acts_on_stock(control: Control) -> bool:
    """Whether a control keeps stock in the hub: one on dispatch does that concerns every buyer."""
    return not control.on_orders and control.concerns_all


def state_of(control: Control, day: int) -> int:
    """The state of a control on a day, which may lie before the run."""
    return control.states[day + 1] if day >= -1 else state_by_dates(control, day)


def state_by_dates(control: Control, day: int) -> int:
    """The same, as the control's dates have it."""
    return state_on(day, control.announced, control.effective, control.move_on, control.move_to, control.lifted)


def effective_day(control: Control, day: int) -> int:
    """A control's effective day, as it is known on a day."""
    return effective_on(day, control.effective, control.move_on, control.move_to)


def takes_effect(control: Control, day: int) -> bool:
    """Whether a control is in effect from this day on."""
    return state_of(control, day) == IN_EFFECT and state_of(control, day - 1) != IN_EFFECT


def has_date(control: Control, day: int) -> bool:
    """Whether a control's own dates bring anything about on a day."""
    return day in (control.announced, control.lifted) or day in control.move_on or takes_effect(control, day)


def states_change(supply: Supply, day: int) -> bool:
    """Whether any control has another state on a day than the day before, or its quota anew; on day 0 it does."""
    for control in supply.controls:
        if state_of(control, day) != state_of(control, day - 1) or is_renewed(supply, control, day):
            return True
    return day == 0


def note_states(supply: Supply) -> None:
    """Note today's states and quotas, and for each product the first controls that are in effect on it."""
    supply.is_rush = False
    supply.licensing += 1
    supply.may_serve = True
    supply.stops_on = supply.day
    for control in supply.controls:
        supply.states[control.number] = state_of(control, supply.day)
        if supply.states[control.number] == ANNOUNCED:
            supply.is_rush = True
        if is_renewed(supply, control, supply.day):
            renew_quota(control)
        ended = state_of(control, supply.day - 1) == IN_EFFECT != state_of(control, supply.day)
        if ended and control.on_orders and control.resume:
            supply.resumes_on = supply.day
    supply.is_controlled = False
    for product in supply.products:
        product.control = first_in_effect(supply.states, product.covers, supply.on_dispatch)
        product.stock_control = first_in_effect(supply.states, product.covers, supply.on_stock)
        product.is_banned = first_in_effect(supply.states, product.covers, supply.on_orders) >= 0
        if product.control >= 0 or product.is_banned:
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
        begin_deadline(supply)
        if control.returns:
            call_back(supply, control)
    if day == control.lifted:
        record_covered(supply, control, Event.control_lifted)


def record_covered(supply: Supply, control: Control, event: int) -> None:
    """One event for each product that the control covers."""
    for product in supply.products:
        if covers(control, product):
            record(supply, event, product.number)


def call_back(supply: Supply, control: Control) -> None:
    """Return to the hub what is under way of lines that the control concerns, unless it licensed them.

    What is due today has not arrived yet: controls come before arrivals. A line that is open again may lack the
    license of an older control too: it applies for all.
    """
    for shipment in under_way(supply):
        line = shipment.line
        if concerns(control, line) and license_of(supply, control, line) != GRANTED:
            post_called_back(supply, control, shipment)
            take_back(supply, shipment)
            supply.is_to_apply = True


def days_kept_back(supply: Supply, line: Line) -> int:
    """Days before the run on which a control in effect kept back a line that is older."""
    kept = 0
    for day in range(line.placed, 0):
        for control in supply.controls:
            if not control.on_orders and concerns(control, line) and state_of(control, day) == IN_EFFECT:
                kept += 1
                break
    return kept


def post_called_back(supply: Supply, control: Control, shipment: Shipment) -> None:
    """Note what a control calls back of goods that left in its own window."""
    if state_of(control, shipment.sent_on) == ANNOUNCED:
        line, value = shipment.line, shipment.units * shipment.price
        product, buyer = line.product.number, line.buyer.number
        post(supply, supply.day, Account.called_back, product, buyer, control.number, shipment.units)
        post(supply, supply.day, Account.called_back_usd, product, buyer, control.number, value)
