"""The box in which a target is missed: what it is worth, and its ends."""

from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from sim.pictures.curves import DELIVERED, ORDERED


def box_chart(
    summary: dict[str, Any], parameters: tuple[str, ...], points: NDArray[np.float64], scenario: str
) -> Figure:
    """Left coverage against density along the peeling; right each end of the box within its parameter's range."""
    box = summary["box"]
    figure = Figure(figsize=(12, max(4.5, 1.2 + 0.7 * len(box))), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[2, 3])
    _trade_off(left, summary)
    _ends(right, box, parameters, points)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(_finding(summary), fontweight="bold", fontsize=12)
    figure.supxlabel(f"scenario {scenario}, {summary['replications']:,} replications", fontsize=8)
    return figure


def _finding(summary: dict[str, Any]) -> str:
    if not summary["box"]:
        return f"No region of the uncertain parameters decides whether {summary['target']}"
    names = " and ".join(list(summary["box"])[:2])
    return f"{summary['target']} in {summary['density']:.0%} of cases in the box,\nwhich is most of all about {names}"


def _trade_off(axes: Axes, summary: dict[str, Any]) -> None:
    steps = summary["trajectory"]
    coverage, density = ([step[key] for step in steps] for key in ("coverage", "density"))
    axes.plot(coverage, density, "o-", color=ORDERED, markersize=4, linewidth=1, label="peeling")
    axes.plot(summary["coverage"], summary["density"], "s", color=DELIVERED, markersize=9, label="the box")
    axes.set_xlim(-0.02, 1.04)
    axes.set_ylim(-0.02, 1.04)
    axes.set_xlabel("coverage: share of all such cases that lie in the box")
    axes.set_ylabel("density: share of such cases in the box")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1))
    axes.legend(frameon=False, loc="lower left")


def _number(end: float | str) -> float:
    """An end of the box as its points have it; a date is its ordinal."""
    return float(date.fromisoformat(end).toordinal()) if isinstance(end, str) else end


def _ends(axes: Axes, box: dict[str, Any], parameters: tuple[str, ...], points: NDArray[np.float64]) -> None:
    """Each restricted parameter's whole range in grey, the box's part of it in colour."""
    for place, (path, ends) in enumerate(box.items()):
        values = points[:, parameters.index(path)]
        least, most = float(values.min()), float(values.max())
        width = (most - least) or 1.0
        low = least if ends["low"] is None else _number(ends["low"])
        high = most if ends["high"] is None else _number(ends["high"])
        axes.plot([0, 1], [place, place], color="#D0D0D0", linewidth=8, solid_capstyle="butt")
        inside = [(low - least) / width, (high - least) / width]
        axes.plot(inside, [place, place], color=DELIVERED, linewidth=8, solid_capstyle="butt")
        is_date = any(isinstance(ends[end], str) for end in ("low", "high"))
        shown = [
            date.fromordinal(round(end)).isoformat() if is_date else f"{end:,.4g}" for end in (low, high, least, most)
        ]
        told = f"{path}: {shown[0]} to {shown[1]} of {shown[2]} to {shown[3]} (quasi-p {ends['quasi_p']:.1g})"
        axes.annotate(told, (0, place + 0.2), fontsize=8)
    axes.set_yticks([])
    axes.set_ylim(-0.6, len(box) - 0.2)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel("part of the parameter's range")
    axes.set_title("The box", loc="left", fontsize=11)
    if not box:
        axes.text(0.5, 0.5, "no region stands out", transform=axes.transAxes, ha="center", va="center", color="#555555")
