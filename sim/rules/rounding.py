"""From real numbers to the whole numbers of the state."""

import math

from sim.rules.shares import MILLION


def whole_days(duration: float) -> int:
    """A duration, rounded up to whole days."""
    return max(0, math.ceil(duration))


def whole_units(units: float) -> int:
    """Units, rounded to the nearest."""
    return max(0, math.floor(units + 0.5))


def whole_share(share: float) -> int:
    """A share that was drawn, in whole millionths from 0 to 1."""
    return min(MILLION, max(0, math.floor(share * MILLION + 0.5)))
