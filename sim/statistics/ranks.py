"""Rank correlation."""

import math

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


def spearman(one: Reals, other: Reals) -> float | None:
    """Spearman's rank correlation, equal values with their mean rank; None where one of the two never varies."""
    if min(len(np.unique(one)), len(np.unique(other))) < 2:
        return None
    found = float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])
    return None if math.isnan(found) else found


def _ranks(values: Reals) -> Reals:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Reals = last - (counts - 1) / 2
    return means[places]
