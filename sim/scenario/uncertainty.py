"""Checks of [uncertain]: that its paths lead to single values, and that every value they may take is a sound one."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Problem, ScenarioError
from sim.scenario.paths import Location, UnknownPathError, at, dump, locate, rounded, unknown_path
from sim.scenario.schema import Scenario
from sim.scenario.wording import show

CERTAIN = ("name", "title", "question", "start", "end", "sources", "report", "uncertain")
"""What a scenario is, rather than what happens in it."""


def check_places(scenario: Scenario, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each path leads to one number, date or text with a nominal value, and no two to the same.

    What `document`, the file as it stands, has and `scenario` lacks is wrong itself and told elsewhere.
    """
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
        if location[0] in CERTAIN or location[-1] == "name":
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


def check_extremes(scenario: Scenario) -> Iterator[Problem]:
    """The scenario stays sound with each uncertain value at its ends, and with all of them low or high at once."""
    document = dump(scenario)
    laws, document["uncertain"] = scenario.uncertain, {}
    failed = False
    for path, law in laws.items():
        for extreme in law.extremes():
            wrong = _wrong_with(document, {path: extreme})
            if wrong is not None:
                failed = True
                shown = show(law.model_dump(exclude_defaults=True))
                yield Problem(f"uncertain.{path}", shown, f"values that the scenario allows; with {_told(wrong)}")
                break
    for end, word in ((0, "lowest"), (-1, "highest")):
        wrong = None if failed else _wrong_with(document, {path: law.extremes()[end] for path, law in laws.items()})
        if wrong is not None:
            together = f"values that go together; with all at their {word}, {_told(wrong)}"
            yield Problem("uncertain", "contradictory", together)


def _told(problem: Problem) -> str:
    return f"{problem.path} {problem.value}: {problem.expected}"


def _wrong_with(document: dict[str, Any], values: Mapping[str, Any]) -> Problem | None:
    """The first problem of a document with other values at some paths, which are put back afterwards."""
    from sim.scenario.build import build

    before = []
    for path, value in values.items():
        location = locate(document, path)
        holder = at(document, location[:-1])
        before.append((holder, location[-1], holder[location[-1]]))
        holder[location[-1]] = rounded(holder[location[-1]], location, value)
    try:
        build(document)
    except ScenarioError as error:
        return error.problems[0]
    finally:
        for holder, step, nominal in before:
            holder[step] = nominal
    return None
