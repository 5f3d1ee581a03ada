"""Curves of a replication, counted from its events in memory, as changes from day to day."""

from typing import Any

from sim.engines.compiled import codes
from sim.engines.compiled.cells import EVENT_CELLS, EVENT_COUNT, EVENTS
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.memory import Whole

ORDERED, SENT, DELIVERED, CANCELLED, OPEN, SWITCHED, NONE = range(7)
"""Places of the curves, as `sim.records.daily.CURVES` has them."""


@compiled
def write_changes(m: Whole, changes: Any) -> None:
    """Add each event to shape (products + 1, buyers + 1, days, curves); the last product and buyer are all of them."""
    products, buyers = changes.shape[0] - 1, changes.shape[1] - 1
    for event in range(m[EVENT_COUNT]):
        row = m[EVENTS] + event * EVENT_CELLS
        curve = curve_of(m[row + 1])
        if curve != NONE:
            units = -m[row + 6] if m[row + 1] == codes.RETURNED else m[row + 6]
            for product in (m[row + 2], products):
                for buyer in (m[row + 3], buyers):
                    changes[product, buyer, m[row], curve] += units
                    if curve == ORDERED:
                        changes[product, buyer, m[row], OPEN] += units
                    elif curve != DELIVERED:
                        changes[product, buyer, m[row], OPEN] -= units
                    if m[row + 1] == codes.ORDER_SWITCHED:
                        changes[product, buyer, m[row], SWITCHED] += units


@compiled
def curve_of(event: int) -> int:
    """The curve that an event changes."""
    if event == codes.ORDER_PLACED:
        return ORDERED
    if event in (codes.DISPATCHED, codes.RETURNED):
        return SENT
    if event == codes.DELIVERED:
        return DELIVERED
    if event in (codes.ORDER_CANCELLED, codes.ORDER_SWITCHED):
        return CANCELLED
    return NONE
