"""Proper scores of a forecast that is a weighted sample: less is better, and nobody gains by saying what he doubts.

CRPS and logarithmic score (Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, 2007), the
probability integral transform (Dawid 1984), Brier's score of an event (Brier 1950).
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.statistics.calibration import effective_size
from sim.statistics.weighted import weighted_deviation, weighted_quantiles

Reals = NDArray[np.float64]

NORMAL_QUARTERS = 1.34
"""Quartiles of a normal distribution lie so many standard deviations apart."""


def crps(values: Reals, weights: Reals, outcome: float) -> float:
    """Continuous ranked probability score, the integral of (F(x) - [x >= outcome])^2, exact for the steps of F.

    In the unit of the values; of a single value it is how far that is off.
    """
    points = np.append(values, outcome)
    order = np.argsort(points, kind="stable")
    reached = np.cumsum(np.append(weights / weights.sum(), 0.0)[order])[:-1]
    ordered = points[order]
    return float((((reached - (ordered[:-1] >= outcome)) ** 2) * np.diff(ordered)).sum())


def pit(values: Reals, weights: Reals, outcome: float) -> float:
    """Where an outcome falls, the probability below it and half of that at it: even where forecasts hold."""
    whole = weights.sum()
    return float((weights[values < outcome].sum() + 0.5 * weights[values == outcome].sum()) / whole)


def bandwidth(values: Reals, weights: Reals) -> float:
    """Of a normal kernel, by the rule of thumb (Silverman, Density Estimation, 1986, 3.31); 0 where nothing varies."""
    deviation = weighted_deviation(values, weights)
    first, third = weighted_quantiles(values, weights, (0.25, 0.75))
    between = (third - first) / NORMAL_QUARTERS
    spread = min(deviation, between) if between > 0 else deviation
    return 0.9 * spread * math.pow(effective_size(weights), -0.2)


def log_score(values: Reals, weights: Reals, outcome: float) -> float | None:
    """-ln of the density at the outcome, by a normal kernel about each value; None where the values do not vary.

    The density is per unit of the values, so scores of different figures can't be compared, and those of forecasts of
    the same figure can.
    """
    width = bandwidth(values, weights)
    if not width > 0:
        return None
    logs = -0.5 * ((outcome - values) / width) ** 2
    with np.errstate(divide="ignore"):
        logs = logs + np.log(weights / weights.sum())
    highest = logs.max()
    inner = float(np.exp(logs - highest).sum())
    return -(float(highest) + math.log(inner) - math.log(width) - 0.5 * math.log(2 * math.pi))


def brier(probability: float, happened: bool) -> float:
    """The square of how far a probability is from what happened: 0 at best, 1 at worst, 0.25 of one half."""
    return (probability - happened) ** 2


def log_score_of_event(probability: float, happened: bool, count: float) -> float:
    """-ln of the probability of what happened; of none in `count` replications that of half a one in it."""
    told = probability if happened else 1 - probability
    return -math.log(min(max(told, 0.5 / count), 1.0))
