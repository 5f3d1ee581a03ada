"""The fan chart: bands of what is delivered over many replications, what is ordered beside it, chances by date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.clock import in_words
from sim.pictures.content import Content
from sim.pictures.marks import head, lines_at_deadlines, mark_deadlines
from sim.pictures.scales import date_axis, share_axis, to_the_end, unit_axis
from sim.pictures.style import (
    DELIVERED,
    MUTED,
    ORDERED,
    SHADES,
    SMALL,
    STYLES,
    TEXT,
    Picture,
    house_style,
    lined,
    picture,
    tell,
)
from sim.pictures.tables import Row, Table, curves_by_date
from sim.pictures.text import wrapped
from sim.records.figures.naming import figure_name
from sim.records.need import on_order
from sim.records.products import of_products
from sim.records.words import NONE, entity_in_words
from sim.records.words import target as target_in_words
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

Reached = Mapping[float, NDArray[np.float64]]
"""By target share: the day on which each replication reaches it, NaN where it never does."""

BANDS = {"90%": ("p05", "p95", "#F7DCC6"), "50%": ("p25", "p75", "#EDAE80")}
"""Share of the replications: quantiles and colour; opaque, so that the same colour means the same everywhere."""

COLUMNS, ROOM = 2, 3.9
"""Fans beside each other on a page, and inches for the words above one."""


@dataclass(frozen=True)
class Fan:
    """What one fan of a page is drawn from: the bands of a design point, and its scenario."""

    bands: "pd.DataFrame"
    scenario: Scenario

    @property
    def who(self) -> str:
        """The reported buyer, `all` where none is named."""
        return self.scenario.reported_buyer

    @cached_property
    def own(self) -> "pd.DataFrame":
        """The bands of the reported buyer."""
        return self.bands[(self.bands["buyer"] == self.who) & (self.bands["product"] == "all")]

    @cached_property
    def curves(self) -> "dict[str, pd.DataFrame]":
        """The same by curve."""
        return {str(name): rows for name, rows in self.own.groupby("curve", observed=True)}


def pictures(content: Content) -> Iterator[Picture]:
    """The fan of a sweep that kept its curves."""
    if content.has("bands"):
        yield fan_of(content)


def fan_of(content: Content, title: str = "") -> Picture:
    """The fan of a sweep of one point; the scenario's title stands above it where no other is given."""
    scenario = content.scenario
    targets = dict.fromkeys((*scenario.report.shares, 1.0))
    names = {figure_name("days_to_share", content.who, target): target for target in targets}
    reached = {names[name]: days for name, days in content.numbers(list(names)).items()}
    said = (scenario, content.seed, content.summary["failed"], title or scenario.title)
    return fan_chart(content.table("bands"), reached, *said)


@house_style()
def fan_chart(
    bands: "pd.DataFrame", reached: Reached, scenario: Scenario, seed: int, failed: int = 0, title: str = ""
) -> Picture:
    """Delivered (median, 50 % and 90 % bands) and ordered units of the reported buyer; chances of each target by date.

    `bands` are those of one design point.
    """
    drawn = Fan(bands, scenario)
    count = int(drawn.own["replications"].max()) if len(drawn.own) else 0
    what = f"{unit_of(scenario).heading} of {entity_in_words(drawn.who)}{of_products(scenario, drawn.who)}"
    lost = f"; {failed:,} more failed" if failed else ""
    figure = picture(
        6.6,
        finding(drawn.own, scenario),
        f"{title}\n{what}, cumulative",
        f"Scenario {scenario.name}, seed {seed}, {count:,} replications{lost}.",
    )
    upper, lower = figure.subplots(2, 1, height_ratios=[2, 1])
    fan(upper, drawn)
    head(upper, "", mark_deadlines(upper, scenario), columns=4 if upper.lines else 0)
    chances(lower, reached, scenario)
    lines_at_deadlines(lower, scenario)
    figure.table = _table(drawn)
    return figure


def _table(drawn: Fan) -> Table:
    """The order and quantiles of what is delivered by date."""
    caption = f"{unit_of(drawn.scenario).heading} of {entity_in_words(drawn.who)} by date, cumulative"
    curves = {name: rows.sort_values("date") for name, rows in drawn.curves.items()}
    if "delivered" not in curves:
        return Table(caption, "By", (), ())
    means = {name: curves[name]["mean"].to_numpy() for name in ("ordered", "switched")}
    quantiles = {"5 %": "p05", "25 %": "p25", "median": "p50", "75 %": "p75", "95 %": "p95"}
    columns: dict[str, Sequence[float]] = {"ordered, mean": on_order(means).tolist()}
    columns |= {words: curves["delivered"][name].tolist() for words, name in quantiles.items()}
    return curves_by_date(drawn.scenario, caption, columns)


@house_style()
def page_of_fans(fans: Sequence[Fan], title: str, footer: str = "") -> Picture:
    """A fan for each of several scenarios, its question above it; one legend for all."""
    rows = -(-len(fans) // COLUMNS)
    figure = picture(
        2.75 * rows + 0.1,
        title,
        f"{_heading(fans)} of the reported buyer, cumulative; dotted: dates of controls, grey: where one is drawn",
        footer,
    )
    grid = figure.add_gridspec(rows, COLUMNS, hspace=0.09, wspace=0.05)
    for place, drawn in enumerate(fans):
        axes = figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        fan(axes, drawn, most=6)
        lines_at_deadlines(axes, drawn.scenario)
        _head_of_fan(axes, drawn)
    spare = figure.add_subplot(grid[rows - 1, COLUMNS - 1]) if len(fans) % COLUMNS else None
    _legend_of_page(figure, spare)
    told = [Row(one.scenario.title or one.scenario.name, one.scenario.name, _at_the_end(one)) for one in fans]
    columns = ("Ordered, mean", "Delivered: median", "90 % of replications")
    figure.table = Table("Each scenario at its end", "Scenario", columns, told)
    return figure


def _at_the_end(drawn: Fan) -> tuple[str, str, str]:
    last = drawn.own[drawn.own["date"] == drawn.own["date"].max()].set_index("curve")
    if not len(last):
        return NONE, NONE, NONE
    ordered = float(last.loc["ordered", "mean"] - last.loc["switched", "mean"])
    low, half, high = (f"{float(last.loc['delivered', end]):,.0f}" for end in ("p05", "p50", "p95"))
    return f"{ordered:,.0f}", half, f"{low} to {high}"


def _heading(fans: Sequence[Fan]) -> str:
    """What is counted on a page: the unit of its scenarios, where they have one."""
    units = {unit_of(one.scenario) for one in fans}
    return units.pop().heading if len(units) == 1 else "Units"


def _head_of_fan(axes: Axes, drawn: Fan) -> None:
    """The question, and below it the finding."""
    said = wrapped(finding(drawn.own, drawn.scenario, brief=True), SMALL, ROOM)
    place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0, 5), "textcoords": "offset points"}
    axes.annotate("\n".join(said), (0, 1), **place, fontsize=SMALL, color=MUTED)
    question = wrapped(drawn.scenario.title or drawn.scenario.name, TEXT, ROOM, "bold")
    axes.set_title("\n".join(question), fontsize=TEXT, pad=9 + 1.3 * SMALL * len(said))


def _legend_of_page(figure: Figure, spare: Axes | None) -> None:
    """The legend in the empty place of a page, else in its first fan."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    if spare is None:
        figure.axes[0].legend(handles, labels, loc="upper left", fontsize=SMALL)
        return
    spare.set_axis_off()
    spare.legend(handles, labels, loc="center left", labelspacing=1.0, handlelength=3)


def finding(own: "pd.DataFrame", scenario: Scenario, brief: bool = False) -> str:
    """What the chart shows, in one sentence."""
    who, unit = scenario.reported_buyer, unit_of(scenario)
    name = entity_in_words(who)
    last = own[own["date"] == own["date"].max()].set_index("curve") if len(own) else own
    if not len(last) or not last.loc["ordered", "p95"]:
        return f"{name[0].upper()}{name[1:]} {'have' if who == 'all' else 'has'} nothing on order"
    delivered = last.loc["delivered"]
    low, middle, high = (_units(delivered[name]) for name in ("p05", "p50", "p95"))
    when = in_words(last["date"].iloc[0])
    if brief:
        products = of_products(scenario, who)
        return f"{name} at the end: {middle} {unit.many} (median), {low} to {high} (90%){products}"
    verb = "have" if who == "all" else "has"
    return f"By {when} {name} {verb} {middle} {unit.many} (median); in nine of ten replications {low} to {high}"


def _units(value: Any) -> str:
    count = float(value)
    return f"{count:,.0f}" if count < 10_000 else f"{round(count, -3):,.0f}"


def fan(axes: Axes, drawn: Fan, most: int = 13) -> None:
    """Bands of delivered units, and the mean of the order that shares are of."""
    date_axis(axes, drawn.scenario.start, drawn.scenario.end, most)
    unit_axis(axes.yaxis)
    lined(axes)
    curves = drawn.curves
    if "delivered" not in curves or not curves["ordered"]["p95"].any():
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        axes.annotate("nothing on order", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
        return
    delivered = curves["delivered"]
    dates = date2num(drawn.scenario.start) + np.arange(drawn.scenario.days + 1)
    for label, (low, high, colour) in BANDS.items():
        ends = [to_the_end(delivered[end].to_numpy()) for end in (low, high)]
        told = f"delivered: middle {label}"
        band = axes.fill_between(dates, ends[0], ends[1], color=colour, linewidth=0, step="post", label=told)
        tell(band, f"{told}: {ends[0][-1]:,.0f} to {ends[1][-1]:,.0f} at the end")
    lines = axes.step(
        dates,
        to_the_end(delivered["p50"].to_numpy()),
        color=DELIVERED,
        linewidth=2.2,
        where="post",
        label="delivered: median",
    )
    means = {name: curves[name]["mean"].to_numpy() for name in ("ordered", "switched")}
    lines += axes.step(
        dates,
        to_the_end(on_order(means)),
        color=ORDERED,
        linestyle="--",
        linewidth=1.6,
        where="post",
        label="ordered, less switched: mean",
    )
    for line in lines:
        tell(line, f"{line.get_label()}: {np.asarray(line.get_ydata())[-1]:,.0f} at the end")
    axes.set_ylim(bottom=0)


def chances(axes: Axes, reached: Reached, scenario: Scenario) -> None:
    """Share of replications in which each target is reached by each date."""
    days = np.arange(scenario.days + 1)
    dates = date2num(scenario.start) + days
    for place, (target, when) in enumerate(sorted(reached.items())):
        known = np.sort(when[~np.isnan(when)])
        share = to_the_end(np.searchsorted(known, days[:-1], side="right") / max(1, len(when)))
        label = (
            "all of it"
            if target == 1
            else f"at least {target:.4g}"
            if target > 1
            else f"at least {target_in_words(target)}"
        )
        colour, style = SHADES[place % len(SHADES)], STYLES[place % len(STYLES)]
        axes.step(dates, share, where="post", color=colour, linestyle=style, linewidth=1.8, label=label)
    axes.set_ylim(-0.02, 1.02)
    share_axis(axes.yaxis, 5)
    lined(axes)
    date_axis(axes, scenario.start, scenario.end)
    head(axes, "Probability that so much of the order is delivered by then", columns=len(reached))
