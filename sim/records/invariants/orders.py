"""Invariants of order lines: every unit ordered is somewhere, in the right order, and within the budget."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Row, Violation

ENDS = (Event.order_cancelled, Event.order_switched)

OPEN_EFFECT = {
    Event.order_placed: 1,
    Event.returned: 1,
    Event.dispatched: -1,
    Event.order_cancelled: -1,
    Event.order_switched: -1,
}
TRANSIT_EFFECT = {Event.dispatched: 1, Event.returned: -1, Event.delivered: -1}


def order_identity(evidence: Evidence) -> Iterator[Violation]:
    """Orders are numbered 1, 2, 3 as they are placed; a line keeps its product and buyer."""
    placed: dict[int, Row] = {}
    for row in evidence.rows:
        if not row.order:
            continue
        if row.event == Event.order_placed:
            if row.order != len(placed) + 1:
                found = f"expected order {len(placed) + 1} to be placed"
                yield Violation("order identity", row.day, f"order {row.order}", found)
            placed.setdefault(row.order, row)
        elif row.order not in placed:
            yield Violation("order identity", row.day, f"order {row.order}", f"{Event(row.event).name} before placed")
        elif (row.product, row.buyer) != (placed[row.order].product, placed[row.order].buyer):
            yield Violation("order identity", row.day, f"order {row.order}", "has changed its product or buyer")


def order_balance(evidence: Evidence) -> Iterator[Violation]:
    """Ordered = delivered + in transit + open + cancelled + switched: neither open nor in transit is below 0.

    In transit is counted by channel: what left by one channel arrives, or returns, by the same.
    """
    still_open: Counter[int] = Counter()
    in_transit: Counter[tuple[int, int]] = Counter()
    for row in evidence.rows:
        event, entity, shipment = Event(row.event), f"order {row.order}", (row.order, row.channel)
        still_open[row.order] += OPEN_EFFECT.get(event, 0) * row.units
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
    """Per buyer and product, at all times: delivered <= dispatched (less returned) <= ordered."""
    ordered: Counter[tuple[int, int]] = Counter()
    dispatched: Counter[tuple[int, int]] = Counter()
    delivered: Counter[tuple[int, int]] = Counter()
    for row in evidence.rows:
        key, event = (row.buyer, row.product), Event(row.event)
        if event not in TRANSIT_EFFECT and event != Event.order_placed:
            continue
        ordered[key] += row.units * (event == Event.order_placed)
        delivered[key] += row.units * (event == Event.delivered)
        dispatched[key] += row.units * ((event == Event.dispatched) - (event == Event.returned))
        if not delivered[key] <= dispatched[key] <= ordered[key]:
            entity = f"{evidence.log.buyers[row.buyer]}, {evidence.log.products[row.product]}"
            found = f"ordered {ordered[key]}, dispatched {dispatched[key]}, delivered {delivered[key]}"
            yield Violation("order of curves", row.day, entity, found)


def budget(evidence: Evidence) -> Iterator[Violation]:
    """A buyer's orders less cancelled and switched, at the price when placed, never exceed its budget."""
    limits = {buyer.name: buyer.budget for buyer in evidence.scenario.buyer}
    price: dict[int, Fraction] = {}
    spent: Counter[str] = Counter()
    for row in evidence.rows:
        if row.event in ENDS and row.order in price:
            spent[evidence.log.buyers[row.buyer]] -= int(row.units * price[row.order])
        if row.event != Event.order_placed or not row.units:
            continue
        buyer = evidence.log.buyers[row.buyer]
        price[row.order] = Fraction(row.value_usd, row.units)
        spent[buyer] += row.value_usd
        limit = limits[buyer]
        if limit is not None and spent[buyer] > limit:
            yield Violation("budget", row.day, buyer, f"{spent[buyer]} USD ordered, budget {limit}")
