"""The answer of a comparison in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


def compare_answer(a: Scenario, b: Scenario, differences: "pd.DataFrame", summary: dict[str, Any]) -> str:
    """What B changes of the reported buyer's deliveries, and how sure that is."""
    rows = differences.set_index("figure").to_dict("index") if len(differences) else {}
    who = a.report.buyer or "all"
    pairs = summary["points"][0]["replications"]
    lines = [f"{b.name} compared with {a.name} ({pairs:,} pairs on common random numbers)"]
    for when in a.report.dates or (a.end,):
        units = rows.get(f"delivered_units.{who}.{when}")
        if units is None:
            continue
        share = rows.get(f"delivered_share.{who}.{when}")
        shares = f", {share['mean_a']:.1%} and {share['mean_b']:.1%} of its order" if share else ""
        buyer = "all buyers" if who == "all" else who
        lines.append(
            f"  by {when}: {buyer} has {units['mean_a']:,.0f} and {units['mean_b']:,.0f} units (means{shares}): "
            f"a difference of {_interval(units)}"
        )
    final = rows.get(f"delivered_units.{who}.{(a.report.dates or (a.end,))[-1]}")
    if final and final["variance_reduction"] and final["variance_reduction"] > 1:
        lines.append(f"  independent draws would take {final['variance_reduction']:.1f} times as many replications")
    lines.append(_until(summary["comparison"]))
    return "\n".join(lines)


def _interval(row: Mapping[Any, Any]) -> str:
    return f"{row['difference']:+,.0f} units (95 % interval {row['low']:+,.0f} to {row['high']:+,.0f})"


def _until(comparison: dict[str, Any]) -> str:
    looked = comparison["pairs_looked_at"]
    pairs = "the pair" if looked == 1 else f"all {looked} pairs"
    if comparison["differs_from"] is None:
        return f"  the two worlds are the same in {pairs} looked at"
    return f"  the two worlds are the same until {comparison['differs_from']} in {pairs} looked at"
