"""Posterior against prior of each uncertain parameter, and the predictive check."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.pictures.curves import DELIVERED, ORDERED
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

MOST_PARAMETERS = 12
COLUMNS = 4
WIDEST = 40


def posterior_chart(
    prior: "pd.DataFrame", posterior: "pd.DataFrame", summary: dict[str, Any], scenario: Scenario
) -> Figure:
    """Histograms of the parameters that narrow most, before and after; below, observed against simulated figures."""
    rows = sorted(summary["parameters"].items(), key=lambda item: -(item[1]["narrowed"] or 0.0))[:MOST_PARAMETERS]
    lines = max(1, -(-len(rows) // COLUMNS))
    count = len(summary["observations"])
    figure = Figure(figsize=(12, 2.3 * lines + 0.9 * count + 1.4), layout="constrained")
    grid = figure.add_gridspec(lines + 1, COLUMNS, height_ratios=[2.3] * lines + [0.9 * count + 0.5])
    for place, (path, row) in enumerate(rows):
        axes = figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        _histograms(axes, prior[f"sampled.{path}"], posterior[f"sampled.{path}"])
        axes.set_title(f"{_wrapped(path)}\nvariance {-(row['narrowed'] or 0.0):+.0%}", fontsize=7, loc="left")
    _check(figure.add_subplot(grid[lines, :]), summary["observations"])
    most = rows[0] if rows else None
    figure.suptitle(_finding(most), fontweight="bold", fontsize=12)
    made = f"scenario {scenario.name}, {summary['particles']} particles, {summary['distinct']} of them distinct"
    figure.supxlabel(made, fontsize=8)
    return figure


def _wrapped(path: str) -> str:
    """A long path on two lines."""
    if len(path) <= WIDEST:
        return path
    head, _, tail = path.rpartition(".")
    return f"{head}.\n{tail}"


def _finding(most: tuple[str, dict[str, Any]] | None) -> str:
    if most is None or (most[1]["narrowed"] or 0.0) < 0.1:
        return "The observed figures tell little about the uncertain parameters"
    return f"The observed figures narrow {most[0]} most: its variance falls by {most[1]['narrowed']:.0%}"


def _histograms(axes: Axes, before: "pd.Series[Any]", after: "pd.Series[Any]") -> None:
    low, high = (float(end) for end in (min(before.min(), after.min()), max(before.max(), after.max())))
    edges = np.linspace(low, high, 16).tolist() if low < high else [low - 0.5, low + 0.5]
    axes.hist(before, bins=edges, density=True, color=ORDERED, alpha=0.35, label="before")
    axes.hist(after, bins=edges, density=True, histtype="step", color=DELIVERED, linewidth=1.6, label="after")
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.tick_params(labelsize=7)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.legend(frameon=False, fontsize=6)


def _check(axes: Axes, observations: list[dict[str, Any]]) -> None:
    """Each observed figure with its range, and what was simulated before and after, in units of the observed value."""
    axes.set_title("Observed against simulated, as a multiple of the observed value", fontsize=9, loc="left")
    for place, one in enumerate(observations):
        scale = one["value"] or 1.0
        for shift, key, colour in ((0.22, "prior", ORDERED), (0.0, "posterior", DELIVERED)):
            found = one[key]
            if found["p50"] is not None:
                ends = [found["p05"] / scale, found["p95"] / scale]
                label = None if place else f"simulated {'before' if key == 'prior' else 'after'}: median, 90 % range"
                axes.plot(ends, [place + shift] * 2, color=colour, linewidth=3, alpha=0.6, label=label)
                axes.plot(found["p50"] / scale, place + shift, "o", color=colour, markersize=5)
        low, high = (end / scale for end in one["range"])
        label = None if place else "observed, 90 % range"
        axes.plot([low, high], [place - 0.22] * 2, color="#000000", linewidth=2, label=label)
        axes.plot(1, place - 0.22, "|", color="#000000", markersize=12)
    axes.set_yticks(range(len(observations)), [one["figure"] for one in observations], fontsize=8)
    axes.set_ylim(-0.6, len(observations) - 0.2)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="best")
