"""Pictures of a grid: the reported delivered share against the values of its paths."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.pictures.curves import DELIVERED
from sim.pictures.fan import CHANCES, STYLES
from sim.scenario.schema import Scenario

MOST_BARS = 40

Points = Sequence[dict[str, Any]]
"""`points` of a sweep's summary."""


def grid_chart(points: Points, scenario: Scenario, seed: int) -> Figure:
    """Median and 90 % band of the delivered share by each reported date, against the grid."""
    figure = Figure(figsize=(11, 6.5), layout="constrained")
    axes = figure.add_subplot()
    who = scenario.report.buyer or "all"
    names = [f"delivered_share.{who}.{when}" for when in scenario.report.dates or (scenario.end,)]
    paths = list(points[0]["settings"])
    values = [point["settings"][paths[0]] for point in points]
    if len(paths) == 1 and all(_is_scale(value) for value in values):
        _lines(axes, values, points, names)
    elif len(paths) == 2:
        _map(figure, axes, points, paths, names[-1])
    else:
        _bars(axes, points[:MOST_BARS], names[-1])
    axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(_finding(points, names[-1], who), fontweight="bold", fontsize=12)
    count = sum(point["replications"] for point in points)
    figure.supxlabel(
        f"scenario {scenario.name}, seed {seed}, {count:,} replications at {len(points)} points", fontsize=8
    )
    return figure


def _is_scale(value: object) -> bool:
    return isinstance(value, int | float | date) and not isinstance(value, bool)


def _medians(points: Points, name: str) -> list[float]:
    return [_number(point["figures"].get(name, {}).get("p50")) for point in points]


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _finding(points: Points, name: str, who: str) -> str:
    medians = np.array(_medians(points, name))
    when = name.rpartition(".")[2]
    buyer = "all buyers" if who == "all" else who
    if np.isnan(medians).all():
        return f"Nothing is ordered by {buyer}"
    low, high = np.nanmin(medians), np.nanmax(medians)
    return f"By {when} between {low:.0%} and {high:.0%} of the order of {buyer} is delivered (medians)"


def _lines(axes: Axes, values: list[Any], points: Points, names: list[str]) -> None:
    dated = all(isinstance(value, date) for value in values)
    x = np.array([date2num(value) if dated else float(value) for value in values])
    order = np.argsort(x)
    for place, name in enumerate(names):
        low, middle, high = (
            np.array([_number(point["figures"].get(name, {}).get(q)) for point in points])[order]
            for q in ("p05", "p50", "p95")
        )
        colour, style = CHANCES[place % len(CHANCES)], STYLES[place % len(STYLES)]
        axes.fill_between(x[order], low, high, color=colour, alpha=0.18, linewidth=0)
        label = f"by {name.rpartition('.')[2]}: median and 90 % band"
        axes.plot(x[order], middle, color=colour, linestyle=style, label=label)
    if dated:
        axes.xaxis_date()
    axes.set_xlabel(next(iter(points[0]["settings"])))
    _shares(axes)
    axes.legend(frameon=False)


def _map(figure: Figure, axes: Axes, points: Points, paths: list[str], name: str) -> None:
    first, second = (list(dict.fromkeys(point["settings"][path] for point in points)) for path in paths)
    shares = np.array(_medians(points, name)).reshape(len(first), len(second))
    image = axes.imshow(shares.T, origin="lower", aspect="auto", cmap="cividis", vmin=0, vmax=1)
    axes.set_xticks(range(len(first)), [str(value) for value in first], rotation=45, ha="right")
    axes.set_yticks(range(len(second)), [str(value) for value in second])
    axes.set_xlabel(paths[0])
    axes.set_ylabel(paths[1])
    bar = figure.colorbar(image, ax=axes, format=PercentFormatter(1))
    bar.set_label(f"{name}, median")


def _bars(axes: Axes, points: Points, name: str) -> None:
    figures = [point["figures"].get(name, {}) for point in points]
    low, middle, high = (np.array([_number(found.get(q)) for found in figures]) for q in ("p05", "p50", "p95"))
    labels = [", ".join(str(value) for value in point["settings"].values()) for point in points]
    place = np.arange(len(points))
    axes.errorbar(place, middle, yerr=[middle - low, high - middle], fmt="o", color=DELIVERED, capsize=4)
    axes.set_xticks(place, labels, rotation=45 if len(points) > 4 else 0, ha="right" if len(points) > 4 else "center")
    axes.set_xlabel(", ".join(points[0]["settings"]))
    _shares(axes)
    axes.set_title(f"{name}: median and 90 % band", loc="left", fontsize=11)


def _shares(axes: Axes) -> None:
    axes.set_ylim(-0.02, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel("share of the order delivered")
