"""When things happen: a SimPy event at a stage of a day, ranked among the events of that stage.

SimPy breaks ties by the order of scheduling; the model wants the scenario's order. So the environment's time is
the integer tick and the rank goes in as SimPy's priority (0 and 1 are SimPy's own).
"""

from collections.abc import Callable

from simpy import Environment, Event

from sim.clock import Stage, tick

BEFORE_ALL = -(2**40)
"""The rank before all others of a stage."""

AFTER_ALL = 2**40
"""The rank after all others of a stage."""


class Appointment(Event):
    """A SimPy event with a rank among the events of its tick."""

    def __init__(self, env: Environment, day: int, stage: Stage, rank: int) -> None:
        self.env = env
        self.callbacks: list[Callable[[Event], None]] = []
        self._ok = True
        self._value = None
        # SimPy types its priority as its own two values; any whole number sorts.
        env.schedule(self, 2 - BEFORE_ALL + rank, tick(day, stage) - env.now)  # type: ignore[arg-type]


def at(env: Environment, day: int, stage: Stage, rank: int) -> Event:
    """An event that happens at a stage of a day; `rank` counts from 0 in the order of the scenario."""
    return Appointment(env, day, stage, rank)


def once(env: Environment, day: int, stage: Stage, rank: int, action: Callable[[], None]) -> None:
    """Have something done once: for what only happens, without a process's beginning and end, which are events too."""
    appointment = Appointment(env, day, stage, rank)
    appointment.callbacks.append(lambda _: action())
