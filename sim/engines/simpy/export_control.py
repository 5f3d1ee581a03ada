"""Export controls: announced, moved, in effect, lifted; licenses; what may no longer leave."""

from collections.abc import Generator, Sequence
from functools import partial

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.calendar import AFTER_ALL, at, once
from sim.engines.simpy.distributor import Channel
from sim.engines.simpy.open_lines import OrderLine
from sim.engines.simpy.state import Supply
from sim.realisation.world import ControlWorld
from sim.records.events import Event
from sim.rules.control import GRANTED, IN_EFFECT, NOT_APPLIED, PENDING, REFUSED, state_on

Process = Generator[SimPyEvent, None, None]


def start_controls(supply: Supply, channels: Sequence[Channel]) -> None:
    """Start every control, and the withdrawal that closes each day's control stage."""
    for number, control in enumerate(supply.realisation.controls):
        supply.env.process(export_control(supply, channels, number, control))
    if supply.realisation.controls:
        supply.env.process(withdrawal(supply))


def export_control(supply: Supply, channels: Sequence[Channel], number: int, control: ControlWorld) -> Process:
    """Go through the control's own dates; what happened before day 0 is not written again."""
    moved_on = {on for on, _ in control.moves}
    before = state_on(-1, control.announced, control.effective, control.moves, control.lifted)
    for day, states in enumerate(supply.states_by_day):
        state = states[number]
        takes_effect = state == IN_EFFECT and before != IN_EFFECT
        if day in (control.announced, control.lifted) or day in moved_on or takes_effect:
            yield at(supply.env, day, Stage.CONTROL, number)
            if day == control.announced:
                write(supply, control, Event.control_announced)
            if day in moved_on:
                write(supply, control, Event.control_moved)
            if takes_effect:
                write(supply, control, Event.control_effective)
                take_effect(supply, channels, number, control)
            if day == control.lifted:
                write(supply, control, Event.control_lifted)
        before = state


def write(supply: Supply, control: ControlWorld, event: Event) -> None:
    """One event for each product that the control covers."""
    for product in control.covers:
        supply.record(event, product)


def take_effect(supply: Supply, channels: Sequence[Channel], number: int, control: ControlWorld) -> None:
    """Call back what is under way, where the control says so, and apply for licenses of the open orders.

    A line that is open again after its return may still lack the license of an older control: it applies for all.
    """
    if control.returns:
        for channel in channels:
            channel.call_back(number, control.covers)
    for line in supply.open_lines.all():
        if line.product in control.covers:
            apply_for_licenses(supply, line)


def apply_for_licenses(supply: Supply, line: OrderLine) -> None:
    """Apply for a line under every control in effect on its product."""
    for control in supply.in_effect(line.product):
        apply_for_license(supply, control, line)


def apply_for_license(supply: Supply, control: int, line: OrderLine) -> None:
    """Apply once for a line; the decision comes in a later day's control stage, or at once."""
    if not supply.realisation.controls[control].licenses or line.licenses[control] != NOT_APPLIED:
        return
    granted, days = supply.realisation.license(
        control, line.buyer, line.channel, line.kind, line.ordinal, line.generation
    )
    line.licenses[control] = PENDING
    if days == 0:
        decide(supply, control, line, granted)
    elif supply.day + days < supply.realisation.days:
        rank = len(supply.realisation.controls) + line.number
        once(supply.env, supply.day + days, Stage.CONTROL, rank, partial(decide, supply, control, line, granted))


def decide(supply: Supply, control: int, line: OrderLine, granted: bool) -> None:
    """Grant or refuse a license for what is open of a line."""
    line.licenses[control] = GRANTED if granted else REFUSED
    supply.record_line(Event.license_granted if granted else Event.license_refused, line, line.open)


def withdrawal(supply: Supply) -> Process:
    """Close the control stage of each day: stock that no order may take any more leaves the hub."""
    for day in range(supply.realisation.days):
        if IN_EFFECT in supply.states_by_day[day]:
            yield at(supply.env, day, Stage.CONTROL, AFTER_ALL)
            for product in range(len(supply.stock)):
                supply.withdraw(product)
