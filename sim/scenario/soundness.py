"""A document is sound: valid as it stands, and with every value that is uncertain at its ends."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import Problem, ScenarioError
from sim.scenario.paths import at, dump, locate, rounded
from sim.scenario.tables import Episode
from sim.scenario.validation import validated
from sim.scenario.wording import show

Asked = TypeVar("Asked", bound=Episode)


MOST_TRIED = 200_000
"""Uncertain values times entries up to which each value's ends are tried, which takes seconds."""


def sound(kind: type[Asked], document: Mapping[str, Any], folder: str | Path = ".", extremes: bool = True) -> Asked:
    """The scenario of a document; paths of its CSV files start at `folder`.

    Without `extremes` the ends of what is uncertain are not tried: a draw that cannot be is refused when it is drawn.
    Raises `ScenarioError` with all that is wrong at once.
    """
    scenario = validated(kind, document, folder)
    problems = list(check_extremes(scenario)) if extremes and scenario.uncertain else []
    if problems:
        raise ScenarioError(problems)
    return scenario


def _entries(scenario: Episode) -> int:
    """How long a scenario takes to check: its products, controls, distributors, buyers and orders."""
    buyers = scenario.buyer
    own = len(scenario.product) + len(scenario.control) + len(scenario.distributor)
    return own + sum(1 + len(buyer.order) + len(buyer.demand) for buyer in buyers)


def check_extremes(scenario: Episode) -> Iterator[Problem]:
    """The scenario stays sound with each uncertain value at its ends, and with all of them low or high at once.

    In a huge scenario with many of them only the latter is tried: a draw that cannot be is refused when it is drawn.
    """
    document = dump(scenario)
    distributions, document["uncertain"] = scenario.uncertain, {}
    failed = False
    for path, distribution in distributions.items() if len(distributions) * _entries(scenario) <= MOST_TRIED else ():
        for extreme in distribution.extremes():
            wrong = _wrong_with(document, {path: extreme})
            if wrong is not None:
                failed = True
                shown = show(distribution.written())
                yield Problem(f"uncertain.{path}", shown, f"values that the scenario allows; with {_told(wrong)}")
                break
    for end, word in ((0, "lowest"), (-1, "highest")):
        wrong = (
            None
            if failed
            else _wrong_with(
                document, {path: distribution.extremes()[end] for path, distribution in distributions.items()}
            )
        )
        if wrong is not None:
            together = f"values that go together; with all at their {word}, {_told(wrong)}"
            yield Problem("uncertain", "contradictory", together)


def _told(problem: Problem) -> str:
    return f"{problem.path} {problem.value}: {problem.expected}"


def _wrong_with(document: dict[str, Any], values: Mapping[str, Any]) -> Problem | None:
    """The first problem of a document with other values at some paths, which are put back afterwards."""
    before = []
    for path, value in values.items():
        location = locate(document, path)
        holder = at(document, location[:-1])
        before.append((holder, location[-1], holder[location[-1]]))
        holder[location[-1]] = rounded(holder[location[-1]], location, value)
    try:
        validated(Episode, document)
    except ScenarioError as error:
        return error.problems[0]
    finally:
        for holder, step, nominal in before:
            holder[step] = nominal
    return None
