"""Curves, counted from the events in memory: of a replication as changes from day to day, of many as steps and sums."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.model.entities import Supply
from sim.model.events import EVENTS
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS
from sim.statistics.bins import bin_of, step_key
from sim.statistics.moments import HALF
from sim.statistics.steps import LOWER, MIXED, TOTAL, UPPER

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


@compiled
def add_steps(changes: Any, steps: Any, filled: int, sums: Any) -> int:
    """Add a replication's changes of shape (products, buyers, days, curves) to steps and sums, and clear them.

    `steps` are filled from place `filled` on; gives how far they are filled now.
    """
    products, buyers, days, curves = changes.shape
    for product in range(products):
        for buyer in range(buyers):
            first = (product * buyers + buyer) * days * curves
            for curve in range(curves):
                value, place = 0, 0
                for day in range(days):
                    change = changes[product, buyer, day, curve]
                    if change == 0:
                        continue
                    changes[product, buyer, day, curve] = 0
                    cell = first + day * curves + curve
                    add_to_sums(sums, cell, value, -1)
                    value += change
                    add_to_sums(sums, cell, value, 1)
                    entered = bin_of(value)
                    if entered != place:
                        steps[filled] = step_key(cell, place, 1)
                        steps[filled + 1] = step_key(cell, entered, 0)
                        filled += 2
                        place = entered
    return filled


@compiled
def add_to_sums(sums: Any, cell: int, value: int, sign: int) -> None:
    """Add a value to the sums of a cell, or take it away."""
    upper, lower = value >> HALF, value & ((1 << HALF) - 1)
    sums[TOTAL, cell] += sign * value
    sums[UPPER, cell] += sign * upper * upper
    sums[MIXED, cell] += sign * upper * lower
    sums[LOWER, cell] += sign * lower * lower
