"""Invariants of order lines: every unit ordered is somewhere, in the right order, and within the budget."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Row, Violation

NOTHING = Row(0, -1, -1, -1, -1, 0, 0, 0)
"""Stands before the first event."""

STARTS = (Event.order_placed, Event.order_carried)

OPEN_EFFECT = {
    Event.order_placed: 1,
    Event.order_carried: 1,
    Event.delivered_earlier: -1,
    Event.order_divided: -1,
    Event.returned: 1,
    Event.dispatched: -1,
    Event.order_cancelled: -1,
    Event.order_switched: -1,
}
TRANSIT_EFFECT = {Event.dispatched: 1, Event.returned: -1, Event.delivered: -1}


def order_identity(evidence: Evidence) -> Iterator[Violation]:
    """Orders are numbered 1, 2, 3 as they are carried over, placed or divided; a line keeps its product and buyer."""
    placed: dict[int, Row] = {}
    for before, row in pairwise((NOTHING, *evidence.rows)):
        if not row.order:
            continue
        if row.event in STARTS or before.event == Event.order_divided:
            if row.order != len(placed) + 1:
                found = f"expected order {len(placed) + 1} to be placed"
                yield Violation("order identity", row.day, f"order {row.order}", found)
            placed.setdefault(row.order, row)
        elif row.order not in placed:
            yield Violation("order identity", row.day, f"order {row.order}", f"{Event(row.event).name} before placed")
        elif (row.product, row.buyer) != (placed[row.order].product, placed[row.order].buyer):
            yield Violation("order identity", row.day, f"order {row.order}", "has changed its product or buyer")


def order_balance(evidence: Evidence) -> Iterator[Violation]:
    """Ordered = delivered + in transit + open + cancelled + switched + divided off: neither of the two is below 0.

    In transit is counted by channel: what left by one channel arrives, or returns, by the same.
    """
    still_open: Counter[int] = Counter()
    in_transit: Counter[tuple[int, int]] = Counter()
    for before, row in pairwise((NOTHING, *evidence.rows)):
        event, entity, shipment = Event(row.event), f"order {row.order}", (row.order, row.channel)
        still_open[row.order] += OPEN_EFFECT.get(event, 0) * row.units
        if before.event == Event.order_divided:
            still_open[row.order] += before.units
            if event != Event.order_moved or row.units != before.units:
                found = f"{before.units} units divided off order {before.order} have no line of their own"
                yield Violation("order balance", row.day, entity, found)
        in_transit[shipment] += TRANSIT_EFFECT.get(event, 0) * row.units
        if event in OPEN_EFFECT and still_open[row.order] < 0:
            found = f"{-still_open[row.order]} units more than open after {event.name}"
            yield Violation("order balance", row.day, entity, found)
        if event in TRANSIT_EFFECT and in_transit[shipment] < 0:
            found = f"{-in_transit[shipment]} units more than in transit after {event.name}"
            yield Violation("order balance", row.day, entity, found)
        if event == Event.order_moved and row.units > still_open[row.order]:
            found = f"{row.units} units moved, {still_open[row.order]} open"
            yield Violation("order balance", row.day, entity, found)


def order_of_curves(evidence: Evidence) -> Iterator[Violation]:
    """Per buyer and product, at all times: delivered <= dispatched (less returned) <= ordered, before the run too."""
    ordered: Counter[tuple[int, int]] = Counter()
    dispatched: Counter[tuple[int, int]] = Counter()
    delivered: Counter[tuple[int, int]] = Counter()
    for row in evidence.rows:
        key, event = (row.buyer, row.product), Event(row.event)
        if event not in (*TRANSIT_EFFECT, *STARTS, Event.delivered_earlier):
            continue
        before_run = event == Event.delivered_earlier
        ordered[key] += row.units * (event in STARTS)
        delivered[key] += row.units * (before_run or event == Event.delivered)
        dispatched[key] += row.units * (before_run + (event == Event.dispatched) - (event == Event.returned))
        if not delivered[key] <= dispatched[key] <= ordered[key]:
            entity = f"{evidence.log.buyers[row.buyer]}, {evidence.log.products[row.product]}"
            found = f"ordered {ordered[key]}, dispatched {dispatched[key]}, delivered {delivered[key]}"
            yield Violation("order of curves", row.day, entity, found)


def budget(evidence: Evidence) -> Iterator[Violation]:
    """No order that is placed, or moved, takes what a buyer has to pay, less cancelled and switched, beyond its budget.

    Open units count at the price of their line now, those dispatched at what they left at. An order older than the run
    may be beyond the budget; of what is called back, as much as is beyond it is cancelled afterwards. Lines that move
    together count together, and what costs nothing can always be ordered.
    """
    limits = {buyer.name: buyer.budget for buyer in evidence.scenario.buyer}
    due: dict[int, Payable] = {}
    spent: Counter[str] = Counter()
    raised = 0
    for before, row, after in zip(
        (NOTHING, *evidence.rows), evidence.rows, (*evidence.rows[1:], NOTHING), strict=False
    ):
        if not row.order or not row.units:
            continue
        line, buyer = due.setdefault(row.order, Payable()), evidence.log.buyers[row.buyer]
        if before.event == Event.order_divided:
            line.price, line.open = due[before.order].price, before.units
        more, limit = line.change(row), limits[buyer]
        spent[buyer] += more
        raised += more if row.event == Event.order_moved and before.event != Event.returned else 0
        have_moved = after.event not in (Event.order_divided, Event.order_moved)
        dearer = have_moved and raised > 0
        placed = row.event == Event.order_placed and row.value_usd > 0
        if limit is not None and spent[buyer] > limit and (placed or dearer):
            yield Violation("budget", row.day, buyer, f"{spent[buyer]} USD to be paid, budget {limit}")
        raised = 0 if have_moved else raised


@dataclass
class Payable:
    """What is open of an order line, and its price now."""

    price: int = 0
    open: int = 0

    def change(self, row: Row) -> int:
        """By how many USD an event of the line changes what its buyer has to pay."""
        event, value, before = Event(row.event), row.value_usd, self.open * self.price
        if event in (*STARTS, Event.order_moved):
            self.price = value // row.units
        self.open += OPEN_EFFECT.get(event, 0) * row.units
        shipped = value * ((event in (Event.dispatched, Event.delivered_earlier)) - (event == Event.returned))
        return self.open * self.price - before + shipped


INVARIANTS: tuple[Invariant, ...] = (order_identity, order_balance, order_of_curves, budget)
