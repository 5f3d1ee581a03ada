"""The answer of a sweep in words."""

from collections.abc import Mapping
from typing import Any

from sim.experiment.answer import counted, question_of
from sim.experiment.precision import told
from sim.experiment.report_figures import sentences_of_point
from sim.records.figures.naming import figure_name
from sim.records.products import counted_together
from sim.records.words import percent, probability
from sim.scenario.change import with_values
from sim.scenario.overridden import no_longer_drawn
from sim.scenario.schema import Scenario

FEWEST = 20
"""Replications from which a 90 % range leaves any out."""

MOST_POINTS = 20
"""Points of a grid that are told one by one."""


def sweep_answer(scenario: Scenario, summary: dict[str, Any]) -> str:
    """The probability of each target by each date, and the range of the delivered share, at each point."""
    count, failed = summary["replications"], summary["failed"]
    lost = f", {failed:,} failed" if failed else ""
    lines = [f"{question_of(scenario)} ({counted(count, 'replication')} of {scenario.name}{lost})"]
    points = summary["points"]
    lines += _held(scenario, points[0]["settings"])
    for point in points[:MOST_POINTS]:
        if point["settings"]:
            lines.append("  " + ", ".join(f"{path} = {value}" for path, value in point["settings"].items()))
        lines += _point(scenario, point, brief=len(points) > 1)
    lines += counted_together(scenario, scenario.report.buyer or "all")
    if len(points) > MOST_POINTS:
        lines.append(f"  ... and {len(points) - MOST_POINTS:,} more points in replications.parquet")
    lines += [f"  {sentence}" for reached in (True, False) for sentence in told(summary, reached)]
    if min(point["replications"] - point["failed"] for point in points) < FEWEST:
        lines.append(f"  of fewer than {FEWEST} replications a 90 % range goes from the least to the greatest")
    return "\n".join([*lines, *caution(summary)])


def caution(summary: Mapping[str, Any]) -> list[str]:
    """What is to be said of the intervals of a design whose replications depend on each other."""
    said = summary.get("intervals", {}).get("caution")  # a folder of an older version says nothing
    return [f"  {said}"] if said else []


def _held(scenario: Scenario, settings: Mapping[str, object]) -> list[str]:
    """Which uncertain parameters a grid holds at its values instead of drawing them."""
    held = no_longer_drawn(scenario, with_values(scenario, settings, extremes=False)) if settings else []
    return [f"  set by the grid, no longer drawn from [uncertain]: {', '.join(held)}"] if held else []


def _point(scenario: Scenario, point: dict[str, Any], brief: bool) -> list[str]:
    who = scenario.report.buyer or "all"
    order = "the order of all buyers" if who == "all" else f"{who}'s order"
    lines = []
    for when in map(str, scenario.report.dates or (scenario.end,)):
        share = point["figures"].get(figure_name("delivered_share", who, when), {"p50": None})
        if share["p50"] is None:
            lines.append(f"  by {when}: nothing is ordered")
            continue
        count, whole = share["count"], point["replications"]
        ordered = f"; the {count:,} of {whole:,} replications in which something is ordered" if count < whole else ""
        lines.append(
            f"  by {when}: {percent(share['p50'])} of {order} delivered (median; "
            f"90 % range {percent(share['p05'])} to {percent(share['p95'])}{ordered})"
        )
        for target, chance in {} if brief else point["chances"][who][when].items():
            lines.append(
                f"    at least {float(target):.0%}: probability {probability(chance['probability'])} "
                f"(95 % interval {probability(chance['low'])} to {probability(chance['high'])})"
            )
    return [*lines, *(f"  {sentence}" for sentence in sentences_of_point(scenario, point))]
