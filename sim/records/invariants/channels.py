"""Invariants of channels: weekly capacity, credit, contracts, transit and the shortest way from line to buyer."""

import math
from collections import Counter
from collections.abc import Iterator

from sim.clock import NEVER, day_of, week_of
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Row, Violation
from sim.rules.capacity import overtime_units
from sim.rules.control import ANNOUNCED
from sim.rules.ramp import millionths
from sim.scenario.buyer_tables import Contract
from sim.scenario.tables import Distributor


def weekly_capacity(evidence: Evidence) -> Iterator[Violation]:
    """No channel dispatches more in a calendar week than its capacity, and overtime of what a rush covers.

    Of goods that may have at most so many units of overtime, the week holds its ordinary units and these.
    """
    used: dict[tuple[int, int], Counter[int]] = {}
    for row in evidence.rows:
        if row.event != Event.dispatched:
            continue
        week = week_of(row.day, evidence.scenario.start.weekday())
        capacity = evidence.channel(row.channel).weekly_capacity
        by_overtime = used.setdefault((row.channel, week), Counter())
        by_overtime[overtime_of(evidence, row, capacity)] += row.units
        for overtime in by_overtime:
            units = sum(count for most, count in by_overtime.items() if most <= overtime)
            if units > capacity + overtime:
                found = f"{units} units in the week, at most {capacity + overtime}"
                yield Violation("weekly capacity", row.day, evidence.log.channels[row.channel], found)
                break


def overtime_of(evidence: Evidence, row: Row, capacity: int) -> int:
    """Units of overtime a week that the windows give to what is dispatched: the most that one of them does."""
    factors = [
        millionths(control.rush.channel_capacity)
        for control in evidence.scenario.control
        if evidence.product(row).name in control.covers
        and (control.buyers is None or evidence.log.buyers[row.buyer] in control.buyers)
        and evidence.control_state(control, row.day) == ANNOUNCED
    ]
    return max((overtime_units(capacity, factor) for factor in factors), default=0)


def credit_limit(evidence: Evidence) -> Iterator[Violation]:
    """Goods dispatched and neither delivered nor returned, at the product's price, are within the credit limit."""
    effect = {Event.dispatched: 1, Event.delivered: -1, Event.returned: -1}
    outstanding: Counter[int] = Counter()
    for row in evidence.rows:
        if row.event not in effect:
            continue
        outstanding[row.channel] += effect[Event(row.event)] * row.units * evidence.product(row).price
        channel = evidence.channel(row.channel)
        limit = channel.credit_limit if isinstance(channel, Distributor) else None
        if limit is not None and outstanding[row.channel] > limit:
            found = f"{outstanding[row.channel]} USD outstanding, at most {limit}"
            yield Violation("credit limit", row.day, evidence.log.channels[row.channel], found)


def contract_first(evidence: Evidence) -> Iterator[Violation]:
    """Nothing is ordered, moved to or dispatched by a direct channel before its buyer's contract or after its term.

    A term ends on its day with its event: what a control calls back before that on the day is still the contract's.
    """
    uses = (Event.order_placed, Event.order_moved, Event.dispatched)
    signed: dict[tuple[int, int], int] = {}
    for row in evidence.rows:
        if row.event == Event.contract_signed:
            signed[row.buyer, row.channel] = row.day
        elif row.event == Event.contract_ended:
            if ends_on(evidence, signed, row) != row.day:
                yield Violation("contract first", row.day, evidence.log.channels[row.channel], "ends on another day")
            signed.pop((row.buyer, row.channel), None)
        elif row.event in uses and evidence.is_direct(row.channel):
            last = ends_on(evidence, signed, row) - (row.event != Event.order_moved)
            if (row.buyer, row.channel) not in signed or row.day > last:
                found = f"{Event(row.event).name} for {evidence.log.buyers[row.buyer]} without its contract"
                yield Violation("contract first", row.day, evidence.log.channels[row.channel], found)


def ends_on(evidence: Evidence, signed: dict[tuple[int, int], int], row: Row) -> int:
    """The day on which the term of a channel's contract ends."""
    contract = evidence.channel(row.channel)
    days = contract.term_days if isinstance(contract, Contract) else None
    return NEVER if days is None else signed.get((row.buyer, row.channel), NEVER) + days


def transit(evidence: Evidence) -> Iterator[Violation]:
    """What is delivered of an order by a channel left at least the channel's shortest transit time before."""
    left: dict[tuple[int, int], list[Row]] = {}
    arrived: Counter[tuple[int, int]] = Counter()
    for row in evidence.rows:
        key = (row.order, row.channel)
        if row.event == Event.dispatched:
            left.setdefault(key, []).append(row)
        if row.event != Event.delivered:
            continue
        arrived[key] += row.units
        latest = row.day - shortest_transit(evidence, row.channel)
        most = sum(shipment.units for shipment in left.get(key, ()) if shipment.day <= latest)
        if arrived[key] > most:
            found = f"{arrived[key]} units of order {row.order} delivered, {most} can have arrived"
            yield Violation("transit", row.day, evidence.log.channels[row.channel], found)


def shortest_transit(evidence: Evidence, channel: int) -> int:
    """Days under way at least: whole days, at least one."""
    days = evidence.channel(channel).transit_days
    shortest = days if isinstance(days, int | float) else days.support()[0]
    assert isinstance(shortest, int | float)
    return max(1, math.ceil(shortest)) if math.isfinite(shortest) else 1


def lead_time(evidence: Evidence) -> Iterator[Violation]:
    """Before start of production + cycle time + transit no more is delivered than was in stock or in progress."""
    arrived: Counter[str] = Counter()
    shortest = min((shortest_transit(evidence, channel) for channel in evidence.channels()), default=1)
    for row in evidence.rows:
        if row.event != Event.delivered:
            continue
        product = evidence.product(row)
        arrived[product.name] += row.units
        finished_by = row.day - shortest
        made, start = product.production, evidence.scenario.start
        lines = [made, *evidence.lines_of(product.name)]
        if any(line and finished_by >= day_of(line.start, start) + line.cycle_time for line in lines):
            continue
        lots = made.in_progress if made is not None else ()
        most = product.initial_stock
        most += sum(lot.units for lot in lots if day_of(lot.finishes, start) <= finished_by)
        if arrived[product.name] > most:
            found = f"{arrived[product.name]} units delivered, {most} can have been made by then"
            yield Violation("lead time", row.day, product.name, found)


INVARIANTS: tuple[Invariant, ...] = (weekly_capacity, credit_limit, contract_first, transit, lead_time)
