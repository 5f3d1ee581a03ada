"""Curves of the sensitivity indices of delivered units over the run, month by month."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.clock import in_words
from sim.pictures.content import Content
from sim.pictures.marks import head
from sim.pictures.scales import date_axis, number, share_axis, unit_axis
from sim.pictures.style import INK, SERIES, STYLES, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import cut
from sim.records.figures.naming import figure_name
from sim.records.products import of_products
from sim.records.words import MINUS, NONE, entity_in_words
from sim.scenario import words
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

STRONG = 5
"""Parameters with a colour, a line style and a name each; the others are grey."""

REST = "#C9C9C9"


def pictures(content: Content) -> Iterator[Picture]:
    """The indices month by month."""
    about = (content.table("sensitivity"), content.summary["sensitivity"], content.scenario)
    yield index_curves(*about, "morris" if content.about["design"] == "morris" else "sobol")


@house_style()
def index_curves(table: "pd.DataFrame", about: Mapping[str, Any], scenario: Scenario, method: str) -> Picture:
    """Index of every parameter at each report date (total order; mean size of the effect), chance beside it."""
    who = scenario.reported_buyer
    dates = [day for day in scenario.report.dates if figure_name("delivered_units", who, day) in about]
    names = [figure_name("delivered_units", who, day) for day in dates]
    key = "total" if method == "sobol" else "mu_star"
    by_figure = table[table["figure"].isin(names)].set_index("figure")
    curves = by_figure.pivot(columns="parameter", values=key).loc[names] if len(by_figure) else None
    order = _by_strength(curves)
    told = words.labels(scenario, list(scenario.uncertain))
    rest = f" Grey: the other {len(order) - STRONG} unknowns." if len(order) > STRONG else ""
    footer = f"Scenario {scenario.name}.{rest}"
    figure = picture(4.6, _finding(curves, told, scenario), _measure(method, scenario), footer)
    axes = figure.add_subplot()
    if curves is not None:
        _draw(axes, dates, curves, order, told)
    _chance(axes, dates, [about[name] for name in names], method)
    date_axis(axes, scenario.start, scenario.end)
    (share_axis if method == "sobol" else unit_axis)(axes.yaxis)
    axes.set_ylim(bottom=0)
    lined(axes)
    head(axes, "", columns=2)
    figure.table = _table(dates, curves, order[:STRONG], told, method)
    return figure


def _table(
    dates: list[date], curves: "pd.DataFrame | None", order: list[str], told: Mapping[str, str], method: str
) -> Table:
    """The strongest unknowns by date."""
    rows = (
        []
        if curves is None
        else [
            Row(in_words(when, full=True), "", tuple(_value(curves[path].iloc[place], method) for path in order))
            for place, when in enumerate(dates)
        ]
    )
    caption = "Share of the variance" if method == "sobol" else "Change from the low to the high end"
    return Table(f"{caption}, by date", "By", tuple(told.get(path, path) for path in order), rows)


def _value(value: float, method: str) -> str:
    if np.isnan(value):
        return NONE
    return f"{value:.0%}".replace("-", MINUS) if method == "sobol" else number(value)


def _measure(method: str, scenario: Scenario) -> str:
    who = scenario.reported_buyer
    of = f"{unit_of(scenario).many} delivered to {entity_in_words(who)} by then{of_products(scenario, who)}"
    if method == "sobol":
        return f"Share of the variance of {of} that each unknown explains, with all interactions"
    return f"Change of {of} from each unknown's low to its high end"


def _by_strength(curves: "pd.DataFrame | None") -> list[str]:
    """Parameters, the one with the highest curve first."""
    if curves is None:
        return []
    strength = np.nan_to_num(curves.to_numpy()).max(axis=0)
    return [str(curves.columns[column]) for column in np.argsort(-strength, kind="stable")]


def _finding(curves: "pd.DataFrame | None", told: Mapping[str, str], scenario: Scenario) -> str:
    """What matters most at first, and at the end."""
    who = scenario.reported_buyer
    buyer = entity_in_words(who)
    if curves is None or not np.isfinite(curves.to_numpy()).any():
        return f"No unknown decides how many {unit_of(scenario).many} {buyer} {'have' if who == 'all' else 'has'}"
    known = curves.dropna(how="all")
    first, last = (str(known.iloc[place].idxmax()) for place in (0, -1))
    if first == last:
        return f"“{told.get(last, last)}” matters most at first and in the end"
    return f"At first “{told.get(first, first)}” matters most, in the end “{told.get(last, last)}”"


def _draw(axes: Axes, dates: list[date], curves: "pd.DataFrame", order: list[str], told: Mapping[str, str]) -> None:
    days = date2num(dates)
    for path in order[STRONG:]:
        axes.plot(days, curves[path], color=REST, linewidth=0.8)
    for place, path in enumerate(order[:STRONG]):
        label = cut(told.get(path, path), 48)
        axes.plot(days, curves[path], color=SERIES[place], linestyle=STYLES[place], linewidth=2.2, label=label)


def _chance(axes: Axes, dates: list[date], about: list[Mapping[str, Any]], method: str) -> None:
    key = "chance_share" if method == "sobol" else "chance_deviation"
    values = [np.nan if one[key] is None else one[key] for one in about]
    label = "chance: share of the whole variance" if method == "sobol" else "chance: standard deviation"
    axes.plot(date2num(dates), values, color=INK, marker="o", markersize=3, linewidth=1, label=label)
