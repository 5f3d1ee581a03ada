"""Whether a sample can be what a range says: by the share of it that comes up to the range, and down to it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.statistics.intervals import wilson

LEAST_SHARE = 0.05
"""Share of a sample on one side of a range's end below which the range lies beyond the sample's 90 % range."""

FEWEST = 73
"""Values from which on a range can be contradicted: that none of 72 reaches it still agrees with `LEAST_SHARE`."""

AGREES, CONTRADICTED, UNDECIDED, MISSING = "agrees", "contradicted", "undecided", "missing"


@dataclass(frozen=True)
class Agreement:
    """A sample beside a range: how many values, which share of them lies in it, and the share that decides.

    `reaching` is the smaller of two shares: of values not under the least, and of values not above the most; `low` and
    `high` are its 95 % interval.
    """

    verdict: str
    count: int
    inside: float | None
    reaching: float | None
    low: float
    high: float


def agreement(values: NDArray[np.float64], least: float, most: float) -> Agreement:
    """How values agree with a range, infinite where it has no end.

    The range is contradicted where, at 95 % confidence, fewer than `LEAST_SHARE` of the values reach it from one side,
    and agreed with where more do; from 73 values on the first can be known.
    """
    count = len(values)
    if not count:
        return Agreement(MISSING, 0, None, None, 0.0, 1.0)
    up, down = int((values >= least).sum()), int((values <= most).sum())
    low, high = wilson(min(up, down), count)
    verdict = CONTRADICTED if high < LEAST_SHARE else AGREES if low > LEAST_SHARE else UNDECIDED
    return Agreement(verdict, count, (up + down - count) / count, min(up, down) / count, low, high)
