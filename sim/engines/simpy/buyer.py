"""Buyers: a buyer's turn of each day, in which it gives up, switches, cancels and places orders."""

from collections.abc import Generator

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.calendar import at
from sim.engines.simpy.export_control import apply_for_licenses
from sim.engines.simpy.open_lines import OrderLine
from sim.engines.simpy.state import Supply
from sim.realisation.world import CANCEL, CONTRACT_MINIMUM, DATED, WAIT, BuyerWorld, NegotiationWorld, OrderWorld
from sim.records.events import Event
from sim.rules import ordering
from sim.rules.capacity import affordable
from sim.rules.control import ANNOUNCED, IN_EFFECT, NOT_APPLIED
from sim.rules.shares import MILLION

Process = Generator[SimPyEvent, None, None]

PULLED, SUBSTITUTE = 1, 2
"""Generations of an order: pulled forward from it, placed for it after each switch."""


class Buyer:
    """One buyer: what its budget has left, where it orders, and which orders it has pulled forward."""

    def __init__(self, supply: Supply, number: int, world: BuyerWorld) -> None:
        self.supply = supply
        self.number = number
        self.world = world
        self.lines = supply.open_lines_of[number]
        self.budget_left = world.budget
        self.via = world.via
        self.contract_channel: int | None = None
        self.ordered_last: int | None = None
        self.orders_on: dict[int, list[int]] = {}
        for place, order in enumerate(world.orders):
            self.orders_on.setdefault(order.day, []).append(place)
        self.to_place = [order.units for order in world.orders]
        self.is_pulled = [order.kind != DATED for order in world.orders]

    def turns(self) -> Process:
        """A turn in the order stage of every day."""
        for day in range(self.supply.realisation.days):
            yield at(self.supply.env, day, Stage.ORDER, self.number)
            if self.lines.first() is not None:
                self.give_up()
                self.cancel_surplus()
                if IN_EFFECT in self.supply.states_today():
                    for line in self.lines.all():
                        self.react(line)
            self.pull_forward()
            for place in self.orders_on.get(day, ()):
                self.place(self.world.orders[place], self.to_place[place], generation=0)

    def give_up(self) -> None:
        """Cancel what has waited longer than the buyer's patience: the oldest lines come first."""
        for line in self.lines.all():
            if not ordering.is_out_of_patience(self.supply.day, line.placed, self.world.patience):
                return
            self.close(line, Event.order_cancelled)

    def react(self, line: OrderLine) -> None:
        """Answer a control in effect that licenses the line neither now nor perhaps later."""
        if self.supply.may_yet_leave(line):
            return
        answer = self.world.on_control[line.product]
        if answer == WAIT:
            return
        if answer == CANCEL:
            self.close(line, Event.order_cancelled)
            return
        units, need = line.open, line.need - line.dispatched
        self.close(line, Event.order_switched)
        generation = line.generation + SUBSTITUTE
        self.open_line(line.channel, answer, units, need, (line.kind, line.ordinal, generation))

    def cancel_surplus(self) -> None:
        """Cancel what was over-ordered in a shortage, once the need has been dispatched."""
        if self.world.shortage[1] == MILLION:
            return
        for line in self.lines.all():
            if ordering.surplus(line.need, line.dispatched, line.open):
                self.close(line, Event.order_cancelled)

    def close(self, line: OrderLine, event: Event) -> None:
        """End what is open of a line; the budget gets it back at the price when placed."""
        self.supply.record_line(event, line, line.open)
        self.budget_left += line.open * line.price_placed
        self.supply.set_open(line, 0)

    def pull_forward(self) -> None:
        """On the first day of a rush window, place a share of each later dated order of a covered product."""
        supply, today = self.supply, self.supply.day
        if not self.world.pull_forward:
            return
        before = supply.states_by_day[today - 1] if today else None
        for number, control in enumerate(supply.realisation.controls):
            opens = supply.states_today()[number] == ANNOUNCED
            if not opens or (before is not None and before[number] == ANNOUNCED):
                continue
            for place, order in enumerate(self.world.orders):
                if not self.is_pulled[place] and order.day > today and order.product in control.covers:
                    self.is_pulled[place] = True
                    units = ordering.pulled_forward(order.units, self.world.pull_forward)
                    self.to_place[place] -= units
                    self.place(order, units, generation=PULLED)

    def place(self, order: OrderWorld, units: int, generation: int) -> None:
        """Place an order over the buyer's channels: more than its need in a shortage, never beyond its budget."""
        need = units
        units = ordering.inflated(need, self.oldest_wait(), *self.world.shortage)
        custom = [share for _, share in self.via]
        wanted = [0] * len(custom)
        ordering.split_over_channels(units, custom, wanted)
        needed = wanted
        if need != units:
            needed = [0] * len(custom)
            ordering.split_over_channels(need, custom, needed)
        for (channel, _), ordered, of_need in zip(self.via, wanted, needed, strict=True):
            identity = (order.kind, order.number, generation)
            self.open_line(channel, order.product, ordered, min(ordered, of_need), identity)

    def oldest_wait(self) -> int:
        """Days that the buyer's oldest open order has waited; -1 where none is open."""
        oldest = self.lines.first()
        return -1 if oldest is None else self.supply.day - oldest.placed

    def open_line(self, channel: int, product: int, units: int, need: int, identity: tuple[int, int, int]) -> None:
        """Place one order line, as far as the budget goes."""
        price = self.supply.realisation.channels[channel].prices[product]
        units = min(units, affordable(self.budget_left, price))
        if units <= 0:
            return
        self.supply.lines_placed += 1
        self.ordered_last = product
        line = OrderLine(
            self.supply.lines_placed,
            self.number,
            product,
            channel,
            self.supply.day,
            price,
            price,
            0,
            min(need, units),
            *identity,
            licenses=[NOT_APPLIED] * len(self.supply.realisation.controls),
        )
        line.by_contract = channel == self.contract_channel
        self.budget_left -= units * price
        self.supply.set_open(line, units)
        self.supply.record_line(Event.order_placed, line, units)
        apply_for_licenses(self.supply, line)
        self.react(line)

    def sign(self, talks: NegotiationWorld) -> None:
        """Sign the contract: it takes over the open orders, and from now on all custom goes to it."""
        supply = self.supply
        taken_over = supply.backlog[self.number]
        self.contract_channel = talks.channel
        self.via = ((talks.channel, MILLION),)
        supply.book.record(
            supply.day, Event.contract_signed, buyer=self.number, channel=talks.channel, units=taken_over
        )
        for line in self.lines.all():
            line.channel = talks.channel
            line.price = supply.realisation.channels[talks.channel].prices[line.product]
            line.by_contract = True
            supply.record_line(Event.order_moved, line, line.open)
        units = ordering.top_up(talks.minimum_units, taken_over)
        product = self.latest_product()
        if units and product is not None:
            self.open_line(talks.channel, product, units, units, (CONTRACT_MINIMUM, 1, 0))

    def latest_product(self) -> int | None:
        """The product that the buyer ordered last, or will order first."""
        if self.ordered_last is not None:
            return self.ordered_last
        return self.world.orders[0].product if self.world.orders else None
