"""The box in which a target is missed: what it is worth, and its ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.pictures.content import Content
from sim.pictures.marks import head
from sim.pictures.scales import share_axis, written
from sim.pictures.style import DELIVERED, FAINT, INK, MUTED, ORDERED, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import wrapped
from sim.records.figures.naming import kind_of
from sim.records.products import note_on
from sim.records.words import labels, percent
from sim.scenario import words
from sim.scenario.schema import Scenario

SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


def pictures(content: Content) -> Iterator[Picture]:
    """The region that a discovery found."""
    ranges = content.table("parameters")
    points = ranges[["least", "most"]].to_numpy(dtype=np.float64).T
    yield box_chart(content.summary, tuple(ranges["parameter"]), points, content.scenario)


@house_style()
def box_chart(
    summary: Mapping[str, Any], parameters: tuple[str, ...], points: NDArray[np.float64], scenario: Scenario
) -> Picture:
    """Left each end of the box within its parameter's range; right coverage against density along the peeling.

    `points` have at least the least and the greatest value of each parameter, shape (points, parameters).
    """
    box, target = summary["box"], target_in_words(summary["target"], scenario)
    such = percent(summary["frequency"])
    footer = (
        f"Scenario {scenario.name}, {summary['replications']:,} replications, {such} of them such "
        "cases; quasi-p: chance that an end of the region is there without reason."
    )
    footer += note_on([summary["target"].rsplit(" ", 2)[0]], scenario)
    figure = picture(max(3.6, 0.7 + 0.62 * len(box)), finding(summary, scenario), f"The case: {target}", footer)
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    ends = [_End(path, box[path], points[:, parameters.index(path)], scenario) for path in box]
    _ends(left, ends)
    figure.table = _table(ends)
    _trade_off(right, summary)
    return figure


def target_in_words(target: str, scenario: Scenario) -> str:
    """`delivered_share.all.2023-12-31 < 0.5` in words."""
    name, sign, value = target.rsplit(" ", 2)
    (found,) = labels([name], [scenario])
    return f"{found.phrase} {SIGNS[sign]} {written(float(value), kind_of(found.figure))}"


def finding(summary: Mapping[str, Any], scenario: Scenario) -> str:
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


def _trade_off(axes: Axes, summary: Mapping[str, Any]) -> None:
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


@dataclass(frozen=True)
class _End:
    """A restricted parameter: the ends of the box, and the values that it takes at all."""

    path: str
    ends: Mapping[str, Any]
    values: NDArray[np.float64]
    scenario: Scenario

    @property
    def words(self) -> str:
        """The parameter in words."""
        return words.labels(self.scenario, list(self.scenario.uncertain)).get(self.path, self.path)

    @property
    def least(self) -> float:
        """The least value."""
        return float(self.values.min())

    @property
    def most(self) -> float:
        """The greatest value."""
        return float(self.values.max())

    @property
    def low(self) -> float:
        """The lower end of the box."""
        return self.least if self.ends["low"] is None else _number(self.ends["low"])

    @property
    def high(self) -> float:
        """The upper end."""
        return self.most if self.ends["high"] is None else _number(self.ends["high"])

    def told(self, *ends: float) -> list[str]:
        """Values as they are written."""
        is_date = any(isinstance(self.ends[end], str) for end in ("low", "high"))
        kind = words.kind(self.scenario, self.path)
        return [written(date.fromordinal(round(end)) if is_date else float(end), kind) for end in ends]


def _table(ends: Sequence[_End]) -> Table:
    rows = []
    for one in ends:
        low, high, least, most = one.told(one.low, one.high, one.least, one.most)
        cells = (f"{low} to {high}", f"{least} to {most}", f"{one.ends['quasi_p']:.1g}")
        rows.append(Row(one.words, one.path, cells))
    return Table("The region", "Unknown", ("In the region", "In all replications", "quasi-p"), rows)


def _ends(axes: Axes, box: Sequence[_End]) -> None:
    """Each restricted parameter's whole range in grey, the box's part of it in colour."""
    for place, one in enumerate(box):
        width = (one.most - one.least) or 1.0
        axes.plot([0, 1], [place, place], color=FAINT, linewidth=9)
        inside = [(end - one.least) / width for end in (one.low, one.high)]
        axes.plot(inside, [place, place], color=DELIVERED, linewidth=9)
        shown = one.told(one.low, one.high, one.least, one.most)
        title = wrapped(one.words, 9, 5.4)[0]
        axes.annotate(title, (0, place), xytext=(0, 9), textcoords="offset points", color=INK)
        told = f"{shown[0]} to {shown[1]} of {shown[2]} to {shown[3]} (quasi-p {one.ends['quasi_p']:.1g})"
        axes.annotate(told, (0, place), xytext=(0, -8), textcoords="offset points", fontsize=8, color=MUTED, va="top")
    axes.set_axis_off()
    axes.set_ylim(max(len(box), 1) - 0.35, -0.65)
    axes.set_xlim(-0.01, 1.01)
    axes.set_title("The region, as part of each unknown's range", pad=6)
    if not box:
        axes.annotate("no region stands out", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
