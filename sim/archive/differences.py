"""The first place in which two files of results differ, in words."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

ORDER = ("events.parquet", "replications.parquet", "simulations.parquet")
"""Tables that a result digest is of: what else lies in a folder follows from these."""


def compared_names(names: "set[str]") -> list[str]:
    """The files whose content is compared, in the order of how much follows from each; no scenario, no picture."""
    data = {name for name in names if name.endswith((".parquet", ".json"))} - {"scenario.json", "manifest.json"}
    first = [name for name in ORDER if name in data]
    tables = sorted(name for name in data - {*first} if name.endswith(".parquet"))
    return [*first, *tables, *sorted(name for name in data if name.endswith(".json"))]


def difference_of(theirs: Path, ours: Path, shared_rows: "pa.ChunkedArray | None" = None) -> str:
    """Where the content of two files of one name first differs; empty where it is the same.

    Of the table at `theirs` only those rows count that `shared_rows` (truths) chooses, where it is given.
    """
    if theirs.suffix == ".parquet":
        return _of_tables(theirs, ours, shared_rows)
    return difference_of_values(_json(theirs), _json(ours))


def difference_of_values(theirs: Any, ours: Any) -> str:
    """Where two values of JSON first differ; empty where they are the same."""
    return next(_of_values(theirs, ours, ""), "")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _of_values(theirs: Any, ours: Any, place: str) -> Iterator[str]:
    """Each difference of two JSON values, with its place."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in dict.fromkeys((*theirs, *ours)):
            inner = f"{place}.{key}" if place else str(key)
            yield from _of_values(theirs.get(key, MISSING), ours.get(key, MISSING), inner)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for number, (one, other) in enumerate(zip(theirs, ours, strict=True), 1):
            yield from _of_values(one, other, f"{place}.{number}" if place else str(number))
    elif not _same(theirs, ours):
        yield f"{place or 'its content'}: {_shown(theirs)} in the result, {_shown(ours)} again"


MISSING = object()
LONGEST = 60


def _shown(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    if value is None:
        return "null"
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    return bool(one == other)


def _of_tables(theirs: Path, ours: Path, shared_rows: "pa.ChunkedArray | None") -> str:
    """Column by column, so that memory holds two of them; the first row that differs is told."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(theirs) as left, pq.ParquetFile(ours) as right:
        if shared_rows is None and left.metadata.num_rows != right.metadata.num_rows:
            return f"{left.metadata.num_rows:,} rows in the result, {right.metadata.num_rows:,} again"
        names = dict.fromkeys((*left.schema_arrow.names, *right.schema_arrow.names))
        found = [_of_column(left, right, name, shared_rows) for name in names]
    first = min((one for one in found if one is not None), key=lambda one: one[0], default=None)
    return "" if first is None else f"row {first[0] + 1:,}, {first[1]}"


def _of_column(left: Any, right: Any, name: str, shared_rows: "pa.ChunkedArray | None") -> tuple[int, str] | None:
    """The first row, from 0, in which a column differs, and how. A column that one table lacks is null there."""
    theirs, ours = (_column(file, name) for file in (left, right))
    if theirs is not None and shared_rows is not None:
        theirs = theirs.filter(shared_rows)
    if theirs is not None and ours is not None and theirs.type == ours.type and theirs.equals(ours):
        return None
    count = len(ours if ours is not None else theirs)
    one, other = (np.full(count, None) if part is None else _values(part) for part in (theirs, ours))
    for row in range(count):
        if not _same(one[row], other[row]):
            return row, f"{name}: {_shown(one[row])} in the result, {_shown(other[row])} again"
    return None


def _column(file: Any, name: str) -> Any:
    return file.read(columns=[name])[name] if name in file.schema_arrow.names else None


def _values(column: Any) -> "list[Any]":
    values: list[Any] = column.to_pylist()
    return values
