"""Export controls: a process each goes through its dates; another closes each day's control stage."""

from functools import partial

from sim.clock import Stage
from sim.engines.simpy.calendar import AFTER_ALL, BEFORE_ALL, Calendar, Process
from sim.model.controls import has_date, note_states, pass_dates, states_change
from sim.model.entities import Control, Supply
from sim.model.licenses import apply_all, takes_applications_on
from sim.model.stock import keep_back, may_change_fate


def start_controls(supply: Supply, calendar: Calendar) -> None:
    """Start every control, and what comes before and after them in each day's control stage."""
    for day in range(supply.days):
        if states_change(supply, day):
            calendar.once(day, Stage.CONTROL, BEFORE_ALL, partial(note_states, supply))
    for control in supply.controls:
        calendar.start(export_control(supply, calendar, control))
    if supply.controls:
        calendar.start(applications(supply, calendar))
        calendar.start(stock_control(supply, calendar))


def export_control(supply: Supply, calendar: Calendar, control: Control) -> Process:
    """Go through the control's own dates; what happened before day 0 is not written again."""
    for day in range(supply.days):
        if has_date(control, day):
            yield calendar.at(day, Stage.CONTROL, control.number)
            pass_dates(supply, control)


def applications(supply: Supply, calendar: Calendar) -> Process:
    """After the controls' own dates, what is open applies for licenses."""
    for day in range(supply.days):
        if any(takes_applications_on(control, day) for control in supply.controls):
            yield calendar.at(day, Stage.CONTROL, len(supply.controls))
            apply_all(supply)


def stock_control(supply: Supply, calendar: Calendar) -> Process:
    """Close the control stage of each day: stock that no order may take is held, or leaves; or is free again."""
    for day in range(supply.days):
        if may_change_fate(supply, day):
            yield calendar.at(day, Stage.CONTROL, AFTER_ALL)
            keep_back(supply)
