"""Curves over time: lines and bands of units, with the dates that matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from sim.reporting.svg import marks
from sim.reporting.svg.axes import date_ticks, ticks, units_in_short

LEFT, RIGHT, BOTTOM, ROW = 46.0, 58.0, 38.0, 16.0


@dataclass(frozen=True)
class Line:
    """Units by day, `style` names its colour and dashes."""

    name: str
    values: Sequence[float]
    style: str


@dataclass(frozen=True)
class Band:
    """The range between two curves."""

    name: str
    low: Sequence[float]
    high: Sequence[float]
    style: str


@dataclass(frozen=True)
class Event:
    """A day with a line across the picture, and what it is called; with a later `last`, the days between are shaded."""

    day: int
    words: str
    last: int = 0


@dataclass(frozen=True)
class Chart:
    """Everything that a picture of curves shows."""

    start: date
    days: int
    lines: Sequence[Line]
    bands: Sequence[Band] = ()
    events: Sequence[Event] = ()

    @property
    def most(self) -> float:
        """The largest value shown."""
        return max(
            (max(curve) for curve in (*(line.values for line in self.lines), *(b.high for b in self.bands))), default=0
        )


@dataclass(frozen=True)
class Frame:
    """Where days and units lie in a picture."""

    chart: Chart
    width: float
    top: float
    bottom: float
    highest: float

    def x(self, day: float) -> float:
        """The place of a day."""
        return LEFT + (self.width - LEFT - RIGHT) * day / max(1, self.chart.days - 1)

    def y(self, units: float) -> float:
        """The place of a count."""
        return self.bottom - (self.bottom - self.top) * units / self.highest

    def points(self, values: Sequence[float]) -> list[tuple[float, float]]:
        """The places of a curve."""
        return [(self.x(day), self.y(units)) for day, units in enumerate(values)]


def curves_picture(chart: Chart, finding: str, width: float, height: float) -> Markup:
    """The picture, so wide and high in its own units, for a place of about as many pixels."""
    levels = ticks(0, chart.most or 1, 5 if width > 500 else 4)
    labels, rows = _events(chart, width)
    top = 14 + ROW * rows
    frame = Frame(chart, width, top, height - BOTTOM, levels[-1])
    parts = [
        *_grid(frame, levels),
        *(marks.path(_area(frame, band), f"band {band.style}") for band in chart.bands),
        *_drawn_events(frame, labels),
        *(marks.path(marks.steps_of(frame.points(one.values)), f"curve {one.style}") for one in chart.lines),
        *_ends(frame),
    ]
    return marks.picture(width, height, finding, parts)


def _grid(frame: Frame, levels: Sequence[float]) -> list[Markup]:
    chart, right = frame.chart, frame.width - RIGHT
    parts = []
    for level in levels:
        y = frame.y(level)
        parts += [marks.line(LEFT, y, right, y, "grid"), marks.text(LEFT - 6, y, units_in_short(level), "end", "tick")]
    for day, words in date_ticks(chart.start, chart.days, int((right - LEFT) / 56)):
        x = frame.x(day)
        parts.append(marks.line(x, frame.bottom, x, frame.bottom + 5, "axis"))
        parts += [
            marks.text(x, frame.bottom + 14 * (row + 1), word, "middle", "tick")
            for row, word in enumerate(words.split("\n"))
        ]
    return [*parts, marks.line(LEFT, frame.bottom, right, frame.bottom, "axis")]


def _area(frame: Frame, band: Band) -> str:
    there, back = frame.points(band.high), frame.points(band.low)[::-1]
    corners = [(x, back[place - 1][1] if place else y) for place, (x, y) in enumerate(back)]
    return f"{marks.steps_of(there)}{_backwards(corners)}Z"


def _backwards(points: Sequence[tuple[float, float]]) -> str:
    """A stair read from right to left: up or down first, then level."""
    found: list[str] = []
    height = ""
    for x, y in points:
        new = f"{y:.1f}"
        if new != height:
            found.append(f"H{x:.1f}V{new}" if found else f"L{x:.1f} {new}")
            height = new
    return "".join([*found, f"H{points[-1][0]:.1f}"])


def _events(chart: Chart, width: float) -> tuple[list[tuple[Event, float, str, int]], int]:
    """Each event with the place, side and row of its words, no two of which meet; and how many rows there are."""
    span = width - LEFT - RIGHT
    ends: list[float] = []
    found = []
    parts = [part for event in sorted(chart.events, key=lambda one: one.day) for part in _fitting(event, width)]
    for event in parts:
        x = LEFT + span * event.day / max(1, chart.days - 1)
        words = marks.CHARACTER * len(event.words)
        left = x if x + words <= width else max(0.0, x - words)
        row = next((number for number, end in enumerate(ends) if left > end + 6), len(ends))
        ends[row:] = [left + words, *ends[row + 1 :]]
        found.append((event, x, "start" if left == x else "end", row))
    return found, len(ends)


def _fitting(event: Event, width: float) -> list[Event]:
    """An event whose words fit into a width: the part behind the last comma below the rest where they are too long."""
    room = width / marks.CHARACTER
    head, comma, tail = event.words.rpartition(", ")
    lines = [event.words] if len(event.words) <= room or not comma else [tail, f"{head},"]
    return [
        Event(event.day, marks.shortened(line, width), 0 if place else event.last) for place, line in enumerate(lines)
    ]


def _drawn_events(frame: Frame, labels: Sequence[tuple[Event, float, str, int]]) -> list[Markup]:
    parts = []
    for event, x, anchor, row in labels:
        y = frame.top - 10 - ROW * row
        if event.last > event.day:
            width = frame.x(event.last) - x
            veil = {"x": x, "y": frame.top, "width": width, "height": frame.bottom - frame.top}
            parts.append(marks.element("rect", **veil, class_="drawn"))
            parts.append(marks.line(x + width, frame.top, x + width, frame.bottom, "event"))
        parts.append(marks.line(x, y + 4, x, frame.bottom, "event"))
        parts.append(
            marks.text(
                max(x, marks.CHARACTER * len(event.words)) if anchor == "end" else x, y - 2, event.words, anchor, "tick"
            )
        )
    return parts


def _ends(frame: Frame) -> list[Markup]:
    """The last value of each line, beside its end, clear of the others."""
    lasts = sorted(
        ((frame.y(one.values[-1]), one) for one in frame.chart.lines if len(one.values)), key=lambda pair: pair[0]
    )
    parts, above = [], -ROW
    for y, one in lasts:
        place = max(y, above + ROW)
        parts.append(
            marks.text(frame.width - RIGHT + 5, place, units_in_short(one.values[-1]), "start", f"end {one.style}")
        )
        above = place
    return parts
