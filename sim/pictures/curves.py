"""Delivered versus ordered: the curves of one replication."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.pictures.dollars import mean_price
from sim.pictures.marks import DEADLINE, deadlines, mark_deadlines
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEADLINE", "DELIVERED", "ORDERED", "deadlines", "delivered_versus_ordered"]

ORDERED, DELIVERED, GAP = "#0072B2", "#D55E00", "#E6E6E6"
"""Of the palette of Okabe and Ito (2008), told apart by line style in print too."""

MOST_PANELS = 6
LONGEST_NAME = 22
SHORT = 100
"""Days of a run below which its dates are told by day."""


@dataclass(frozen=True)
class Curves:
    """Units of one buyer, or of all, by day; `ordered` is less cancelled and switched. `price`: USD a unit."""

    name: str
    ordered: NDArray[np.int64]
    delivered: NDArray[np.int64]
    price: float
    one_price: bool

    @property
    def gap(self) -> int:
        """Units ordered and not delivered on the last day."""
        return int(self.ordered[-1] - self.delivered[-1])


def delivered_versus_ordered(daily: "pd.DataFrame", scenario: Scenario, seed: int = 0, replication: int = 0) -> Figure:
    """One large panel of the reported buyer (or all), a small one for each of the largest other buyers."""
    who = scenario.report.buyer
    main = curves_of(daily, scenario, who)
    names = [buyer.name for buyer in scenario.buyer if buyer.name != who]
    others = [curves_of(daily, scenario, name) for name in names] if who or len(names) > 1 else []
    drawn = sorted(others, key=lambda panel: -int(panel.ordered[-1]))[: MOST_PANELS - bool(who)]
    panels = [curves_of(daily, scenario, None), *drawn] if who and others else drawn
    figure = Figure(figsize=(11, 8), layout="constrained")
    grid = figure.add_gridspec(3, max(1, len(panels)))
    large = figure.add_subplot(grid[: 2 if panels else 3, :])
    large_panel(large, main, scenario)
    for place, panel in enumerate(panels):
        small_panel(figure.add_subplot(grid[2, place]), panel, scenario)
    figure.suptitle(f"{finding(main, scenario)}\n{scenario.title or scenario.name}", fontsize=12, fontweight="bold")
    some = f"; only the {len(drawn)} largest of {len(others)} buyers below" if len(drawn) < len(others) else ""
    run = f"scenario {scenario.name}, seed {seed}, replication {replication}"
    figure.supxlabel(f"{run}: one sampled replication, not a forecast{some}", fontsize=8)
    return figure


def curves_of(daily: "pd.DataFrame", scenario: Scenario, buyer: str | None) -> Curves:
    """The curves of a buyer, of all where None: a day without a row has nothing."""
    own = daily if buyer is None else daily[daily["buyer"] == buyer]
    sums = {name: np.zeros(scenario.days, dtype=np.int64) for name in ("ordered", "delivered", "cancelled")}
    for name, sum_by_day in sums.items():
        np.add.at(sum_by_day, own["day"].to_numpy(), own[name].to_numpy())
    ordered = sums["ordered"] - sums["cancelled"]  # a substitute's order would be counted twice
    price, one_price = mean_price(own, scenario)
    return Curves(buyer or "all buyers", ordered, sums["delivered"], price, one_price)


def finding(curves: Curves, scenario: Scenario) -> str:
    """What the large panel shows, in one sentence."""
    when = min(max(scenario.report.dates, default=scenario.end), scenario.end)
    day = max(0, (when - scenario.start).days)
    ordered, delivered = int(curves.ordered[-1]), int(curves.delivered[day])
    by = f"{when.day} {when:%B %Y}"
    if not ordered:
        return f"By {by}, {curves.name} {'have' if curves.name == 'all buyers' else 'has'} nothing on order"
    owner = "all buyers'" if curves.name == "all buyers" else f"{curves.name}'s"
    return f"By {by}, {delivered:,} of {owner} {ordered:,} GPUs are delivered ({delivered / ordered:.0%})"


def large_panel(axes: Axes, curves: Curves, scenario: Scenario) -> None:
    """The panel that the picture is about, with legend, labels of the dates and the size of the gap."""
    draw(axes, curves, scenario, size=10)
    mark_deadlines(axes, scenario)
    axes.set_ylabel(f"{curves.name}: units, cumulative")
    if curves.ordered.any():
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.07), frameon=False, ncols=3, fontsize=9)
        write_gap(axes, curves, scenario.end)


def small_panel(axes: Axes, curves: Curves, scenario: Scenario) -> None:
    """One of the other buyers."""
    draw(axes, curves, scenario, size=7)
    mark_deadlines(axes, scenario, labels=False)
    name = curves.name if len(curves.name) <= LONGEST_NAME else curves.name[: LONGEST_NAME - 1] + "…"
    share = f"\n{curves.delivered[-1] / curves.ordered[-1]:.0%} delivered" if curves.ordered[-1] else ""
    axes.set_title(name + share, fontsize=8, loc="left")


def draw(axes: Axes, curves: Curves, scenario: Scenario, size: int) -> None:
    """Ordered and delivered units and the gap between them; dollars on the right; a word where nothing is ordered."""
    large = size > 8
    dates = date2num(scenario.start) + np.arange(scenario.days)
    axes.set_xlim(dates[0], max(dates[-1], dates[0] + 1))
    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=12 if large else 4))
    axes.xaxis.set_major_formatter(DateFormatter("%d %b" if scenario.days < SHORT else "%b %Y" if large else "%b"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(8 if large else 4, integer=True))
    axes.tick_params(labelsize=size - 1)
    axes.spines[["top", "right"]].set_visible(False)
    if not curves.ordered.any():
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        axes.annotate("nothing on order", (0.5, 0.5), xycoords="axes fraction", ha="center", fontsize=size)
        return
    axes.fill_between(
        dates, curves.delivered, curves.ordered, color=GAP, linewidth=0, step="post", label="not delivered"
    )
    label = "ordered, less cancelled and switched"
    axes.step(dates, curves.ordered, color=ORDERED, linestyle="--", linewidth=1.5, where="post", label=label)
    axes.step(dates, curves.delivered, color=DELIVERED, linewidth=2, where="post", label="delivered")
    axes.set_ylim(0, 1.06 * float(curves.ordered.max()))
    second_reading(axes, curves, size)


def write_gap(axes: Axes, curves: Curves, end: date) -> None:
    """The size of the gap at the end of the run: inside it, or below the curves where it is too thin for words."""
    if curves.gap <= 0:
        return
    height = float(curves.ordered[-1] + curves.delivered[-1]) / 2
    thin = curves.gap < 0.12 * float(curves.ordered.max())
    axes.annotate(
        f"{curves.gap:,} units not delivered\n${curves.gap * curves.price / 1e6:,.0f}M",
        (date2num(end), height),
        xytext=(0.97, 0.12) if thin else (-14, 0),
        textcoords="axes fraction" if thin else "offset points",
        ha="right",
        va="center",
        fontsize=10,
        fontweight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2},
        arrowprops={"arrowstyle": "->", "color": "#444444", "linewidth": 0.8} if thin else None,
    )


def second_reading(axes: Axes, curves: Curves, size: int) -> None:
    """Dollars on the right, at what is paid a unit on the mean of what is ordered."""
    price = max(curves.price, 1e-9)
    right = axes.secondary_yaxis("right", functions=(partial(np.multiply, price), partial(np.multiply, 1 / price)))
    right.yaxis.set_major_formatter(FuncFormatter(lambda usd, _: f"${usd / 1e6:,.0f}M"))
    right.yaxis.set_major_locator(MaxNLocator(8 if size > 8 else 4))
    right.tick_params(labelsize=size - 1)
    if size > 8:
        right.set_ylabel(f"USD at ${price:,.0f} a unit" + ("" if curves.one_price else ", the mean price on order"))
