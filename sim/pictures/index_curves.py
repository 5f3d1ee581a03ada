"""Curves of the sensitivity indices of delivered units over the run, month by month."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00")
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
"""The strongest parameters have a colour and a line style each; the others are grey."""


def index_curves(table: "pd.DataFrame", about: Mapping[str, Any], scenario: Scenario, method: str) -> Figure:
    """Index of every parameter at each report date (total order; mean size of the effect), chance beside it."""
    who = scenario.report.buyer or "all"
    dates = [day for day in scenario.report.dates if f"delivered_units.{who}.{day}" in about]
    names = [f"delivered_units.{who}.{day}" for day in dates]
    key = "total" if method == "sobol" else "mu_star"
    by_figure = table[table["figure"].isin(names)].set_index("figure")
    figure = Figure(figsize=(11, 6), layout="constrained")
    axes = figure.add_subplot()
    if len(by_figure):
        curves = by_figure.pivot(columns="parameter", values=[key, f"{key}_low", f"{key}_high"]).loc[names]
        _draw(axes, dates, curves, key)
    _chance(axes, dates, [about[name] for name in names], method)
    _frame(axes, scenario, method)
    buyer = "all buyers" if who == "all" else who
    figure.suptitle(f"What decides how many units {buyer} has, month by month", fontweight="bold", fontsize=12)
    figure.supxlabel(f"scenario {scenario.name}; bands are 95 % intervals", fontsize=8)
    return figure


def _draw(axes: Axes, dates: list[date], curves: "pd.DataFrame", key: str) -> None:
    days = date2num(dates)
    strength = np.nan_to_num(curves[key].to_numpy()).mean(axis=0)
    parameters = curves[key].columns
    order = np.argsort(-strength, kind="stable").tolist()
    for place, parameter in reversed([(place, parameters[column]) for place, column in enumerate(order)]):
        strong = place < len(COLOURS)
        colour = COLOURS[place] if strong else "#BBBBBB"
        low, high = (curves[f"{key}{end}"][parameter].to_numpy() for end in ("_low", "_high"))
        style: Any = STYLES[place] if strong else "-"
        label = str(parameter) if strong else None
        axes.plot(days, curves[key][parameter], color=colour, linestyle=style, label=label, linewidth=1 + strong)
        if strong:
            axes.fill_between(days, low, high, color=colour, alpha=0.12, linewidth=0)


def _chance(axes: Axes, dates: list[date], about: list[Mapping[str, Any]], method: str) -> None:
    key = "chance_share" if method == "sobol" else "chance_deviation"
    values = [np.nan if one[key] is None else one[key] for one in about]
    label = "chance: share of the whole variance" if method == "sobol" else "chance: standard deviation"
    axes.plot(date2num(dates), values, color="#000000", marker="o", markersize=3, linewidth=1, label=label)


def _frame(axes: Axes, scenario: Scenario, method: str) -> None:
    if method == "sobol":
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_ylabel("total order: share of the variance of the mean over chance")
        axes.set_ylim(0, 1.05)
    else:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda units, _: f"{units:,.0f}"))
        axes.set_ylabel("units from the parameter's low to its high end")
        axes.set_ylim(bottom=0)
    axes.set_xlim(date2num(scenario.start), date2num(scenario.end))
    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=12))
    axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))
    axes.spines[["top", "right"]].set_visible(False)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1], labels[::-1], frameon=False, fontsize=8, loc="upper center", ncols=2, bbox_to_anchor=(0.5, -0.08)
    )
