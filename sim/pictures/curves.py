"""Delivered versus ordered: the curves of one replication."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

ORDERED, DELIVERED, GAP, DEADLINE = "#0072B2", "#D55E00", "#E6E6E6", "#444444"
"""Of the palette of Okabe and Ito (2008), told apart by line style in print too."""

MOST_PANELS = 6


def delivered_versus_ordered(daily: "pd.DataFrame", scenario: Scenario, seed: int = 0, replication: int = 0) -> Figure:
    """One large panel of the reported buyer (or all), a small one for each other buyer."""
    who = scenario.report.buyer
    others: list[str | None] = [buyer.name for buyer in scenario.buyer if buyer.name != who]
    others = ([None, *others] if who else others)[:MOST_PANELS]
    figure = Figure(figsize=(11, 7.5), layout="constrained")
    grid = figure.add_gridspec(3, max(1, len(others)))
    large = figure.add_subplot(grid[:2, :])
    curve(large, daily, scenario, who, large=True)
    for place, other in enumerate(others):
        curve(figure.add_subplot(grid[2, place]), daily, scenario, other, large=False)
    figure.suptitle(scenario.title or scenario.name, fontweight="bold")
    figure.supxlabel(
        f"scenario {scenario.name}, seed {seed}, replication {replication}: one sampled replication", fontsize=8
    )
    return figure


def curve(axes: Axes, daily: "pd.DataFrame", scenario: Scenario, buyer: str | None, large: bool) -> None:
    """Ordered and delivered units of a buyer (all where None), the gap between them, the deadlines."""
    own = daily if buyer is None else daily[daily["buyer"] == buyer]
    days = own.groupby("date")[["ordered", "delivered", "cancelled"]].sum()
    days["ordered"] -= days["cancelled"]  # a substitute's order would be counted twice
    size = 10 if large else 7
    axes.set_title(buyer or "all buyers", fontsize=size + 1, loc="left")
    if not days.empty:
        axes.fill_between(days.index, days["delivered"], days["ordered"], color=GAP, label="not delivered", step="post")
        axes.step(
            days.index,
            days["ordered"],
            color=ORDERED,
            linestyle="--",
            where="post",
            label="ordered, less cancelled and switched",
        )
        axes.step(days.index, days["delivered"], color=DELIVERED, linewidth=2, where="post", label="delivered")
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))
    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=12 if large else 4))
    axes.xaxis.set_major_formatter(DateFormatter("%b %Y" if large else "%b"))
    axes.tick_params(labelsize=size - 1)
    axes.spines[["top", "right"]].set_visible(False)
    for place, (when, label) in enumerate(deadlines(scenario)):
        axes.axvline(date2num(when), color=DEADLINE, linestyle=":", linewidth=1)
        if large:
            axes.annotate(
                label,
                (date2num(when), 1 - 0.06 * (place % 4)),
                xycoords=("data", "axes fraction"),
                fontsize=8,
                xytext=(3, -2),
                textcoords="offset points",
                va="top",
            )
    if large:
        axes.set_ylabel("units, cumulative")
        axes.legend(loc="upper left", frameon=False)
        second_reading(axes, scenario)


def second_reading(axes: Axes, scenario: Scenario) -> None:
    """Dollars at the products' mean list price, on the right."""
    prices = [product.price for product in scenario.product]
    price = max(1.0, sum(prices) / len(prices)) if prices else 1.0
    right = axes.secondary_yaxis("right", functions=(partial(np.multiply, price), lambda usd: np.divide(usd, price)))
    right.yaxis.set_major_formatter(FuncFormatter(lambda usd, _: f"${usd / 1e6:,.0f}M"))
    right.set_ylabel(f"USD at ${price:,.0f} a unit")


def deadlines(scenario: Scenario) -> list[tuple[date, str]]:
    """Dates of the controls that lie within the run, with what they are."""
    found = []
    for control in scenario.control:
        effective = control.moved[-1].to if control.moved else control.effective
        found += [(control.announced, f"{control.name}: announced"), (effective, f"{control.name}: in effect")]
        if control.lifted is not None:
            found.append((control.lifted, f"{control.name}: lifted"))
    return [(when, label) for when, label in found if scenario.start <= when <= scenario.end]
