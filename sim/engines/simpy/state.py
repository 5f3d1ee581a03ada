"""What the processes share: the hub's stock, the order lines, the controls' states, the event book."""

from dataclasses import dataclass, field

from simpy import Environment

from sim.engines.simpy.calendar import today
from sim.realisation.world import Realisation
from sim.records.events import Event, EventBook
from sim.rules import control as rules

PENDING, GRANTED, REFUSED = 0, 1, 2
"""States of an order line's license under one control."""


@dataclass(slots=True)
class OrderLine:
    """One product, one buyer, one channel; `kind`, `ordinal` and `generation` name the line to the streams."""

    number: int
    buyer: int
    product: int
    channel: int
    placed: int
    price: int
    price_placed: int
    open: int
    need: int
    kind: int
    ordinal: int
    generation: int
    dispatched: int = 0
    by_contract: bool = False
    licenses: dict[int, int] = field(default_factory=dict)


class Supply:
    """The state of one replication, in whole units, dollars and days."""

    def __init__(self, env: Environment, realisation: Realisation, book: EventBook) -> None:
        self.env = env
        self.realisation = realisation
        self.book = book
        self.stock = [0] * len(realisation.products)
        self.lines: list[OrderLine] = []
        self.open_lines: dict[int, OrderLine] = {}
        self.states = [
            [
                rules.state_on(day, control.announced, control.effective, control.moves, control.lifted)
                for day in range(realisation.days)
            ]
            for control in realisation.controls
        ]

    @property
    def day(self) -> int:
        """Today."""
        return today(self.env)

    def record(self, event: Event, product: int = -1, units: int = 0, value_usd: int = 0, buyer: int = -1) -> None:
        """Write what happened today and belongs to no order line."""
        self.book.record(self.day, event, product, buyer, units=units, value_usd=value_usd)

    def record_line(self, event: Event, line: OrderLine, units: int) -> None:
        """Write what happened today to an order line, valued at what the buyer pays on it."""
        self.record_shipment(event, line, units, line.channel, line.price)

    def record_shipment(self, event: Event, line: OrderLine, units: int, channel: int, price: int) -> None:
        """Write what happened today to a shipment: its channel and price may no longer be the line's."""
        self.book.record(self.day, event, line.product, line.buyer, channel, line.number, units, units * price)

    def in_effect(self, product: int) -> list[int]:
        """The controls in effect today that cover a product, in the order of the file."""
        day = self.day
        return [
            number
            for number, control in enumerate(self.realisation.controls)
            if product in control.covers and self.states[number][day] == rules.IN_EFFECT
        ]

    def windows(self, product: int | None = None) -> list[int]:
        """The controls announced and not yet in effect today; those that cover a product, where one is given."""
        day = self.day
        return [
            number
            for number, control in enumerate(self.realisation.controls)
            if (product is None or product in control.covers) and self.states[number][day] == rules.ANNOUNCED
        ]

    def may_leave(self, line: OrderLine) -> bool:
        """Whether every control in effect on the line's product has licensed it."""
        return all(line.licenses.get(control) == GRANTED for control in self.in_effect(line.product))

    def may_yet_leave(self, line: OrderLine) -> bool:
        """Whether no control in effect has refused the line a license, or gives none."""
        return all(line.licenses.get(control) in (GRANTED, PENDING) for control in self.in_effect(line.product))

    def set_open(self, line: OrderLine, units: int) -> None:
        """Change what is open of a line, and keep the list of open lines in step."""
        line.open = units
        if units:
            self.open_lines[line.number] = line
        else:
            self.open_lines.pop(line.number, None)

    def lines_open(self, buyer: int | None = None) -> list[OrderLine]:
        """Open lines, all or one buyer's, in order of order number."""
        return [
            self.open_lines[number]
            for number in sorted(self.open_lines)
            if buyer is None or self.open_lines[number].buyer == buyer
        ]

    def backlog(self, buyer: int) -> int:
        """Open units of a buyer, all products."""
        return sum(line.open for line in self.open_lines.values() if line.buyer == buyer)

    def withdraw(self, product: int) -> None:
        """Take stock from the hub that a control in effect no longer lets leave: stranded, or diverted.

        What open orders hold a license for, or still wait for one, stays. The first control in effect says
        which of the two it is.
        """
        controls = self.in_effect(product)
        if not controls or not self.stock[product]:
            return
        kept = sum(
            line.open for line in self.open_lines.values() if line.product == product and self.may_yet_leave(line)
        )
        units = max(0, self.stock[product] - kept)
        if units:
            strands = self.realisation.controls[controls[0]].strands
            self.stock[product] -= units
            event = Event.stranded if strands else Event.diverted
            self.record(event, product, units, units * self.realisation.products[product].price)
