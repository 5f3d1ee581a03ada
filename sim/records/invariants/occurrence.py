"""Invariants of the log itself: days in order within the run, the stages of a day in order, no negative number."""

from collections.abc import Iterator

from sim.clock import Stage
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Violation

BY_STAGE: dict[Stage, tuple[Event, ...]] = {
    Stage.CONTROL: (
        Event.stock_opened,
        Event.order_carried,
        Event.delivered_earlier,
        Event.diverted,
        Event.scrapped,
        Event.held,
        Event.released,
        Event.control_announced,
        Event.control_moved,
        Event.control_effective,
        Event.control_lifted,
        Event.license_granted,
        Event.license_refused,
        Event.returned,
        Event.order_moved,
        Event.order_cancelled,
    ),
    Stage.PRODUCTION: (
        Event.lot_started,
        Event.lot_divided,
        Event.lot_finished,
        Event.diverted,
        Event.scrapped,
        Event.held,
    ),
    Stage.ARRIVAL: (Event.delivered,),
    Stage.NEGOTIATION: (
        Event.negotiation_opened,
        Event.negotiation_round,
        Event.negotiation_failed,
        Event.contract_signed,
        Event.contract_ended,
        Event.order_divided,
        Event.order_moved,
        Event.order_cancelled,
    ),
    Stage.ORDER: (
        Event.order_held_back,
        Event.order_placed,
        Event.order_cancelled,
        Event.order_switched,
    ),
    Stage.ALLOCATION: (Event.dispatched,),
}
"""What may happen in each stage of a day; a call-back and a term's end cancel what the budget does not allow."""


def days_in_order(evidence: Evidence) -> Iterator[Violation]:
    """Every event falls within the run, and none is written after one of a later day."""
    latest = 0
    for row in evidence.rows:
        if not latest <= row.day < evidence.log.days:
            expected = f"expected {latest} to {evidence.log.days - 1}"
            yield Violation("days in order", row.day, Event(row.event).name, expected)
        latest = max(latest, row.day)


def stages_in_order(evidence: Evidence) -> Iterator[Violation]:
    """The events of one day come in the order of the day's stages."""
    stages = {event: [stage for stage in BY_STAGE if event in BY_STAGE[stage]] for event in Event}
    today, now = -1, Stage.CONTROL
    for row in evidence.rows:
        if row.day != today:
            today, now = row.day, Stage.CONTROL
        possible = [stage for stage in stages[Event(row.event)] if stage >= now]
        if not possible:
            found = f"written after the stage {now.name.lower()}"
            yield Violation("stages in order", row.day, Event(row.event).name, found)
        now = min(possible, default=now)


def amounts_not_negative(evidence: Evidence) -> Iterator[Violation]:
    """Units and dollars of an event are never negative."""
    for row in evidence.rows:
        if row.units < 0 or row.value_usd < 0:
            found = f"{row.units} units, {row.value_usd} USD"
            yield Violation("amounts not negative", row.day, Event(row.event).name, found)


INVARIANTS: tuple[Invariant, ...] = (days_in_order, stages_in_order, amounts_not_negative)
