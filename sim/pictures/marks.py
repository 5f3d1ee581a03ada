"""Dates of controls on a picture: dotted lines in the panels, their labels in a strip above, clear of the curves."""

from datetime import date

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.scenario.schema import Scenario
from sim.scenario.tables import Control

DEADLINE = "#444444"

CHARACTER = 0.0072
"""Width of a label's character as a share of a large panel's width, at eight points."""


def dates_of(control: Control) -> list[tuple[date, str]]:
    """When a control was announced, moved, took effect and was lifted, in the order of time."""
    effective = control.moved[-1].to if control.moved else control.effective
    found = [(control.announced, "announced")] if control.announced != effective else []
    found += [(move.on, f"effect moved to {move.to}") for move in control.moved]
    found.append((effective, "in effect"))
    if control.lifted is not None:
        found.append((control.lifted, "lifted"))
    return sorted(found)


def deadlines(scenario: Scenario) -> list[tuple[date, str]]:
    """Dates of the controls that lie within the run, with what they are."""
    found = [(when, f"{control.name}: {what}") for control in scenario.control for when, what in dates_of(control)]
    return [(when, label) for when, label in found if scenario.start <= when <= scenario.end]


def before_the_run(scenario: Scenario) -> list[str]:
    """One label for each control that has dates before the run, naming them."""
    labels = []
    for control in scenario.control:
        early = [f"{what} on {when}" for when, what in dates_of(control) if when < scenario.start]
        if early:
            labels.append(f"◂ before the run: {control.name} {', '.join(early)}")
    return labels


def mark_deadlines(axes: Axes, scenario: Scenario, labels: bool = True) -> None:
    """Lines at the dates of the controls; their labels above the panel, as many rows as they need."""
    for when, _ in deadlines(scenario):
        axes.axvline(date2num(when), color=DEADLINE, linestyle=":", linewidth=1)
    if not labels:
        return
    row_ends: list[float] = []
    early = [(0.0, label) for label in before_the_run(scenario)]
    for place, label in early + sorted((_place(when, scenario), label) for when, label in deadlines(scenario)):
        width = CHARACTER * len(label)
        left = place if place + width <= 1 else max(0.0, place - width)
        row = next((row for row, end in enumerate(row_ends) if left > end + 0.01), len(row_ends))
        row_ends[row:] = [left + width, *row_ends[row + 1 :]]
        _write(axes, place, label, row, to_the_left=left < place)


def _place(when: date, scenario: Scenario) -> float:
    return (when - scenario.start).days / max(1, (scenario.end - scenario.start).days)


def _write(axes: Axes, place: float, label: str, row: int, to_the_left: bool) -> None:
    axes.annotate(
        label,
        (place, 1),
        xycoords="axes fraction",
        xytext=(-2 if to_the_left else 2, 4 + 11 * row),
        textcoords="offset points",
        ha="right" if to_the_left else "left",
        fontsize=8,
        color=DEADLINE,
        annotation_clip=False,
    )
