"""The hub, and the week of the channels that it sends by: a process each."""

from sim.clock import Stage
from sim.engines.simpy.calendar import BEFORE_ALL, Calendar, Process
from sim.model.entities import Supply
from sim.model.hub import allocation_stage
from sim.model.shipments import begin_week


def weeks(supply: Supply, calendar: Calendar) -> Process:
    """Begin a new week's count of every channel every Monday."""
    for day in range(-supply.start_weekday % 7, supply.days, 7):
        yield calendar.at(day, Stage.CONTROL, BEFORE_ALL)
        begin_week(supply)


def hub(supply: Supply, calendar: Calendar) -> Process:
    """Allocate every day's stock."""
    for day in range(supply.days):
        yield calendar.at(day, Stage.ALLOCATION, 0)
        allocation_stage(supply)
