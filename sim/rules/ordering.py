"""Ordering: patience, over-ordering in a shortage, its surplus."""

from sim.rules.shares import part


def is_out_of_patience(day: int, placed: int, patience: int) -> bool:
    """Whether an order placed on day `placed` has waited longer than its buyer's patience."""
    return day - placed > patience


def inflated(need: int, factor: int) -> int:
    """Units of a line that is ordered for a need: `factor` millionths of it in a shortage, rounded down."""
    return part(need, factor)


def surplus(need: int, dispatched: int, still_open: int) -> int:
    """Open units to cancel: what is still open of a line once its need has been dispatched."""
    return still_open if dispatched >= need else 0
