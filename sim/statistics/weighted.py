"""Statistics of weighted values: importance weights that need not sum to one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

ROUNDING = 1e-12
"""Share of all weight that sums of it may be off by rounding."""


def weights_of(log_weights: Reals) -> Reals:
    """Weights that sum to one from their logarithms, of which one at least is finite."""
    found = np.exp(log_weights - log_weights.max())
    scaled: Reals = found / found.sum()
    return scaled


def weighted_mean(values: Reals, weights: Reals) -> float:
    """The mean."""
    return float(np.average(values, weights=weights))


def weighted_deviation(values: Reals, weights: Reals) -> float:
    """The standard deviation, of the weighted values themselves (no correction for their count)."""
    middle = np.average(values, weights=weights)
    return float(np.sqrt(np.average((values - middle) ** 2, weights=weights)))


def weighted_quantiles(values: Reals, weights: Reals, shares: Sequence[float]) -> list[float]:
    """The least value that a share of the weight does not pass: the inverse of the distribution, for each share."""
    order = np.argsort(values, kind="stable")
    ordered, cumulated = values[order], np.cumsum(weights[order])
    marks = np.asarray(shares) * cumulated[-1] - ROUNDING * cumulated[-1]
    places = np.minimum(np.searchsorted(cumulated, marks), len(ordered) - 1)
    return [float(value) for value in ordered[places]]
