"""Observed figures: what was published of an episode, with its uncertainty and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, PrivateAttr, ValidationError

from sim.analysis.observation import RANGE, Observation
from sim.analysis.shipped_observed import shipped_observed
from sim.errors import Problem, ScenarioError
from sim.records.figures.names import figure_hint
from sim.records.figures.sums import keyed, names_in
from sim.scenario.paths import at, path_of
from sim.scenario.problems import location_of
from sim.scenario.quantities import Lines, Table, Text
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import with_lines
from sim.scenario.text_file import expanded, table_of, text_of
from sim.scenario.wording import did_you_mean, one_of, show

EXPECTED = {
    "figure": "the name of a key figure, without its date (delivered_usd.all), or a list of two or more to add up",
    "date": "the date that the figure is of, like 2023-06-30",
    "published": "the date on which it became known, like 2023-08-09",
    "value": "a number",
    "range": RANGE,
    "least": "a number that the figure is not below",
    "most": "a number that the figure is not above",
    "by": "a date by which the figure, days_to_share, was reached",
    "happened": "true or false",
    "source": "a text: publisher and date",
    "note": "a text: what sets the figure apart from what the source counts",
}


@dataclass(frozen=True)
class Place:
    """The file that observations stand in: its content, text and path."""

    document: dict[str, Any]
    text: str
    path: str

    def with_lines(self, problems: list[Problem]) -> list[Problem]:
        """The problems with the file and their lines."""
        return with_lines(problems, self.document, self.text, self.path)


class Observed(Table):
    """A file of observations."""

    title: Lines = ""
    scenarios: tuple[Text, ...] = ()
    """Names of the scenarios whose outcomes these are: the track record asks."""
    observed: tuple[Observation, ...] = Field(min_length=1)
    _place: Place | None = PrivateAttr(None)

    def placed(self, place: Place) -> Self:
        """The observations, which know where they stand."""
        self._place = place
        return self

    @property
    def path(self) -> str:
        """The file that they come from; empty where there is none."""
        return "" if self._place is None else self._place.path

    def told(self, problems: list[Problem]) -> list[Problem]:
        """What is wrong, with file and lines where the observations come from a file."""
        return problems if self._place is None else self._place.with_lines(problems)

    def error(self, problems: list[Problem]) -> ScenarioError:
        """The error of what is wrong."""
        return ScenarioError(self.told(problems))


def told_of(observed: Sequence[Observation]) -> list[dict[str, Any]]:
    """Observations as a manifest has them: what `Observation.model_validate` takes."""
    return [one.model_dump(mode="json", exclude_none=True) for one in observed]


def dated(one: Observation) -> dict[str, Any]:
    """The same of one whose figures have their date in their names."""
    names = one.figures
    return one.model_dump(mode="json", exclude_none=True) | {"figure": names[0] if len(names) == 1 else list(names)}


def undated(told: Mapping[str, Any]) -> dict[str, Any]:
    """What `dated` or `told_of` told, with the date in a key of its own alone, as a file has it."""
    end = f".{told.get('date')}"
    names = [str(name).removesuffix(end) for name in names_in(told["figure"])]
    return {**told, "figure": names[0] if len(names) == 1 else names}


def load_observed(path: str | Path) -> Observed:
    """The observations of a file, or those that ship under a name.

    Raises `UsageError` where it can't be read, `ScenarioError` for what is wrong in it.
    """
    ships = shipped_observed()
    path = ships.get(str(path)) or expanded(path)
    expected = f"a file of observed figures, or one of {', '.join(ships)}, which ship"
    return parsed_observed(text_of(path, expected), str(path))


def parsed_observed(text: str, file: str) -> Observed:
    """The observations of a file's text, which messages call `file`. Raises `ScenarioError` for what is wrong in it."""
    place = Place(table_of(text, file), text, file)
    try:
        found = Observed.model_validate(place.document)
    except ValidationError as error:
        raise ScenarioError(place.with_lines(_problems(place.document, error))) from None
    return found.placed(place)


def _problems(document: Mapping[str, Any], error: ValidationError) -> list[Problem]:
    """What is wrong with the file; a list is not told to be too short for an entry that is told."""
    items = error.errors(include_url=False)
    own = [item for item in items if (item["type"], item["loc"]) != ("too_short", ("observed",))]
    return [_problem(document, item) for item in own or items]


def _problem(document: Mapping[str, Any], item: Any) -> Problem:
    location = location_of(document, item["loc"], absent=item["type"] == "missing")
    key = next((step for step in reversed(location) if isinstance(step, str)), "")
    expected = EXPECTED.get(key, f"one or more [[observed]] tables: {one_of(EXPECTED)}")
    if item["type"] == "value_error":
        expected = str(item["ctx"]["error"])
    unknown = item["type"] == "extra_forbidden"
    if unknown and len(location) > 1:
        expected = one_of(EXPECTED)
    hint = did_you_mean(key, EXPECTED) if unknown else ""
    value = "missing" if item["type"] == "missing" else show(at(document, location))
    return Problem(path_of(document, location), value, expected, hint)


def check_names(observed: Observed, names: Sequence[str]) -> None:
    """Raises `ScenarioError` for an observation of a key figure that the scenario lacks, or that stands twice."""
    problems = []
    earlier: set[str] = set()
    for number, one in enumerate(observed.observed, 1):
        lacking = [(key, name) for key, name in keyed(one.figures) if name not in names]
        for key, name in lacking:
            hint = figure_hint(name, names)
            problems.append(Problem(f"observed.{number}.{key}", show(name), "a key figure of the scenario", hint))
        if not lacking and one.name in earlier:
            problems.append(Problem(f"observed.{number}.figure", show(one.name), "each figure at most once"))
        earlier.add(one.name)
    if problems:
        raise observed.error(problems)


def reporting(scenario: Scenario, observed: Observed) -> Scenario:
    """The scenario whose report has the observations' dates too. Raises `ScenarioError` for a date outside the run."""
    expected = f"a date from start ({scenario.start}) to end ({scenario.end}) of {scenario.name}"
    problems = [
        Problem(f"observed.{number}.date", show(one.date), expected)
        for number, one in enumerate(observed.observed, 1)
        if one.date is not None and not scenario.start <= one.date <= scenario.end
    ]
    if problems:
        raise observed.error(problems)
    dates = {one.date for one in observed.observed if one.date is not None}
    return scenario.set("report.dates", sorted({*scenario.report.dates, *dates} or {scenario.end}))
