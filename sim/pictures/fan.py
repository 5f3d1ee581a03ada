"""The fan chart: bands of what is delivered over many replications, what is ordered beside it, chances by date."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter
from numpy.typing import NDArray

from sim.pictures.curves import DELIVERED, ORDERED
from sim.pictures.marks import mark_deadlines
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

CHANCES = ("#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Of the palette of Okabe and Ito (2008), told apart by line style in print too."""

STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

Reached = Mapping[float, NDArray[np.float64]]
"""By target share: the day on which each replication reaches it, NaN where it never does."""


def fan_chart(
    bands: "pd.DataFrame", reached: Reached, scenario: Scenario, seed: int, failed: int = 0, title: str = ""
) -> Figure:
    """Delivered (median, 50 % and 90 % bands) and ordered units of the reported buyer; chances of each target by date.

    `bands` are those of one design point.
    """
    who = scenario.report.buyer or "all"
    own = bands[(bands["buyer"] == who) & (bands["product"] == "all")]
    figure = Figure(figsize=(11, 8), layout="constrained")
    grid = figure.add_gridspec(3, 1)
    upper = figure.add_subplot(grid[:2])
    lower = figure.add_subplot(grid[2], sharex=upper)
    fan(upper, own, who)
    chances(lower, reached, scenario)
    for axes in (upper, lower):
        mark_deadlines(axes, scenario, labels=axes is upper)
        axes.spines[["top", "right"]].set_visible(False)
        axes.xaxis.set_major_locator(AutoDateLocator(maxticks=12))
        axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    upper.tick_params(labelbottom=False)
    upper.set_xlim(date2num(scenario.start), date2num(scenario.end))
    figure.suptitle(finding(own, who) + (f"\n{title}" if title else ""), fontweight="bold", fontsize=12)
    count = int(own["replications"].max()) if len(own) else 0
    lost = f", {failed:,} failed" if failed else ""
    figure.supxlabel(f"scenario {scenario.name}, seed {seed}, {count:,} replications{lost}", fontsize=8)
    return figure


def finding(own: "pd.DataFrame", who: str) -> str:
    """What the chart shows, in one sentence."""
    name = "all buyers" if who == "all" else who
    last = own[own["date"] == own["date"].max()].set_index("curve") if len(own) else own
    if not len(last) or not last.loc["ordered", "p50"]:
        return f"Nothing is ordered by {name}"
    delivered = last.loc["delivered"]
    low, middle, high = (_units(delivered[name]) for name in ("p05", "p50", "p95"))
    when = last["date"].iloc[0]
    verb = "have" if who == "all" else "has"
    return f"By {when:%d %B %Y} {name} {verb} {middle} units (median); in nine of ten replications {low} to {high}"


def _units(value: Any) -> str:
    count = float(value)
    return f"{count:,.0f}" if count < 10_000 else f"{round(count, -3):,.0f}"


def fan(axes: Axes, own: "pd.DataFrame", who: str) -> None:
    """Bands of delivered units, the mean of what is ordered, less cancelled and switched."""
    curves = dict(list(own.groupby("curve", observed=True)))
    if "delivered" in curves:
        delivered = curves["delivered"]
        dates = date2num(delivered["date"].to_numpy())
        bands = {"90 %": ("p05", "p95", 0.20), "50 %": ("p25", "p75", 0.35)}
        for label, (low, high, alpha) in bands.items():
            axes.fill_between(
                dates,
                delivered[low].to_numpy(),
                delivered[high].to_numpy(),
                color=DELIVERED,
                alpha=alpha,
                linewidth=0,
                step="post",
                label=f"delivered, {label} of replications",
            )
        axes.step(dates, delivered["p50"], color=DELIVERED, linewidth=2, where="post", label="delivered, median")
        ordered = curves["ordered"]["mean"].to_numpy() - curves["cancelled"]["mean"].to_numpy()
        label = "ordered, less cancelled and switched, mean"
        axes.step(dates, ordered, color=ORDERED, linestyle="--", where="post", label=label)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.02), frameon=False, fontsize=9, ncols=4)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(f"{'all buyers' if who == 'all' else who}: units, cumulative")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))


def chances(axes: Axes, reached: Reached, scenario: Scenario) -> None:
    """Share of replications in which each target is reached by each date."""
    days = np.arange(scenario.days)
    dates = date2num([scenario.start + timedelta(days=int(day)) for day in days])
    for place, (target, when) in enumerate(sorted(reached.items())):
        known = np.sort(when[~np.isnan(when)])
        share = np.searchsorted(known, days, side="right") / max(1, len(when))
        label = "all of it" if target == 1 else f"{target:.0%}"
        style: Any = STYLES[place % len(STYLES)]
        colour = CHANCES[place % len(CHANCES)]
        axes.step(dates, share, where="post", color=colour, linestyle=style, label=label)
    axes.set_ylim(-0.02, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel("probability")
    axes.set_title("Probability that so much of the order is delivered", loc="left", fontsize=11)
    if reached:
        axes.legend(loc="lower right", bbox_to_anchor=(1, 0.99), frameon=False, fontsize=8, ncols=len(reached))
