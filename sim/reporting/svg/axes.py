"""Axes: where ticks stand and what they say."""

import math
from datetime import date, timedelta

from sim.clock import MONTHS

SHORT = 75
"""Days of a run below which its ticks are weeks apart, not months."""


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers that cover a range, both ends within them, at most about so many."""
    span = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * most >= span)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * number, 10) for number in range(first, max(last, first + 1) + 1)]


def units_in_short(value: float) -> str:
    """A count for a tick: `0`, `750`, `25k`, `2.5M`."""
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"


def date_ticks(start: date, days: int, most: int) -> list[tuple[int, str]]:
    """Days from the start that have a tick, and what it says: month or day, below it the year where it is new."""
    if days < SHORT:
        step = 7 * max(1, math.ceil(days / 7 / most))
        found = [start + timedelta(days=day) for day in range(0, days, step)]
        return [((when - start).days, f"{when.day} {MONTHS[when.month - 1][:3]}") for when in found]
    first = 12 * start.year + start.month - 1 + (start.day > 1)
    end = start + timedelta(days=days - 1)
    count = 12 * end.year + end.month - first
    step = next(months for months in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if months * most >= count)
    marked = [date(*_month(month)) for month in range(first, first + count) if month % step == 0]
    return [((when - start).days, _of_month(when, place == 0)) for place, when in enumerate(marked)]


def _month(number: int) -> tuple[int, int, int]:
    year, month = divmod(number, 12)
    return year, month + 1, 1


def _of_month(when: date, is_first: bool) -> str:
    name = MONTHS[when.month - 1][:3]
    return f"{name}\n{when.year}" if is_first or when.month == 1 else name
