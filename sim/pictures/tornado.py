"""The tornado: what each uncertain parameter does to a key figure, the strongest on top."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.pictures.content import Content
from sim.pictures.marks import head
from sim.pictures.scales import AXES, number_axis, share_axis, written
from sim.pictures.style import DELIVERED, GAIN, INK, LIGHT_DELIVERED, MUTED, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import wrapped
from sim.records.figures.naming import kind_of
from sim.records.files import file_stem
from sim.records.products import note_on
from sim.records.words import MINUS, NONE, Label, between, labels
from sim.scenario import words
from sim.scenario.schema import Scenario
from sim.statistics.sensitivity import WIDE, widest

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 12
ROOM = 3.0
"""Inches for the name of a parameter."""


def pictures(content: Content) -> Iterator[Picture]:
    """The tornado of the figure asked for."""
    table, figure = content.table("sensitivity"), content.about["figure"]
    method = "morris" if content.about["design"] == "morris" else "sobol"
    about = content.summary["sensitivity"][figure]
    found = tornado(strongest_first(table, figure), about, method, figure, content.scenario, content.seed)
    found.name = f"tornado-{file_stem(figure)}"
    yield found


def strongest_first(table: "pd.DataFrame", figure: str) -> "pd.DataFrame":
    """The rows of a figure, the most important parameter first."""
    own = table[table["figure"] == figure]
    return own.sort_values("total" if "total" in own else "mu_star", ascending=False, kind="stable")


@house_style()
def tornado(
    rows: "pd.DataFrame", about: Mapping[str, Any], method: str, figure: str, scenario: Scenario, seed: int
) -> Picture:
    """Bars of the parameters in the order of `rows`, with 95 % intervals; of Sobol's method each alone too."""
    (label,) = labels([figure], [scenario])
    names = words.labels(scenario, list(scenario.uncertain))
    shown = rows[:MOST_BARS]
    made = _picture(rows, about, method, label, names, f"{scenario.name}, seed {seed}", note_on([figure], scenario))
    axes = made.add_subplot()
    (_sobol if method == "sobol" else _morris)(axes, shown, label)
    axes.set_yticks(
        np.arange(len(shown)),
        ["\n".join(wrapped(names.get(path, path), 9, ROOM)) for path in shown["parameter"]],
        color=INK,
    )
    axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    lined(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    head(axes, "", columns=3)
    made.table = _table(rows, label, method == "sobol", names)
    return made


def _table(rows: "pd.DataFrame", label: Label, sobol: bool, names: Mapping[str, str]) -> Table:
    """Every unknown, with the intervals of its indices."""
    write = _share if sobol else _effect
    columns = {"first": "Alone", "total": "With interactions"} if sobol else {"mu_star": "Mean change"}
    found = []
    for row in rows.to_dict("records"):
        cells: list[str] = []
        for name in columns:
            ends = [write(row.get(f"{name}_{end}", math.nan)) for end in ("low", "high")]
            cells += [write(row[name]), between(*ends)]
        extra = () if sobol else (_effect(row["mu"]), _effect(row["sigma"]))
        found.append(Row(names.get(row["parameter"], row["parameter"]), row["parameter"], (*cells, *extra)))
    heads = [head for name in columns.values() for head in (name, "95 % interval")]
    heads += [] if sobol else ["Mean with sign", "Spread"]
    return Table(f"{'Shares of the variance of' if sobol else 'Effects on'} {label.name}", "Parameter", heads, found)


def _share(value: float) -> str:
    return NONE if math.isnan(value) else f"{value:.0%}".replace("-", MINUS)


def _effect(value: float) -> str:
    if math.isnan(value):
        return NONE
    return (f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:.3g}").replace("-", MINUS)


def _picture(
    rows: "pd.DataFrame",
    about: Mapping[str, Any],
    method: str,
    label: Label,
    names: Mapping[str, str],
    run: str,
    note: str,
) -> Picture:
    more = len(rows) - MOST_BARS
    rest = f" The other {more} parameters matter less; the table has them." if more > 0 else ""
    what = (
        f"How much of the variance each unknown explains, of the {label.phrase}"
        if method == "sobol"
        else f"Change from each unknown's low to its high end, of the {label.phrase}"
    )
    footer = f"Scenario {run}, {about['samples']:,} samples; {_chance(about, label)}.{rest}{note}"
    return picture(0.6 + 0.4 * min(len(rows), MOST_BARS), _finding(rows, method, label, names), what, footer)


def _sobol(axes: Axes, rows: "pd.DataFrame", _label: Label) -> None:
    """The total order as a wide bar, what the parameter does alone as a narrow one in it."""
    places = np.arange(len(rows))
    for order, height, colour, told in (
        ("total", 0.62, LIGHT_DELIVERED, "with all interactions (total order)"),
        ("first", 0.26, DELIVERED, "alone (first order)"),
    ):
        axes.barh(places, np.maximum(0.0, rows[order].fillna(0.0).to_numpy()), height, color=colour, label=told)
    _interval(axes, places, rows, "total")
    share_axis(axes.xaxis)
    axes.set_xlim(left=0)


def _morris(axes: Axes, rows: "pd.DataFrame", label: Label) -> None:
    places = np.arange(len(rows))
    axes.barh(places, rows["mu_star"].to_numpy(), 0.62, color=LIGHT_DELIVERED, label="mean size of the effect")
    _interval(axes, places, rows, "mu_star")
    axes.plot(rows["sigma"], places, "D", color=GAIN, markersize=5, label="spread of the effect: interactions")
    AXES.get(kind_of(label.figure), number_axis)(axes.xaxis)
    axes.set_xlim(left=0)


def _interval(axes: Axes, places: NDArray[np.int64], rows: "pd.DataFrame", key: str) -> None:
    """A thin line for the 95 % interval of a bar."""
    low, high = (np.maximum(0.0, rows[f"{key}_{end}"].fillna(0.0).to_numpy()) for end in ("low", "high"))
    axes.hlines(places, low, high, color=MUTED, linewidth=1, label="its 95% interval")


def _finding(rows: "pd.DataFrame", method: str, label: Label, names: Mapping[str, str]) -> str:
    strength = rows["total" if method == "sobol" else "mu_star"]
    if not len(rows) or not strength.iloc[0] > 0:
        return f"No unknown decides the {label.phrase}"
    if method == "sobol" and widest(rows.to_dict("records")) > WIDE:
        return f"Too few samples to say which unknown decides the {label.phrase}"
    first = str(rows["parameter"].iloc[0])
    share = f": {strength.iloc[0]:.0%} of the variance" if method == "sobol" else ""
    return f"“{names.get(first, first)}” matters most{share}"


def _chance(about: Mapping[str, Any], label: Label) -> str:
    if about.get("chance_share") is None:
        return f"chance alone has a standard deviation of {written(about['chance_deviation'], kind_of(label.figure))}"
    return f"chance, averaged out here, is {about['chance_share']:.0%} of the whole variance"
