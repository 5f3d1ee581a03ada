"""Columns of CSV files, for empirical distributions."""

import csv
from pathlib import Path

MOST_VALUES = 100_000


def read_column(folder: str | Path, file: object, column: object) -> tuple[float, ...]:
    """The numbers in one column of a CSV file with a header line; the file's path starts at `folder`.

    Empty cells are left out. Raises `ValueError`, worded as what was expected, where the file cannot be read,
    lacks the column, or holds something else than numbers.
    """
    if not isinstance(file, str) or not isinstance(column, str):
        raise ValueError("'file' and 'column' as texts")
    try:
        with (Path(folder) / file).open(newline="", encoding="utf-8") as lines:
            rows = csv.DictReader(lines)
            if column not in (rows.fieldnames or ()):
                known = ", ".join(rows.fieldnames or ())
                raise ValueError(f"a column {column!r} in {file!r} (it has: {known})")
            cells = [(rows.line_num, (row[column] or "").strip()) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ValueError(f"a CSV file {file!r} that can be read ({reason})") from error
    values = tuple(_number(cell, line, file) for line, cell in cells if cell)
    if not values or len(values) > MOST_VALUES:
        raise ValueError(f"1 to {MOST_VALUES} numbers in column {column!r} of {file!r}, not {len(values)}")
    return values


def _number(cell: str, line: int, file: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise ValueError(f"numbers only in {file!r}, not {cell!r} in line {line}") from None
