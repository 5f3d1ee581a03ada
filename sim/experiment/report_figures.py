"""Sentences of the key figures that a scenario's report asks for besides shares and dates."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.records.figures.naming import figure_name, figure_of
from sim.records.words import Label, between, labels, written
from sim.scenario.schema import Scenario

DELIVERED = ("share", "units", "usd")
"""What the answer of a run tells of each report date in any case."""


def asked_figures(*scenarios: Scenario) -> Iterator[Label]:
    """The figures that the reports of scenarios ask for, each once."""
    names = dict.fromkeys(name for scenario in scenarios for name in scenario.report.figures)
    return labels(names, scenarios)


def sentences_of_run(scenario: Scenario, summary: Mapping[str, Any]) -> Iterator[str]:
    """The value of each figure asked for, but for those that are told with the report's dates."""
    report = scenario.report
    by_date = {
        figure_name(f"delivered_{unit}", report.buyer or "all", day) for unit in DELIVERED for day in report.dates
    }
    for label in asked_figures(scenario):
        if label.name in by_date:
            continue
        value = summary.get(label.name)
        yield f"{_head(label)}: {'no value in this replication' if value is None else written(label.figure, value)}."


def sentences_of_point(scenario: Scenario, point: Mapping[str, Any]) -> Iterator[str]:
    """The mean of each figure asked for with its interval and range, and how many replications have it."""
    for label in asked_figures(scenario):
        found = point["figures"].get(label.name, {"count": 0})
        count, whole = found["count"], point["replications"]
        if not count:
            yield f"{_head(label)}: no replication has a value"
            continue
        mean, low, high, p05, p95 = (written(label.figure, found[key]) for key in ("mean", "low", "high", "p05", "p95"))
        interval = "" if found["low"] is None else f"95 % interval of the mean {between(low, high)}; "
        some = f"; {count:,} of {whole:,} replications have it" if count < whole else ""
        yield f"{_head(label)}: {mean} on average ({interval}90 % range {between(p05, p95)}{some})"


def sentences_of_pairs(a: Scenario, b: Scenario, rows: Mapping[Any, Mapping[Any, Any]]) -> Iterator[str]:
    """The means of each figure asked for, their paired difference and its interval, and how many pairs have it."""
    for label in asked_figures(a, b):
        row = rows.get(label.name)
        if row is None:
            yield f"{_head(label)}: not a figure of both"
        elif not row["pairs"]:
            yield f"{_head(label)}: no pair has a value under both"
        else:
            yield f"{_head(label)}: {_pair(label, row)}"


def _pair(label: Label, row: Mapping[Any, Any]) -> str:
    figure, whole = figure_of(label.name), row["pairs"] + row["left_out"]
    means = " and ".join(written(figure, row[key]) for key in ("mean_a", "mean_b"))
    middle, low, high = (written(figure, row[key], sign=True) for key in ("difference", "low", "high"))
    interval = f" (95 % interval {between(low, high)})" if row["pairs"] > 1 else " (one pair gives no interval)"
    some = f", in {row['pairs']:,} of {whole:,} pairs" if row["left_out"] else ""
    return f"{means} (means{some}): a difference of {middle}{interval}"


def _head(label: Label) -> str:
    return f"{label.phrase[:1].upper()}{label.phrase[1:]}"
