"""Two scenarios compared: delivered units of both, and their paired difference by day."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.pictures.curves import DELIVERED, ORDERED
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


def compared_chart(bands: "pd.DataFrame", by_day: "pd.DataFrame", a: Scenario, b: Scenario, seed: int) -> Figure:
    """Median and 90 % band of both scenarios; below, the mean difference of B less A with its 95 % interval."""
    who = a.report.buyer or "all"
    own = bands[(bands["buyer"] == who) & (bands["product"] == "all") & (bands["curve"] == "delivered")]
    figure = Figure(figsize=(11, 8), layout="constrained")
    grid = figure.add_gridspec(3, 1)
    upper = figure.add_subplot(grid[:2])
    lower = figure.add_subplot(grid[2], sharex=upper)
    for point, scenario, colour, style in ((0, a, ORDERED, "--"), (1, b, DELIVERED, "-")):
        _band(upper, own[own["point"] == point], scenario.name, colour, style)
    upper.set_title(f"Delivered to {'all buyers' if who == 'all' else who}", loc="left", fontsize=11)
    upper.legend(loc="upper left", frameon=False, fontsize=9)
    upper.set_ylim(bottom=0)
    upper.tick_params(labelbottom=False)
    _difference(lower, by_day)
    for axes in (upper, lower):
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_ylabel("units, cumulative")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))
        axes.xaxis.set_major_locator(AutoDateLocator(maxticks=12))
        axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    upper.set_xlim(date2num(a.start), date2num(a.end))
    figure.suptitle(_finding(by_day, a, b, who), fontweight="bold", fontsize=12)
    pairs = int(own["replications"].max()) if len(own) else 0
    figure.supxlabel(f"{b.name} less {a.name}, seed {seed}, {pairs:,} pairs on common random numbers", fontsize=8)
    return figure


def _band(axes: Axes, rows: "pd.DataFrame", name: str, colour: str, style: str) -> None:
    dates = date2num(rows["date"].to_numpy())
    axes.fill_between(dates, rows["p05"].to_numpy(), rows["p95"].to_numpy(), color=colour, alpha=0.15, step="post")
    axes.step(dates, rows["p50"], color=colour, linestyle=style, where="post", label=f"{name}: median, 90 % band")


def _difference(axes: Axes, by_day: "pd.DataFrame") -> None:
    axes.set_title("Mean paired difference and its 95 % interval", loc="left", fontsize=11)
    axes.axhline(0, color="#888888", linewidth=0.8)
    if len(by_day):
        dates = date2num(by_day["date"].to_numpy())
        low, high = by_day["low"].to_numpy(), by_day["high"].to_numpy()
        axes.fill_between(dates, low, high, color="#000000", alpha=0.2, step="post", linewidth=0)
        axes.step(dates, by_day["difference"], color="#000000", where="post")
    else:
        axes.annotate("kept for up to 2,000 pairs of the same dates", (0.5, 0.5), xycoords="axes fraction", ha="center")


def _finding(by_day: "pd.DataFrame", a: Scenario, b: Scenario, who: str) -> str:
    if not len(by_day):
        return f"{b.name} compared with {a.name}"
    last = by_day.iloc[-1]
    units = float(last["difference"])
    buyer = "all buyers" if who == "all" else who
    if float(last["low"]) <= 0 <= float(last["high"]):
        return f"{b.name} changes what {buyer} has by {last['date']} by {units:+,.0f} units: not told from 0"
    word = "more" if units > 0 else "fewer"
    return f"Under {b.name}, {buyer} has {abs(units):,.0f} units {word} by {last['date']} than under {a.name}"
