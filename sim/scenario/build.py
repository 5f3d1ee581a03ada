"""From the tables of a file to a checked scenario."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.checks import check
from sim.scenario.paths import path_of
from sim.scenario.schema import Scenario
from sim.scenario.wording import show


def build(document: Mapping[str, Any]) -> Scenario:
    """The scenario of a parsed file. Raises `ScenarioError` with all that is wrong at once."""
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        raise ScenarioError(_problem(document, item) for item in error.errors()) from None
    problems = list(check(scenario))
    if problems:
        raise ScenarioError(problems)
    return scenario


def _problem(document: Mapping[str, Any], item: Any) -> Problem:
    value = "" if item["type"] == "missing" else show(item["input"])
    return Problem(path_of(document, item["loc"]), value, item["msg"])
