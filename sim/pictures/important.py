"""What each unknown is worth: the share of a figure's variance that knowing it would take away, a panel a figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from sim.pictures.content import Content
from sim.pictures.scales import share_axis
from sim.pictures.style import DELIVERED, INK, PANEL, REST, SMALL, WIDTH, Picture, house_style, lined, picture
from sim.pictures.tables import Row as TableRow
from sim.pictures.tables import Table
from sim.pictures.text import wrapped
from sim.records.products import note_on
from sim.records.words import Label, labels, percent, written
from sim.scenario import words
from sim.scenario.schema import Scenario

MOST_PANELS, MOST_BARS = 4, 6
ROOM = 2.6
"""Inches for the name of an unknown."""

Row = Mapping[Any, Any]


def pictures(content: Content) -> Iterator[Picture]:
    """What each unknown is worth."""
    yield importance_chart(content.rows("importance"), content.scenario, content.seed, content.summary["replications"])


@house_style()
def importance_chart(rows: Sequence[Row], scenario: Scenario, seed: int, replications: int) -> Picture:
    """Bars of the unknowns that are worth most, full where more than chance explains."""
    names = list(dict.fromkeys(row["figure"] for row in rows))[:MOST_PANELS]
    by = {name: [row for row in rows if row["figure"] == name][:MOST_BARS] for name in names}
    every = words.labels(scenario, list(scenario.uncertain))
    heights = [0.45 + 0.42 * len(own) for own in by.values()]
    figure = picture(
        sum(heights),
        _finding(rows, every),
        "Share of the variance that each unknown, if it were known, would take away; grey: chance explains as much",
        f"Scenario {scenario.name}, {replications:,} replications, seed {seed}, none simulated anew."
        + note_on(names, scenario),
    )
    grid = figure.add_gridspec(len(names), 1, height_ratios=heights)
    most = max((row["learned"] for own in by.values() for row in own), default=0.0)
    for place, (own, label) in enumerate(zip(by.values(), labels(names, [scenario]), strict=True)):
        _panel(figure.add_subplot(grid[place]), own, label, every, most)
    figure.table = _table(rows, scenario, every)
    return figure


def _table(rows: Sequence[Row], scenario: Scenario, names: Mapping[str, str]) -> Table:
    """What every unknown is worth for every figure."""
    known = {label.name: label for label in labels(dict.fromkeys(row["figure"] for row in rows), [scenario])}
    found = []
    for row in rows:
        label = known[row["figure"]]
        moved = " to ".join(written(label.figure, row[key]) for key in ("low", "high"))
        goes = f"{row['from_value']} to {row['to_value']}"
        cells = (label.phrase, percent(row["learned"]), "yes" if row["noticed"] else "no", moved, goes)
        found.append(TableRow(names.get(row["parameter"], row["parameter"]), row["parameter"], cells))
    columns = ("Figure", "Takes away of its variance", "More than chance", "Mean of the figure", "As the unknown goes")
    return Table("What each unknown is worth, if it were known", "Unknown", columns, found, (0, 2))


def _finding(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    noticed = [row for row in rows if row["noticed"]]
    if not noticed:
        return "No single unknown, if it were known, would narrow the answer noticeably"
    first = noticed[0]
    name = names.get(first["parameter"], first["parameter"])
    return f"Ask first for “{name}”: it takes away {percent(first['learned'])} of the variance"


def _panel(axes: Axes, rows: Sequence[Row], label: Label, names: Mapping[str, str], most: float) -> None:
    axes.set_title("\n".join(wrapped(label.begun, PANEL, WIDTH - 1, "bold")), pad=3)
    colours = [DELIVERED if row["noticed"] else REST for row in rows]
    axes.barh(np.arange(len(rows)), [row["learned"] for row in rows], color=colours, height=0.62)
    told = ["\n".join(wrapped(names.get(row["parameter"], row["parameter"]), SMALL, ROOM)) for row in rows]
    axes.set_yticks(np.arange(len(rows)), told, color=INK, fontsize=SMALL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(0.05, 1.05 * most))
    share_axis(axes.xaxis)
    lined(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
