"""Channels: a distributor, or the direct channel of a contract; each counts its calendar week and its credit.

What leaves by one channel on one day travels together and arrives together.
"""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.calendar import at, once
from sim.engines.simpy.open_lines import OrderLine
from sim.engines.simpy.state import Supply
from sim.realisation.world import ChannelWorld
from sim.records.events import Event
from sim.rules import capacity
from sim.rules.control import GRANTED

Process = Generator[SimPyEvent, None, None]


@dataclass(frozen=True, slots=True)
class Shipment:
    """Units of one order line under way, since which day and at which price."""

    line: OrderLine
    dispatched: int
    units: int
    price: int


class Channel:
    """One channel: units used of this week's capacity, dollars of credit outstanding, shipments due by day."""

    def __init__(self, supply: Supply, number: int, world: ChannelWorld) -> None:
        self.supply = supply
        self.number = number
        self.world = world
        self.used_this_week = 0
        self.credit_outstanding = 0
        self.due: dict[int, list[Shipment]] = {}
        supply.env.process(self.week())

    def week(self) -> Process:
        """Begin a new week's count every Monday."""
        first_monday = -self.supply.realisation.start_weekday % 7
        for day in range(first_monday, self.supply.realisation.days, 7):
            yield at(self.supply.env, day, Stage.CONTROL, self.number)
            self.used_this_week = 0

    def room(self) -> int:
        """Units that may still leave this week, today's overtime included."""
        overtime = self.supply.overtime_by_day[self.supply.day]
        return capacity.weekly_room(self.world.weekly_capacity, overtime, self.used_this_week)

    def credit(self) -> int:
        """Dollars of goods that may still be dispatched."""
        return capacity.credit_room(self.world.credit_limit, self.credit_outstanding)

    def dispatch(self, line: OrderLine, units: int) -> None:
        """Send units of a line on their way."""
        supply = self.supply
        supply.stock[line.product] -= units
        supply.set_open(line, line.open - units)
        line.dispatched += units
        self.used_this_week += units
        self.credit_outstanding += units * supply.prices[line.product]
        supply.record_line(Event.dispatched, line, units)
        arrives = supply.day + int(self.world.transit[supply.day])
        if arrives not in self.due:
            self.due[arrives] = []
            if arrives < supply.realisation.days:
                once(supply.env, arrives, Stage.ARRIVAL, self.number, partial(self.arrive, arrives))
        self.due[arrives].append(Shipment(line, supply.day, units, line.price))

    def arrive(self, day: int) -> None:
        """All that is due on a day reaches its buyers, in order of order number."""
        for shipment in sorted(self.due.pop(day, []), key=lambda shipment: shipment.line.number):
            self._record(Event.delivered, shipment)

    def call_back(self, control: int, covers: tuple[int, ...]) -> None:
        """Return to the hub what is under way of the products covered, unless this control licensed it.

        What is due today has not arrived yet: controls come before arrivals.
        """
        returned: list[Shipment] = []
        for day, shipments in self.due.items():
            stays: list[Shipment] = []
            for shipment in shipments:
                line = shipment.line
                licensed = line.licenses[control] == GRANTED
                (stays if line.product not in covers or licensed else returned).append(shipment)
            self.due[day] = stays
        for shipment in sorted(returned, key=lambda shipment: (shipment.line.number, shipment.dispatched)):
            self._take_back(shipment)

    def _take_back(self, shipment: Shipment) -> None:
        line, units = shipment.line, shipment.units
        self._record(Event.returned, shipment)
        self.supply.stock[line.product] += units
        line.dispatched -= units
        self.supply.set_open(line, line.open + units)
        if line.channel != self.number:
            self.supply.record_line(Event.order_moved, line, units)

    def _record(self, event: Event, shipment: Shipment) -> None:
        """A shipment leaves this channel, delivered or returned: its credit is free again."""
        line, units = shipment.line, shipment.units
        self.credit_outstanding -= units * self.supply.prices[line.product]
        self.supply.record_shipment(event, line, units, self.number, shipment.price)
