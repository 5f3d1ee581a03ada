"""The answer of a comparison in words."""

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.experiment.answer import counted
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


def compare_answer(a: Scenario, b: Scenario, differences: "pd.DataFrame", summary: dict[str, Any]) -> str:
    """What B changes of the reported buyer's deliveries, and how sure that is."""
    rows = differences.set_index("figure").to_dict("index") if len(differences) else {}
    who = a.report.buyer or "all"
    dates = a.report.dates or (a.end,)
    pairs = counted(summary["points"][0]["replications"], "pair")
    names = (b.name, a.name) if a.name != b.name else (f"B ({b.name})", f"A ({a.name})")
    lines = [f"{names[0]} compared with {names[1]} ({pairs} on common random numbers)"]
    told = [when for when in dates if f"delivered_units.{who}.{when}" in rows]
    lines += [_delivered(who, when, rows) for when in told]
    if not told:
        buyer = "the buyers" if who == "all" else who
        lines.append(f"  B tells nothing of {buyer} on the report dates of A ({', '.join(map(str, dates))})")
    final = rows[f"delivered_units.{who}.{told[-1]}"] if told else None
    if final and final["variance_reduction"] and final["variance_reduction"] > 1:
        lines.append(f"  independent draws would take {final['variance_reduction']:.1f} times as many replications")
    lines.append(_until(summary["comparison"]))
    return "\n".join(lines)


def _delivered(who: str, when: date, rows: Mapping[Any, Any]) -> str:
    """The sentence of a report date."""
    units, share = rows[f"delivered_units.{who}.{when}"], rows.get(f"delivered_share.{who}.{when}")
    buyer, whose = ("all buyers have", "their orders") if who == "all" else (f"{who} has", "its order")
    shares = f", {share['mean_a']:.1%} and {share['mean_b']:.1%} of {whose}" if share else ""
    return (
        f"  by {when}: {buyer} {units['mean_a']:,.0f} and {units['mean_b']:,.0f} units (means{shares}): "
        f"a difference of {_interval(units)}"
    )


def _interval(row: Mapping[Any, Any]) -> str:
    if math.isnan(row["low"]):
        return f"{row['difference']:+,.0f} units (one pair gives no interval)"
    return f"{row['difference']:+,.0f} units (95 % interval {row['low']:+,.0f} to {row['high']:+,.0f})"


def _until(comparison: dict[str, Any]) -> str:
    looked = comparison["pairs_looked_at"]
    pairs = "the pair" if looked == 1 else f"all {looked} pairs"
    if comparison["differs_from"] is None:
        return f"  the two worlds are the same in {pairs} looked at"
    return f"  the two worlds are the same until {comparison['differs_from']} in {pairs} looked at"
