"""The answer of a comparison in words."""

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.experiment.answer import caution, counted, question_of, sentences_of_pairs
from sim.records.figures.naming import figure_name
from sim.records.products import counted_together
from sim.records.words import apart, written
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, unit_of

if TYPE_CHECKING:
    import pandas as pd


def compare_answer(a: Scenario, b: Scenario, differences: "pd.DataFrame", summary: dict[str, Any]) -> str:
    """What B changes of the reported buyer's deliveries, and how sure that is."""
    rows = differences.set_index("figure").to_dict("index") if len(differences) else {}
    who = a.report.buyer or "all"
    dates = a.report.dates or (a.end,)
    pairs = counted(summary["points"][0]["replications"], "pair")
    name_a, name_b = apart(a, b)
    questions = dict.fromkeys(map(question_of, (a, b)))
    lines = [*questions, f"{name_b} compared with {name_a} ({pairs} on common random numbers)"]
    told = [when for when in dates if figure_name("delivered_units", who, when) in rows]
    unit = unit_of(a)
    lines += [_delivered(who, when, rows, unit) for when in told]
    lines += [_reaching(target, rows[name]) for target, name in _targets(a).items() if name in rows]
    lines += counted_together(a, who) if told else []
    if not told:
        buyer = "the buyers" if who == "all" else who
        lines.append(f"  B tells nothing of {buyer} on the report dates of A ({', '.join(map(str, dates))})")
    lines += [f"  {sentence}" for sentence in sentences_of_pairs(a, b, rows)]
    final = rows[figure_name("delivered_units", who, told[-1])] if told else None
    if final and final["variance_reduction"] and final["variance_reduction"] > 1:
        lines.append(f"  independent draws would take {final['variance_reduction']:.1f} times as many replications")
    lines += [_until(summary["comparison"]), *caution(summary)]
    return "\n".join(lines)


def _delivered(who: str, when: date, rows: Mapping[Any, Any], unit: Unit) -> str:
    """The sentence of a report date."""
    units, share = rows[figure_name("delivered_units", who, when)], rows.get(figure_name("delivered_share", who, when))
    buyer, whose = ("all buyers have", "their orders") if who == "all" else (f"{who} has", "its order")
    shares = f", {share['mean_a']:.1%} and {share['mean_b']:.1%} of {whose}" if share and share["pairs"] else ""
    if not units["pairs"]:
        return f"  by {when}: no pair tells what {buyer}"
    left_out = f", in {units['pairs']:,} of {_pairs(units)}" if units["left_out"] else ""
    return (
        f"  by {when}: {buyer} {units['mean_a']:,.0f} and {unit.counted(units['mean_b'])} (means{shares}{left_out}): "
        f"a difference of {_interval(units, unit)}"
    )


def _targets(a: Scenario) -> dict[float, str]:
    """The key figure of each target of A's report: the days until so much of the order is delivered."""
    return {share: figure_name("days_to_share", a.report.buyer or "all", share) for share in a.report.shares}


def _pairs(row: Mapping[Any, Any]) -> str:
    return counted(row["pairs"] + row["left_out"], "pair")


def _reaching(target: float, row: Mapping[Any, Any]) -> str:
    """How much sooner or later a target is reached, in the pairs in which it is; the others tell no difference."""
    pairs, left_out = row["pairs"], row["left_out"]
    head = f"  at least {100 * target:.3g}% is delivered under both in {pairs:,} of {_pairs(row)}"
    parts = []
    if pairs:
        middle, low, high = (written("days_to_share", row[key], sign=True) for key in ("difference", "low", "high"))
        interval = "" if math.isnan(row["low"]) else f" (95 % interval {low} to {high})"
        parts.append(f"in these {middle} days under B{interval}")
    if left_out:
        alone = [row["count_a"] - pairs, row["count_b"] - pairs]
        neither = left_out - sum(alone)
        rest = f"{alone[0]:,} reach it under A alone, {alone[1]:,} under B alone, {neither:,} under neither"
        parts.append(f"the other {left_out:,} are left out: {rest}")
    return f"{head}; {'; '.join(parts)}"


def pairs_in_words(a: Scenario, differences: "pd.DataFrame") -> str:
    """In how many pairs both scenarios reach each target, for a picture; empty where all reach them."""
    rows = differences.set_index("figure").to_dict("index") if len(differences) else {}
    known = {target: rows[name] for target, name in _targets(a).items() if name in rows}
    if not any(row["left_out"] for row in known.values()):
        return ""
    counts = [f"{100 * target:.3g}% in {row['pairs']:,}" for target, row in known.items()]
    return f"Delivered under both: at least {', '.join(counts)} pairs."


def _interval(row: Mapping[Any, Any], unit: Unit) -> str:
    middle, low, high = (written("delivered_units", row[key], sign=True) for key in ("difference", "low", "high"))
    difference = f"{middle} {unit.of(row['difference'])}"
    if math.isnan(row["low"]):
        return f"{difference} (one pair gives no interval)"
    return f"{difference} (95 % interval {low} to {high})"


def _until(comparison: dict[str, Any]) -> str:
    looked = comparison["pairs_looked_at"]
    pairs = "the pair" if looked == 1 else f"all {looked} pairs"
    if comparison["differs_from"] is None:
        return f"  the two worlds are the same in {pairs} looked at"
    return f"  the two worlds are the same until {comparison['differs_from']} in {pairs} looked at"
