"""The kinds of event, and what an event says: all else that is known of a replication follows from its events."""

from dataclasses import dataclass, fields
from enum import IntEnum


class Event(IntEnum):
    """Codes of the events."""

    stock_opened = 0
    lot_started = 1
    lot_finished = 2
    diverted = 3
    control_announced = 4
    control_moved = 5
    control_effective = 6
    control_lifted = 7
    license_granted = 8
    license_refused = 9
    order_placed = 10
    order_cancelled = 11
    order_switched = 12
    negotiation_opened = 13
    negotiation_round = 14
    contract_signed = 15
    negotiation_failed = 16
    order_moved = 17
    dispatched = 18
    delivered = 19
    returned = 20
    scrapped = 21
    held = 22
    released = 23
    lot_divided = 24
    order_carried = 25
    delivered_earlier = 26
    order_held_back = 27
    order_divided = 28
    contract_ended = 29


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
    """Codes of the accounts: need by order line, need lost by cause, good lots of shared lines, what a control does.

    They hold what no event tells: an order that a budget cuts to nothing writes no event, what an inflated order is
    needed for stands in none, a shared line's lot that was divided before the run has none, and none names its control.
    """

    on_line = 0
    lost_by_patience = 1
    lost_by_control = 2
    lost_by_budget = 3
    lots_of_line = 4
    held_at_end = 5
    stranded = 6
    stranded_before = 7
    diverted_by_control = 8
    stopped = 9
    licensed = 10
    refused = 11
    called_back = 12
    called_back_usd = 13


CAUSES = ("patience", "control", "budget")
"""Names of the causes by which need is lost, in the order of their accounts."""


@dataclass(slots=True)
class Posting:
    """Units (or dollars) put to an account on a day, or taken from it.

    `number` is that of the order line, the shared line or the control whose account it is.
    """

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
