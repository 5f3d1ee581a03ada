"""Intervals at 95 % confidence: of a mean (Student), of a probability (Wilson)."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """An estimate and its 95 % confidence interval; `half_width` is NaN where one value gives no spread."""

    mean: float
    half_width: float
    count: int

    @property
    def low(self) -> float:
        """Lower end."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end."""
        return self.mean + self.half_width


@lru_cache(maxsize=256)
def student_factor(count: int) -> float:
    """Quantile of Student's t for a two-sided 95 % interval of `count` values, over the root of the count."""
    from scipy.special import stdtrit

    if count < 2:
        return math.nan
    return float(stdtrit(count - 1, 0.5 + CONFIDENCE / 2)) / math.sqrt(count)


def student(values: NDArray[np.float64]) -> Interval:
    """Interval of the mean of independent values, shape (count,) (Law, Simulation Modeling and Analysis, 4.5)."""
    count = len(values)
    if not count:
        return Interval(math.nan, math.nan, 0)
    spread = float(values.std(ddof=1)) if count > 1 else math.nan
    return Interval(float(values.mean()), student_factor(count) * spread, count)


def deciding(values: NDArray[np.float64]) -> float:
    """How many of the values decide their spread; 0 where all are the same.

    The effective size (Kish 1965) of their squared deviations, which is the count over the kurtosis: all of them where
    they lie on two sides evenly, a third of normal ones, about k where k lie far from all others.
    """
    squares = (values - values.mean()) ** 2
    return float(squares.sum() ** 2 / (squares**2).sum()) if len(values) and squares.any() else 0.0


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Score interval of a probability at 95 % (Wilson 1927); the whole of 0 to 1 without trials."""
    if not trials:
        return 0.0, 1.0
    z = 1.959963984540054
    centre = (successes + z * z / 2) / (trials + z * z)
    half = z / (trials + z * z) * math.sqrt(successes * (trials - successes) / trials + z * z / 4)
    # At the ends the score interval touches them, but for the rounding of floats.
    low = max(0.0, centre - half) if successes else 0.0
    return low, min(1.0, centre + half) if successes < trials else 1.0
