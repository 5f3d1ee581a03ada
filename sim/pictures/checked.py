"""What replications say of key figures beside what a scenario's sources say: a panel a source, on its own scale."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from sim.pictures.content import Content
from sim.pictures.scales import AXES, number_axis
from sim.pictures.style import (
    DELIVERED,
    INK,
    LIGHT_ORDERED,
    MUTED,
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
from sim.records.words import NONE, Label, date_in_words, labels, percent, written
from sim.scenario.schema import Scenario
from sim.statistics.agreement import CONTRADICTED, MISSING

MOST_PANELS = 12
HEIGHT = 0.95
"""Inches of a panel with its head."""

Row = Mapping[str, Any]


def pictures(content: Content) -> Iterator[Picture]:
    """What the replications of a check say beside each source."""
    yield check_chart(content.rows("checks"), content.scenario, content.seed, content.summary["replications"])


@house_style()
def check_chart(rows: Sequence[Row], scenario: Scenario, seed: int, replications: int) -> Picture:
    """Each source's range as a band; the replications' 90 % range and median as a line and a dot, in it or not."""
    shown = rows[:MOST_PANELS]
    more = f" {len(rows) - MOST_PANELS} more sources are in the table." if len(rows) > MOST_PANELS else ""
    run = f"Scenario {scenario.name}, {replications:,} replications, seed {seed}."
    figure = picture(
        HEIGHT * len(shown),
        _finding(rows),
        "Band: what a source says; line and dot: 90% of the replications and their median",
        run + more + note_on([row["figure"] for row in shown], scenario),
    )
    for place, (row, label) in enumerate(zip(shown, labels([row["figure"] for row in shown], [scenario]), strict=True)):
        _panel(figure.add_subplot(len(shown), 1, place + 1), row, label)
    figure.table = _table(rows, scenario)
    return figure


def _table(rows: Sequence[Row], scenario: Scenario) -> Table:
    """Every source, beside what the replications say."""
    found = []
    for row, label in zip(rows, labels([row["figure"] for row in rows], [scenario]), strict=True):
        least, most = (None if row[end] is None else written(label.figure, row[end]) for end in ("least", "most"))
        said = f"at most {most}" if least is None else f"at least {least}" if most is None else f"{least} to {most}"
        inside = NONE if row.get("inside") is None else percent(row["inside"])
        published = date_in_words(row["published"]) if row.get("published") else ""
        source = ", ".join(filter(None, (row.get("source", ""), published and f"published {published}")))
        cells = (said, middle(label.figure, row), inside, row["verdict"], source)
        found.append(TableRow(label.begun, label.name, cells))
    columns = ("The source says", "Replications: median (90 %)", "Within it", "Verdict", "Source")
    return Table("What sources say, and the replications", "Figure", columns, found, (3, 4))


def _finding(rows: Sequence[Row]) -> str:
    wrong = sum(row["verdict"] == CONTRADICTED for row in rows)
    missing = sum(row["verdict"] == MISSING for row in rows)
    if wrong:
        return f"The replications contradict {wrong} of {len(rows)} source{'s' if len(rows) > 1 else ''}"
    return "A figure of a source has no value" if missing else "The replications contradict no source"


def _panel(axes: Axes, row: Row, label: Label) -> None:
    told = f"{label.begun}: {row['verdict']}"
    axes.set_title("\n".join(wrapped(told, PANEL, WIDTH - 1, "bold")), pad=3)
    AXES.get(kind_of(label.figure), number_axis)(axes.xaxis)
    ends = [row[key] for key in ("least", "most", "p05", "p95") if row[key] is not None]
    low, high = min(ends), max(ends)
    room = 0.08 * (high - low) or 0.5 * abs(high) or 1.0
    left, right = low - room, high + room
    least, most = (left if row["least"] is None else row["least"]), (right if row["most"] is None else row["most"])
    axes.axvspan(least, most, color=LIGHT_ORDERED, linewidth=0)
    for end in (row["least"], row["most"]):
        if end is not None:
            axes.axvline(end, color=MUTED, linewidth=1)
    if row["p50"] is None:
        axes.text(0.98, 0.5, "no replication has it", transform=axes.transAxes, ha="right", va="center", fontsize=SMALL)
    else:
        colour = INK if row["verdict"] == CONTRADICTED else DELIVERED
        axes.plot([row["p05"], row["p95"]], [0, 0], color=colour, linewidth=4)
        axes.plot(row["p50"], 0, "o", color=colour, markersize=8)
    axes.set_xlim(left, right)
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    lined(axes, "x")
    axes.spines["left"].set_visible(False)
