"""Ordering: what shares are of, patience, over-ordering in a shortage, its surplus, pulling forward, splitting."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from sim.rules.shares import MILLION, divide, part

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


def inflated(need: int, oldest_wait: int, waits: int, factor: int) -> int:
    """Units ordered for a need: `factor` millionths of it once the oldest open order waited `waits` days."""
    return part(need, factor) if oldest_wait >= waits else need


def surplus(need: int, dispatched: int, still_open: int) -> int:
    """Open units to cancel: what is still open of a line once its need has been dispatched."""
    return still_open if dispatched >= need else 0


def pulled_forward(units: int, share: int) -> int:
    """Units of a later order that are placed in a rush window instead."""
    return part(units, share)


def split_over_channels(units: int, custom: Sequence[int], parts: list[int]) -> None:
    """Write units by channel into `parts`; `custom` is each channel's share of the buyer's custom in millionths.

    What the shares leave to reach one goes elsewhere, and is not ordered here.
    """
    divide(part(units, min(MILLION, sum(custom))), custom, parts)
