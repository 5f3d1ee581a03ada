"""What exists: each thing and each of its fields, once; objects, compiled memory and what a scenario gives follow.

A field is a whole number, a real one, a truth, another thing, or a list of one of these. `given` names the key of the
scenario's table that it comes from, and what stands for its absence. Shares, margins and factors are real as the
scenario gives them, whole millionths where a field's name or line says so; dates are days from the start; things in a
list know their place there as `number`. Fields of other types exist in Python only.
"""

from sim.model.entities.demand_side import (
    BURST,
    BY_SHARES,
    BY_WAIT,
    CANCEL,
    DATED,
    KINDS,
    PULLED,
    RANDOM,
    ROUTINGS,
    WAIT,
    Buyer,
    Decision,
    Demand,
    HeldBack,
    Line,
    Order,
    Shipment,
    Split,
)
from sim.model.entities.supply_side import NO_QUOTA, Channel, Control, Law, Lots, Product, SharedLine
from sim.model.entities.whole import Agenda, Supply

__all__ = [
    "BURST",
    "BY_SHARES",
    "BY_WAIT",
    "CANCEL",
    "DATED",
    "KINDS",
    "NO_QUOTA",
    "PULLED",
    "RANDOM",
    "ROUTINGS",
    "WAIT",
    "Agenda",
    "Buyer",
    "Channel",
    "Control",
    "Decision",
    "Demand",
    "HeldBack",
    "Law",
    "Line",
    "Lots",
    "Order",
    "Product",
    "SharedLine",
    "Shipment",
    "Split",
    "Supply",
]
