"""Several scenarios compared: the median of what is delivered under each, and the share delivered by each date."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.clock import in_words
from sim.pictures.marks import head
from sim.pictures.scales import date_axis, share_axis, to_the_end, unit_axis
from sim.pictures.style import INK, SERIES, SMALL, STYLES, Picture, house_style, lined, picture, tell
from sim.pictures.tables import Row, Table, middle
from sim.pictures.text import cut
from sim.records.figures.naming import figure_name
from sim.records.products import of_products
from sim.records.words import NONE, apart, between, entity_in_words, whose, written
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

Points = Sequence[Mapping[str, Any]]

LONGEST = 30
MOST_DATES = 3
"""Report dates whose shares are drawn: the last ones."""

LINE = 0.36
"""Inches of a scenario below each date."""


@house_style()
def several_chart(
    bands: "pd.DataFrame",
    points: Points,
    differences: "pd.DataFrame",
    scenarios: Sequence[Scenario],
    seed: int,
    caution: str = "",
) -> Picture:
    """Medians of what each scenario delivers by day; below, the share by each report date with its 90 % range."""
    first, names = scenarios[0], apart(*scenarios)
    who = first.reported_buyer
    own = bands[(bands["buyer"] == who) & (bands["product"] == "all") & (bands["curve"] == "delivered")]
    dates = first.report_dates[-MOST_DATES:]
    units = f"{unit_of(first).heading} delivered to {entity_in_words(who)}{of_products(first, who)}, cumulative"
    each = f"{points[0]['replications']:,} replications of each on common random numbers, seed {seed}."
    said = f" {caution[:1].upper()}{caution[1:]}." if caution else ""
    height = 3.9 + LINE * len(scenarios) + 0.7
    shares = f"line: median; below: share of {whose(who)} delivered, median and middle 90%"
    figure = picture(height, _finding(own, names, first, who), f"{units}; {shares}", each + said)
    grid = figure.add_gridspec(2, len(dates), height_ratios=[3.9, LINE * len(scenarios) + 0.7])
    upper = figure.add_subplot(grid[0, :])
    for place, name in enumerate(names):
        _curve(upper, own[own["point"] == place], cut(name, LONGEST), place)
    upper.set_ylim(bottom=0)
    lined(upper)
    unit_axis(upper.yaxis)
    date_axis(upper, min(one.start for one in scenarios), max(one.end for one in scenarios))
    head(upper, "", columns=min(3, len(names)))
    for place, when in enumerate(dates):
        found = [point["figures"].get(figure_name("delivered_share", who, when)) for point in points]
        axes = figure.add_subplot(grid[1, place])
        _shares(axes, found, [cut(name, 22) for name in names] if not place else [])
        axes.set_title(f"By {in_words(when)}", pad=6)
    figure.table = _table(points, differences, scenarios, names)
    return figure


def _curve(axes: Axes, rows: "pd.DataFrame", name: str, place: int) -> None:
    rows = rows.sort_values("date")
    days = date2num(rows["date"].to_numpy())
    dates, values = np.append(days, days[-1:] + 1), to_the_end(rows["p50"].to_numpy())
    style: Any = {"color": SERIES[place % len(SERIES)], "linestyle": STYLES[place % len(STYLES)]}
    (line,) = axes.step(dates, values, **style, linewidth=2.2, where="post", label=name)
    if len(values):
        tell(line, f"{name}: {values[-1]:,.0f} at the end")


def _shares(axes: Axes, found: Sequence[Mapping[str, Any] | None], names: Sequence[str]) -> None:
    """A row a scenario: median and middle 90 % of the share delivered by a date."""
    for place, one in enumerate(found):
        if one is None or one["p50"] is None:
            axes.annotate("nothing is ordered", (0.5, place), ha="center", va="center", fontsize=SMALL)
            continue
        colour = SERIES[place % len(SERIES)]
        axes.plot([one["p05"], one["p95"]], [place, place], color=colour, linewidth=3)
        axes.plot(one["p50"], place, "o", color=colour, markersize=7)
    axes.set_yticks(range(len(found)), list(names) or [""] * len(found), color=INK)
    axes.set_ylim(len(found) - 0.4, -0.6)
    most = max((one["p95"] for one in found if one and one["p50"] is not None), default=1.0)
    axes.set_xlim(-0.02, max(1.02, 1.02 * most))
    share_axis(axes.xaxis, 4)
    lined(axes, "x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _finding(own: "pd.DataFrame", names: Sequence[str], first: Scenario, who: str) -> str:
    """Under which scenario the median at the end is highest, and under which lowest."""
    ends = {}
    for place, name in enumerate(names):
        rows = own[own["point"] == place].sort_values("date")
        if len(rows):
            ends[name] = float(rows["p50"].iloc[-1])
    if not ends:
        return f"{len(names)} scenarios compared"
    most, least = max(ends, key=lambda name: ends[name]), min(ends, key=lambda name: ends[name])
    buyer, unit = entity_in_words(who), unit_of(first)
    if ends[most] == ends[least]:
        return f"Under all {len(names)} scenarios {buyer} end with {unit.counted(ends[most])} (median)"
    verb = "have" if who == "all" else "has"
    high = f"In the end {buyer} {verb} {unit.counted(ends[most])} (median) under {most}"
    return f"{high}, the most of {len(names)}, and {ends[least]:,.0f} under {least}, {unit.fewest}"


def _table(points: Points, differences: "pd.DataFrame", scenarios: Sequence[Scenario], names: Sequence[str]) -> Table:
    """Each scenario's shares by date, and its paired difference from the first in units by the last date."""
    first = scenarios[0]
    who, dates = first.reported_buyer, first.report_dates
    last = figure_name("delivered_units", who, dates[-1])
    by_point = differences[differences["figure"] == last].set_index("point").to_dict("index")
    rows = []
    for place, name in enumerate(names):
        shares = [points[place]["figures"].get(figure_name("delivered_share", who, when)) for when in dates]
        told = [middle("delivered_share", one) for one in shares]
        found = by_point.get(place)
        difference = (NONE, NONE)
        if found is not None:
            ends = (written("x_units", found[end], sign=True) for end in ("low", "high"))
            difference = (written("x_units", found["difference"], sign=True), between(*ends))
        rows.append(Row(name, "", (*told, *difference)))
    by = (f"By {in_words(when, full=True)}: median (90 %)" for when in dates)
    heads = (*by, f"{unit_of(first).heading} less {names[0]}, by the last date", "95 % interval")
    return Table(f"Share of {whose(who)} delivered under each scenario", "Scenario", heads, rows)
