"""Curves, noted from the events in memory: what each has come to on every day on which something happens to it."""

from typing import Any

import numpy as np

from sim.compiler.parts import compiled
from sim.engines.compiled.counting import CHANGE, CHANGED_ON, DAY, END, NOW, TOUCHED, VALUE_BITS, day_bits
from sim.model.entities import Supply
from sim.model.events import EVENTS
from sim.model.lists import entries
from sim.records.daily import CURVES, EFFECTS, rows_of

OWN = [[(CURVES.index(curve), sign) for curve, sign in EFFECTS.get(event, {}).items()] for event in EVENTS]
"""The curves that each event changes, and what its units are times in these."""

MOST_OWN = max(map(len, OWN))
FULL = np.array([own + [(0, 0)] * (MOST_OWN - len(own)) for own in OWN], dtype=np.int64)
CHANGED = np.array([len(own) for own in OWN])
WHICH, SIGNS = FULL[:, :, 0].copy(), FULL[:, :, 1].copy()
"""The same as numbers: how many curves an event changes; which, and how, of shape (events, the most of them)."""

compiled(rows_of)


@compiled
def note_curves(supply: Supply, noted: int, running: Any, words: Any) -> None:
    """Note the curves of a replication, in one pass through its events; so many are noted since words were taken.

    `running` of shape (curves of all products and buyers, `STATE`) is what each curve has come to, and where its words
    go: a word has the number of the replication, the day, and the value.
    """
    buyers, curves = rows_of(len(supply.buyers)), len(CURVES)
    for curve in range(len(running)):
        running[curve, NOW] = 0
        running[curve, DAY] = running[curve, CHANGED_ON] = -1
    first = noted << day_bits(supply.days)
    day, touched = 0, 0
    for entry in entries(supply):
        changed = CHANGED[entry.event]
        if not changed:
            continue
        if entry.day != day:
            note_day(supply, first | day, day, touched, running, words)
            day, touched = entry.day, 0
        for one in range(changed):
            curve = (entry.product * buyers + entry.buyer) * curves + WHICH[entry.event, one]
            running[touched, TOUCHED] = curve
            touched += running[curve, CHANGED_ON] != day
            running[curve, CHANGED_ON] = day
            running[curve, CHANGE] += SIGNS[entry.event, one] * entry.units
    note_day(supply, first | day, day, touched, running, words)


@compiled
def note_day(supply: Supply, moment: int, day: int, touched: int, running: Any, words: Any) -> None:
    """Note what curves come to that change on a day: those of a product and buyer, and with these those of all."""
    products, buyers, curves = rows_of(len(supply.products)), rows_of(len(supply.buyers)), len(CURVES)
    for place in range(touched):
        curve = running[place, TOUCHED]
        change = running[curve, CHANGE]
        running[curve, CHANGE] = 0
        pair, which = curve // curves, curve % curves
        for of_product in range(min(2, products)):
            product = products - 1 if of_product else pair // buyers
            for of_buyer in range(min(2, buyers)):
                buyer = buyers - 1 if of_buyer else pair % buyers
                own = running[(product * buyers + buyer) * curves + which]
                own[END] += own[DAY] != day  # of all, another product or buyer may have been noted on this day
                own[DAY] = day
                own[NOW] += change
                words[own[END] - 1] = moment << VALUE_BITS | own[NOW]
