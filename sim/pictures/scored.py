"""A forecast beside what happened: a panel an outcome, on its own scale, and one for all events."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from sim.pictures.content import Content
from sim.pictures.scales import AXES, number_axis
from sim.pictures.style import (
    DELIVERED,
    GAIN,
    INK,
    LIGHT_ORDERED,
    MUTED,
    ORDERED,
    PANEL,
    SMALL,
    WIDTH,
    Picture,
    house_style,
    lined,
    picture,
)
from sim.pictures.tables import Row as TableRow
from sim.pictures.tables import Table, middle
from sim.pictures.text import wrapped
from sim.records.figures.naming import kind_of
from sim.records.products import note_on
from sim.records.words import NONE, labels, probability, written
from sim.scenario.schema import Scenario

MOST_PANELS = 12
HEIGHT, LINE = 0.95, 0.32
"""Inches of a panel with its head, and of an event."""

Row = Mapping[str, Any]


def pictures(content: Content) -> Iterator[Picture]:
    """A forecast beside its outcomes."""
    yield score_chart(content.rows("scores"), content.summary, content.scenario, content.seed)


@house_style()
def score_chart(rows: Sequence[Row], summary: Mapping[str, Any], scenario: Scenario, seed: int) -> Picture:
    """The forecast's 90 % range and median as a line and a dot, what happened as a mark with its range as a band."""
    values = [row for row in rows if row["kind"] == "value" and row["p50"] is not None]
    events = [row for row in rows if row["kind"] == "event"]
    shown = values[:MOST_PANELS]
    more = f" {len(values) - MOST_PANELS} more outcomes are in the table." if len(values) > MOST_PANELS else ""
    heights = [HEIGHT] * len(shown) + ([0.6 + LINE * len(events)] if events else [])
    about = summary["forecast"]
    made = f"{about['replications']:,} replications, seed {seed}, digest {about['result_digest'][:12]}"
    run = f"Scenario {scenario.name}, {made}."
    figure = picture(
        sum(heights) or HEIGHT,
        _finding(summary),
        "Line and dot: the forecast's middle 90% and median; mark: what happened, band: where the truth may lie",
        run + more + note_on([row["figure"] for row in shown], scenario),
    )
    figure.table = _table(rows, scenario)
    if not heights:
        return figure
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    names = labels([row["figure"] for row in shown], [scenario])
    for place, (row, label) in enumerate(zip(shown, names, strict=True)):
        _value(figure.add_subplot(grid[place]), row, label.begun, kind_of(label.figure))
    if events:
        _events(figure.add_subplot(grid[len(shown)]), events)
    return figure


def _table(rows: Sequence[Row], scenario: Scenario) -> Table:
    """Every outcome beside what the forecast said of it."""
    found = []
    for row, label in zip(rows, labels([row["figure"] for row in rows], [scenario]), strict=True):
        if row["kind"] == "event":
            told = (row["observed"], f"probability {probability(row['probability'])}", _so(row), NONE)
        else:
            ended = written(label.figure, row["outcome"])
            crps = written(label.figure, row["crps"])
            told = (label.begun, middle(label.figure, row), ended, crps)
        what, *cells = told
        found.append(TableRow(what, row["figure"], (*cells, _fell(row), row["source"])))
    columns = ("Forecast: median (90 %)", "What happened", "CRPS", "In the range", "Source")
    return Table("The forecast and what happened", "Outcome", columns, found, (3, 4))


def _so(row: Row) -> str:
    return "so it was" if row["happened"] else "it was not so"


def _fell(row: Row) -> str:
    said = {True: "hit", False: "miss", None: NONE}[row["hit"]]
    return said if row["counts"] else f"{said}, not counted"


def _finding(summary: Mapping[str, Any]) -> str:
    values, events = summary["values"], summary["events"]
    if values["count"]:
        outcomes = f"{values['count']} outcome{'s' if values['count'] > 1 else ''}"
        return f"{values['hits']} of {outcomes} in the forecast's 90% ranges"
    if events["count"]:
        return f"The probabilities of {events['count']} events have a Brier score of {events['brier']:.2f}"
    return "No outcome counts: each was known before"


def _value(axes: Axes, row: Row, phrase: str, kind: str) -> None:
    said = {True: "hit", False: "miss", None: "no value"}[row["hit"]] + ("" if row["counts"] else ", not counted")
    axes.set_title("\n".join(wrapped(f"{phrase}: {said}", PANEL, WIDTH - 1, "bold")), pad=3)
    AXES.get(kind, number_axis)(axes.xaxis)
    axes.axvspan(row["range_low"], row["range_high"], color=LIGHT_ORDERED, linewidth=0)
    axes.plot([row["p05"], row["p95"]], [0, 0], color=DELIVERED, linewidth=4)
    axes.plot(row["p50"], 0, "o", color=DELIVERED, markersize=8)
    axes.plot(row["outcome"], 0, "|", color=INK, markersize=22, markeredgewidth=2.5)
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    lined(axes, "x")
    axes.spines["left"].set_visible(False)


def _events(axes: Axes, rows: Sequence[Row]) -> None:
    axes.set_title("Probability of each statement (dot), and whether it was so (mark at 1) or not (at 0)", pad=3)
    for place, row in enumerate(rows):
        truth = float(row["happened"])
        right = abs(row["probability"] - truth) <= 0.5
        axes.plot([row["probability"], truth], [place, place], color=MUTED, linewidth=1)
        axes.plot(row["probability"], place, "o", color=GAIN if right else DELIVERED, markersize=8)
        axes.plot(truth, place, "|", color=ORDERED, markersize=14, markeredgewidth=2.5)
        axes.annotate(row["observed"], (0.5, place - 0.22), ha="center", va="bottom", fontsize=SMALL)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(len(rows) - 0.4, -0.8)
    axes.set_yticks([])
    lined(axes, "x")
    axes.spines["left"].set_visible(False)
