"""The waterfall from what is ordered to what is delivered, a step for each cause."""

from datetime import date
from math import isnan
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.pictures.curves import DELIVERED, ORDERED
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

HELPS = "#009E73"


def waterfall_chart(rows: "pd.DataFrame", causes: "pd.DataFrame", scenario: Scenario, buyer: str, when: date) -> Figure:
    """Mean units ordered, the largest cause first, down to what is delivered; each with its 95 % interval."""
    ordered, delivered = float(rows["ordered"].mean()), float(rows["delivered"].mean())
    steps = causes.sort_values("units", ascending=False, kind="stable").to_dict("records")
    figure = Figure(figsize=(11, 6), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(0, ordered, 0.6, color=ORDERED)
    level = ordered
    for place, step in enumerate(steps, 1):
        units = float(step["units"])
        axes.bar(place, -units, 0.6, bottom=level, color="#999999" if units >= 0 else HELPS)
        axes.plot([place - 0.7, place + 0.3], [level, level], color="#333333", linewidth=0.8)
        level -= units
        spread = float(step["high"]) - units
        axes.errorbar(place, level, yerr=0.0 if isnan(spread) else spread, ecolor="#333333", capsize=4)
        # Above the bar and its interval, clear of the line to the next bar.
        at = (place, max(level + units, level + (0.0 if isnan(spread) else spread)))
        axes.annotate(f"{-units:+,.0f}", at, ha="center", fontsize=9, xytext=(0, 4), textcoords="offset points")
    axes.bar(len(steps) + 1, delivered, 0.6, color=DELIVERED)
    labels = [
        "ordered",
        *(str(step["cause"]).replace(", ", ",\n").replace(" capacity", "\ncapacity") for step in steps),
        "delivered",
    ]
    axes.set_xticks(range(len(labels)), labels, fontsize=9)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))
    axes.set_ylabel("units")
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    who = "all buyers" if buyer == "all" else buyer
    most = steps[0]
    figure.suptitle(
        f"{ordered - delivered:,.0f} units of {who}'s order are not delivered by {when}:\n"
        f"{most['cause']} explains most, {float(most['units']):,.0f}",
        fontweight="bold",
        fontsize=12,
    )
    made = f"scenario {scenario.name}, {len(rows)} replications; Shapley values, 95 % intervals of the means"
    figure.supxlabel(made, fontsize=8)
    return figure
