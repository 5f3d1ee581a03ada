"""A part: the result of one chunk as one file, a ZIP archive that checks itself.

`part.json` says what it is of, `rows.parquet` has a row a replication, `events.parquet` the event logs where these are
kept, and `curves/<what>`, each a `packed` array, the curves: the steps of each replication, or, of a sweep too large
for that, histograms by product and buyer; and sums of each day. A part lives for as long as its sweep, so it is made
to be written and read quickly.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from sim.experiment.packed import packed, unpacked
from sim.experiment.plan import Chunk
from sim.records.columns import column_of, table_of, text_column
from sim.records.files import aside
from sim.version import DIGESTS, VERSION

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 8
"""Number of this arrangement; another is done again."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed time in the archive, so that the same part has the same bytes."""

ROWS, CURVES, CURVELESS = "rows.parquet", "curves/", "curves.elsewhere"
"""Names in the archive: of the rows, of what begins with the curves, and of what tells that these were taken out."""

Arrays = dict[str, NDArray[Any]]

Reader = Callable[[str], NDArray[Any] | None]
"""Gives an array of a part by its name."""

Row = Mapping[str, Any]


class DamagedPartError(Exception):
    """A part's file is not whole, or is of other work; the text says which."""


@dataclass(frozen=True)
class Part:
    """Rows of a chunk, arrays by name, and event logs."""

    work: str
    chunk: Chunk
    rows: "pa.Table"
    arrays: Arrays = field(default_factory=dict)
    events: "pa.Table | None" = None

    def encode(self) -> bytes:
        """The part as the bytes of its file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            _add(archive, "part.json", json.dumps(identity(self.work, self.chunk)).encode())
            _add(archive, ROWS, _parquet(self.rows, "none"))
            if self.events is not None:
                _add(archive, "events.parquet", _parquet(self.events, "zstd"))
            add_arrays(archive, self.arrays)
        return buffer.getvalue()


def identity(work: str, chunk: Chunk) -> dict[str, Any]:
    """What a part must say of itself to be used."""
    return {"format": FORMAT, "version": VERSION, "digests": DIGESTS, "work": work, **vars(chunk)}


def check(source: Any, work: str, chunk: Chunk, has_rows: bool = True, has_curves: bool = True) -> None:
    """Raises `DamagedPartError` unless a file is this chunk of this work, whole, with rows and curves if it must."""
    expected = identity(work, chunk)
    try:
        with zipfile.ZipFile(source) as archive:
            damaged = archive.testzip()
            if damaged is not None:
                raise DamagedPartError(f"{damaged} in it is damaged")
            found = json.loads(archive.read("part.json"))
            if has_rows and ROWS not in archive.namelist():
                raise DamagedPartError("has no rows")
            if has_curves and CURVELESS in archive.namelist():
                raise DamagedPartError("has no curves")
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, RuntimeError) as error:
        raise DamagedPartError(f"is damaged ({error})") from None
    if not isinstance(found, Mapping):
        raise DamagedPartError("is damaged (part.json)")
    for key, value in expected.items():
        if found.get(key) != value:
            raise DamagedPartError(f"is of other work ({key} {found.get(key)!r}, expected {value!r})")


def remove_rows(path: Path) -> None:
    """Take the rows out of a part's file. Raises `OSError`."""
    _keep(path, lambda name: name != ROWS)


def remove_curves(path: Path) -> None:
    """Take the curves out of a part's file, which tells that it had them. Raises `OSError`."""
    _keep(path, lambda name: not name.startswith(CURVES), CURVELESS)


def _keep(path: Path, is_kept: Callable[[str], bool], *more: str) -> None:
    with zipfile.ZipFile(path) as archive, aside(path) as temporary, zipfile.ZipFile(temporary, "w") as kept:
        names = [name for name in archive.namelist() if is_kept(name)]
        for name in names:
            _add(kept, name, archive.read(name))
        for name in set(more) - set(names):
            _add(kept, name, b"")


def add_arrays(archive: zipfile.ZipFile, arrays: Arrays) -> None:
    """Add arrays to an open file."""
    for name, array in arrays.items():
        _add(archive, f"{CURVES}{name}", packed(array))


def read_schema(source: Any, name: str) -> "pa.Schema":
    """The columns of the table `rows` or `events` of a part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with zipfile.ZipFile(source) as archive:
        return pq.read_schema(pa.py_buffer(archive.read(f"{name}.parquet")))


def read_table(source: Any, name: str) -> "pa.Table":
    """The table `rows` or `events` of a part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with zipfile.ZipFile(source) as archive, pq.ParquetFile(pa.py_buffer(archive.read(f"{name}.parquet"))) as file:
        return file.read(use_threads=False)


def read_array(archive: zipfile.ZipFile, name: str) -> NDArray[Any] | None:
    """An array of a part's open file; None where it has none of this name."""
    try:
        return unpacked(archive.read(f"{CURVES}{name}"))
    except KeyError:
        return None


def _parquet(table: "pa.Table", compression: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    how = {"compression": compression, "write_statistics": False, **encodings(table.schema)}
    with pq.ParquetWriter(sink, table.schema, **how) as file:
        file.write_table(table)
    return bytes(sink.getvalue())


def encodings(schema: "pa.Schema") -> dict[str, Any]:
    """How columns are written: numbers hardly stand twice, so that a dictionary of them takes time and room."""
    import pyarrow as pa

    by_type: dict[str, str] = {}
    for column in schema:
        if pa.types.is_int64(column.type) or pa.types.is_timestamp(column.type):
            by_type[column.name] = "DELTA_BINARY_PACKED"
        elif pa.types.is_float64(column.type):
            by_type[column.name] = "BYTE_STREAM_SPLIT"
    words = [one.name for one in schema if pa.types.is_string(one.type) or pa.types.is_dictionary(one.type)]
    return {"use_dictionary": words, "column_encoding": by_type}


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content)


def rows_table(rows: Sequence[Row]) -> "pa.Table":
    """The table of rows that may lack columns; whole numbers are int64, others float64, dates timestamps."""
    names = dict.fromkeys(name for row in rows for name in row)
    return table_of({name: _column(name, [row.get(name) for row in rows]) for name in names})


def _column(name: str, values: list[Any]) -> "pa.Array":
    if name == "error":
        return text_column(values)
    if any(isinstance(value, float) for value in values):
        values = [None if value is None else float(value) for value in values]
    return column_of(values)


def common_schema(schemas: Iterable["pa.Schema"]) -> "pa.Schema":
    """The schema that holds them all; a column that is null everywhere is of numbers."""
    import pyarrow as pa

    return pa.schema([(one.name, pa.float64() if pa.types.is_null(one.type) else one.type) for one in unified(schemas)])


def unified(schemas: Iterable["pa.Schema"]) -> "pa.Schema":
    """The schema that holds them all; a column that is null everywhere is of no type."""
    import pyarrow as pa

    return pa.unify_schemas(list(schemas), promote_options="permissive")


def conform(table: "pa.Table", schema: "pa.Schema") -> "pa.Table":
    """The table with the columns of a schema, null where it lacks one."""
    import pyarrow as pa

    if table.schema.equals(schema):
        return table
    known = dict(zip(table.column_names, table.columns, strict=True))
    columns = []
    for name, kind in zip(schema.names, schema.types, strict=True):
        column = known.get(name)
        if column is None or (column.type != kind and column.null_count == len(table)):
            column = pa.nulls(len(table), kind)
        columns.append(column if column.type == kind else column.cast(kind))
    return pa.table(columns, schema=schema)
