"""How an answer moved as the news came: a row a piece of news, what was known of each reported figure after it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from sim.pictures.content import Content
from sim.pictures.scales import AXES, number_axis
from sim.pictures.style import DELIVERED, INK, MUTED, ORDERED, PANEL, SMALL, WIDTH, Picture, house_style, lined, picture
from sim.pictures.tables import Row as TableRow
from sim.pictures.tables import Table, middle
from sim.pictures.text import cut, wrapped
from sim.records.figures.naming import figure_of, kind_of, main_figure
from sim.records.products import note_on
from sim.records.words import Label, date_in_words, labels, written
from sim.scenario.schema import Scenario

MOST_PANELS = 4
MOST_STEPS = 14
LINE = 0.4
"""Inches of a piece of news."""

LONGEST = 46
NEWS = 4.0
"""Inches that the names of the news take."""

Row = Mapping[Any, Any]


def pictures(content: Content) -> Iterator[Picture]:
    """How the answer moved as the news came."""
    yield update_chart(content.rows("steps"), content.scenario, content.seed, content.summary["replications"])


@house_style()
def update_chart(rows: Sequence[Row], scenario: Scenario, seed: int, replications: int) -> Picture:
    """A panel a reported figure: 90 % range and median before any news, and after each piece of it, named."""
    names = _shown(list(dict.fromkeys(str(row["figure"]) for row in rows)))
    steps = sorted({int(row["step"]) for row in rows})
    shown = [0, *steps[1:][-MOST_STEPS:]]
    by = {(row["step"], row["figure"]): row for row in rows}
    columns = min(2, max(1, len(names)))
    lines = -(-len(names) // columns)
    left = f" {len(steps) - len(shown)} earlier pieces of news are in the table." if len(steps) > len(shown) else ""
    figure = picture(
        lines * (LINE * len(shown) + 0.85),
        _finding(by, names, steps, scenario),
        "Line and dot: middle 90% of the replications and their median, weighted by what was published till then",
        f"Scenario {scenario.name}, {replications:,} replications, seed {seed}, none simulated anew.{left}"
        + note_on(names, scenario),
    )
    for place, (name, label) in enumerate(zip(names, labels(names, [scenario]), strict=True)):
        axes = figure.add_subplot(lines, columns, place + 1)
        _panel(axes, [by[step, name] for step in shown], label, place % columns == 0, (WIDTH - NEWS) / columns - 0.25)
    figure.table = _table(rows, scenario)
    return figure


def _table(rows: Sequence[Row], scenario: Scenario) -> Table:
    """Every reported figure before any news and after each piece of it, and what the replications are worth then."""
    names = list(dict.fromkeys(str(row["figure"]) for row in rows))
    by_name = {label.name: label.begun for label in labels(names, [scenario])}
    found = []
    for row in sorted(rows, key=lambda row: (names.index(row["figure"]), row["step"])):
        news = f"{date_in_words(row['published'])}: {row['observed']}" if row["step"] else "before any news"
        told = (middle(figure_of(row["figure"]), row), f"{row['effective']:,.0f}")
        found.append(TableRow(by_name[row["figure"]], row["figure"] if not row["step"] else "", (news, *told)))
    columns = ("After", "Median (90 % of the replications)", "Replications that it is worth")
    return Table("How the answer moved", "Figure", columns, found, (0,))


def _shown(names: Sequence[str]) -> list[str]:
    """Of the reported figures the shares by the last dates, then others."""
    shares = [name for name in names if figure_of(name) == "delivered_share"]
    others = [name for name in names if name not in shares]
    return (shares[-MOST_PANELS:] + others)[:MOST_PANELS]


def _finding(by: Mapping[Any, Row], names: Sequence[str], steps: Sequence[int], scenario: Scenario) -> str:
    if not names or len(steps) < 2:
        return "Nothing was published yet: the answer is that of the scenario"
    told = main_figure(names)
    before, after = (by[step, told] for step in (0, steps[-1]))
    label = next(labels([told], [scenario])).begun
    figure = figure_of(told)
    moved = f"from {_range(figure, before)} to {_range(figure, after)}"
    return f"{label}: {moved}"


def _range(figure: str, row: Row) -> str:
    return f"{written(figure, row['p50'])} ({written(figure, row['p05'])} to {written(figure, row['p95'])})"


def _panel(axes: Axes, rows: Sequence[Row], label: Label, first: bool, room: float) -> None:
    axes.set_title("\n".join(wrapped(label.begun, PANEL, room, "bold")), pad=3)
    AXES.get(kind_of(label.figure), number_axis)(axes.xaxis, 4)
    for place, row in enumerate(rows):
        if row["p50"] is None or row["p50"] != row["p50"]:
            axes.text(0.98, place, "no value", transform=axes.get_yaxis_transform(), ha="right", fontsize=SMALL)
            continue
        colour = DELIVERED if place == len(rows) - 1 and place else ORDERED
        axes.plot([row["p05"], row["p95"]], [place, place], color=colour, linewidth=4)
        axes.plot(row["p50"], place, "o", color=colour, markersize=7, markeredgecolor="white")
    middle = rows[0]["p50"]
    if middle is not None and middle == middle:  # noqa: PLR0124 - NaN
        axes.axvline(middle, color=MUTED, linewidth=0.8, linestyle=":")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [_news(row) for row in rows] if first else [""] * len(rows))
    axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    lined(axes, "x")


def _news(row: Row) -> str:
    if not row["step"]:
        return "before any news"
    return f"{date_in_words(row['published'], full=False)}: {cut(str(row['observed']), LONGEST)}"
