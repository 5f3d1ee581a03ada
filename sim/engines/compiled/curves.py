"""Curves of a replication, counted from its events in memory, as changes from day to day."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.model.entities import Supply
from sim.model.events import EVENTS
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS

SIGNS: NDArray[np.int64] = np.array(
    [[EFFECTS.get(event, {}).get(curve, 0) for curve in CURVES] for event in EVENTS], dtype=np.int64
)
"""What an event's units are times in each curve, shape (events, curves)."""

TOUCHES = np.array([event in EFFECTS for event in EVENTS])


@compiled
def write_changes(supply: Supply, changes: Any) -> None:
    """Add each event to shape (products + 1, buyers + 1, days, curves); the last product and buyer are all of them."""
    products, buyers, _, curves = changes.shape
    for entry in entries(supply):
        if TOUCHES[entry.event]:
            for curve in range(curves):
                units = SIGNS[entry.event, curve] * entry.units
                if units:
                    for product in (entry.product, products - 1):
                        for buyer in (entry.buyer, buyers - 1):
                            changes[product, buyer, entry.day, curve] += units
