"""A document is valid: its tables have the types they should, and its checks find nothing wrong."""

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.errors import MOST_TOLD, ScenarioError
from sim.scenario.checks import KINDS, Names, check, check_duplicates
from sim.scenario.paths import Location, at
from sim.scenario.plain import plain
from sim.scenario.problems import location_of, problems_of
from sim.scenario.quantities import EARLIEST, LATEST
from sim.scenario.tables import Episode
from sim.scenario.uncertainty import check_places

Asked = TypeVar("Asked", bound=Episode)

PLACEHOLDERS = {"name": "unnamed", "start": EARLIEST, "end": LATEST}
"""What stands in for a required key that is wrong, so that the rest can be checked."""

ROUNDS = 100
"""How often what is wrong is taken out of a document before the rest is given up."""


def validated(kind: type[Asked], document: Mapping[str, Any], folder: str | Path = ".") -> Asked:
    """The scenario of a document as it stands, whatever its uncertain values may become.

    Paths of its CSV files start at `folder`. Raises `ScenarioError` with all that is wrong at once.
    """
    try:
        scenario = kind.model_validate(document, context={"folder": folder})
    except ValidationError as error:
        raise _all_wrong(document, error, folder) from None
    names = Names.of(document)
    problems = chain(check_duplicates(document), check(scenario, names), check_places(scenario, document))
    first = next(problems, None)
    if first is not None:
        raise ScenarioError(chain([first], problems))
    return scenario


def _all_wrong(document: Mapping[str, Any], error: ValidationError, folder: str | Path) -> ScenarioError:
    """What pydantic found, and what the checks find in the rest of the document; where that is too much, the first."""
    items = error.errors(include_url=False, include_input=False)
    if len(items) > MOST_TOLD:
        return ScenarioError(problems_of(document, items[:MOST_TOLD]), len(items) - MOST_TOLD)
    problems = [*problems_of(document, items), *islice(check_duplicates(document), MOST_TOLD)]
    told = [problem.path for problem in problems]
    rest = _sound_part(document, folder)
    timed = not {"start", "end"} & set(told)
    found = chain(check(rest, Names.of(document), timed), check_places(rest, document))
    return ScenarioError(chain(problems, (problem for problem in found if not _is_told(problem.path, told))))


def _is_told(path: str, told: Iterable[str]) -> bool:
    """Whether a problem is told at a path or within it: what seems to be missing there was taken out for it."""
    return any(other == path or other.startswith(f"{path}.") for other in told)


def _sound_part(document: Mapping[str, Any], folder: str | Path) -> Episode:
    """The scenario without what is wrong, and without what cannot be without that."""
    rest = {**PLACEHOLDERS, **plain(document)}
    for _ in range(ROUNDS):
        try:
            return Episode.model_validate(rest, context={"folder": folder})
        except ValidationError as error:
            _take_out(rest, {_to_take_out(rest, item) for item in error.errors(include_url=False, include_input=False)})
    return Episode.model_validate(PLACEHOLDERS)


def _to_take_out(rest: Mapping[str, Any], item: Any) -> Location:
    """Where the smallest thing is that holds an error; a whole list where its entries have no names."""
    location = location_of(rest, item["loc"])
    for depth, step in enumerate(location):
        if isinstance(step, int) and not (depth == 1 and location[0] in KINDS):
            return location[:depth]
    return location


def _take_out(rest: dict[str, Any], locations: Iterable[Location]) -> None:
    """Removes what stands at some locations, the last entries first, so that the numbers of the others stay."""
    for location in sorted(locations, key=_place, reverse=True):
        if location:
            del at(rest, location[:-1])[location[-1]]
        else:
            rest.clear()
    for key, value in PLACEHOLDERS.items():
        rest.setdefault(key, value)


def _place(location: Location) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in location]
