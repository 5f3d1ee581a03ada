"""What the processes share: the hub's stock, the order lines, the controls' states, the event book."""

from dataclasses import dataclass

from simpy import Environment

from sim.engines.simpy.calendar import today
from sim.realisation.world import Realisation
from sim.records.events import Event, EventBook
from sim.rules import control as rules


@dataclass(slots=True)
class OrderLine:
    """One product, one buyer, one channel; `kind`, `ordinal` and `generation` name the line to the streams.

    `licenses` holds the state of its license under each control.
    """

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
    licenses: list[int]
    dispatched: int = 0
    by_contract: bool = False


class Supply:
    """The state of one replication, in whole units, dollars and days."""

    def __init__(self, env: Environment, realisation: Realisation, book: EventBook) -> None:
        self.env = env
        self.realisation = realisation
        self.book = book
        self.stock = [0] * len(realisation.products)
        self.lines: list[OrderLine] = []
        self.open_lines: dict[int, OrderLine] = {}
        self.states_by_day = [
            [
                rules.state_on(day, control.announced, control.effective, control.moves, control.lifted)
                for control in realisation.controls
            ]
            for day in range(realisation.days)
        ]
        self.covers = [
            [int(product in control.covers) for control in realisation.controls]
            for product in range(len(realisation.products))
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

    def states_today(self) -> list[int]:
        """Today's state of every control."""
        return self.states_by_day[self.day]

    def in_effect(self, product: int) -> list[int]:
        """The controls in effect today that cover a product, in the order of the file."""
        covers = self.covers[product]
        return [
            control for control, state in enumerate(self.states_today()) if state == rules.IN_EFFECT and covers[control]
        ]

    def may_leave(self, line: OrderLine) -> bool:
        """Whether every control in effect on the line's product has licensed it."""
        return rules.may_leave(self.states_today(), self.covers[line.product], line.licenses)

    def may_yet_leave(self, line: OrderLine) -> bool:
        """Whether no control in effect has refused the line a license, or gives none."""
        return rules.may_yet_leave(self.states_today(), self.covers[line.product], line.licenses)

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
        control = rules.first_in_effect(self.states_today(), self.covers[product])
        if control < 0 or not self.stock[product]:
            return
        kept = sum(
            line.open for line in self.open_lines.values() if line.product == product and self.may_yet_leave(line)
        )
        units = rules.withdrawn(self.stock[product], kept)
        if units:
            event = Event.stranded if self.realisation.controls[control].strands else Event.diverted
            self.stock[product] -= units
            self.record(event, product, units, units * self.realisation.products[product].price)
