"""Evidence: observations of several files in the order of their publication, and how well replications agree."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.analysis.observed import Observation, Observed, load_observed
from sim.clock import quarters
from sim.errors import Problem, ScenarioError, UsageError
from sim.experiment.arguments import path_of
from sim.records.figures.names import figure_hint
from sim.scenario.schema import Scenario
from sim.scenario.wording import show

Reals = NDArray[np.float64]

ObservedOrFile = Observed | str | Path

QUARTER = re.compile(r"\d{4}Q[1-4]")


@dataclass(frozen=True)
class Entry:
    """An observation, and where it stands: as the how-manieth of which file."""

    one: Observation
    file: Observed
    number: int

    @property
    def published(self) -> date:
        """When it became known."""
        assert self.one.published is not None
        return self.one.published

    @property
    def place(self) -> str:
        """The path in its file, and the file where there is one."""
        return f"observed.{self.number}" + (f" of {self.file.path}" if self.file.path else "")

    def problem(self, key: str, value: str, expected: str, hint: str = "") -> Problem:
        """Something wrong with it, with its file and line."""
        return self.file.told([Problem(f"observed.{self.number}.{key}", value, expected, hint)])[0]


def entries_of(files: Sequence[ObservedOrFile]) -> list[Entry]:
    """The observations of files, in the order of their publication, then as they stand.

    Raises `UsageError` without any file, `ScenarioError` for one without the date of its publication.
    """
    if not files:
        raise UsageError("nothing observed; expected a file of observed figures, or several")
    loaded = [one if isinstance(one, Observed) else load_observed(path_of("observed", one)) for one in files]
    entries = [Entry(one, file, number) for file in loaded for number, one in enumerate(file.observed, 1)]
    refuse(
        entry.problem("published", "missing", "the date on which it became known, like 2023-08-09")
        for entry in entries
        if entry.one.published is None
    )
    return sorted(entries, key=lambda entry: entry.published)


def refuse(problems: Iterator[Problem]) -> None:
    """Raises `ScenarioError` where there is any problem."""
    found = list(problems)
    if found:
        raise ScenarioError(found)


def check_entries(entries: Sequence[Entry], names: Sequence[str], scenario: Scenario) -> None:
    """Raises `ScenarioError` for each observation of a figure that rows of these columns lack, and contradictions."""
    refuse(_unknown(entries, names, scenario))
    refuse(_contradictions(entries, scenario.start))


def _unknown(entries: Sequence[Entry], names: Sequence[str], scenario: Scenario) -> Iterator[Problem]:
    known = frozenset(names)
    lacking = {entry.one.date for entry in entries if entry.one.name not in known and entry.one.date is not None}
    for entry in entries:
        one = entry.one
        if one.name in known:
            continue
        within = f"a date from start ({scenario.start}) to end ({scenario.end}) of {scenario.name}"
        if one.date is not None and not scenario.start <= one.date <= scenario.end:
            yield entry.problem("date", show(one.date), within)
        elif one.date is not None and _is_of_others(one, names):
            dates = sorted({*scenario.report.dates, *(day for day in lacking if scenario.start <= day <= scenario.end)})
            again = f"--set 'report.dates=[{', '.join(map(str, dates))}]' in the sweep has them"
            yield entry.problem("date", show(one.date), "one of the dates that the replications report", again)
        elif _is_of_other_quarters(one, names):
            run = [quarter for quarter, _ in quarters(scenario.start, scenario.end)]
            within = f"a quarter of the run of {scenario.name}, {run[0]} to {run[-1]}"
            yield entry.problem("figure", show(one.name), within)
        else:
            yield entry.problem(
                "figure", show(one.name), f"a key figure of {scenario.name}", figure_hint(one.name, names)
            )


def _is_of_other_quarters(one: Observation, names: Sequence[str]) -> bool:
    """Whether the figure is of a quarter, and known of others."""
    head, _, last = one.name.rpartition(".")
    return bool(QUARTER.fullmatch(last)) and any(
        name.startswith(f"{head}.") and QUARTER.fullmatch(name.rpartition(".")[2]) for name in names
    )


def _is_of_others(one: Observation, names: Sequence[str]) -> bool:
    """Whether the figure is known on other dates."""
    head = f"{one.name.removesuffix(f'.{one.date}')}."
    return any(name.startswith(head) for name in names)


def _contradictions(entries: Sequence[Entry], start: date) -> Iterator[Problem]:
    """Entries that no value of their figure agrees with together with an earlier one."""
    earlier: dict[str, list[Entry]] = {}
    for entry in entries:
        low, high = entry.one.possible(start)
        for other in earlier.setdefault(entry.one.name, []):
            least, most = other.one.possible(start)
            if low > most or high < least:
                key = "value" if entry.one.value is not None else _statement_key(entry.one)
                value = show(getattr(entry.one, key))
                yield entry.problem(key, value, f"what agrees with {other.place}: no {entry.one.name} fits both")
                break
        earlier[entry.one.name].append(entry)


def _statement_key(one: Observation) -> str:
    return next(key for key in ("least", "most", "by") if getattr(one, key) is not None)


def log_weight(one: Observation, values: Reals, start: date) -> Reals:
    """Logarithm of the weight that an observation gives to simulated values of its figure, up to a constant.

    Of a value with a range the two-piece normal error's; of a statement 0 where it is as said, else minus infinity.
    """
    seen = one.compared(values, start)
    below, above = one.spread
    errors = (seen - one.target) / np.where(seen < one.target, below, above)
    found: Reals = np.where(np.isnan(seen), -math.inf, -0.5 * errors**2)
    return found
