"""Parameter sets of a table (`--design FILE`): a column a path, a row the values that a replication has there.

Each column becomes a choice among its values, drawn at the uniform that gives the replication's row. So it is checked,
drawn by either engine and written among the results like anything else that is uncertain.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import ScenarioError, UsageError
from sim.experiment.designs import ANALYSES, DESIGNS
from sim.realisation.streams import mechanism_word, uniforms_at
from sim.scenario.change import spelled_path, with_choices, with_values
from sim.scenario.linked import rests_of
from sim.scenario.paths import dump, parsed
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.text_file import expanded, text_of
from sim.scenario.together import bounds, located
from sim.scenario.wording import show

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 100_000

EXPECTED = "a CSV or Parquet file of parameter sets: a column a path of the scenario, a row a set"


def is_table(design: object) -> bool:
    """Whether a design is a table, or the file of one, rather than a word."""
    return not isinstance(design, str) or (design not in (*DESIGNS, *ANALYSES) and expanded(design).suffix != "")


@dataclass(frozen=True)
class ParameterSets:
    """Which uncertain parameters a table gives, and how many rows it has: replication k has row k, and then again."""

    paths: tuple[str, ...]
    rows: int

    def uniforms(self, seed: int, paths: Sequence[str], replications: Iterable[int]) -> NDArray[np.float64]:
        """Uniforms of replications, shape (replications, paths): of the table's paths those that give the row.

        Of the others those of their own streams, as without a table.
        """
        words = np.array([mechanism_word(f"uncertain:{path}") for path in paths], dtype=np.uint64)
        given = np.array([path in self.paths for path in paths])
        rows = [(replication % self.rows, uniforms_at(seed, replication, words, 1)) for replication in replications]
        return np.array([np.where(given, (row + 0.5) / self.rows, drawn) for row, drawn in rows])


def with_parameter_sets(scenario: Scenario, table: "str | Path | pd.DataFrame") -> tuple[Scenario, ParameterSets]:
    """The scenario that draws the rows of a table, and what the table gives.

    Raises `UsageError` for a table that can't be read, an empty cell, a column that is no path of the scenario, or a
    value that the scenario refuses.
    """
    name, columns, lines = _read(table) if isinstance(table, str | Path) else _of_frame(table)
    spelled: dict[str, list[Any]] = {}
    for path, values in columns.items():
        try:
            known = spelled_path(scenario, path)
        except ScenarioError as error:
            problem = error.problems[0]
            hint = f" ({problem.hint})" if problem.hint else ""
            raise UsageError(f"{name}: column {show(path)} is no path; expected {problem.expected}{hint}") from None
        if known in spelled:
            raise UsageError(f"{name}: column {show(path)} stands twice; expected each path once")
        spelled[known] = values
    _check(scenario, name, spelled, lines)
    drawn = with_choices(scenario, spelled)
    _check_rests(drawn, name, spelled, lines)
    return drawn, ParameterSets(tuple(spelled), len(lines))


def _check(scenario: Scenario, name: str, columns: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> None:
    """The scenario takes each column's least and most value, or each of them where they have no order."""
    for path, values in columns.items():
        for place in _ends(values):
            try:
                with_values(scenario, {path: values[place]}, extremes=False)
            except ScenarioError as error:
                problem = error.problems[0]
                where = f"{name}: row {lines[place]}, column {show(path)}"
                told = "" if problem.path == path else f"{problem.path} {problem.value}: "
                raise UsageError(f"{where} is {show(values[place])}; expected {told}{problem.expected}") from None


def _check_rests(scenario: Scenario, name: str, columns: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> None:
    """What a row leaves of a total is allowed, in the rows that take most and least of it."""
    document = dump(scenario)
    places = located(scenario, document)
    for rest in rests_of(document, scenario.rests):
        taken = [column for path, column in columns.items() if places[path] in rest.terms]
        sums = [sum(row) for row in zip(*taken, strict=True)]
        for place in _ends(sums) if sums else ():
            row = {path: column[place] for path, column in columns.items() if places[path] in rest.terms}
            for left in bounds(scenario, document, places, row)[rest.path]:
                try:
                    with_values(scenario, {rest.path: left}, extremes=False)
                except ScenarioError as error:
                    where = f"{name}: row {lines[place]}"
                    expected = error.problems[0].expected
                    raise UsageError(f"{where} leaves {rest.path} at {left:g}; expected {expected}") from None


def _ends(values: Sequence[Any]) -> list[int]:
    """Places of the values that stand for all of a column."""
    for kind in ((int, float), (date,)):
        if all(isinstance(value, kind) and not isinstance(value, bool) for value in values):
            return sorted({values.index(min(values)), values.index(max(values))})
    return list({repr(value): place for place, value in enumerate(values)}.values())


Columns = tuple[str, dict[str, list[Any]], Sequence[int]]
"""What messages call a table, its columns, and the number of each row as its file counts."""


def _of_frame(table: Any, name: str = "the design") -> Columns:
    if not hasattr(table, "columns") or not hasattr(table, "itertuples"):
        raise UsageError(f"design is {show(plain(table))}; expected {', '.join(DESIGNS)}, or {EXPECTED}, or its frame")
    columns: dict[str, list[Any]] = {}
    for place, path in enumerate(map(str, table.columns)):
        if path in columns:
            raise UsageError(f"{name}: column {show(path)} stands twice; expected each path once")
        columns[path] = [_held(value) for value in table.iloc[:, place]]
    return _complete(name, columns, range(1, len(table) + 1))


def _held(value: Any) -> Any:
    """A cell of a frame as Python's own value; None where it is missing."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are not equal to themselves
        return None
    value = plain(value)
    return parsed(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value


def _read(path: str | Path) -> Columns:
    file = expanded(path)
    if file.suffix.lower() in (".parquet", ".pq"):
        import pandas as pd

        try:
            return _of_frame(pd.read_parquet(file), str(path))
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UsageError(f"{path}: can't be read ({reason}); expected {EXPECTED}") from None
    reader = csv.reader(StringIO(text_of(file, EXPECTED), newline=""), skipinitialspace=True)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    if not rows:
        raise UsageError(f"{path}: nothing in it; expected {EXPECTED}")
    header = rows[0][1]
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise UsageError(f"{path}:{line}: {len(row)} cells; expected as many as the header has ({len(header)})")
    if len(set(header)) < len(header):
        twice = next(one for one in header if header.count(one) > 1)
        raise UsageError(f"{path}: column {show(twice)} stands twice; expected each path once")
    columns = {
        path_: [parsed(row[place]) if row[place] else None for _, row in rows[1:]] for place, path_ in enumerate(header)
    }
    return _complete(str(path), columns, [line for line, _ in rows[1:]])


def _complete(name: str, columns: dict[str, list[Any]], lines: Sequence[int]) -> Columns:
    """The columns, which have a value in each row."""
    if not columns or not lines:
        raise UsageError(f"{name}: no rows; expected {EXPECTED}")
    if len(lines) > MOST_ROWS:
        raise UsageError(f"{name}: {len(lines):,} rows; expected at most {MOST_ROWS:,}")
    for path, values in columns.items():
        if None in values:
            line = lines[values.index(None)]
            raise UsageError(f"{name}: row {line}, column {show(path)} is empty; expected a value")
    return name, columns, lines
