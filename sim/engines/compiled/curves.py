"""Curves, noted from the events in memory: what each has come to on every day on which something happens to it."""

from typing import Any

import numpy as np

from sim.compiler.parts import compiled
from sim.engines.compiled.counting import CURVE_BITS, DAY_BITS
from sim.model.entities import Supply
from sim.model.events import EVENTS
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS, rows_of

NOW, DAY, STATE = range(3)
"""What is kept of a curve on the way through a replication's events: its value, and the day when it got it, or -1."""

OWN = [[(CURVES.index(curve), sign) for curve, sign in EFFECTS.get(event, {}).items()] for event in EVENTS]
"""The curves that each event changes, and what its units are times in these."""

MOST_OWN = max(map(len, OWN))
FULL = np.array([own + [(0, 0)] * (MOST_OWN - len(own)) for own in OWN], dtype=np.int64)
CHANGED = np.array([len(own) for own in OWN])
WHICH, SIGNS = FULL[:, :, 0].copy(), FULL[:, :, 1].copy()
"""The same as numbers: how many curves an event changes; which, and how, of shape (events, the most of them)."""

compiled(rows_of)


@compiled
def note_curves(supply: Supply, replication: int, running: Any, keys: Any, values: Any, filled: int) -> int:
    """Note the curves of a replication of a batch, in one pass through its events; gives how far `keys` are filled now.

    A key has the number of the replication in its batch, of the curve and of the day; the value stands beside it.
    `running` of shape (curves of all products and buyers, `STATE`) is what each curve has come to.
    """
    products, buyers, curves = rows_of(len(supply.products)), rows_of(len(supply.buyers)), len(CURVES)
    for curve in range(len(running)):
        running[curve, NOW] = 0
        running[curve, DAY] = -1
    first_key = replication << CURVE_BITS + DAY_BITS
    for entry in entries(supply):
        changed = CHANGED[entry.event]
        if not changed:
            continue
        for one in range(changed):
            units = SIGNS[entry.event, one] * entry.units
            for of_product in range(min(2, products)):
                product = products - 1 if of_product else entry.product
                for of_buyer in range(min(2, buyers)):
                    buyer = buyers - 1 if of_buyer else entry.buyer
                    curve = (product * buyers + buyer) * curves + WHICH[entry.event, one]
                    # The value of an earlier day is noted when a later one begins. It is written in any case, and then
                    # written over: a branch that goes either way as often takes longer.
                    day = running[curve, DAY]
                    keys[filled] = first_key | curve << DAY_BITS | day
                    values[filled] = running[curve, NOW]
                    filled += (day >= 0) & (day != entry.day)
                    running[curve, DAY] = entry.day
                    running[curve, NOW] += units
    for curve in range(len(running)):
        day = running[curve, DAY]
        keys[filled] = first_key | curve << DAY_BITS | day
        values[filled] = running[curve, NOW]
        filled += day >= 0
    return filled
