"""Ramp: the share of full capacity that a production line has reached, by days since its start."""

import math
from collections.abc import Sequence

from sim.rules.shares import MILLION


def millionths(share: float) -> int:
    """A share as whole millionths, rounded to the nearest."""
    return math.floor(share * MILLION + 0.5)


def logistic(days: int, midpoint: float, slope: float) -> int:
    """1 / (1 + exp(-slope (days - midpoint))) in millionths."""
    exponent = max(-700.0, min(700.0, -slope * (days - midpoint)))
    return millionths(1.0 / (1.0 + math.exp(exponent)))


def linear(days: int, full_after: int) -> int:
    """Days / full_after, at most 1, in millionths."""
    return min(MILLION, max(0, days) * MILLION // full_after)


def table(days: int, points: Sequence[tuple[int, float]]) -> int:
    """Interpolated between the points (days, share), constant outside them, in millionths."""
    if days <= points[0][0]:
        return millionths(points[0][1])
    for place in range(1, len(points)):
        left, low = points[place - 1][0], points[place - 1][1]
        right, high = points[place][0], points[place][1]
        if days <= right:
            return millionths(low + (high - low) * (days - left) / (right - left))
    return millionths(points[-1][1])
