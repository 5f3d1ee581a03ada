"""Answers in words: what a replication or a sweep says of the reported buyer's order, controls, and asked figures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sim.clock import in_words
from sim.experiment.chance import chance_in_words
from sim.experiment.deciding import sentence_of_undecided, sentences_of_deciding
from sim.records.figures import Figures
from sim.records.figures.flows import OPEN, flows_of
from sim.records.figures.naming import figure_name, figure_of
from sim.records.products import counted_together, listed
from sim.records.words import Label, between, interval_of, is_or_are, labels, percent, written
from sim.records.words import target as target_in_words
from sim.scenario.change import drawn_within
from sim.scenario.control_tables import Control
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, unit_of

DELIVERED = ("share", "units", "usd")
"""What the answer of a run tells of each report date in any case."""

FEWEST = 20
"""Replications from which a 90 % range leaves any out."""

MOST_UNWORKABLE = 3
"""Things that cannot work that an answer tells."""

MOST_POINTS = 20
"""Points of a grid that are told one by one."""


def run_answer(scenario: Scenario, summary: Figures) -> str:
    """The question, a sentence for each report date and figure, those of each control, the wait, a caution."""
    who = scenario.reported_buyer
    unit = unit_of(scenario)
    sentences = [delivered_by(when, who, summary, unit) for when in scenario.report_dates]
    sentences += [line.strip() for line in counted_together(scenario, who)]
    sentences += sentences_of_run(scenario, summary)
    for control in scenario.control:
        sentences += [dispatched_in_window(control, summary, unit), taken(scenario, control, summary)]
    sentences += [wait(who, summary, unit), *cannot_work(scenario)]
    caution = "This is one sampled replication, not a forecast; `gpu-supply sweep` gives the probability."
    return "\n".join([question_of(scenario), *(f"  {text}" for text in sentences if text), caution])


def cannot_work(scenario: Scenario) -> list[str]:
    """What can work in no replication, as far as `validate` warns of it: it may be why so little is delivered."""
    told = [str(one) for one in scenario.warnings() if one.kind == "unworkable"]
    return [f"What cannot work: {sentence}." for sentence in told[:MOST_UNWORKABLE]]


def question_of(scenario: Scenario) -> str:
    """What an answer begins with: the scenario's question, else its title or name."""
    return scenario.question or scenario.title or scenario.name


def delivered_by(when: date, who: str, summary: Figures, unit: Unit) -> str:
    """How much of the order is delivered by a date."""
    share = summary[figure_name("delivered_share", who, when)]
    units = int(summary[figure_name("delivered_units", who, when)] or 0)
    by = f"By {in_words(when, full=True)}"
    if share is None:
        return f"{by}, nothing is delivered: {'nobody orders anything' if who == 'all' else f'{who} orders nothing'}."
    order = "all buyers' orders" if who == "all" else f"{who}'s order"
    if not units:
        return f"{by}, nothing of {order} is delivered."
    usd = int(summary[figure_name("delivered_usd", who, when)] or 0)
    met = int(summary[figure_name("met_units", who, when)] or 0)
    needed = "" if met == units else f"; {met:,} of them were needed"
    delivered = f"{unit.counted(units)} of {order} {is_or_are(units)} delivered ({percent(share)})"
    return f"{by}, {delivered}, worth ${usd:,}{needed}."


def dispatched_in_window(control: Control, summary: Figures, unit: Unit) -> str:
    """What left between the announcement of a control and its effect; empty where nothing did."""
    units = int(summary[figure_name("window_dispatched_units", control.name)] or 0)
    usd = int(summary[figure_name("window_dispatched_usd", control.name)] or 0)
    if not units:
        return ""
    left = f"{unit.counted(units)} of {listed(control.covers)} left the hub, worth ${usd:,}"
    return f'In the window of the control "{control.name}", {left}.'


def taken(scenario: Scenario, control: Control, summary: Figures) -> str:
    """What a control stranded on its effective day and sent to other markets, and which orders it stopped."""
    parts = []
    for said, figure in (("stranded {} in stock", "stranded"), ("sent {} to other markets", "diverted")):
        units = by_product(scenario, f"{figure}_units", control, summary)
        usd = sum(by_product(scenario, f"{figure}_usd", control, summary).values())
        stock = listed([name for name, count in units.items() if count])
        if stock:
            told = f"{unit_of(scenario).counted(sum(units.values()))} of {stock}"
            parts.append(f"{said.format(told)}, worth ${usd:,}")
    stopped = int(summary[figure_name("stopped_units", control.name)] or 0)
    if stopped:
        parts.append(f"stopped {unit_of(scenario).counted(stopped)} of {listed(control.covers)} on order")
    if not parts:
        return (
            f'The control "{control.name}" stranded nothing and stopped no order{_waiting(scenario, control, summary)}.'
        )
    return f'The control "{control.name}" {", ".join(parts[:-1])}{", and " if parts[1:] else ""}{parts[-1]}.'


def _waiting(scenario: Scenario, control: Control, summary: Figures) -> str:
    """How much of what a control covers still waits at the end; empty where nothing does."""
    flows = (flow for flow in flows_of(scenario, summary) if flow.figure == OPEN and flow.product in control.covers)
    units = sum(int(summary[flow.name] or 0) for flow in flows)
    wait = "waits" if units == 1 else "wait"
    return f"; {unit_of(scenario).counted(units)} of {listed(control.covers)} still {wait} at the end" if units else ""


def by_product(scenario: Scenario, figure: str, control: Control, summary: Figures) -> dict[str, int]:
    """A figure of a control by product, 0 where it has no meaning."""
    names = [product.name for product in scenario.product]
    return {name: int(summary[figure_name(figure, name, control.name)] or 0) for name in names}


def wait(who: str, summary: Figures, unit: Unit) -> str:
    """How long the delivered units waited; empty where none was delivered."""
    mean, late = summary[figure_name("wait_days_mean", who)], summary[figure_name("wait_days_p90", who)]
    if mean is None or late is None:
        return ""
    of = "" if who == "all" else f" of {who}"
    return f"A delivered {unit.one}{of} waited {counted(round(mean), 'day')} on average; one in ten at least {late:,}."


def counted(count: int, noun: str) -> str:
    """A count with its noun: `1 day`, `1,200 days`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def interval_in_words(low: float, high: float) -> str:
    """The 95 % interval of a probability, in percent; an end that is not 0 or 1 is never written as if it were."""
    return f"95 % interval {percent(low)} to {percent(high)}"


def rounded(value: float) -> str:
    """A number as an answer has it: whole from a hundred on, else three digits of it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def asked_figures(*scenarios: Scenario) -> Iterator[Label]:
    """The figures that the reports of scenarios ask for, each once."""
    names = dict.fromkeys(name for scenario in scenarios for name in scenario.report.figures)
    return labels(names, scenarios)


def sentences_of_run(scenario: Scenario, summary: Mapping[str, Any]) -> Iterator[str]:
    """The value of each figure asked for, but for those that are told with the report's dates."""
    report = scenario.report
    by_date = {
        figure_name(f"delivered_{unit}", scenario.reported_buyer, day) for unit in DELIVERED for day in report.dates
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
        mean, p05, p95 = (written(label.figure, found[key]) for key in ("mean", "p05", "p95"))
        interval = "" if found["low"] is None else f"95 % interval of the mean {interval_of(label.figure, found)}; "
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
    return label.begun


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
    lines += counted_together(scenario, scenario.reported_buyer)
    lines += [f"  {sentence}" for sentence in cannot_work(scenario) if not points[0]["settings"]]
    if len(points) > MOST_POINTS:
        lines.append(f"  ... and {len(points) - MOST_POINTS:,} more points in replications.parquet")
    lines += [f"  {sentence}" for reached in (True, False) for sentence in sentences_of_precision(summary, reached)]
    if min(point["replications"] - point["failed"] for point in points) < FEWEST:
        lines.append(f"  of fewer than {FEWEST} replications a 90 % range goes from the least to the greatest")
    return "\n".join([*lines, *caution(summary)])


def caution(summary: Mapping[str, Any]) -> list[str]:
    """What is to be said of the intervals of a design whose replications depend on each other."""
    said = summary.get("intervals", {}).get("caution")  # a folder of an older version says nothing
    return [f"  {said}"] if said else []


def _held(scenario: Scenario, settings: Mapping[str, object]) -> list[str]:
    """Which uncertain parameters a grid holds at its values instead of drawing them."""
    held = drawn_within(scenario, [path for path in settings if path != "policy"])
    return [f"  set by the grid, no longer drawn from [uncertain]: {', '.join(held)}"] if held else []


def _point(scenario: Scenario, point: dict[str, Any], brief: bool) -> list[str]:
    who = scenario.reported_buyer
    order = "the order of all buyers" if who == "all" else f"{who}'s order"
    decided = list(sentences_of_deciding(scenario, point))
    lines = ["  What decides it most:", *(f"    {sentence}" for sentence in decided)] if decided else []
    undecided = "" if brief else sentence_of_undecided(scenario, point)
    lines += [f"  {undecided}"] if undecided else []
    for when in map(str, scenario.report_dates):
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
            lines.append(f"    at least {target_in_words(float(target))}: {chance_in_words(chance)}")
    return [*lines, *(f"  {sentence}" for sentence in sentences_of_point(scenario, point))]


def sentences_of_precision(summary: Mapping[str, Any], reached: bool) -> list[str]:
    """A sentence for each figure whose precision was asked for and is reached at every point, or is not."""
    points = summary["points"]
    by_figure: dict[str, list[Mapping[str, Any]]] = {}
    for one in (one for point in points for one in point.get("precision", ())):
        by_figure.setdefault(one["figure"], []).append(one)
    sentences = []
    for name, looks in by_figure.items():
        lacking = [one for one in looks if not one["reached"]]
        if lacking and not reached:
            sentences.append(_lacking(name, lacking, len(points)))
        elif reached and not lacking:
            sentences.append(_reached(name, looks))
    return sentences


def _lacking(name: str, lacking: Sequence[Mapping[str, Any]], points: int) -> str:
    first = lacking[0]
    where = f" at {len(lacking):,} of {points:,} points, at the first of them" if points > 1 else ""
    after = counted(first["replications"], "replication")
    return f"precision of {name} not reached{where} after {after} ({first['asked']:.3g} asked): {first['missing']}"


def _reached(name: str, looks: Sequence[Mapping[str, Any]]) -> str:
    worst = max(looks, key=lambda one: float(one["half_width"] / abs(one["mean"])) if one["half_width"] else 0.0)
    if not worst["half_width"]:
        count = worst["count"]
        return f"{name} is the same in all {count:,} replications: at 95 % confidence fewer than 3 in {count:,} differ"
    share = worst["half_width"] / abs(worst["mean"])
    after = counted(worst["replications"], "replication")
    return f"precision of {name}: {share:.2g} of the mean after {after} ({worst['asked']:.3g} asked)"
