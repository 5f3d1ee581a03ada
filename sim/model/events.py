"""The kinds of event, and what an event says: all else that is known of a replication follows from its events."""

from dataclasses import dataclass, fields
from enum import IntEnum


class Event(IntEnum):
    """Codes of the events."""

    stock_opened = 0
    lot_started = 1
    lot_finished = 2
    diverted = 3
    stranded = 4
    control_announced = 5
    control_moved = 6
    control_effective = 7
    control_lifted = 8
    license_granted = 9
    license_refused = 10
    order_placed = 11
    order_cancelled = 12
    order_switched = 13
    negotiation_opened = 14
    negotiation_round = 15
    contract_signed = 16
    negotiation_failed = 17
    order_moved = 18
    dispatched = 19
    delivered = 20
    returned = 21
    scrapped = 22
    held = 23
    released = 24
    lot_divided = 25
    order_carried = 26
    delivered_earlier = 27
    order_held_back = 28
    order_divided = 29
    contract_ended = 30


EVENTS = tuple(event.name for event in Event)
"""Their names; the place in this tuple is the event's code."""


@dataclass(slots=True)
class Entry:
    """An event: products, buyers and channels by number, -1 (order: 0) for none; units and dollars."""

    day: int = 0
    event: int = 0
    product: int = -1
    buyer: int = -1
    channel: int = -1
    order: int = 0
    units: int = 0
    value_usd: int = 0


class Account(IntEnum):
    """Codes of the accounts: what a buyer's order line is needed for, what of its need is lost by a cause; good lots.

    They hold what no event tells: an order that a budget cuts to nothing writes no event, what an inflated order is
    needed for stands in none, and a shared line's lot that was divided before the run has none.
    """

    on_line = 0
    lost_by_patience = 1
    lost_by_control = 2
    lost_by_budget = 3
    lots_of_line = 4


@dataclass(slots=True)
class Posting:
    """Units put to an account on a day, or taken from it; `number` is the order line's, or the shared line's."""

    day: int = 0
    account: int = 0
    product: int = -1
    buyer: int = -1
    number: int = 0
    units: int = 0


COLUMNS = tuple(one.name for one in fields(Entry))
"""What an event says, by column."""

POSTING_COLUMNS = tuple(one.name for one in fields(Posting))
"""What a posting says, by column."""
