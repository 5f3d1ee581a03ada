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


@dataclass(slots=True)
class NeedEntry:
    """Units put to an account of a buyer's need (`sim.model.needs`), or taken from it; line 0: a lost one, by cause."""

    day: int = 0
    product: int = -1
    buyer: int = -1
    line: int = 0
    cause: int = 0
    units: int = 0


COLUMNS = tuple(one.name for one in fields(Entry))
"""What an event says, by column."""

NEED_COLUMNS = tuple(one.name for one in fields(NeedEntry))
"""What an entry of need says, by column."""
