"""The answer of a calibration in words."""

from collections.abc import Iterator
from typing import Any

from sim.experiment.answer import counted, rounded
from sim.records.figures.naming import figure_name
from sim.records.figures.sums import shown
from sim.records.products import counted_together
from sim.records.words import percent
from sim.scenario.schema import Scenario

MOST = 5
"""Parameters that are told."""


def calibrate_answer(scenario: Scenario, summary: dict[str, Any]) -> str:
    """What the observed figures narrow, whether the simulation can reach them, and what then is delivered."""
    observed = counted(len(summary["observations"]), "observed figure")
    particles = f"{summary['particles']:,} particles, {summary['distinct']:,} of them distinct"
    effective = f"effective sample size at least {summary['effective']:,.0f}"
    lines = [f"{scenario.name} given {observed} ({particles}, {effective})"]
    if not summary["reached"]:
        lines.append("  the observations are far from all that was simulated: what follows only leans towards them")
    return "\n".join([*lines, *_narrowed(summary), *_checked(summary), *_delivered(scenario, summary)])


def _narrowed(summary: dict[str, Any]) -> Iterator[str]:
    """The parameters whose variance falls by more than chance explains, the most narrowed first."""
    chance = summary["narrowed_by_chance"]
    rows = sorted(summary["parameters"].items(), key=lambda item: -(item[1]["narrowed"] or 0.0))
    told = [(path, row) for path, row in rows if (row["narrowed"] or 0.0) > chance]
    for path, row in told[:MOST]:
        after = row["posterior"]
        share = f"variance {row['narrowed']:.0%} less than before"
        yield f"  {path}: {rounded(after['p05'])} to {rounded(after['p95'])} ({share})"
    if len(told) > MOST:
        yield f"  {counted(len(told) - MOST, 'more parameter')} narrowed, in the summary"
    if not told:
        alone = f"with {summary['particles']:,} particles chance alone takes up to {chance:.0%} of a variance"
        yield f"  they narrow no uncertain parameter noticeably: {alone}"


def _checked(summary: dict[str, Any]) -> Iterator[str]:
    """Each observation against what is simulated after: the predictive check."""
    for one in summary["observations"]:
        after = one["posterior"]
        if one["statement"] is not None:
            yield f"  {one['statement']}: so in every particle"
            continue
        if after["p50"] is None:
            continue
        low, high = one["range"]
        apart = after["p05"] > high or after["p95"] < low
        missed = ": no parameters within their ranges reach it" if apart else ""
        told = f"observed {rounded(one['value'])} ({rounded(low)} to {rounded(high)})"
        yield f"  {shown(one['figure'])}: {told}, simulated {rounded(after['p05'])} to {rounded(after['p95'])}{missed}"
        lost = summary["particles"] - one["prior"]["count"]
        if lost:
            yield f"    {lost:,} of the first {summary['particles']:,} particles gave it no value; such are never kept"


def _delivered(scenario: Scenario, summary: dict[str, Any]) -> Iterator[str]:
    """What share of the reported order is delivered by each date."""
    who = scenario.reported_buyer
    order = "the order of all buyers" if who == "all" else f"the order of {who}"
    for when in scenario.report.dates:
        share = summary["figures"].get(figure_name("delivered_share", who, when), {"p50": None})
        if share["p50"] is not None:
            spread = f"90 % range {percent(share['p05'])} to {percent(share['p95'])}"
            yield f"  by {when}: {percent(share['p50'])} of {order} delivered (median; {spread})"
    yield from counted_together(scenario, who) if scenario.report.dates else ()
