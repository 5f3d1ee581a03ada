"""Paths into a scenario: `product.H800.production.capacity`, `control.2022-08 letter.moved.1.to`.

An entry of an array is addressed by its name, or by its number from 1 where it has none. Names may hold dots and
spaces: of several keys that a path may begin with, the longest is meant.
"""

import math
import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.schema import Scenario

DAYS = ("patience", "days", "waits", "cycle_time", "lot_interval", "transit_days", "round_days")
"""Keys of durations: sampled values are rounded up to whole days; other whole numbers to the nearest."""


def value_at(scenario: Scenario, path: str) -> Any:
    """What stands at a path. Raises `ScenarioError` where there is no such path."""
    container, key = _locate(document(scenario), path, path)
    return container[key]


def with_value(scenario: Scenario, path: str, value: Any) -> Scenario:
    """The scenario with another value at a path, which is no longer uncertain then."""
    return with_values(scenario, {path: value})


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """The scenario with other values at several paths. Raises `ScenarioError` with all that is wrong then."""
    table = document(scenario)
    for path, value in values.items():
        table["uncertain"].pop(path, None)
        container, key = _locate(table, path, path)
        container[key] = _fitted(value, container[key], str(key))
    return validated(table)


def document(scenario: Scenario) -> dict[str, Any]:
    """The scenario as nested dicts and lists, defaults filled in."""
    return dict(_plain(scenario.model_dump(by_alias=True, exclude_none=True)))


def validated(table: Mapping[str, Any]) -> Scenario:
    """The scenario of a parsed file. Raises `ScenarioError` with all that is wrong at once."""
    from sim.scenario.checks import check

    try:
        scenario = Scenario.model_validate(table)
    except ValidationError as error:
        raise ScenarioError(_problem(table, item) for item in error.errors()) from None
    problems = list(check(scenario))
    if problems:
        raise ScenarioError(problems)
    return scenario


def from_text(text: str) -> Any:
    """A value as typed on a command line: TOML where it is TOML, else the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _fitted(value: Any, present: Any, key: str) -> Any:
    """A sampled real number as the whole number that stands there now."""
    if isinstance(value, float) and isinstance(present, int) and math.isfinite(value):
        return math.ceil(value) if key in DAYS else math.floor(value + 0.5)
    return value


def _locate(node: Any, path: str, whole: str) -> tuple[Any, Any]:
    """The container and the key of a path's last step."""
    keys = _keys(node)
    fitting = [name for name in keys if path == name or path.startswith(name + ".")]
    if not fitting:
        raise ScenarioError(
            [Problem(whole, "", f"one of {', '.join(keys) or 'nothing below this'}", _hint(path, keys))]
        )
    name = max(fitting, key=len)
    key = keys[name]
    if path == name:
        return node, key
    return _locate(node[key], path[len(name) + 1 :], whole)


def _keys(node: Any) -> dict[str, Any]:
    if isinstance(node, dict):
        return {str(key): key for key in node}
    if isinstance(node, list):
        return {
            str(entry["name"]) if isinstance(entry, dict) and "name" in entry else str(place + 1): place
            for place, entry in enumerate(node)
        }
    return {}


def _hint(path: str, keys: Mapping[str, Any]) -> str:
    from rapidfuzz import process

    close = process.extractOne(path.split(".", maxsplit=1)[0], list(keys), score_cutoff=60)
    return f"did you mean {close[0]}?" if close else ""


def _problem(table: Any, item: Any) -> Problem:
    """A pydantic error as a problem at a path."""
    steps: list[str] = []
    node = table
    for step in item["loc"]:
        try:
            following = node[step]
        except (KeyError, IndexError, TypeError):
            following = None
        if isinstance(step, int) and isinstance(following, dict) and "name" in following:
            steps.append(str(following["name"]))
        else:
            steps.append(str(step + 1) if isinstance(step, int) else str(step))
        node = following
    value = "" if item["type"] == "missing" else repr(item["input"])[:80]
    return Problem(".".join(steps), value, item["msg"])
