"""The answer in words: what one replication says of the reported buyer's order, and of the controls."""

from datetime import date

from sim.clock import in_words
from sim.records.figures import Figures
from sim.scenario.schema import Scenario
from sim.scenario.tables import Control


def run_answer(scenario: Scenario, summary: Figures) -> str:
    """Title, a sentence for each report date, those of each control, how long an order waited, a caution."""
    who = scenario.report.buyer or "all"
    sentences = [delivered_by(when, who, summary) for when in scenario.report.dates or (scenario.end,)]
    for control in scenario.control:
        sentences += [dispatched_in_window(control, summary), taken(scenario, control, summary)]
    sentences.append(wait(who, summary))
    caution = "This is one sampled replication, not a forecast; `gpu-supply sweep` gives the probability."
    return "\n".join([scenario.title or scenario.name, *(f"  {text}" for text in sentences if text), caution])


def delivered_by(when: date, who: str, summary: Figures) -> str:
    """How much of the order is delivered by a date."""
    share = summary[f"delivered_share.{who}.{when}"]
    units = int(summary[f"delivered_units.{who}.{when}"] or 0)
    by = f"By {in_words(when, full=True)}"
    if share is None:
        return f"{by}, nothing is delivered: {'nobody orders anything' if who == 'all' else f'{who} orders nothing'}."
    order = "all buyers' orders" if who == "all" else f"{who}'s order"
    if not units:
        return f"{by}, nothing of {order} is delivered."
    usd = int(summary[f"delivered_usd.{who}.{when}"] or 0)
    return f"{by}, {counted(units)} of {order} {is_or_are(units)} delivered ({share:.0%}), worth ${usd:,}."


def dispatched_in_window(control: Control, summary: Figures) -> str:
    """What left between the announcement of a control and its effect; empty where nothing did."""
    units = int(summary[f"window_dispatched_units.{control.name}"] or 0)
    usd = int(summary[f"window_dispatched_usd.{control.name}"] or 0)
    if not units:
        return ""
    covered = " and ".join(control.covers)
    return f'In the window of the control "{control.name}", {counted(units)} of {covered} left the hub, worth ${usd:,}.'


def taken(scenario: Scenario, control: Control, summary: Figures) -> str:
    """What a control stranded or sent to other markets on the day it took effect, and which orders it stopped."""
    parts = []
    for verb, event in (("stranded", "stranded"), ("diverted to other markets", "diverted")):
        names = [f"{event}_{{}}.{product.name}.{control.name}" for product in scenario.product]
        units = sum(int(summary[name.format("units")] or 0) for name in names)
        usd = sum(int(summary[name.format("usd")] or 0) for name in names)
        if units:
            parts.append(f"{verb} {counted(units)} of stock, worth ${usd:,}")
    stopped = int(summary[f"stopped_units.{control.name}"] or 0)
    if stopped:
        parts.append(f"stopped {counted(stopped)} on order")
    if not parts:
        return f'The control "{control.name}" stranded and stopped nothing.'
    return f'The control "{control.name}" {", and ".join(parts)}.'


def wait(who: str, summary: Figures) -> str:
    """How long the delivered units waited; empty where none was delivered."""
    mean, late = summary[f"wait_days_mean.{who}"], summary[f"wait_days_p90.{who}"]
    if mean is None or late is None:
        return ""
    of = "" if who == "all" else f" of {who}"
    return f"A delivered unit{of} waited {counted(round(mean), 'day')} on average; one in ten at least {late:,}."


def counted(count: int, noun: str = "unit") -> str:
    """A count with its noun: `1 unit`, `1,200 units`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def rounded(value: float) -> str:
    """A number as an answer has it: whole from a hundred on, else three digits of it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def is_or_are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count == 1 else "are"
