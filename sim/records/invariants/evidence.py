"""What an invariant looks at: the events one by one, and the scenario for its limits; never an engine's state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.clock import NEVER, day_of
from sim.records.events import EventLog
from sim.rules.control import state_on
from sim.scenario.buyer_tables import Contract
from sim.scenario.control_tables import Control
from sim.scenario.production_checks import products_of
from sim.scenario.production_tables import SharedLine
from sim.scenario.schema import Scenario
from sim.scenario.tables import Distributor, Product


class Row(NamedTuple):
    """One event, its fields in the order of `sim.records.events.COLUMNS`."""

    day: int
    event: int
    product: int
    buyer: int
    channel: int
    order: int
    units: int
    value_usd: int


@dataclass(frozen=True)
class Violation:
    """An invariant that a log breaks, on which day (0 is the scenario's start), and which entity breaks it."""

    invariant: str
    day: int
    entity: str
    found: str

    def __str__(self) -> str:
        return f"{self.invariant}: day {self.day}, {self.entity}: {self.found}"


class Evidence:
    """An event log beside the scenario that it is of, as sampled: nothing in it is uncertain any more."""

    def __init__(self, log: EventLog, scenario: Scenario) -> None:
        self.log = log
        self.scenario = scenario
        self.rows = [Row(*row) for row in log.rows.tolist()]
        self._products = {product.name: product for product in scenario.product}
        self._distributors = {distributor.name: distributor for distributor in scenario.distributor}
        self._contracts = {
            f"direct:{buyer.name}": buyer.negotiation.contract
            for buyer in scenario.buyer
            if buyer.negotiation is not None
        }

    def product(self, row: Row) -> Product:
        """The product of an event."""
        return self._products[self.log.products[row.product]]

    def lines_of(self, product: str) -> list[SharedLine]:
        """The shared lines that make a product."""
        return [line for line in self.scenario.line if product in products_of(line)]

    def channel(self, number: int) -> Distributor | Contract:
        """The distributor, or the contract of the direct channel, that a channel's number stands for."""
        name = self.log.channels[number]
        return self._contracts[name] if name in self._contracts else self._distributors[name]

    def channels(self) -> range:
        """The numbers of the channels; shared lines come after them in the column."""
        return range(len(self._distributors) + len(self._contracts))

    def is_direct(self, number: int) -> bool:
        """Whether a channel is a buyer's direct channel."""
        return self.log.channels[number] in self._contracts

    def acts_on_stock(self, control: Control) -> bool:
        """Whether a control keeps goods back from every buyer."""
        named = control.buyers is None or {buyer.name for buyer in self.scenario.buyer} <= set(control.buyers)
        return control.acts_on == "dispatch" and named

    def control_state(self, control: Control, day: int) -> int:
        """The state of a control on a day, as in `sim.rules.control`."""
        start = self.scenario.start
        return state_on(
            day,
            day_of(control.announced, start),
            day_of(control.effective, start),
            [day_of(move.on, start) for move in control.moved],
            [day_of(move.to, start) for move in control.moved],
            NEVER if control.lifted is None else day_of(control.lifted, start),
        )


Invariant = Callable[[Evidence], Iterator[Violation]]
