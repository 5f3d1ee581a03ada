"""Values of a scenario as cells of a table: whatever the column holds is readable, and of one kind."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from sim.experiment.plan import Plan
from sim.scenario.distributions import Choice
from sim.scenario.schema import Scenario
from sim.scenario.toml_text import as_value


def sampled_cells(scenario: Scenario, sampled: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what was drawn: numbers, dates and words; a choice with tables among its values as TOML's text."""
    return {f"sampled.{path}": _cell(value, path in _in_text(scenario)) for path, value in sampled.items()}


def _in_text(scenario: Scenario) -> set[str]:
    """Paths of what is drawn among tables or lists too."""
    return {path for path, law in scenario.drawn.items() if isinstance(law, Choice) and law.has_tables}


def settings_in_words(plan: Plan, point: int) -> dict[str, Any]:
    """What tells a point from others; a path that is given a table at any point has TOML's text at all."""
    in_text = {path for one in plan.points for path, value in one.shown if isinstance(value, Mapping | list | tuple)}
    return {path: _cell(value, path in in_text) for path, value in plan.points[point].shown}


def design_cells(plan: Plan, point: int) -> dict[str, Any]:
    """The columns of a point: the name of its policy, and the values of the grid."""
    return {f"design.{path}": value for path, value in settings_in_words(plan, point).items()}


def _cell(value: Any, in_text: bool) -> Any:
    return as_value(_dated(value)) if in_text and not isinstance(value, str) else value


def _dated(value: Any) -> Any:
    """A value whose texts that say a date are dates: a scenario takes both, and one that was JSON has only texts."""
    if isinstance(value, Mapping):
        return {key: _dated(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_dated(one) for one in value]
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value)
    return value
