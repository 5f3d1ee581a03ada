"""The answer of a comparison in words."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.experiment.answer import caution, counted, question_of, sentences_of_pairs
from sim.records.figures.naming import figure_name, target_figures
from sim.records.products import counted_together
from sim.records.words import LETTERS, apart, written
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, unit_of

if TYPE_CHECKING:
    import pandas as pd


def compare_answer(scenarios: Sequence[Scenario], differences: "pd.DataFrame", summary: dict[str, Any]) -> str:
    """What each of the others changes of the reported buyer's deliveries under the first, and how sure that is."""
    lines = [*dict.fromkeys(map(question_of, scenarios))]
    for place in range(1, len(scenarios)):
        own = differences[differences["point"] == place]
        lines += _compared(scenarios, place, own.set_index("figure").to_dict("index"), summary)
    return "\n".join([*lines, *caution(summary)])


def _compared(scenarios: Sequence[Scenario], place: int, rows: Mapping[Any, Any], summary: dict[str, Any]) -> list[str]:
    """What one of the others changes."""
    a, b, letter = scenarios[0], scenarios[place], LETTERS[place]
    targets = target_figures(a.reported_buyer, a.report.shares)
    who = a.reported_buyer
    dates = a.report_dates
    pairs = counted(summary["points"][0]["replications"], "pair")
    names = apart(*scenarios)
    lines = [f"{names[place]} compared with {names[0]} ({pairs} on common random numbers)"]
    told = [when for when in dates if figure_name("delivered_units", who, when) in rows]
    unit = unit_of(a)
    lines += [_delivered(who, when, rows, unit) for when in told]
    lines += [_reaching(target, rows[name], letter) for target, name in targets.items() if name in rows]
    lines += counted_together(a, who) if told else []
    if not told:
        buyer = "the buyers" if who == "all" else who
        lines.append(f"  {letter} tells nothing of {buyer} on the report dates of A ({', '.join(map(str, dates))})")
    lines += [f"  {sentence}" for sentence in sentences_of_pairs(a, b, rows)]
    final = rows[figure_name("delivered_units", who, told[-1])] if told else None
    if final and final["variance_reduction"] and final["variance_reduction"] > 1:
        lines.append(f"  independent draws would take {final['variance_reduction']:.1f} times as many replications")
    return [*lines, _until(summary["comparison"], letter)]


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


def _pairs(row: Mapping[Any, Any]) -> str:
    return counted(row["pairs"] + row["left_out"], "pair")


def _reaching(target: float, row: Mapping[Any, Any], letter: str) -> str:
    """How much sooner or later a target is reached, in the pairs in which it is; the others tell no difference."""
    pairs, left_out = row["pairs"], row["left_out"]
    head = f"  at least {100 * target:.3g}% is delivered under both in {pairs:,} of {_pairs(row)}"
    parts = []
    if pairs:
        middle, low, high = (written("days_to_share", row[key], sign=True) for key in ("difference", "low", "high"))
        interval = "" if math.isnan(row["low"]) else f" (95 % interval {low} to {high})"
        parts.append(f"in these {middle} days under {letter}{interval}")
    if left_out:
        alone = [row["count_a"] - pairs, row["count_b"] - pairs]
        neither = left_out - sum(alone)
        rest = f"{alone[0]:,} reach it under A alone, {alone[1]:,} under {letter} alone, {neither:,} under neither"
        parts.append(f"the other {left_out:,} are left out: {rest}")
    return f"{head}; {'; '.join(parts)}"


def _interval(row: Mapping[Any, Any], unit: Unit) -> str:
    middle, low, high = (written("delivered_units", row[key], sign=True) for key in ("difference", "low", "high"))
    difference = f"{middle} {unit.of(row['difference'])}"
    if math.isnan(row["low"]):
        return f"{difference} (one pair gives no interval)"
    return f"{difference} (95 % interval {low} to {high})"


def _until(comparison: dict[str, Any], letter: str) -> str:
    looked = comparison["pairs_looked_at"]
    pairs = "the pair" if looked == 1 else f"all {looked} pairs"
    differs_from = comparison["by_scenario"][letter]
    if differs_from is None:
        return f"  the two worlds are the same in {pairs} looked at"
    return f"  the two worlds are the same until {differs_from} in {pairs} looked at"
