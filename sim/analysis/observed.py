"""Observed figures: what was published of an episode, with its uncertainty and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sim.errors import Problem, ScenarioError
from sim.records.figures.names import figure_hint
from sim.records.figures.naming import spelled
from sim.scenario.paths import at, path_of
from sim.scenario.problems import location_of
from sim.scenario.quantities import Date, Lines, Real, Table, Text
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import with_lines
from sim.scenario.text_file import expanded, table_of, text_of
from sim.scenario.wording import did_you_mean, one_of, show
from sim.statistics.two_piece import standard_deviations

SIGNED, SHARES = "days_gained_", ("delivered_share", "channel_share")
"""Figures that may be below 0, and those that are 1 at most."""

EXPECTED = {
    "figure": "the name of a key figure, without its date (delivered_usd.all)",
    "date": "the date that the figure is of, like 2023-06-30",
    "value": "a number",
    "range": "two numbers, in ascending order, about the value: its 90 % range",
    "source": "a text: publisher and date",
}


class Observation(Table):
    """One published figure, its most likely `value`; `range` is where it lies with 90 % probability."""

    figure: Text
    date: Date | None = None
    value: Real
    range: tuple[Real, Real]
    source: Lines

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = self.range
        if not low <= self.value <= high or low == high:
            raise ValueError(f"{EXPECTED['range']} ({self.value:g})")
        if low < 0 and not self.figure.startswith(SIGNED):
            raise ValueError(f"a range from 0 on, as {self.figure} is never negative")
        if high > 1 and self.figure.startswith(SHARES):
            raise ValueError(f"a range of at most 1, as {self.figure} is a share")
        return self

    @property
    def name(self) -> str:
        """The key figure's whole name."""
        return spelled(self.figure) if self.date is None else f"{spelled(self.figure)}.{self.date}"

    @property
    def spread(self) -> tuple[float, float]:
        """Standard deviations, below and above the value, of the two-piece normal error that has this range."""
        return standard_deviations(self.value, *self.range)


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
    observed: tuple[Observation, ...] = Field(min_length=1)
    _place: Place | None = PrivateAttr(None)

    def placed(self, place: Place) -> Self:
        """The observations, which know where they stand."""
        self._place = place
        return self

    def error(self, problems: list[Problem]) -> ScenarioError:
        """The error of what is wrong, with file and lines where the observations come from a file."""
        return ScenarioError(problems if self._place is None else self._place.with_lines(problems))


def load_observed(path: str | Path) -> Observed:
    """The observations of a file.

    Raises `UsageError` where it can't be read, `ScenarioError` for what is wrong in it.
    """
    path = expanded(path)
    text = text_of(path, "a file of observed figures")
    place = Place(table_of(text, str(path)), text, str(path))
    try:
        found = Observed.model_validate(place.document)
    except ValidationError as error:
        raise ScenarioError(place.with_lines(_problems(place.document, error))) from None
    return found.placed(place)


def _problems(document: Mapping[str, Any], error: ValidationError) -> list[Problem]:
    """What is wrong with the file; a list is not told to be too short for an entry that is told."""
    items = error.errors(include_url=False)
    own = [item for item in items if item["type"] != "too_short"]
    return [_problem(document, item) for item in own or items]


def _problem(document: Mapping[str, Any], item: Any) -> Problem:
    location = location_of(document, item["loc"], absent=item["type"] == "missing")
    key = next((step for step in reversed(location) if isinstance(step, str)), "")
    expected = EXPECTED.get(key, "one or more [[observed]] tables of figure, date, value, range, source")
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
        if one.name not in names:
            expected, hint = "a key figure of the scenario", figure_hint(one.name, names)
        elif one.name in earlier:
            expected, hint = "each figure at most once", ""
        else:
            earlier.add(one.name)
            continue
        problems.append(Problem(f"observed.{number}.figure", show(one.name), expected, hint))
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
