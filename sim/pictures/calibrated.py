"""Posterior against prior of each uncertain parameter, and the predictive check."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.pictures.content import Content
from sim.pictures.histogram import bins_of
from sim.pictures.marks import head
from sim.pictures.scales import AXES, TIMES, number_axis, written
from sim.pictures.style import DELIVERED, INK, LIGHT_ORDERED, ORDERED, SMALL, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table, middle
from sim.pictures.text import wrapped
from sim.records.figures.naming import kind_of
from sim.records.products import note_on
from sim.records.words import MINUS, labels
from sim.scenario import words
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

MOST_PARAMETERS, COLUMNS = 8, 4
ROOM = 2.0
"""Inches for the head of a histogram."""


def pictures(content: Content) -> Iterator[Picture]:
    """Before and after a calibration."""
    yield posterior_chart(content.table("prior"), content.table("posterior"), content.summary, content.scenario)


@house_style()
def posterior_chart(
    prior: "pd.DataFrame", posterior: "pd.DataFrame", summary: Mapping[str, Any], scenario: Scenario
) -> Picture:
    """Histograms of the parameters that narrow most, before and after; below, observed against simulated figures."""
    rows = sorted(summary["parameters"].items(), key=lambda item: -(item[1]["narrowed"] or 0.0))[:MOST_PARAMETERS]
    seen = [one for one in summary["observations"] if one["value"] is not None]
    lines, count = max(1, -(-len(rows) // COLUMNS)), len(seen)
    names = words.labels(scenario, list(scenario.uncertain))
    figure = picture(
        1.75 * lines + 0.62 * count + 1.1,
        _finding(rows[0] if rows else None, summary["narrowed_by_chance"], names),
        f"The {len(rows)} unknowns that narrow most, and the change of their variance; filled: before, line: after",
        _footer(summary, scenario),
    )
    below = [0.62 * count + 0.6] if seen else []
    grid = figure.add_gridspec(lines + len(below), COLUMNS, height_ratios=[1.75] * lines + below)
    for place, (path, row) in enumerate(rows):
        axes = figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        _histograms(axes, prior[f"sampled.{path}"], posterior[f"sampled.{path}"], words.kind(scenario, path))
        told = wrapped(names.get(path, path), SMALL, ROOM, "bold")
        axes.set_title("\n".join([*told, _change(row)]), fontsize=SMALL, pad=4)
    if seen:
        _check(figure.add_subplot(grid[lines, :]), seen, scenario)
    figure.table = _table(prior, posterior, summary, scenario)
    return figure


def _table(prior: "pd.DataFrame", posterior: "pd.DataFrame", summary: Mapping[str, Any], scenario: Scenario) -> Table:
    """Every unknown before and after, then every observed figure."""
    names, rows = words.labels(scenario, list(scenario.uncertain)), []
    for path, about in summary["parameters"].items():
        ends = (_spread(frame[f"sampled.{path}"], words.kind(scenario, path)) for frame in (prior, posterior))
        rows.append(Row(names.get(path, path), path, (*ends, _change(about), "")))
    seen = [one for one in summary["observations"] if one["value"] is not None]
    for one, label in zip(seen, labels([one["figure"] for one in seen], [scenario]), strict=True):
        ends = (middle(label.figure, one[key]) for key in ("prior", "posterior"))
        value = written(float(one["value"]), kind_of(label.figure))
        rows.append(Row(label.begun, label.name, (*ends, "", value)))
    columns = ("Before: median (90 %)", "After", "Change of the variance", "Observed")
    return Table("Unknowns and observed figures, before and after", "What", columns, rows)


def _spread(values: "pd.Series[Any]", kind: str) -> str:
    low, half, high = (written(float(end), kind) for end in values.quantile([0.05, 0.5, 0.95]))
    return f"{half} ({low} to {high})"


def _change(row: Mapping[str, Any]) -> str:
    return f"{round(-100 * (row['narrowed'] or 0.0)) or 0:+d}%".replace("-", MINUS).replace("+0%", "0%")


def _footer(summary: Mapping[str, Any], scenario: Scenario) -> str:
    more = max(0, len(summary["parameters"]) - MOST_PARAMETERS)
    rest = f" {more} more unknowns are not shown." if more else ""
    made = f"Scenario {scenario.name}, {summary['particles']:,} particles, {summary['distinct']:,} of them distinct."
    return made + rest + note_on([one["figure"] for one in summary["observations"]], scenario)


def _finding(most: tuple[str, dict[str, Any]] | None, by_chance: float, names: dict[str, str]) -> str:
    if most is None or (most[1]["narrowed"] or 0.0) <= by_chance:
        return "The observed figures narrow no unknown by more than chance"
    name = names.get(most[0], most[0])
    return f"The observed figures narrow “{name}” most: its variance falls by {most[1]['narrowed']:.0%}"


def _histograms(axes: Axes, before: "pd.Series[Any]", after: "pd.Series[Any]", kind: str) -> None:
    low, high = (float(end) for end in (min(before.min(), after.min()), max(before.max(), after.max())))
    bins = min(16, bins_of(min(len(before), len(after))))
    edges = np.linspace(low, high, bins + 1).tolist() if low < high else [low - 0.5, low + 0.5]
    axes.hist(before, bins=edges, density=True, color=LIGHT_ORDERED)
    axes.hist(after, bins=edges, density=True, histtype="step", color=DELIVERED, linewidth=1.8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    AXES.get(kind, number_axis)(axes.xaxis, 3)
    axes.tick_params(labelsize=SMALL)


def _check(axes: Axes, observations: list[dict[str, Any]], scenario: Scenario) -> None:
    """Each observed figure with its range, and what was simulated before and after, as multiples of it."""
    for place, one in enumerate(observations):
        scale = abs(one["value"]) or 1.0
        low, high = (end / scale for end in one["range"])
        axes.plot(
            [low, high],
            [place - 0.12] * 2,
            color=INK,
            linewidth=1.6,
            label=None if place else "observed: value, 90% range",
        )
        axes.plot(one["value"] / scale, place - 0.12, "|", color=INK, markersize=11, markeredgewidth=2)
        for shift, key, colour, width in ((0.08, "prior", ORDERED, 3), (0.28, "posterior", DELIVERED, 5)):
            _simulated(axes, one[key], scale, place + shift, colour, width)
            if not place:
                axes.plot([], [], color=colour, linewidth=width, marker="o", label=_SIMULATED[key])
    for place, (found, one) in enumerate(
        zip(labels([one["figure"] for one in observations], [scenario]), observations, strict=True)
    ):
        told = f"{found.phrase}: {written(float(one['value']), kind_of(found.figure))} observed"
        axes.annotate(
            told, (0, place - 0.34), xycoords=("axes fraction", "data"), xytext=(2, 0), textcoords="offset points"
        )
    axes.set_yticks([])
    axes.set_ylim(max(len(observations), 1) - 0.5, -0.7)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]) if any(one["range"][0] < 0 for one in observations) else 0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda times, _: f"{times:g}{TIMES}"))
    lined(axes, "x")
    axes.spines["left"].set_visible(False)
    head(axes, "Observed against simulated, as multiples of what is observed", columns=3)


_SIMULATED = {"prior": "simulated before: median, 90%", "posterior": "simulated after"}


def _simulated(axes: Axes, found: dict[str, Any], scale: float, place: float, colour: str, width: float) -> None:
    if found["p50"] is not None:
        axes.plot([found["p05"] / scale, found["p95"] / scale], [place] * 2, color=colour, linewidth=width, alpha=0.55)
        axes.plot(found["p50"] / scale, place, "o", color=colour, markersize=6)
