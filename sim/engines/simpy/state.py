"""What the processes share: the hub's stock, the open order lines, the controls' states, the event book."""

from simpy import Environment

from sim.engines.simpy.open_lines import OpenLines, OrderLine
from sim.realisation.world import Realisation
from sim.records.events import Event, EventBook
from sim.rules import control as rules


class Supply:
    """The state of one replication, in whole units, dollars and days.

    `day` is today, `backlog` what is open by buyer; the controls' states, and the overtime they make channels work,
    are known by day beforehand.
    """

    def __init__(self, env: Environment, realisation: Realisation, book: EventBook) -> None:
        self.env = env
        self.realisation = realisation
        self.book = book
        self.day = 0
        self.prices = [product.price for product in realisation.products]
        self.stock = [0] * len(realisation.products)
        self.lines_placed = 0
        self.open_lines = OpenLines()
        self.open_lines_of = [OpenLines() for _ in realisation.buyers]
        self.backlog = [0] * len(realisation.buyers)
        self.states_by_day = [
            [
                rules.state_on(day, control.announced, control.effective, control.moves, control.lifted)
                for control in realisation.controls
            ]
            for day in range(realisation.days)
        ]
        factors = [control.overtime for control in realisation.controls]
        self.overtime_by_day = [rules.overtime(states, factors) for states in self.states_by_day]
        self.covers = [
            [int(product in control.covers) for control in realisation.controls]
            for product in range(len(realisation.products))
        ]
        self.is_covered = [any(covers) for covers in self.covers]

    def record(self, event: Event, product: int = -1, units: int = 0, value_usd: int = 0, buyer: int = -1) -> None:
        """Write what happened today and belongs to no order line."""
        self.book.record(self.day, event, product, buyer, units=units, value_usd=value_usd)

    def record_line(self, event: Event, line: OrderLine, units: int) -> None:
        """Write what happened today to an order line, valued at what the buyer pays on it."""
        self.book.record(
            self.day, event, line.product, line.buyer, line.channel, line.number, units, units * line.price
        )

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
        return not self.is_covered[line.product] or rules.may_leave(
            self.states_today(), self.covers[line.product], line.licenses
        )

    def may_yet_leave(self, line: OrderLine) -> bool:
        """Whether no control in effect has refused the line a license, or gives none."""
        return not self.is_covered[line.product] or rules.may_yet_leave(
            self.states_today(), self.covers[line.product], line.licenses
        )

    def set_open(self, line: OrderLine, units: int) -> None:
        """Change what is open of a line, and keep the open lines and the buyer's backlog in step."""
        self.backlog[line.buyer] += units - line.open
        line.open = units
        self.open_lines.update(line)
        self.open_lines_of[line.buyer].update(line)

    def withdraw(self, product: int) -> None:
        """Take stock from the hub that a control in effect no longer lets leave: stranded, or diverted.

        What open orders hold a license for, or still wait for one, stays. The first control in effect says
        which of the two it is.
        """
        control = rules.first_in_effect(self.states_today(), self.covers[product])
        if control < 0 or not self.stock[product]:
            return
        lines = self.open_lines.all()
        kept = sum(line.open for line in lines if line.product == product and self.may_yet_leave(line))
        units = rules.withdrawn(self.stock[product], kept)
        if units:
            event = Event.stranded if self.realisation.controls[control].strands else Event.diverted
            self.stock[product] -= units
            self.record(event, product, units, units * self.prices[product])
