"""Evidence: observations of several files in the order of their publication, and how well replications agree."""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.analysis.observation import Observation
from sim.analysis.observed import Observed, load_observed
from sim.clock import quarters
from sim.errors import Problem, ScenarioError, UsageError
from sim.experiment.arguments import path_of
from sim.records.figures.names import figure_hint
from sim.records.figures.sums import keyed, shown
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
    lacking = [entry for entry in entries if not known.issuperset(entry.one.figures)]
    dates = {entry.one.date for entry in lacking if entry.one.date is not None}
    for entry in lacking:
        found = [(key, name) for key, name in keyed(entry.one.figures) if name not in known]
        if (problem := _of_date(entry, found[0][1], names, scenario, dates)) is not None:
            yield problem
            continue
        for key, name in found:
            expected, hint = f"a key figure of {scenario.name}", figure_hint(name, names)
            if _is_of_other_quarters(name, names):
                run = [quarter for quarter, _ in quarters(scenario.start, scenario.end)]
                expected, hint = f"a quarter of the run of {scenario.name}, {run[0]} to {run[-1]}", ""
            yield entry.problem(key, show(name), expected, hint)


def _of_date(
    entry: Entry, name: str, names: Sequence[str], scenario: Scenario, lacking: Collection[date]
) -> Problem | None:
    """What is wrong with the date of an entry whose figure is not known: None where that is not to blame."""
    day = entry.one.date
    if day is None:
        return None
    if not scenario.start <= day <= scenario.end:
        within = f"a date from start ({scenario.start}) to end ({scenario.end}) of {scenario.name}"
        return entry.problem("date", show(day), within)
    if not any(one.startswith(name.removesuffix(str(day))) for one in names):
        return None
    dates = sorted({*scenario.report.dates, *(one for one in lacking if scenario.start <= one <= scenario.end)})
    again = f"--set 'report.dates=[{', '.join(map(str, dates))}]' in the sweep has them"
    return entry.problem("date", show(day), "one of the dates that the replications report", again)


def _is_of_other_quarters(name: str, names: Sequence[str]) -> bool:
    """Whether the figure is of a quarter, and known of others."""
    head, _, last = name.rpartition(".")
    return bool(QUARTER.fullmatch(last)) and any(
        known.startswith(f"{head}.") and QUARTER.fullmatch(known.rpartition(".")[2]) for known in names
    )


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
                yield entry.problem(key, value, f"what agrees with {other.place}: no {shown(entry.one.name)} fits both")
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
