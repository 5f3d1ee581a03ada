"""Shapley values: what each of several causes contributes, shared fairly, in whole numbers (Shapley 1953)."""

from math import factorial

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def shares(values: Whole) -> Whole:
    """`n!` times the Shapley value of each of n causes, shape (n, ...).

    `values` has shape (2^n, ...): what is achieved with a set of causes taken away; bit i of the index is set where
    cause i is among them. The contribution of a cause is averaged over all orders in which causes can be taken away:
    phi_i = sum over sets T without i of |T|! (n - |T| - 1)! / n! (v(T and i) - v(T)). They sum to v(all) - v(none).
    """
    count = len(values).bit_length() - 1
    if len(values) != 1 << count:
        raise ValueError(f"values of {len(values)} sets; expected a power of two")
    found = np.zeros((count, *values.shape[1:]), dtype=np.int64)
    for taken in range(len(values)):
        size = taken.bit_count()
        for cause in range(count):
            if not taken >> cause & 1:
                weight = factorial(size) * factorial(count - size - 1)
                found[cause] += weight * (values[taken | 1 << cause] - values[taken])
    return found
