"""What a division into groups explains of a variance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Groups = NDArray[np.int64]

FIFTHS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Explained:
    """The mean of each group, and what the groups explain of the variance.

    `share` is epsilon squared: the share of the variance between the groups, less what chance alone would put there
    (Kelley, An unbiased correlation ratio measure, 1935). `p` is that of the F test that all means are the same.
    """

    means: Reals
    share: float
    p: float


def fifths(values: Reals) -> Groups:
    """The fifth that each value falls into, from 0; equal values fall into the same."""
    return np.searchsorted(np.quantile(values, FIFTHS), values, side="left").astype(np.int64)


def explained(values: Reals, groups: Groups) -> Explained | None:
    """What groups, numbered from 0, explain of the variance of values; None where there is none, or one group."""
    from scipy.special import fdtrc

    counts = np.bincount(groups)
    filled, whole = int((counts > 0).sum()), len(values)
    total = float(((values - values.mean()) ** 2).sum()) if whole else 0.0
    if filled < 2 or whole <= filled or total == 0:
        return None
    means = np.bincount(groups, values) / np.maximum(counts, 1)
    within = float(((values - means[groups]) ** 2).sum())
    if within == 0:
        return Explained(means, 1.0, 0.0)
    freedom = filled - 1, whole - filled
    ratio = (total - within) / freedom[0] / (within / freedom[1])
    return Explained(means, 1 - within / total * (whole - 1) / freedom[1], float(fdtrc(*freedom, ratio)))
