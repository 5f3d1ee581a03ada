"""A part: the result of one chunk as one file, a ZIP archive that checks itself.

`part.json` says what it is of, `rows.arrow` has a row a replication, `events.arrow` the event logs where these are
kept, and `curves/<what>`, each a `packed` array, the curves: the steps of each replication, or, of a sweep too large
for that, histograms by product and buyer; and sums of each day. A part lives for as long as its sweep, so it is made
to be written and read quickly. The tables of all parts are merged part by part: memory does not grow with the count.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.packed import packed, unpacked
from sim.experiment.plan import Chunk
from sim.records.columns import column_of, known_of, table_of, text_column, values_of
from sim.records.dates import type_in_digest
from sim.version import DIGESTS, VERSION

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 7
"""Number of this arrangement; another is done again."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed time in the archive, so that the same part has the same bytes."""

ROW_GROUP = 16_384
"""Rows that are written at once: what a Parquet file says of each column of each row group takes memory, too."""

Arrays = dict[str, NDArray[Any]]

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
            _add(archive, "rows.arrow", _arrow(self.rows))
            if self.events is not None:
                _add(archive, "events.arrow", _arrow(self.events))
            for name, array in self.arrays.items():
                _add(archive, f"curves/{name}", packed(array))
        return buffer.getvalue()


def identity(work: str, chunk: Chunk) -> dict[str, Any]:
    """What a part must say of itself to be used."""
    return {"format": FORMAT, "version": VERSION, "digests": DIGESTS, "work": work, **vars(chunk)}


def check(source: Any, work: str, chunk: Chunk) -> None:
    """Raises `DamagedPartError` unless a file is this chunk of this work, whole."""
    expected = identity(work, chunk)
    try:
        with zipfile.ZipFile(source) as archive:
            damaged = archive.testzip()
            if damaged is not None:
                raise DamagedPartError(f"{damaged} in it is damaged")
            found = json.loads(archive.read("part.json"))
            if "rows.arrow" not in archive.namelist():
                raise DamagedPartError("has no rows")
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, RuntimeError) as error:
        raise DamagedPartError(f"is damaged ({error})") from None
    if not isinstance(found, Mapping):
        raise DamagedPartError("is damaged (part.json)")
    for key, value in expected.items():
        if found.get(key) != value:
            raise DamagedPartError(f"is of other work ({key} {found.get(key)!r}, expected {value!r})")


def read_schema(source: Any, name: str) -> "pa.Schema":
    """The columns of the table `rows` or `events` of a part."""
    import pyarrow as pa

    with zipfile.ZipFile(source) as archive:
        return pa.ipc.open_file(pa.py_buffer(archive.read(f"{name}.arrow"))).schema


def read_table(source: Any, name: str) -> "pa.Table":
    """The table `rows` or `events` of a part."""
    import pyarrow as pa

    with zipfile.ZipFile(source) as archive:
        return pa.ipc.open_file(pa.py_buffer(archive.read(f"{name}.arrow"))).read_all()


def read_array(archive: zipfile.ZipFile, name: str) -> NDArray[Any] | None:
    """An array of a part's open file; None where it has none of this name."""
    try:
        return unpacked(archive.read(f"curves/{name}"))
    except KeyError:
        return None


def _arrow(table: "pa.Table") -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
        file.write_table(table)
    return bytes(sink.getvalue())


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

    whole = pa.unify_schemas(list(schemas), promote_options="permissive")
    return pa.schema([(field.name, pa.float64() if pa.types.is_null(field.type) else field.type) for field in whole])


def conform(table: "pa.Table", schema: "pa.Schema") -> "pa.Table":
    """The table with the columns of a schema, null where it lacks one."""
    import pyarrow as pa

    if table.schema.equals(schema):
        return table
    known = dict(zip(table.column_names, table.columns, strict=True))
    columns = []
    for name, kind in zip(schema.names, schema.types, strict=True):
        column = known.get(name)
        if column is None or pa.types.is_null(column.type):
            column = pa.nulls(len(table), kind)
        columns.append(column if column.type == kind else column.cast(kind))
    return pa.table(columns, schema=schema)


def merge_tables(parts: Sequence[Path], name: str, target: Path) -> str:
    """Write the rows (or events) of parts, in their order, as one Parquet file; gives the digest of their content."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = common_schema(read_schema(part, name) for part in parts)
    hashes = {column: _ColumnHash() for column in schema.names}
    waiting: list[pa.Table] = []
    with pq.ParquetWriter(target, schema, compression="zstd", **_encodings(schema)) as writer:
        for place, part in enumerate(parts, 1):
            waiting.append(conform(read_table(part, name), schema))
            if place == len(parts) or sum(map(len, waiting)) >= ROW_GROUP:
                group = pa.concat_tables(waiting).unify_dictionaries()
                for column in schema.names:
                    hashes[column].add(group[column].combine_chunks())
                writer.write_table(group)
                waiting.clear()
    whole = hashlib.sha256()
    for column, digest in hashes.items():
        whole.update(f"{column}\0{type_in_digest(schema.field(column).type)}\0{digest.hex()}\n".encode())
    return whole.hexdigest()


def _encodings(schema: "pa.Schema") -> dict[str, Any]:
    """How columns are written: numbers hardly stand twice, so that a dictionary of them takes time and room."""
    import pyarrow as pa

    deltas = {field.name for field in schema if pa.types.is_int64(field.type) or pa.types.is_timestamp(field.type)}
    words = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_dictionary(field.type)]
    return {"use_dictionary": words, "column_encoding": dict.fromkeys(deltas, "DELTA_BINARY_PACKED")}


class _ColumnHash:
    """Digest of a column that does not depend on how it is cut: one of its nulls, one of its values."""

    def __init__(self) -> None:
        self._nulls = hashlib.sha256()
        self._values = hashlib.sha256()

    def add(self, array: "pa.Array") -> None:
        """Take the next piece; text as its lengths and bytes, null as 0."""
        import pyarrow as pa

        self._nulls.update((~known_of(array)).tobytes())
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
            for text in array.to_pylist():
                content = (text or "").encode()
                self._values.update(len(content).to_bytes(8, "little") + content)
            return
        values = values_of(array)
        if pa.types.is_timestamp(array.type):
            values = values.astype("datetime64[D]").astype(np.int32)
        self._values.update(np.ascontiguousarray(values).data)

    def hex(self) -> str:
        """Both digests."""
        return self._nulls.hexdigest() + self._values.hexdigest()
