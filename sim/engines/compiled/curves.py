"""Curves, counted from the events in memory: of a replication as changes from day to day, of many as steps and sums."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.model.entities import Supply
from sim.model.events import EVENTS, Entry
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS
from sim.statistics.bins import bin_of, step_key
from sim.statistics.moments import HALF
from sim.statistics.steps import BEFORE, LOWER, MIXED, NOW, TODAY, TOTAL, TOUCHED, UPPER

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
def add_steps(supply: Supply, running: Any, steps: Any, filled: int, sums: Any) -> int:
    """Add a replication's curves to steps and sums, in one pass through its events: what has changed by each evening.

    `running` of shape (`STATE`, curves of all products and buyers) is what each curve has come to. `steps` are filled
    from place `filled` on; gives how far they are filled now.
    """
    products, buyers = len(supply.products) + 1, len(supply.buyers) + 1
    for place in range(running.shape[1]):
        running[NOW, place] = 0
        running[BEFORE, place] = 0
    day, touched = 0, 0
    for entry in entries(supply):
        if TOUCHES[entry.event]:
            if entry.day != day:
                filled = close_evening(supply.days, day, touched, running, steps, filled, sums)
                day, touched = entry.day, 0
            for product in (entry.product, products - 1):
                for buyer in (entry.buyer, buyers - 1):
                    touched = change(running, touched, product * buyers + buyer, entry)
    return close_evening(supply.days, day, touched, running, steps, filled, sums)


@compiled
def change(running: Any, touched: int, own: int, entry: Entry) -> int:
    """Add an event to the curves of a product and a buyer; gives how many of these are touched today."""
    curves = SIGNS.shape[1]
    first = own * curves
    if running[TODAY, first] == 0:
        running[TODAY, first] = 1
        running[TOUCHED, touched] = own
        touched += 1
    for curve in range(curves):
        running[NOW, first + curve] += SIGNS[entry.event, curve] * entry.units
    return touched


@compiled
def close_evening(days: int, day: int, touched: int, running: Any, steps: Any, filled: int, sums: Any) -> int:
    """Add to steps and sums what has changed by a day's evening; gives how far steps are filled now."""
    curves = SIGNS.shape[1]
    for place in range(touched):
        own = running[TOUCHED, place]
        running[TODAY, own * curves] = 0
        for curve in range(curves):
            before, value = running[BEFORE, own * curves + curve], running[NOW, own * curves + curve]
            if value == before:
                continue
            running[BEFORE, own * curves + curve] = value
            cell = (own * days + day) * curves + curve
            add_to_sums(sums, cell, before, -1)
            add_to_sums(sums, cell, value, 1)
            left, entered = bin_of(before), bin_of(value)
            if entered != left:
                steps[filled] = step_key(cell, left, 1)
                steps[filled + 1] = step_key(cell, entered, 0)
                filled += 2
    return filled


@compiled
def add_to_sums(sums: Any, cell: int, value: int, sign: int) -> None:
    """Add a value to the sums of a cell, or take it away."""
    upper, lower = value >> HALF, value & ((1 << HALF) - 1)
    sums[TOTAL, cell] += sign * value
    sums[UPPER, cell] += sign * upper * upper
    sums[MIXED, cell] += sign * upper * lower
    sums[LOWER, cell] += sign * lower * lower
