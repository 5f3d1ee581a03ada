"""Delivered versus ordered: the curves of one replication."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from numpy.typing import NDArray

from sim.clock import in_words
from sim.pictures.content import Content
from sim.pictures.dollars import Value, value_of
from sim.pictures.marks import head, lines_at_deadlines, mark_deadlines
from sim.pictures.scales import date_axis, dollar_axis, to_the_end, unit_axis
from sim.pictures.style import (
    DELIVERED,
    GAP,
    INK,
    MUTED,
    ORDERED,
    PANEL,
    SMALL,
    Picture,
    house_style,
    lined,
    picture,
    tell,
)
from sim.pictures.tables import curves_by_date
from sim.pictures.text import cut
from sim.records.need import Met, met, on_order
from sim.records.products import of_products
from sim.records.tables import Columns, where
from sim.records.words import dollars, entity_in_words, is_or_are, percent
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.scenario.words import possessive

MOST_PANELS = 5
LONGEST_NAME = 20


@dataclass(frozen=True)
class Curves:
    """Units of one buyer (`all`) by day; `at_end` says what is needed and met, `value` what is on order is worth."""

    who: str
    ordered: NDArray[np.int64]
    delivered: NDArray[np.int64]
    at_end: Met
    value: Value

    @property
    def name(self) -> str:
        """The buyer in words."""
        return entity_in_words(self.who)

    @property
    def gap(self) -> int:
        """Units needed and not delivered on the last day."""
        return int(self.at_end.need - self.at_end.units)

    @property
    def gap_usd(self) -> int:
        """The same in dollars: what is on order at its own prices, what is not at their mean."""
        beside = self.gap - int(self.ordered[-1] - self.delivered[-1])
        return self.value.undelivered_usd + round(beside * self.value.price)

    @property
    def top(self) -> float:
        """The most units that there are to show."""
        return float(max(self.at_end.need, self.ordered.max()))


def pictures(content: Content) -> Iterator[Picture]:
    """Delivered versus ordered, of a run."""
    about = (content.summary, content.scenario, content.seed, content.about["replication"])
    yield delivered_versus_ordered(content.columns("daily"), *about)


@house_style()
def delivered_versus_ordered(
    daily: Columns, figures: Mapping[str, Any], scenario: Scenario, seed: int = 0, replication: int = 0
) -> Picture:
    """One large panel of the reported buyer (or all), a small one for each of the largest others, by daily books."""
    who = scenario.report.buyer
    main = curves_of(daily, figures, scenario, who)
    names = [buyer.name for buyer in scenario.buyer if buyer.name != who]
    others = [curves_of(daily, figures, scenario, name) for name in names] if who or len(names) > 1 else []
    drawn = sorted(others, key=lambda panel: -int(panel.ordered[-1]))[: MOST_PANELS - bool(who)]
    panels = [curves_of(daily, figures, scenario, None), *drawn] if who and others else drawn
    some = (
        f" Only the {len(drawn)} largest of {len(others)} other buyers are shown." if len(drawn) < len(others) else ""
    )
    run = f"Scenario {scenario.name}, seed {seed}, replication {replication}"
    figure = picture(
        6.6 if panels else 4.8,
        finding(main, figures, scenario),
        f"{scenario.title or scenario.name}\n{_described(main, scenario)}",
        f"{run}: one sampled replication, not a forecast.{some}",
    )
    grid = figure.add_gridspec(2 if panels else 1, max(1, len(panels)), height_ratios=[2, 1] if panels else None)
    large_panel(figure.add_subplot(grid[0, :]), main, scenario)
    for place, panel in enumerate(panels):
        small_panel(figure.add_subplot(grid[1, place]), panel, scenario)
    caption = f"{unit_of(scenario).heading} of {main.name} by date, cumulative"
    figure.table = curves_by_date(
        scenario, caption, {"ordered": main.ordered.tolist(), "delivered": main.delivered.tolist()}
    )
    return figure


def _described(curves: Curves, scenario: Scenario) -> str:
    """What the large panel's two axes measure."""
    unit = unit_of(scenario)
    units = f"{unit.heading} of {curves.name}{of_products(scenario, curves.who)}, cumulative"
    if not curves.ordered.any():
        return units
    mean = "" if curves.value.is_one_price else " (mean)"
    return f"{units}; right: US dollars at ${curves.value.price:,.0f} per {unit.one}{mean}"


def curves_of(daily: Columns, figures: Mapping[str, Any], scenario: Scenario, buyer: str | None) -> Curves:
    """The curves of a buyer, of all where None: a day without a row has nothing."""
    own = daily if buyer is None else where(daily, daily["buyer"] == buyer)
    sums = {name: np.zeros(scenario.days, dtype=np.int64) for name in ("ordered", "delivered", "switched")}
    for name, sum_by_day in sums.items():
        np.add.at(sum_by_day, own["day"], own[name])
    who = buyer or "all"
    return Curves(who, on_order(sums), sums["delivered"], met(figures, who), value_of(own, scenario))


def finding(curves: Curves, figures: Mapping[str, Any], scenario: Scenario) -> str:
    """What the large panel shows, in one sentence."""
    when = max(scenario.report.dates, default=scenario.end)
    own, by = met(figures, curves.who, when), in_words(when)
    if own.share is None:
        return f"By {by}, {curves.name} {'have' if curves.who == 'all' else 'has'} nothing on order"
    whole = f"{possessive(curves.name)} {unit_of(scenario).counted(own.need)}"
    return f"By {by}, {own.units:,} of {whole} {is_or_are(int(own.units))} delivered ({percent(own.share)})"


def large_panel(axes: Axes, curves: Curves, scenario: Scenario) -> None:
    """The panel that the picture is about, with legend, labels of the dates and the size of the gap."""
    draw(axes, curves, scenario, large=True)
    rows = mark_deadlines(axes, scenario)
    if curves.at_end.need:
        head(axes, "", rows, columns=3)
        write_gap(axes, curves, scenario)


def small_panel(axes: Axes, curves: Curves, scenario: Scenario) -> None:
    """One of the other buyers."""
    draw(axes, curves, scenario, large=False)
    lines_at_deadlines(axes, scenario)
    share = curves.at_end.share
    told = "" if share is None else f"\n{percent(share)} delivered"
    axes.set_title(cut(curves.name, LONGEST_NAME) + told, fontsize=SMALL, pad=4)


def draw(axes: Axes, curves: Curves, scenario: Scenario, large: bool) -> None:
    """Ordered and delivered units and the gap between them; dollars on the right; a word where nothing is ordered."""
    dates = date2num(scenario.start) + np.arange(scenario.days + 1)
    ordered, delivered = to_the_end(curves.ordered), to_the_end(curves.delivered)
    date_axis(axes, scenario.start, scenario.end, most=13 if large else 4)
    axes.tick_params(labelsize=9 if large else 7)
    if not curves.at_end.need:
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        axes.annotate("nothing on order", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
        return
    gap = axes.fill_between(dates, delivered, ordered, color=GAP, linewidth=0, step="post", label="not delivered")
    label = "ordered, less switched"
    width = 1.6 if large else 1.2
    (on_order,) = axes.step(dates, ordered, color=ORDERED, linestyle="--", linewidth=width, where="post", label=label)
    width = 2.4 if large else 1.8
    (line,) = axes.step(dates, delivered, color=DELIVERED, linewidth=width, where="post", label="delivered")
    for mark, units in ((gap, curves.gap), (on_order, ordered[-1]), (line, delivered[-1])):
        tell(mark, f"{curves.name}, {mark.get_label()}: {units:,} at the end")
    if curves.at_end.need != curves.ordered[-1]:
        axes.axhline(curves.at_end.need, color=MUTED, linestyle=":", linewidth=1.4, label="needed in the whole run")
    axes.set_ylim(0, 1.06 * curves.top)
    unit_axis(axes.yaxis, 7 if large else 3)
    lined(axes)
    if curves.ordered.any():
        second_reading(axes, curves, large)


def write_gap(axes: Axes, curves: Curves, scenario: Scenario) -> None:
    """The size of the gap at the end of the run: inside it, or below the curves where it is too thin for words."""
    if curves.gap <= 0:
        return
    height = float(curves.at_end.need + curves.at_end.units) / 2
    thin = curves.gap < 0.14 * curves.top
    axes.annotate(
        f"{unit_of(scenario).counted(curves.gap)} not delivered\n{dollars(curves.gap_usd)}",
        (date2num(scenario.end) + 1, height),
        xytext=(0.97, 0.14) if thin else (-10, 0),
        textcoords="axes fraction" if thin else "offset points",
        ha="right",
        va="center",
        fontsize=PANEL,
        fontweight="bold",
        color=INK,
        bbox={"facecolor": "white" if thin else GAP, "edgecolor": "none", "alpha": 0.85, "pad": 2},
        arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.8} if thin else None,
    )


def second_reading(axes: Axes, curves: Curves, large: bool) -> None:
    """Dollars on the right, at what is paid a unit on the mean of what is ordered."""
    price = max(curves.value.price, 1e-9)
    right = axes.secondary_yaxis("right", functions=(partial(np.multiply, price), partial(np.multiply, 1 / price)))
    right.spines["right"].set_visible(False)
    right.tick_params(length=0, labelsize=9 if large else 7)
    dollar_axis(right.yaxis, 7 if large else 3)
