"""Observed figures: what was published of an episode, with its uncertainty and source."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from sim.analysis.shipped_observed import shipped_observed
from sim.errors import Problem, ScenarioError
from sim.experiment.answer import rounded
from sim.records.figures.names import figure_hint
from sim.records.figures.naming import spelled
from sim.records.words import SIGNED
from sim.scenario.paths import at, path_of
from sim.scenario.problems import location_of
from sim.scenario.quantities import Date, Lines, Real, Table, Text
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import with_lines
from sim.scenario.text_file import expanded, table_of, text_of
from sim.scenario.wording import did_you_mean, one_of, show
from sim.statistics.two_piece import standard_deviations

Reals = NDArray[np.float64]

SHARES = ("delivered_share", "channel_share")
"""Figures that are 1 at most."""

EXPECTED = {
    "figure": "the name of a key figure, without its date (delivered_usd.all)",
    "date": "the date that the figure is of, like 2023-06-30",
    "published": "the date on which it became known, like 2023-08-09",
    "value": "a number",
    "range": "two numbers, in ascending order, about the value: its 90 % range",
    "least": "a number that the figure is not below",
    "most": "a number that the figure is not above",
    "by": "a date by which the figure, days_to_share, was reached",
    "happened": "true or false",
    "source": "a text: publisher and date",
    "note": "a text: what sets the figure apart from what the source counts",
}

STATEMENTS = ("least", "most", "by")
"""Keys of which one makes an observation a statement: it holds, or `happened = false` says that it does not."""

TO_SHARE = "days_to_share"
"""The figure that a statement with `by` is of."""


class Observation(Table):
    """What was published of one key figure: its most likely `value` with its 90 % `range`, or a statement of it.

    A statement is `least`, `most` or `by` (a date, of `days_to_share`); it holds unless `happened` is false.
    """

    figure: Text
    date: Date | None = None
    published: Date | None = None
    value: Real | None = None
    range: tuple[Real, Real] | None = None
    least: Real | None = None
    most: Real | None = None
    by: Date | None = None
    happened: bool | None = Field(None, strict=True)
    source: Lines
    note: Lines = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [key for key in ("value", *STATEMENTS) if getattr(self, key) is not None]
        if len(given) != 1:
            told = f", not {' and '.join(given)}" if given else ""
            raise ValueError(f"one of value (with its range), {', '.join(STATEMENTS)}{told}")
        if self.value is not None:
            self._check_value(self.value)
        elif self.range is not None:
            raise ValueError(f"a range beside value alone, not beside {given[0]}")
        if self.by is not None and (not self.figure.startswith(f"{TO_SHARE}.") or self.date is not None):
            raise ValueError(f"by beside a figure {TO_SHARE}.BUYER.SHARE, which has no date of its own")
        self._check_published()
        return self

    def _check_value(self, value: float) -> None:
        if self.happened is not None:
            raise ValueError(f"happened beside one of {', '.join(STATEMENTS)}, not beside value")
        if self.range is None:
            raise ValueError("value and range: where the truth lies with 90 % probability")
        low, high = self.range
        if not low <= value <= high or low == high:
            raise ValueError(f"{EXPECTED['range']} ({value:g})")
        if low < 0 and not self.figure.startswith(SIGNED):
            raise ValueError(f"a range from 0 on, as {self.figure} is never negative")
        if high > 1 and self.figure.startswith(SHARES):
            raise ValueError(f"a range of at most 1, as {self.figure} is a share")

    def _check_published(self) -> None:
        """What is not yet over can't be known, unless it is that something has already happened."""
        over = self.date or self.by
        open_until = over if self.value is not None or self.happened is False else None
        if open_until is not None and self.published is not None and self.published < open_until:
            raise ValueError(
                f"published on {open_until} or later: {self.published} is before the date that it tells of"
            )

    @property
    def is_statement(self) -> bool:
        """Whether it is true or false of a replication; else it has a value with an error."""
        return self.value is None

    @property
    def name(self) -> str:
        """The key figure's whole name."""
        return spelled(self.figure) if self.date is None else f"{spelled(self.figure)}.{self.date}"

    @property
    def target(self) -> float:
        """What a simulated figure is compared with, as `compared` has it."""
        return 0.0 if self.value is None else self.value

    @property
    def spread(self) -> tuple[float, float]:
        """Standard deviations, below and above the target, of the two-piece normal error that has the range."""
        return (1.0, 1.0) if self.range is None else standard_deviations(self.target, *self.range)

    def compared(self, values: Reals, start: Date) -> Reals:
        """Simulated values as they are compared: of a statement the target where it is as said, NaN where it is not."""
        if self.value is not None:
            return values
        return np.where(self.true_of(values, start) == self.holds, 0.0, math.nan)

    @property
    def holds(self) -> bool:
        """Whether the statement is said to hold."""
        return self.happened is not False

    @property
    def statement(self) -> str:
        """The statement in words: `delivered_units.all.2026-05-14 at most 0`."""
        if self.by is not None:
            said = f"by {self.by}"
        elif self.least is not None:
            said = f"at least {rounded(self.least)}"
        else:
            said = f"at most {rounded(self.most or 0.0)}"
        return f"{self.name} {'' if self.holds else 'not '}{said}"

    @property
    def said(self) -> str:
        """What was observed, in words: a value with its range, or the statement."""
        if self.range is None:
            return self.statement
        low, high = map(rounded, self.range)
        return f"{self.name} {rounded(self.target)} ({low} to {high})"

    def true_of(self, values: Reals, start: Date) -> NDArray[np.bool_]:
        """Of which values the statement is true, before `happened`; of a figure without a value (NaN) it never is."""
        if self.by is not None:
            return np.asarray(values <= (self.by - start).days)
        if self.least is not None:
            return np.asarray(values >= self.least)
        return np.asarray(values <= (math.inf if self.most is None else self.most))

    def possible(self, start: Date) -> tuple[float, float]:
        """From what to what the figure lies by what is said: the range of a value, all that a statement allows.

        `start` is the run's, from which days count.
        """
        if self.range is not None:
            return self.range
        low, high = -math.inf, math.inf
        if self.least is not None:
            low, high = (self.least, high) if self.holds else (low, math.nextafter(self.least, low))
        else:
            most = float((self.by - start).days) if self.by is not None else float(self.most or 0.0)
            low, high = (low, most) if self.holds else (math.nextafter(most, high), high)
        return low, high


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
    own = [item for item in items if item["type"] != "too_short"]
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
