"""The tornado: what each uncertain parameter does to a key figure, the strongest on top."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from sim.pictures.curves import DELIVERED, ORDERED

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 20
SPREAD = "#009E73"


def tornado(rows: "pd.DataFrame", about: Mapping[str, Any], method: str, subject: str, made: str) -> Figure:
    """Bars of the parameters in the order of `rows`, with 95 % intervals; first order beside total if there is one."""
    shown = rows[:MOST_BARS].iloc[::-1]
    figure = Figure(figsize=(11, 1.8 + 0.42 * len(shown)), layout="constrained")
    axes = figure.add_subplot()
    (_sobol if method == "sobol" else _morris)(axes, shown)
    axes.set_yticks(np.arange(len(shown)), list(shown["parameter"]), fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False, fontsize=9)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
    figure.suptitle(_finding(rows, method, subject), fontweight="bold", fontsize=12)
    figure.supxlabel(f"{made}, {about['samples']:,} samples; {_chance(about)}", fontsize=8)
    return figure


def _sobol(axes: Axes, rows: "pd.DataFrame") -> None:
    places = np.arange(len(rows))
    for order, offset, colour, label in (
        ("total", 0.2, DELIVERED, "total order: with all interactions"),
        ("first", -0.2, ORDERED, "first order: alone"),
    ):
        values = rows[order].fillna(0.0).to_numpy()
        ends = np.stack([values - rows[f"{order}_low"].to_numpy(), rows[f"{order}_high"].to_numpy() - values])
        axes.barh(places + offset, values, 0.38, color=colour, label=label)
        ends = np.maximum(0.0, np.nan_to_num(ends))
        axes.errorbar(values, places + offset, xerr=ends, fmt="none", ecolor="#333333", elinewidth=1, capsize=2)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("share of the variance, with its 95 % interval")


def _morris(axes: Axes, rows: "pd.DataFrame") -> None:
    places = np.arange(len(rows))
    values = rows["mu_star"].to_numpy()
    ends = np.stack([values - rows["mu_star_low"].to_numpy(), rows["mu_star_high"].to_numpy() - values])
    axes.barh(places, values, 0.6, color=DELIVERED, label="mean size of the effect, with its 95 % interval")
    axes.errorbar(values, places, xerr=np.maximum(0.0, ends), fmt="none", ecolor="#333333", elinewidth=1, capsize=2)
    axes.plot(rows["sigma"], places, "D", color=SPREAD, markersize=5, label="spread of the effect: interactions")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}"))
    axes.set_xlabel("change of the figure from the parameter's low to its high end")


def _finding(rows: "pd.DataFrame", method: str, subject: str) -> str:
    strength = rows["total" if method == "sobol" else "mu_star"]
    if not len(rows) or not strength.iloc[0] > 0:
        return f"No uncertain parameter decides {subject}"
    share = f" ({strength.iloc[0]:.0%} of the variance)" if method == "sobol" else ""
    return f"{rows['parameter'].iloc[0]} matters most{share} for\n{subject}"


def _chance(about: Mapping[str, Any]) -> str:
    if about.get("chance_share") is None:
        return f"chance alone: standard deviation {about['chance_deviation']:,.4g}"
    return f"chance, averaged out here, is {about['chance_share']:.0%} of the whole variance"
