"""Curves, counted from the events in memory: of a replication as changes from day to day, of many as moves and sums."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import compiled
from sim.engines.compiled.counting import BEFORE, BIN, LOWER, MIXED, NOW, TODAY, TOTAL, TOUCHED, UPPER
from sim.model.entities import Supply
from sim.model.events import EVENTS, Entry
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS
from sim.statistics.bins import bin_of, move_of
from sim.statistics.moments import HALF

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
def add_moves(supply: Supply, running: Any, whose: Any, moves: Any, filled: int, sums: Any) -> int:
    """Add a replication's curves to moves and sums, in one pass through its events: what has changed by each evening.

    `running` of shape (`STATE`, curves of all products and buyers) is what each curve has come to. `moves` are filled
    from place `filled` on; gives how far they are filled now.
    """
    products, buyers = len(supply.products) + 1, len(supply.buyers) + 1
    for place in range(running.shape[1]):
        running[NOW, place] = 0
        running[BEFORE, place] = 0
        running[BIN, place] = 0
    day, touched = 0, 0
    for entry in entries(supply):
        if TOUCHES[entry.event]:
            if entry.day != day:
                filled = close_evening(supply.days, day, touched, running, whose, moves, filled, sums)
                day, touched = entry.day, 0
            for product in (entry.product, products - 1):
                for buyer in (entry.buyer, buyers - 1):
                    touched = change(running, touched, product * buyers + buyer, entry)
    return close_evening(supply.days, day, touched, running, whose, moves, filled, sums)


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
def close_evening(
    days: int, day: int, touched: int, running: Any, whose: Any, moves: Any, filled: int, sums: Any
) -> int:
    """Add to moves and sums what has changed by a day's evening; gives how far moves are filled now."""
    curves = SIGNS.shape[1]
    for place in range(touched):
        own = running[TOUCHED, place]
        first = own * curves
        running[TODAY, first] = 0
        for curve in range(first, first + curves):
            before, value = running[BEFORE, curve], running[NOW, curve]
            if value == before:
                continue
            running[BEFORE, curve] = value
            add_to_sums(sums, own * (days - 1) * curves + day * curves + curve, before, value)
            left, entered = running[BIN, curve], bin_of(value)
            if entered != left:
                running[BIN, curve] = entered
                whose[filled], moves[filled] = curve, move_of(day, left, entered)
                filled += 1
    return filled


@compiled
def add_to_sums(sums: Any, cell: int, before: int, value: int) -> None:
    """A value takes the place of another in the sums of a cell."""
    upper, lower = value >> HALF, value & ((1 << HALF) - 1)
    upper_before, lower_before = before >> HALF, before & ((1 << HALF) - 1)
    sums[cell, TOTAL] += value - before
    sums[cell, UPPER] += upper * upper - upper_before * upper_before
    sums[cell, MIXED] += upper * lower - upper_before * lower_before
    sums[cell, LOWER] += lower * lower - lower_before * lower_before
