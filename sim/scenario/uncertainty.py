"""Checks of [uncertain]: that each of its paths leads to a single value, and no two to the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Problem
from sim.scenario.paths import Location, UnknownPathError, at, dump, locate, unknown_path
from sim.scenario.tables import Episode

CERTAIN = ("name", "title", "question", "start", "end", "sources", "report", "uncertain")
"""What a scenario is, rather than what happens in it."""


def check_places(scenario: Episode, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each path leads to one number, date or text with a nominal value, and no two to the same.

    What `document`, the file as it stands, has and `scenario` lacks is wrong itself and told elsewhere.
    """
    if not scenario.uncertain:
        return
    resolved = dump(scenario)
    seen: dict[Location, str] = {}
    for path in scenario.uncertain:
        place = f"uncertain.{path}"
        try:
            location = locate(resolved, path)
        except UnknownPathError as error:
            if error.location[1:] or not _entry_of(document, path):
                problem = unknown_path(error, resolved, path)
                yield Problem(place, "a path to nothing", problem.expected, problem.hint)
            continue
        nominal = at(resolved, location)
        if location[0] in CERTAIN or location[-1] == "name" or "empirical" in location:
            yield Problem(place, "never uncertain", "a path to a quantity")
        elif nominal is None:
            if _value_in(document, path) is None:
                yield Problem(place, "a path to nothing", f"a nominal value of {path} in the file")
        elif isinstance(nominal, dict | list):
            yield Problem(place, "a path to a table or a list", "a path to one number, date or text")
        elif location in seen:
            yield Problem(place, "uncertain twice", f"each value once: {seen[location]} is the same")
        seen[location] = path


def _entry_of(document: Mapping[str, Any], path: str) -> Location:
    """The entry of the document that a path enters, sound or not; empty where there is none."""
    try:
        return locate(document, path)[:2]
    except UnknownPathError as error:
        return error.location[:2] if len(error.location) > 1 else ()


def _value_in(document: Mapping[str, Any], path: str) -> Any:
    try:
        return at(document, locate(document, path))
    except UnknownPathError:
        return None
