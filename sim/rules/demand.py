"""Demand: how often random orders come."""

from collections.abc import Sequence

MONTHS_A_DAY = 12 / 365.25


def orders_a_day(orders_per_month: float, factor: float) -> float:
    """Expected random orders on a day, `factor` times as many as usual."""
    return orders_per_month * MONTHS_A_DAY * factor


def is_bursting(day: int, days: int, announced: Sequence[int], concerns: Sequence[int]) -> bool:
    """Whether a control that concerns the stream was announced within the last `days` days, today included."""
    for control in range(len(announced)):
        if concerns[control] and 0 <= day - announced[control] < days:
            return True
    return False
