"""The waterfall from what is needed to what is delivered, a step for each cause."""

from collections.abc import Iterator
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes

from sim.clock import in_words
from sim.pictures.content import Content
from sim.pictures.scales import unit_axis
from sim.pictures.style import DELIVERED, GAIN, INK, MUTED, ORDERED, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import wrapped
from sim.records.products import of_products
from sim.records.words import MINUS, NONE, between, whose, written
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, unit_of

if TYPE_CHECKING:
    import pandas as pd

LOST = "#A6A6A6"

CAUSES = {
    "ramp": "the slow start of production",
    "yield": "units that fail in production",
    "ban": "export controls",
    "distributor capacity": "what distributors can handle",
    "credit": "distributors' credit",
    "talks": "talks that take time or fail",
    "patience": "orders given up",
}
"""By cause: what it is in a sentence; one that is not listed is called by its own name."""


def pictures(content: Content) -> Iterator[Picture]:
    """From what is needed to what is delivered, on the date that an attribution reports."""
    about = (content.scenario, content.who, content.scenario.report.dates[-1])
    yield waterfall_chart(content.table("attribution"), content.table("causes"), *about)


@house_style()
def waterfall_chart(
    rows: "pd.DataFrame", causes: "pd.DataFrame", scenario: Scenario, buyer: str, when: date
) -> Picture:
    """Mean units needed, the largest cause first, down to what is delivered; each with its 95 % interval."""
    need, delivered = float(rows["need"].mean()), float(rows["delivered"].mean())
    steps = causes.sort_values("units", ascending=False, kind="stable").to_dict("records")
    unit = unit_of(scenario)
    order = f"{whose(buyer)}{of_products(scenario, buyer)}"
    said = f"Mean {unit.many} of {order}: from all that is needed in the run "
    said += f"to what is delivered by {in_words(when)}; green: what brought deliveries forward"
    footer = (
        f"Scenario {scenario.name}, {len(rows):,} replications; Shapley values, whiskers: 95% intervals of the means."
    )
    figure = picture(4.6, finding(need, delivered, steps, buyer, when, unit), said, footer)
    axes = figure.add_subplot()
    _end(axes, 0, need, ORDERED)
    level = need
    for place, step in enumerate(steps, 1):
        level = _step(axes, place, level, step)
    _end(axes, len(steps) + 1, delivered, DELIVERED)
    names = ["needed", *(str(step["cause"]) for step in steps), "delivered"]
    axes.set_xticks(range(len(names)), ["\n".join(wrapped(name, 9, 8.6 / len(names))) for name in names], color=INK)
    axes.tick_params(axis="x", length=0)
    unit_axis(axes.yaxis)
    axes.set_ylim(bottom=0)
    lined(axes)
    figure.table = _table(need, steps, delivered, unit)
    return figure


def _table(need: float, steps: list[dict[Any, Any]], delivered: float, unit: Unit) -> Table:
    rows = [Row("needed", "", (written("x_units", need), NONE))]
    for step in steps:
        low, high = (written("x_units", step[end], sign=True) for end in ("low", "high"))
        rows.append(Row(str(step["cause"]), "", (written("x_units", step["units"], sign=True), between(low, high))))
    rows.append(Row("delivered", "", (written("x_units", delivered), NONE)))
    columns = (f"{unit.heading}, mean", "95 % interval of the mean")
    return Table("What is needed, what each cause takes away, what is delivered", "Cause", columns, rows)


def finding(need: float, delivered: float, steps: list[dict[Any, Any]], buyer: str, when: date, unit: Unit) -> str:
    """How much is missing, and the largest cause."""
    missing = need - delivered
    told = f"{missing:,.0f} of {unit.counted(need)} of {whose(buyer)} are missing by {in_words(when)}"
    if not missing > 0 or not steps:
        return told
    most = steps[0]
    name, units = CAUSES.get(str(most["cause"]), str(most["cause"])), float(most["units"])
    if units > missing:
        return f"{told}: {units:,.0f} because of {name}, less what other causes brought forward"
    return f"{told}, {units:,.0f} of them because of {name}"


def _end(axes: Axes, place: int, units: float, colour: str) -> None:
    axes.bar(place, units, 0.6, color=colour)
    axes.annotate(
        f"{units:,.0f}", (place, units), xytext=(0, 4), textcoords="offset points", ha="center", fontweight="bold"
    )


def _step(axes: Axes, place: int, level: float, step: dict[Any, Any]) -> float:
    """A cause's bar with its interval and number; gives the level after it."""
    units = float(step["units"])
    axes.bar(place, -units, 0.6, bottom=level, color=LOST if units >= 0 else GAIN)
    axes.plot([place - 0.7, place + 0.3], [level, level], color=MUTED, linewidth=0.8)
    after = level - units
    spread = float(step["high"]) - units
    spread = 0.0 if isnan(spread) else spread
    if spread:
        axes.errorbar(place, after, yerr=spread, ecolor=MUTED, elinewidth=1, capsize=3)
    # Above the bar and its interval, clear of the line to the next bar.
    at = (place, max(after + units, after + spread))
    sign = MINUS if round(units) > 0 else "+" if round(units) < 0 else ""
    axes.annotate(f"{sign}{abs(units):,.0f}", at, xytext=(0, 4), textcoords="offset points", ha="center")
    return after
