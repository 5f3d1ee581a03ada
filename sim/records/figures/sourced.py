"""Key figures that a scenario's sources tell: their names, and the dates that they need."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from sim.errors import Problem, ScenarioError
from sim.records.figures.names import figure_hint, figure_names
from sim.records.figures.naming import figure_parts
from sim.records.figures.sums import keyed, names_in, wanted_of
from sim.scenario.schema import Scenario
from sim.scenario.wording import show


def sourced_figures(scenario: Scenario) -> list[tuple[str, ...]]:
    """The figures that each source check adds up, mostly one, as their columns have them."""
    return [names_in(check.figure) for check in scenario.source_check]


def check_sources(scenario: Scenario) -> None:
    """Raises `ScenarioError` for each source check of a figure that the scenario can't have."""
    problems = list(_problems(scenario))
    if problems:
        raise ScenarioError(problems)


def reporting_sources(scenario: Scenario) -> Scenario:
    """The scenario whose report has the dates of its source checks too. Raises `ScenarioError` as `check_sources`."""
    check_sources(scenario)
    return _reporting(scenario)


def _problems(scenario: Scenario) -> Iterator[Problem]:
    names = figure_names(_reporting(scenario)) if scenario.source_check else []
    known = frozenset(names)
    for number, figures in enumerate(sourced_figures(scenario), 1):
        lacking = [(key, name) for key, name in keyed(figures) if name not in known]
        for key, name in lacking:
            expected, hint, day = f"a key figure of {scenario.name}", figure_hint(name, names), _date_of(name)
            if day is not None and not scenario.start <= day <= scenario.end:
                expected, hint = f"a figure of a date from start ({scenario.start}) to end ({scenario.end})", ""
            yield Problem(f"source_check.{number}.{key}", show(name), expected, hint)
        if not lacking and (wanted := wanted_of(figures)):
            yield Problem(f"source_check.{number}.figure", show(list(figures)), wanted)


def _reporting(scenario: Scenario) -> Scenario:
    every = (name for figures in sourced_figures(scenario) for name in figures)
    dates = {day for name in every if (day := _date_of(name)) is not None}
    within = {day for day in dates if scenario.start <= day <= scenario.end}
    own = scenario.report_dates
    return scenario if within <= set(own) else scenario.set("report.dates", sorted({*own, *within}))


def _date_of(name: str) -> date | None:
    """The date that a figure is for; None where it is for none."""
    with suppress(ValueError, IndexError):
        return date.fromisoformat(figure_parts(name)[-1])
    return None
