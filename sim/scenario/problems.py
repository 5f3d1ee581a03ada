"""What pydantic finds wrong with a document, in the words and paths of the scenario file."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from sim.errors import Problem
from sim.scenario.distributions import NAMES
from sim.scenario.expectation import expected_at, keys_at
from sim.scenario.paths import Location, at, path_of
from sim.scenario.wording import did_you_mean, one_of, show


def problems_of(document: Mapping[str, Any], items: Iterable[ErrorDetails]) -> list[Problem]:
    """What pydantic found, once for each path."""
    found = [_problem(document, item) for item in items]
    kept: dict[str, Problem] = {}
    for problem in found:
        kept.setdefault(problem.path, problem)
    return list(kept.values())


def location_of(document: Mapping[str, Any], loc: Location, absent: bool = False) -> Location:
    """Where a document has what pydantic's `loc` names: without the tags of unions that pydantic adds to it.

    The last step is kept though the document lacks it where `absent` says that it is missing.
    """
    location: Location = ()
    node: Any = document
    for place, step in enumerate(loc, 1):
        inside = (
            step in node
            if isinstance(node, Mapping)
            else isinstance(node, list | tuple) and isinstance(step, int) and step < len(node)
        )
        if inside:
            node = node[step]
            location = (*location, step)
        elif absent and place == len(loc):
            location = (*location, step)
    return location


def _problem(document: Mapping[str, Any], item: Any) -> Problem:
    kind = item["type"]
    location = location_of(document, item["loc"], absent=kind == "missing")
    path = path_of(document, location)
    if kind == "missing":
        return Problem(path, "missing", expected_at(_typed(document, location)))
    value = at(document, location)
    if kind == "extra_forbidden":
        keys = keys_at(_typed(document, location[:-1]))
        return Problem(path, "an unknown key", one_of(keys), did_you_mean(str(location[-1]), keys))
    if kind == "value_error":
        return Problem(path, show(value), str(item["ctx"]["error"]))
    expected = expected_at(_typed(document, location))
    return Problem(path, show(value), expected, _hint(value, expected))


def _typed(document: Mapping[str, Any], location: Location) -> Location:
    """The location as the types have it: a single `[buyer.demand]` table is the first of a list."""
    typed: Location = ()
    for depth, step in enumerate(location, 1):
        typed = (*typed, step)
        if step == "demand" and depth == 3 and isinstance(at(document, location[:depth]), Mapping):
            typed = (*typed, 0)
    return typed


def _hint(value: Any, expected: str) -> str:
    """What the user may have meant."""
    if isinstance(value, Mapping) and "a distribution" in expected:
        return next((hint for key in value if (hint := did_you_mean(str(key), NAMES))), "")
    if isinstance(value, Mapping) and set(value) & set(NAMES):
        return "an uncertain number is declared under [uncertain], with its nominal value here"
    if isinstance(value, str) and expected.startswith("one of "):
        return did_you_mean(value, expected[len("one of ") :].split(", "))
    if isinstance(value, str) and "number" in expected:
        return "numbers stand without quotes"
    return ""
