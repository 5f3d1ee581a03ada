"""When things happen: a SimPy event at a stage of a day, ranked among the events of that stage.

SimPy breaks ties by the order of scheduling; the model wants the scenario's order. So the environment's time is
the integer tick and the rank goes in as SimPy's priority (0 and 1 are SimPy's own).
"""

from collections.abc import Callable, Generator
from functools import partial

from simpy import Environment, Event

from sim.clock import Stage, tick
from sim.model.entities import Decision, Shipment, Supply
from sim.model.licenses import decide, turn
from sim.model.shipments import arrive

Process = Generator[Event, None, None]

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


class Calendar:
    """The days of a replication; what is under way by channel and day on which it is due, license decisions by day."""

    def __init__(self, env: Environment, supply: Supply) -> None:
        self.env = env
        self.supply = supply
        self.due: dict[tuple[int, int], list[Shipment]] = {}
        self.deciding: dict[int, list[Decision]] = {}

    def start(self, process: Process) -> None:
        """Start a process."""
        self.env.process(process)

    def at(self, day: int, stage: Stage, rank: int) -> Event:
        """An event at a stage of a day that a process waits for; `rank` counts from 0 in the order of the scenario."""
        return Appointment(self.env, day, stage, rank)

    def once(self, day: int, stage: Stage, rank: int, action: Callable[[], None]) -> None:
        """Have something done once: without a process, whose beginning and end are events too. None after the run."""
        if day < self.supply.days:
            appointment = Appointment(self.env, day, stage, rank)
            appointment.callbacks.append(lambda _: action())

    def arrival(self, shipment: Shipment, day: int) -> None:
        """Have a shipment arrive with all that its channel has due on that day."""
        channel = shipment.channel.number
        if (channel, day) not in self.due:
            self.due[channel, day] = []
            self.once(day, Stage.ARRIVAL, channel, partial(self._arrive, channel, day))
        self.due[channel, day].append(shipment)

    def _arrive(self, channel: int, day: int) -> None:
        """All that a channel has due reaches its buyers, in order of order number."""
        for shipment in sorted(self.due.pop((channel, day)), key=lambda shipment: shipment.line.number):
            arrive(self.supply, shipment)

    def decision(self, decision: Decision, day: int) -> None:
        """Have a license decided with all others of the day, after the controls' own dates and what is applied for."""
        if day not in self.deciding:
            self.deciding[day] = []
            self.once(day, Stage.CONTROL, len(self.supply.controls) + 1, partial(self._decide, day))
        self.deciding[day].append(decision)

    def _decide(self, day: int) -> None:
        """The day's license decisions, in the order of their controls, then of order or buyer number."""
        for decision in sorted(self.deciding.pop(day), key=lambda one: (one.control.number, turn(one))):
            decide(self.supply, decision.line, decision.control, decision.granted)
