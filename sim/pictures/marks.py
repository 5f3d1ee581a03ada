"""Dates of controls on a picture: dotted lines in the panels, their labels in a strip above, clear of the curves."""

from collections.abc import Iterator
from datetime import date

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num
from matplotlib.transforms import ScaledTranslation

from sim.pictures.style import PANEL, SMALL
from sim.pictures.text import cut, wide, wrapped
from sim.scenario.control_tables import Control
from sim.scenario.drawn_dates import Dates, Turn, When
from sim.scenario.schema import Scenario

DEADLINE = "#444444"

LONGEST_NAME = 32
ROW = 11.5
"""Points from a row of labels to the next."""

LEAST_WIDTH = 8.2
"""Inches that a large panel surely has."""


def deadlines(scenario: Scenario) -> list[tuple[When, str]]:
    """Dates of the controls that lie, or may lie, within the run, with what they are."""
    found = [(turn.when, f"{_name(control)} {turn.label}") for control, turn in _turns(scenario)]
    return [(when, label) for when, label in found if scenario.start <= when.last and when.first <= scenario.end]


def before_the_run(scenario: Scenario) -> list[str]:
    """One label for each control that has dates before the run, naming them."""
    early: dict[str, list[str]] = {}
    for control, turn in _turns(scenario):
        if turn.when.last < scenario.start:
            early.setdefault(_name(control), []).append(f"{turn.what} on {turn.when.in_words()}")
    return [f"◂ before the run: {name} {', '.join(dates)}" for name, dates in early.items()]


def _turns(scenario: Scenario) -> Iterator[tuple[Control, Turn]]:
    dates = Dates(scenario)
    for place, control in enumerate(scenario.control):
        yield from ((control, turn) for turn in dates.of_control(place, control))


def _name(control: Control) -> str:
    return cut(control.name, LONGEST_NAME)


def lines_at_deadlines(axes: Axes, scenario: Scenario) -> None:
    """Dotted lines at the dates of the controls; a veil over the range of one that is drawn."""
    for when in dict.fromkeys(when for when, _ in deadlines(scenario)):
        first, last = max(when.first, scenario.start), min(when.last, scenario.end)
        if when.is_drawn and not when.is_either:
            ends = (date2num(first), date2num(last) + 1)
            axes.axvspan(*ends, facecolor=DEADLINE, alpha=0.09, linewidth=0, zorder=0.6)
        for end in (when.first, when.last):
            if scenario.start <= end <= scenario.end:
                axes.axvline(date2num(end), color=DEADLINE, linestyle=":", linewidth=1, zorder=1.5)


def mark_deadlines(axes: Axes, scenario: Scenario) -> int:
    """Lines at the dates of the controls, and their labels above the panel; gives the rows that these take."""
    lines_at_deadlines(axes, scenario)
    row_ends: list[float] = []
    for place, label in sorted((_place(when.first, scenario), label) for when, label in deadlines(scenario)):
        side, left, right = _room(place, wide(label, SMALL) / LEAST_WIDTH)
        row = next((row for row, end in enumerate(row_ends) if left > end + 0.015), len(row_ends))
        row_ends[row:] = [right, *row_ends[row + 1 :]]
        _write(axes, place, label, row, side)
    early = [line for label in before_the_run(scenario) for line in wrapped(label, SMALL, LEAST_WIDTH)]
    for row, line in enumerate(reversed(early), len(row_ends)):
        _write(axes, 0.0, line, row, "left")
    return len(row_ends) + len(early)


def _room(place: float, width: float) -> tuple[str, float, float]:
    """Which edge of a label stands at its line, and from where to where it goes, as shares of the panel's width."""
    if place + width <= 1:
        return "left", place, place + width
    if place - width >= 0:
        return "right", place - width, place
    return "center", 0.0, 1.0


def _place(when: date, scenario: Scenario) -> float:
    return max(0, (when - scenario.start).days) / max(1, (scenario.end - scenario.start).days)


def _write(axes: Axes, place: float, label: str, row: int, side: str) -> None:
    axes.annotate(
        label,
        (0.5 if side == "center" else place, 1),
        xycoords="axes fraction",
        xytext=({"left": 2, "right": -2}.get(side, 0), 4 + ROW * row),
        textcoords="offset points",
        ha=side,
        fontsize=SMALL,
        color=DEADLINE,
        annotation_clip=False,
    )


def head(axes: Axes, title: str, rows: int = 0, columns: int = 0) -> None:
    """A panel's title above so many rows of labels; with `columns`, its legend between the title and these."""
    figure = axes.get_figure()
    assert figure is not None
    points = 5 + ROW * rows
    if columns:
        shift = ScaledTranslation(0, points / 72, figure.dpi_scale_trans)
        handles, labels = axes.get_legend_handles_labels()
        order = sorted(range(len(handles)), key=lambda place: isinstance(handles[place], LineCollection))
        axes.legend(
            [handles[place] for place in order],
            [labels[place] for place in order],
            loc="lower left",
            bbox_to_anchor=(0, 1),
            bbox_transform=axes.transAxes + shift,
            ncols=columns,
            borderaxespad=0,
            borderpad=0.2,
            columnspacing=1.6,
            handlelength=2.2,
        )
        points += 17
    if title:
        axes.set_title(title, pad=points, fontsize=PANEL)
