"""A document is valid: its tables have the types they should, and its checks find nothing wrong.

It is sound when it stays valid with every value that is uncertain at its ends.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.errors import MOST_TOLD, Problem, ScenarioError
from sim.scenario.checks import check
from sim.scenario.linked import Rest, rests_of
from sim.scenario.names import KINDS, Names, check_duplicates
from sim.scenario.paths import Location, at, dump, locate, rounded
from sim.scenario.plain import plain
from sim.scenario.problems import location_of, problems_of
from sim.scenario.quantities import EARLIEST, LATEST
from sim.scenario.tables import Contents
from sim.scenario.uncertain_checks import check_uncertain
from sim.scenario.wording import show

Asked = TypeVar("Asked", bound=Contents)

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
    problems = chain(check_duplicates(document), check(scenario, names), check_uncertain(scenario, document))
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
    found = chain(check(rest, Names.of(document), timed), check_uncertain(rest, document))
    return ScenarioError(chain(problems, (problem for problem in found if not _is_told(problem.path, told))))


def _is_told(path: str, told: Iterable[str]) -> bool:
    """Whether a problem is told at a path or within it: what seems to be missing there was taken out for it."""
    return any(other == path or other.startswith(f"{path}.") for other in told)


def _sound_part(document: Mapping[str, Any], folder: str | Path) -> Contents:
    """The scenario without what is wrong, and without what cannot be without that."""
    rest = {**PLACEHOLDERS, **plain(document)}
    for _ in range(ROUNDS):
        try:
            return Contents.model_validate(rest, context={"folder": folder})
        except ValidationError as error:
            _take_out(rest, {_to_take_out(rest, item) for item in error.errors(include_url=False, include_input=False)})
    return Contents.model_validate(PLACEHOLDERS)


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


MOST_TRIED = 400_000
"""Ends of uncertain values times entries up to which each is tried, which takes seconds."""


def sound(kind: type[Asked], document: Mapping[str, Any], folder: str | Path = ".", extremes: bool = True) -> Asked:
    """The scenario of a document; paths of its CSV files start at `folder`.

    Without `extremes` the ends of what is uncertain are not tried: a draw that cannot be is refused when it is drawn.
    Raises `ScenarioError` with all that is wrong at once.
    """
    scenario = validated(kind, document, folder)
    if extremes:
        refuse_extremes(scenario)
    return scenario


def refuse_extremes(scenario: Contents) -> None:
    """Raises `ScenarioError` where the scenario is not sound with what is uncertain at its ends."""
    problems = list(check_extremes(scenario)) if scenario.uncertain else []
    if problems:
        raise ScenarioError(problems)


def _entries(scenario: Contents) -> int:
    """How long a scenario takes to check: its lines, products, controls, distributors, buyers and orders."""
    buyers = scenario.buyer
    own = len(scenario.line) + len(scenario.product) + len(scenario.control) + len(scenario.distributor)
    return own + sum(1 + len(buyer.order) + len(buyer.demand) for buyer in buyers)


def check_extremes(scenario: Contents) -> Iterator[Problem]:
    """The scenario stays sound with each uncertain value at its ends, and with all of them low or high at once.

    In a huge scenario with many of them only the latter is tried: a draw that cannot be is refused when it is drawn.
    """
    document = dump(scenario)
    rests, distributions = rests_of(document, scenario.rests), scenario.drawn
    document["uncertain"], document["correlated"] = {}, []
    failed = False
    ends = sum(len(distribution.extremes()) for distribution in distributions.values())
    for path, distribution in distributions.items() if ends * _entries(scenario) <= MOST_TRIED else ():
        for extreme in distribution.extremes():
            wrong = wrong_with(document, {path: extreme}, rests)
            if wrong is not None:
                failed = True
                shown = show(distribution.written())
                yield Problem(f"uncertain.{path}", shown, f"values that the scenario allows; with {_told(wrong)}")
                break
    for end, word in ((0, "lowest"), (-1, "highest")):
        values = {path: distribution.extremes()[end] for path, distribution in distributions.items()}
        wrong = None if failed else wrong_with(document, values, rests)
        if wrong is not None:
            together = f"values that go together; with all at their {word}, {_told(wrong)}"
            yield Problem("uncertain", "contradictory", together)


def _told(problem: Problem) -> str:
    return f"{problem.path} {problem.value}: {problem.expected}"


def wrong_with(document: dict[str, Any], values: Mapping[str, Any], rests: Sequence[Rest]) -> Problem | None:
    """The first problem of a document with other values at some paths, and what they leave of totals at others.

    All of these are put back afterwards.
    """
    before = []
    for location in (*(locate(document, path) for path in values), *(rest.location for rest in rests)):
        holder = at(document, location[:-1])
        before.append((holder, location[-1], holder[location[-1]]))
    for (path, value), (holder, step, nominal) in zip(values.items(), before, strict=False):
        holder[step] = rounded(nominal, locate(document, path), value)
    for rest in rests:
        rest.put(document)
    try:
        validated(Contents, document)
    except ScenarioError as error:
        return error.problems[0]
    finally:
        for holder, step, nominal in before:
            holder[step] = nominal
    return None
