"""Columns of CSV files, for empirical distributions: read as spreadsheets write them.

A byte-order mark, any line ends, quoted cells, blank lines and spaces around cells do no harm. No message repeats
more of a file than the one cell that is wrong.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from sim.scenario.quantities import MOST_REAL
from sim.scenario.text_file import UnreadableError, expanded, read_text
from sim.scenario.wording import did_you_mean

MOST_VALUES = 100_000

LONGEST_CSV = 100_000_000
"""Bytes of a CSV file."""

LONGEST_CELL = 40
"""Characters of a cell that a message repeats."""

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
GROUPED = re.compile(r"[+-]?[0-9][0-9., '\u00a0\u202f]*")
"""A number with separators of thousands or a decimal comma."""

Row = tuple[int, list[str]]
"""The line that a row ends on, from 1, and its cells."""


def read_column(
    folder: str | Path, file: object, column: object, where: Mapping[str, object] | None = None
) -> tuple[float, ...]:
    """The numbers in one column of a CSV file with a header line; the file lies in `folder` or below it.

    Rows are left out whose cell in this column is empty, or whose cells differ from those of `where`. Raises
    `ValueError`, worded as what was expected, where the file cannot be read, lacks a column, or holds something else
    than numbers.
    """
    if not isinstance(file, str) or not isinstance(column, str):
        raise ValueError("'file' and 'column' as texts")
    rows = _rows(_text(folder, file), file)
    header = next(rows, (1, []))[1]
    place = _place(header, column, file)
    wanted = {_place(header, name, file): str(cell).strip() for name, cell in (where or {}).items()}
    cells = [
        (line, row[place])
        for line, row in _full(rows, len(header), file)
        if row[place] and all(row[other] == cell for other, cell in wanted.items())
    ]
    if not cells or len(cells) > MOST_VALUES:
        chosen = " of the rows that `where` chooses" if wanted else ""
        raise ValueError(f"1 to {MOST_VALUES} numbers in column {column!r} of {file!r}{chosen}, not {len(cells)}")
    return tuple(_number(cell, line, file) for line, cell in cells)


def _text(folder: str | Path, file: str) -> str:
    """The file's text; one outside the folder is refused without a look at it, links followed first."""
    outside = ValueError(f"a CSV file in the scenario's folder or below it, not {file!r}")
    if Path(file).is_absolute():
        raise outside
    try:
        root = Path(folder).resolve()
        path = (root / expanded(file)).resolve()
    except (OSError, ValueError, RuntimeError):
        raise outside from None
    if not path.is_relative_to(root):
        raise outside
    try:
        return read_text(path, LONGEST_CSV)
    except FileNotFoundError:
        raise ValueError(f"a CSV file {file!r} that can be read (No such file or directory)") from None
    except UnreadableError as error:
        line = f"line {error.line} " if error.line else "it is " if str(error).startswith("a ") else ""
        raise ValueError(f"a CSV file {file!r} that can be read ({line}{error})") from None


def _rows(text: str, file: str) -> Iterator[Row]:
    """Every row that is not blank, spaces around its cells removed."""
    reader = csv.reader(StringIO(text, newline=""), skipinitialspace=True, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ValueError(f"a CSV file {file!r} that can be read (line {reader.line_num}: {error})") from None


def _full(rows: Iterator[Row], width: int, file: str) -> Iterator[Row]:
    """The rows, each as wide as the header: a decimal comma makes a row too wide."""
    for line, row in rows:
        if len(row) < width or any(row[width:]):
            raise ValueError(
                f"as many cells in each row of {file!r} as in its header ({width}), not {len(row)} in line {line}"
            )
        yield line, row


def _place(header: Sequence[str], name: str, file: str) -> int:
    """Where a column stands in the header."""
    places = [place for place, other in enumerate(header) if other == name.strip()]
    if len(places) > 1:
        numbers = " and ".join(str(place + 1) for place in places)
        raise ValueError(f"each column's name once in {file!r}: columns {numbers} are both named {name!r}")
    if places:
        return places[0]
    raise ValueError(f"a column {name!r} in {file!r}, which has {_counted(header)}{_separator(header, name)}")


def _counted(header: Sequence[str]) -> str:
    return "one column" if len(header) == 1 else f"{len(header)} columns"


def _separator(header: Sequence[str], name: str) -> str:
    """What may be meant, where a column is missing."""
    for sign, words in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            return f": its cells are separated by {words}, expected commas"
    hint = did_you_mean(name, header)
    return f" ({hint})" if hint else ""


def _number(cell: str, line: int, file: str) -> float:
    number = float(cell) if NUMBER.fullmatch(cell) else None
    if number is not None and abs(number) <= MOST_REAL:
        return number
    shown = repr(cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…")
    if number is not None:
        raise ValueError(f"numbers from -{MOST_REAL:g} to {MOST_REAL:g} in {file!r}, not {shown} in line {line}")
    hint = " (with a decimal point, and no separators of thousands)" if GROUPED.fullmatch(cell) else ""
    raise ValueError(f"numbers only in {file!r}, not {shown} in line {line}{hint}")
