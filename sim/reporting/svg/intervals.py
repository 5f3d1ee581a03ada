"""Rows of intervals: a dot and its range each, on one axis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.reporting.svg import marks
from sim.reporting.svg.axes import ticks

ROW, BOTTOM, TOP, RIGHT, EDGE = 24.0, 24.0, 6.0, 64.0, 8.0


@dataclass(frozen=True)
class Interval:
    """A value with its range, `other` is a second value, shown as an open dot."""

    name: str
    low: float
    middle: float
    high: float
    other: float | None = None


def intervals_picture(
    rows: Sequence[Interval], finding: str, width: float, written: Callable[[float], str], most: float | None = None
) -> Markup:
    """The rows from above to below, on an axis from 0; names stand beside them where there is room, else above them.

    With `most` the axis ends there, and what lies beyond it, or below 0, is cut off.
    """
    beside = width > 500
    left = min(width * 0.46, marks.CHARACTER * max(len(row.name) for row in rows) + 16) if beside else EDGE
    height_of_row = ROW if beside else ROW + 18
    ends = [end for row in rows for end in (row.low, row.middle, row.high, row.other) if end is not None]
    levels = ticks(min(0.0, *ends) if most is None else 0.0, most or max(ends), 5 if beside else 3)
    bottom = TOP + height_of_row * len(rows)

    def x(value: float) -> float:
        within = min(max(value, levels[0]), levels[-1])
        return left + (width - left - RIGHT) * (within - levels[0]) / (levels[-1] - levels[0])

    parts = []
    for level in levels:
        style = "axis" if level == 0 else "grid"
        parts += [
            marks.line(x(level), TOP, x(level), bottom, style),
            marks.text(x(level), bottom + 12, written(level), "middle", "tick"),
        ]
    for place, row in enumerate(rows):
        y = TOP + height_of_row * (place + 1) - ROW / 2
        name = marks.shortened(row.name, left - 12 if beside else width - EDGE)
        parts.append(marks.text(*((left - 8, y, name, "end") if beside else (EDGE, y - 20, name, "start"))))
        parts += _row(row, x, y)
        parts.append(marks.text(width - RIGHT + 10, y, written(row.middle), "start", "end a"))
    return marks.picture(width, bottom + BOTTOM, finding, parts)


def _row(row: Interval, x: Callable[[float], float], y: float) -> list[Markup]:
    parts = [marks.line(x(row.low), y, x(row.high), y, "range")]
    if row.other is not None:
        parts.append(marks.element("circle", cx=x(row.other), cy=y, r=4.5, class_="other"))
    return [*parts, marks.element("circle", cx=x(row.middle), cy=y, r=4.5, class_="dot")]
