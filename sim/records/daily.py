"""Daily books: units ordered, dispatched, delivered, cancelled, open, switched by the end of a day, from events."""

import numpy as np
from numpy.typing import NDArray

from sim.records.dates import timestamps_of
from sim.records.events import Event, EventLog
from sim.records.tables import Table, Texts

CURVES = ("ordered", "dispatched", "delivered", "cancelled", "open", "switched")
"""The curves, cumulative but `open`, which is ordered less dispatched and cancelled; `cancelled` holds the switched."""

EFFECTS = {
    Event.order_placed.name: {"ordered": 1, "open": 1},
    Event.order_carried.name: {"ordered": 1, "open": 1},
    Event.delivered_earlier.name: {"dispatched": 1, "delivered": 1, "open": -1},
    Event.dispatched.name: {"dispatched": 1, "open": -1},
    Event.returned.name: {"dispatched": -1, "open": 1},
    Event.delivered.name: {"delivered": 1},
    Event.order_cancelled.name: {"cancelled": 1, "open": -1},
    Event.order_switched.name: {"cancelled": 1, "switched": 1, "open": -1},
}
"""What an event adds to the curves of its product, buyer and channel."""


def rows_of(count: int) -> int:
    """How many different curves so many products (or buyers) have: each its own and all, of one these are the same."""
    return count + 1 if count > 1 else 1


def books(log: EventLog) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys (product, buyer, channel), shape (keys, 3), and curves, shape (keys, days, curves), units."""
    events = log.column("event")
    old_channel = _channel_before_move(log)
    rows = []
    for event, effect in EFFECTS.items():
        chosen = np.flatnonzero(events == Event[event])
        for name, factor in effect.items():
            rows.append((chosen, log.column("channel")[chosen], CURVES.index(name), factor))
    moved = np.flatnonzero(events == Event.order_moved)
    for name in ("ordered", "open"):
        rows.append((moved, log.column("channel")[moved], CURVES.index(name), 1))
        rows.append((moved, old_channel[moved], CURVES.index(name), -1))
    index = np.concatenate([chosen for chosen, *_ in rows])
    channel = np.concatenate([channel for _, channel, *_ in rows])
    curve = np.concatenate([np.full(len(chosen), place_of_curve) for chosen, _, place_of_curve, _ in rows])
    sign = np.concatenate([np.full(len(chosen), factor) for chosen, *_, factor in rows])
    key = np.stack([log.column("product")[index], log.column("buyer")[index], channel], axis=1)
    keys, place = np.unique(key, axis=0, return_inverse=True)
    curves = np.zeros((len(keys), log.days, len(CURVES)), dtype=np.int64)
    np.add.at(curves, (place.reshape(-1), log.column("day")[index], curve), sign * log.column("units")[index])
    return keys, curves.cumsum(axis=1)


def _channel_before_move(log: EventLog) -> NDArray[np.int64]:
    """For each event, the channel that its order line was in before it, shape (events,)."""
    before = np.full(len(log.rows), -1, dtype=np.int64)
    current: dict[int, int] = {}
    leaving = -1
    lines = zip(
        log.column("event").tolist(),
        log.column("order").tolist(),
        log.column("channel").tolist(),
        strict=True,
    )
    for row, (event, order, channel) in enumerate(lines):
        if event in (Event.order_placed, Event.order_carried, Event.returned):
            current[order] = channel
        elif event == Event.order_divided:
            leaving = channel
        elif event == Event.order_moved:  # what was divided off is moved at once, by its own number
            before[row] = current.get(order, leaving)
            current[order] = channel
    return before


def daily_books(log: EventLog, replication: int = 0) -> Table:
    """The contract's daily table: a row for each day, product, buyer and channel that had an order."""
    keys, curves = books(log)
    count, days = len(keys), log.days
    day = np.tile(np.arange(days), count)
    product, buyer, channel = (np.repeat(keys[:, place], days) for place in range(3))

    flat = curves.reshape(-1, len(CURVES))
    return {
        "replication": np.full(count * days, replication, dtype=np.int64),
        "day": day.astype(np.int32),
        "date": timestamps_of(day, log.start),
        "product": Texts(product, log.products),
        "buyer": Texts(buyer, log.buyers),
        "channel": Texts(channel, log.channels),
        **{name: flat[:, place] for place, name in enumerate(CURVES)},
    }
