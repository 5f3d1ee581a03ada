"""Ordering: what shares are of, patience, over-ordering in a shortage, its surplus."""

from typing import TYPE_CHECKING, TypeVar

from sim.rules.shares import part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Count = TypeVar("Count", int, float, "NDArray[np.int64]", "NDArray[np.float64]")
"""Units, or units by day."""


def order_units(ordered: Count, switched: Count) -> Count:
    """Units that every share of delivered is of: ordered less switched, as a substitute is ordered anew."""
    return ordered - switched


def is_out_of_patience(day: int, placed: int, patience: int) -> bool:
    """Whether an order placed on day `placed` has waited longer than its buyer's patience."""
    return day - placed > patience


def inflated(need: int, factor: int) -> int:
    """Units of a line that is ordered for a need: `factor` millionths of it in a shortage, rounded down."""
    return part(need, factor)


def surplus(need: int, dispatched: int, still_open: int) -> int:
    """Open units to cancel: what is still open of a line once its need has been dispatched."""
    return still_open if dispatched >= need else 0
