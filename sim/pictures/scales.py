"""Axes that read in words: dates, units, shares and dollars, each written in one way."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import date2num
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.clock import MONTHS, in_words
from sim.records.words import MINUS, dollars

TIMES = "\N{MULTIPLICATION SIGN}"

SHORT = 75
"""Days of a run below which its dates are told by day."""

DAY_STEPS, MONTH_STEPS = (1, 2, 7, 14, 28), (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


def date_axis(axes: Axes, start: date, end: date, most: int = 13, edge: bool = True) -> None:
    """Ticks on the first days of months (of a short run on days), at most so many; the year where it begins.

    With `edge` the axis ends where the run's last day does.
    """
    if edge:
        axes.set_xlim(date2num(start), date2num(end) + 1)
    ticks = _ticks(start, end, most)
    labels = list(_labels(ticks, (end - start).days < SHORT))
    axes.xaxis.set_major_locator(FixedLocator([date2num(tick) for tick in ticks]))
    by_place = dict(zip((date2num(tick) for tick in ticks), labels, strict=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda place, _: by_place.get(place, "")))
    axes.tick_params(axis="x", which="major", length=3)


def to_the_end(values: NDArray[Any]) -> NDArray[Any]:
    """Values by day and once more the last, which holds until the end of its day."""
    return np.append(values, values[-1:])


def _ticks(start: date, end: date, most: int) -> list[date]:
    if (end - start).days < SHORT:
        days = (end - start).days
        step = next((step for step in DAY_STEPS if days // step < most), DAY_STEPS[-1])
        return [start + timedelta(days=day) for day in range(0, days + 1, step)]
    first, last = (12 * day.year + day.month - 1 for day in (start, end))
    first += start.day > 1
    step = next((step for step in MONTH_STEPS if (last - first) // step < most), MONTH_STEPS[-1])
    return [date(month // 12, month % 12 + 1, 1) for month in range(first + -first % step, last + 1, step)]


def _labels(ticks: list[date], by_day: bool) -> Iterator[str]:
    """The month (or the day and month), and the year below it where it is another than before."""
    by_year = bool(ticks) and all(tick.month == 1 and tick.day == 1 for tick in ticks) and len(ticks) > 1
    year = 0
    for tick in ticks:
        name = f"{tick.day} {MONTHS[tick.month - 1][:3]}" if by_day else MONTHS[tick.month - 1][:3]
        yield str(tick.year) if by_year else f"{name}\n{tick.year}" if tick.year != year else name
        year = tick.year


def unit_axis(axis: Axis, ticks: int = 6) -> None:
    """Whole units: `12,000`."""
    axis.set_major_locator(MaxNLocator(ticks, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def share_axis(axis: Axis, ticks: int = 6) -> None:
    """Shares as `50%`."""
    axis.set_major_locator(MaxNLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.4g}%"))


def dollar_axis(axis: Axis, ticks: int = 6) -> None:
    """Dollars as `$250M`."""
    axis.set_major_locator(MaxNLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: dollars(value)))


def number_axis(axis: Axis, ticks: int = 6) -> None:
    """Any numbers, with thousands set apart."""
    axis.set_major_locator(MaxNLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


AXES: Mapping[str, Callable[..., None]] = {"share": share_axis, "usd": dollar_axis, "units": unit_axis}
"""By kind; others are numbers."""


def number(value: float) -> str:
    """A number to three figures or whole: `0.035`, `12.5`, `1,250`."""
    if abs(value) >= 100:
        return f"{value:,.0f}".replace("-", MINUS)
    return f"{value:.3g}".replace("-", MINUS)


def written(value: Any, kind: str) -> str:
    """A value of a kind (see `sim.scenario.words`) as a picture writes it."""
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if kind == "share":
        return f"{100 * value:.3g}%"
    return dollars(value) if kind == "usd" else number(value)
