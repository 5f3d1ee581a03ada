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


def table(days: int, after: Sequence[int], shares: Sequence[float]) -> int:
    """Interpolated between the shares that are reached after some days, constant outside them, in millionths."""
    if days <= after[0]:
        return millionths(shares[0])
    for place in range(1, len(after)):
        left, low = after[place - 1], shares[place - 1]
        right, high = after[place], shares[place]
        if days <= right:
            return millionths(low + (high - low) * (days - left) / (right - left))
    return millionths(shares[len(shares) - 1])
