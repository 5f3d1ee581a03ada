"""The box in which a target is missed: what it is worth, and its ends."""

from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.pictures.marks import head
from sim.pictures.scales import share_axis, written
from sim.pictures.style import DELIVERED, FAINT, INK, MUTED, ORDERED, house_style, lined, picture, wrapped
from sim.records.products import note_on
from sim.records.words import kind_of, labels, percent
from sim.scenario import words
from sim.scenario.schema import Scenario

SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


@house_style()
def box_chart(
    summary: dict[str, Any], parameters: tuple[str, ...], points: NDArray[np.float64], scenario: Scenario
) -> Figure:
    """Left each end of the box within its parameter's range; right coverage against density along the peeling."""
    box, target = summary["box"], target_in_words(summary["target"], scenario)
    such = percent(summary["frequency"])
    footer = (
        f"Scenario {scenario.name}, {summary['replications']:,} replications, {such} of them such "
        "cases; quasi-p: chance that an end of the region is there without reason."
    )
    footer += note_on([summary["target"].rsplit(" ", 2)[0]], scenario)
    figure = picture(max(3.6, 0.7 + 0.62 * len(box)), finding(summary, scenario), f"The case: {target}", footer)
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    _ends(left, box, parameters, points, scenario)
    _trade_off(right, summary)
    return figure


def target_in_words(target: str, scenario: Scenario) -> str:
    """`delivered_share.all.2023-12-31 < 0.5` in words."""
    name, sign, value = target.rsplit(" ", 2)
    (found,) = labels([name], [scenario])
    return f"{found.phrase} {SIGNS[sign]} {written(float(value), kind_of(found.figure))}"


def finding(summary: dict[str, Any], scenario: Scenario) -> str:
    """How frequent the case is in the box, and what the box is about."""
    if not summary["box"]:
        return "No region of the unknowns stands out: the case may come anywhere"
    names = words.labels(scenario, list(scenario.uncertain))
    surest = sorted(summary["box"], key=lambda path: float(summary["box"][path]["quasi_p"]))[:2]
    about = " and ".join(f"“{names.get(path, path)}”" for path in surest)
    inside, all_of_them = (percent(summary[key]) for key in ("density", "frequency"))
    return (
        f"In one region {inside} of replications are such a case, against {all_of_them} "
        f"of all; it is about {about} most"
    )


def _trade_off(axes: Axes, summary: dict[str, Any]) -> None:
    steps = summary["trajectory"]
    coverage, density = ([step[key] for step in steps] for key in ("coverage", "density"))
    axes.plot(coverage, density, "o-", color=ORDERED, markersize=4, linewidth=1, label="step by step")
    axes.plot(summary["coverage"], summary["density"], "s", color=DELIVERED, markersize=9, label="the region")
    axes.set_xlim(-0.02, 1.04)
    axes.set_ylim(-0.02, 1.04)
    axes.set_xlabel("share of all such cases that lie in it")
    axes.set_ylabel("share of such cases in it")
    for axis in (axes.xaxis, axes.yaxis):
        share_axis(axis, 5)
    lined(axes)
    head(axes, "What it holds", columns=2)


def _number(end: float | str) -> float:
    """An end of the box as its points have it; a date is its ordinal."""
    return float(date.fromisoformat(end).toordinal()) if isinstance(end, str) else end


def _ends(
    axes: Axes, box: dict[str, Any], parameters: tuple[str, ...], points: NDArray[np.float64], scenario: Scenario
) -> None:
    """Each restricted parameter's whole range in grey, the box's part of it in colour."""
    names = words.labels(scenario, list(scenario.uncertain))
    for place, (path, ends) in enumerate(box.items()):
        values = points[:, parameters.index(path)]
        least, most = float(values.min()), float(values.max())
        width = (most - least) or 1.0
        low = least if ends["low"] is None else _number(ends["low"])
        high = most if ends["high"] is None else _number(ends["high"])
        axes.plot([0, 1], [place, place], color=FAINT, linewidth=9)
        axes.plot([(low - least) / width, (high - least) / width], [place, place], color=DELIVERED, linewidth=9)
        is_date = any(isinstance(ends[end], str) for end in ("low", "high"))
        kind = words.kind(scenario, path)
        shown = [
            written(date.fromordinal(round(end)) if is_date else float(end), kind) for end in (low, high, least, most)
        ]
        title = wrapped(names.get(path, path), 9, 5.4)[0]
        axes.annotate(title, (0, place), xytext=(0, 9), textcoords="offset points", color=INK)
        told = f"{shown[0]} to {shown[1]} of {shown[2]} to {shown[3]} (quasi-p {ends['quasi_p']:.1g})"
        axes.annotate(told, (0, place), xytext=(0, -8), textcoords="offset points", fontsize=8, color=MUTED, va="top")
    axes.set_axis_off()
    axes.set_ylim(max(len(box), 1) - 0.35, -0.65)
    axes.set_xlim(-0.01, 1.01)
    axes.set_title("The region, as part of each unknown's range", pad=6)
    if not box:
        axes.annotate("no region stands out", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
