"""Columns of Arrow, made of memory as it is, and read as it lies there.

`pyarrow.array`, a `pyarrow.table` of anything but such columns, `to_numpy` and `numpy.asarray` of a column import
pandas, which takes longer than a small sweep.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.records.dates import UNIT

if TYPE_CHECKING:
    import pyarrow as pa

TYPES: Mapping[type, str] = {int: "int64", float: "float64", bool: "bool", date: f"datetime64[{UNIT}]"}
"""Of values of Python: the type of NumPy that a column of them has."""


def numbers_column(values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> "pa.Array":
    """Numbers or dates of shape (rows,), null where they are missing; days become timestamps."""
    import pyarrow as pa

    if values.dtype.kind == "M":
        values = values.astype(f"datetime64[{UNIT}]", copy=False)
        unknown = np.isnat(values)
        missing = unknown if missing is None else missing | unknown
    kind = pa.from_numpy_dtype(values.dtype)
    memory = _bits(values) if values.dtype.kind == "b" else pa.py_buffer(np.ascontiguousarray(values))
    there = None if missing is None or not missing.any() else _bits(~missing)
    return pa.Array.from_buffers(kind, len(values), [there, memory])


def text_column(texts: Sequence[str | None]) -> "pa.Array":
    """Texts, null where there is none."""
    import pyarrow as pa

    encoded = [b"" if text is None else text.encode() for text in texts]
    ends = np.fromiter(accumulate(map(len, encoded), initial=0), dtype=np.int64)
    if ends[-1] > np.iinfo(np.int32).max:
        return pa.array(texts, pa.string())
    missing = np.fromiter((text is None for text in texts), dtype=np.bool_, count=len(texts))
    there = _bits(~missing) if missing.any() else None
    memory = [there, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(texts), memory)


def category_column(codes: NDArray[np.signedinteger[Any]], names: Sequence[str]) -> "pa.Array":
    """Texts by the code of each among `names`, shape (rows,); null where that is negative."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numbers_column(codes, codes < 0), text_column(names))


def column_of(values: Sequence[Any] | NDArray[Any]) -> "pa.Array":
    """Values of one kind, in a sequence None for null: numbers, texts, or dates, which become timestamps."""
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        return numbers_column(values) if values.dtype.kind in "biufM" else column_of(values.tolist())
    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return pa.nulls(len(values))
    kind = kinds.pop()
    if not kinds and kind is str:
        return text_column(values)
    if not kinds and kind in TYPES:
        missing = np.fromiter((value is None for value in values), dtype=np.bool_, count=len(values))
        filler = next(value for value in values if value is not None)
        filled = [filler if value is None else value for value in values] if missing.any() else values
        return numbers_column(np.array(filled, dtype=TYPES[kind]), missing)
    found = pa.array(values)  # of several kinds, or of one that is seldom
    return found.cast(pa.timestamp(UNIT)) if pa.types.is_date(found.type) else found


def table_of(columns: Mapping[str, Any]) -> "pa.Table":
    """The table of columns of Arrow, or of values that `column_of` takes."""
    import pyarrow as pa

    made = [one if isinstance(one, pa.Array) else column_of(one) for one in columns.values()]
    return pa.Table.from_arrays(made, list(columns))


def known_of(column: "pa.Array | pa.ChunkedArray") -> NDArray[np.bool_]:
    """Which rows of a column are not null, shape (rows,)."""
    whole = _whole(column)
    there = whole.buffers()[0] if whole.null_count else None
    if there is None:
        return np.full(len(whole), whole.null_count == 0)
    return _truths(there, whole.offset, len(whole))


def values_of(column: "pa.Array | pa.ChunkedArray") -> NDArray[Any]:
    """The numbers, truths or dates of a column, shape (rows,); 0 where they are null."""
    whole = _whole(column)
    if str(whole.type) == "null":
        return np.zeros(len(whole))
    memory = whole.buffers()[1]
    if str(whole.type) == "bool":
        values: NDArray[Any] = _truths(memory, whole.offset, len(whole))
    else:
        kind = np.dtype(KINDS.get(str(whole.type), str(whole.type)))
        values = np.frombuffer(memory, kind, len(whole), whole.offset * kind.itemsize)
    return np.where(known_of(whole), values, np.zeros(1, values.dtype)) if whole.null_count else values


def reals_of(column: "pa.Array | pa.ChunkedArray") -> NDArray[np.float64]:
    """The numbers of a column as float64, shape (rows,), NaN where they are null; dates count in microseconds.

    Dollars may pass 2^53: a statistic of them is real anyway, so they are rounded rather than refused.
    """
    values = values_of(column)
    reals = values.view(np.int64).astype(np.float64) if values.dtype.kind == "M" else values.astype(np.float64)
    reals[~known_of(column)] = np.nan
    return reals


KINDS = {"double": "float64", "float": "float32"}
KINDS |= {f"timestamp[{unit}]": f"datetime64[{unit}]" for unit in ("s", "ms", "us", "ns")}
"""By type of Arrow: the type of NumPy, where it is called otherwise."""


def _whole(column: "pa.Array | pa.ChunkedArray") -> "pa.Array":
    return column.combine_chunks() if hasattr(column, "combine_chunks") else column


def _truths(memory: "pa.Buffer", offset: int, count: int) -> NDArray[np.bool_]:
    bits = np.unpackbits(np.frombuffer(memory, np.uint8), count=offset + count, bitorder="little")
    return bits[offset:].view(np.bool_)


def _bits(truths: NDArray[np.bool_]) -> "pa.Buffer":
    import pyarrow as pa

    return pa.py_buffer(np.packbits(truths, bitorder="little"))
