"""The answer in words: what one replication says of the reported buyer's order, and of the controls."""

from datetime import date

from sim.clock import in_words
from sim.experiment.report_figures import sentences_of_run
from sim.records.figures import Figures
from sim.records.figures.naming import figure_name
from sim.records.products import counted_together, listed
from sim.records.words import is_or_are, percent
from sim.scenario.schema import Scenario
from sim.scenario.tables import Control
from sim.scenario.unit import Unit, unit_of


def run_answer(scenario: Scenario, summary: Figures) -> str:
    """The question, a sentence for each report date and figure, those of each control, the wait, a caution."""
    who = scenario.report.buyer or "all"
    unit = unit_of(scenario)
    sentences = [delivered_by(when, who, summary, unit) for when in scenario.report.dates or (scenario.end,)]
    sentences += [line.strip() for line in counted_together(scenario, who)]
    sentences += sentences_of_run(scenario, summary)
    for control in scenario.control:
        sentences += [dispatched_in_window(control, summary, unit), taken(scenario, control, summary)]
    sentences.append(wait(who, summary, unit))
    caution = "This is one sampled replication, not a forecast; `gpu-supply sweep` gives the probability."
    return "\n".join([question_of(scenario), *(f"  {text}" for text in sentences if text), caution])


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
    return f"{by}, {unit.counted(units)} of {order} {is_or_are(units)} delivered ({percent(share)}), worth ${usd:,}."


def dispatched_in_window(control: Control, summary: Figures, unit: Unit) -> str:
    """What left between the announcement of a control and its effect; empty where nothing did."""
    units = int(summary[figure_name("window_dispatched_units", control.name)] or 0)
    usd = int(summary[figure_name("window_dispatched_usd", control.name)] or 0)
    if not units:
        return ""
    left = f"{unit.counted(units)} of {listed(control.covers)} left the hub, worth ${usd:,}"
    return f'In the window of the control "{control.name}", {left}.'


def taken(scenario: Scenario, control: Control, summary: Figures) -> str:
    """What a control stranded or sent to other markets on the day it took effect, and which orders it stopped."""
    parts, unit = [], unit_of(scenario)
    for verb, event in (("stranded", "stranded"), ("diverted to other markets", "diverted")):
        units = {
            one.name: int(summary[figure_name(f"{event}_units", one.name, control.name)] or 0)
            for one in scenario.product
        }
        usd = sum(int(summary[figure_name(f"{event}_usd", one.name, control.name)] or 0) for one in scenario.product)
        stock = listed([name for name, count in units.items() if count])
        if stock:
            parts.append(f"{verb} {unit.counted(sum(units.values()))} of {stock} in stock, worth ${usd:,}")
    stopped = int(summary[figure_name("stopped_units", control.name)] or 0)
    if stopped:
        parts.append(f"stopped {unit.counted(stopped)} of {listed(control.covers)} on order")
    if not parts:
        return f'The control "{control.name}" stranded and stopped nothing.'
    return f'The control "{control.name}" {", and ".join(parts)}.'


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
