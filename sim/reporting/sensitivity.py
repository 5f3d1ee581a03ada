"""Which uncertain parameters matter: the sensitivity analysis of the same scenario that lies beside a result."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import UsageError
from sim.pictures.registry import drawn
from sim.reporting.content import content_of_result
from sim.reporting.pictures import Picture, shown
from sim.reporting.result import Result, read
from sim.scenario.change import with_values
from sim.scenario.paths import UnknownPathError, dump, locate
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Found:
    """An analysis: the name of its folder, its first picture with the table behind it."""

    folder: str
    picture: Picture


def sensitivity_beside(result: Result) -> Found | None:
    """The largest readable analysis of the same scenario beside a result."""
    beside = [found for folder in _beside(result.folder) if (found := _of_same(folder, result)) is not None]
    if not beside:
        return None
    largest = max(beside, key=lambda one: int(one.manifest["replications"]))
    picture = next(iter(drawn(content_of_result(largest))))
    return Found(largest.folder.name, shown(picture, "sensitivity", largest.scenario.title))


def _beside(folder: Path) -> list[Path]:
    return sorted(folder.resolve().parent.glob("sensitivity-*"))


def _of_same(folder: Path, result: Result) -> Result | None:
    """The analysis in a folder, where it can be read and is of the result's scenario."""
    try:
        found = read(folder)
    except UsageError:
        return None
    return found if found.kind == "sensitivity" and _is_same(found.scenario, result) else None


def _is_same(scenario: Scenario, result: Result) -> bool:
    """Whether a scenario is the result's, apart from report dates, to which an analysis adds, and what a run drew."""
    theirs, own = dump(scenario), dump(result.scenario)
    if result.sampled:
        try:
            theirs = dump(with_values(scenario, {path: _at(own, path) for path in result.sampled}, extremes=False))
        except (UsageError, UnknownPathError, KeyError):
            return False
        theirs["uncertain"] = own["uncertain"]
    theirs["report"]["dates"] = own["report"]["dates"]
    return theirs == own


def _at(document: Any, path: str) -> Any:
    for step in locate(document, path):
        document = document[step]
    return document
