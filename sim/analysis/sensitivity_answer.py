"""The answer of a sensitivity analysis in words."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.answer import counted, rounded
from sim.records.figures.naming import figure_parts
from sim.records.products import of_products
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.statistics.sensitivity import MOST_TOLD, WIDE, widest

UNIMPORTANT = 0.01
"""A parameter whose total order is surely below this could as well be fixed."""

NARROW = 0.2
"""How wide an interval may be that is good to read."""

Row = Mapping[Any, Any]


def subject(figure: str, scenario: Scenario) -> str:
    """What a key figure is, as the end of `what decides …`."""
    units = unit_of(scenario).many
    kind, who, when = (*figure_parts(figure), "", "")[:3]
    has, whose = ("all buyers have", "their orders") if who == "all" else (f"{who} has", "its order")
    known = {
        "delivered_units": f"how many {units} {has} by {when}{of_products(scenario, who)}",
        "delivered_share": f"what share of {whose} {has} by {when}{of_products(scenario, who)}",
        "delivered_usd": f"what worth of {units} {has} by {when}",
    }
    return known.get(kind, figure)


def sensitivity_answer(
    scenario: Scenario, figure: str, method: str, each: int, about: Mapping[str, Any], rows: Sequence[Row]
) -> str:
    """Which parameters decide the figure, in order, and how much is chance.

    `rows` are the indices of the figure, the most important parameter first; each row of the design was simulated
    `each` times.
    """
    told = _sobol(about, rows, each) if method == "sobol" else _morris(about, rows)
    lost = f", {about['lost']:,} left out" if about["lost"] else ""
    counts = f"{counted(about['samples'], 'sample')}{lost}, {each} replications of chance each"
    return "\n".join([f"What decides {subject(figure, scenario)} ({scenario.name}; {counts}):", *told])


def _sobol(about: Mapping[str, Any], rows: Sequence[Row], each: int) -> list[str]:
    if not rows or math.isnan(rows[0]["total"]):
        return ["  nothing: it does not vary with the uncertain parameters"]
    if widest(rows) > WIDE:
        return [*_too_few(about["samples"], widest(rows), rows), _chance(about, each)]
    lines = []
    for row in rows[:MOST_TOLD]:
        interval = f"95 % interval {row['total_low']:.0%} to {row['total_high']:.0%}"
        alone = f"{row['first']:.0%} alone" if row["first_low"] > 0 else "alone not told from 0"
        lines.append(f"  {row['parameter']}: {row['total']:.0%} of the variance ({interval}), {alone}")
    if not any(row["first_low"] > 0 for row in rows[:MOST_TOLD]):
        lines.append("  what each of them decides alone takes more samples to tell")
    idle = sum(row["total_high"] < UNIMPORTANT for row in rows)
    if idle:
        lines.append(f"  {idle} of {len(rows)} parameters could as well be fixed: the interval of each ends below 1 %")
    return [*lines, _chance(about, each)]


def _too_few(samples: int, width: float, rows: Sequence[Row]) -> list[str]:
    """What can be said where intervals are wide: how many samples would do, and where each index lies."""
    needed = 1 << math.ceil(math.log2(samples * (width / NARROW) ** 2))
    wide = f"  too few samples to say: an interval is {width:.0%} of the variance wide"
    lines = [f"{wide}; about {needed:,} samples would narrow it to {NARROW:.0%}"]
    for row in rows[:MOST_TOLD]:
        low, high = (min(1.0, max(0.0, row[end])) for end in ("total_low", "total_high"))
        lines.append(f"  {row['parameter']}: somewhere from {low:.0%} to {high:.0%} of the variance")
    return lines


def _chance(about: Mapping[str, Any], each: int) -> str:
    if about["chance_low"] is not None:
        sure = f"95 % interval {about['chance_low']:.0%} to {about['chance_high']:.0%}"
    else:
        sure = "without an interval, which takes 3 replications of chance" if each < 3 else "without an interval"
    return (
        f"{about['chance_share']:.0%} of the variance is chance ({sure}): what varies though all parameters are "
        "known. The shares above are of the variance without it."
    )


def _morris(about: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    lines = []
    for row in rows[:MOST_TOLD]:
        sign = "more" if row["mu"] > 0 else "less"
        way = "none" if row["mu_star"] == 0 else sign if abs(row["mu"]) > row["mu_star"] / 2 else "either way"
        interval = f"95 % interval {rounded(row['mu_star_low'])} to {rounded(row['mu_star_high'])}"
        lines.append(
            f"  {row['parameter']}: from its low to its high end {rounded(row['mu_star'])} ({interval}), {way}; "
            f"spread {rounded(row['sigma'])}"
        )
    return [
        *lines,
        f"Chance alone has a standard deviation of {rounded(about['chance_deviation'])} at fixed parameters.",
    ]
