"""The tables of all parts as one file, merged part by part: memory does not grow with the count.

Rows of many replications lie in a second file for a while, from which the table of the result is made. What of it is
settled need no longer stand in the parts, so that rows take their room on the disk once.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.folders.growing import GrowingTable
from sim.experiment.part import common_schema, conform, encodings, read_schema, read_table, remove_rows, unified
from sim.experiment.plan import Chunk
from sim.garbage import give_back
from sim.records.columns import known_of, values_of
from sim.records.dates import type_in_digest

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 8_192
"""Rows that are written at once: what a Parquet file says of each column of each row group takes memory, too."""

SETTLED_AT = 32_000_000
"""Bytes of parts after which the rows made of them are settled: below that, rows stand twice until all is done."""

LENGTH = 8
"""Bytes of the length of a text in a digest."""


def merge_tables(parts: Sequence[Path], name: str, target: Path) -> str:
    """Write the rows (or events) of parts, in their order, as one Parquet file; gives the digest of their content."""
    return Merging(name, GrowingTable(target)).finish(parts, target)


class Merging:
    """The rows (or events) of parts on their way into one file, in the parts' order.

    Parts may be added while others are not there yet. With `about`, which says of what work they are, what was added is
    settled now and then, and taken out of the parts.
    """

    def __init__(self, name: str, grown: GrowingTable, about: Mapping[str, Any] | None = None) -> None:
        self._name, self._grown, self._about = name, grown, about
        self._is_over = False
        self._settled: list[str] | None = None
        self._added: list[str] = []
        self._waiting: list[pa.Table] = []
        self._unsettled: list[Path] = []
        self._schemas: list[pa.Schema] = []
        self._digest = _Digest()

    def add(self, part: Path) -> None:
        """Put the next part behind the others. Raises `OSError`.

        A column without a value is written as one of real numbers: of what type it is, its first value tells. From a
        part on that has the first one of a column that was written so, parts are left to the end, as all is written
        anew then.
        """
        if self._is_over or part.name in self._known:
            return
        table = read_table(part, self._name)
        schemas = [unified([*self._schemas, table.schema])]
        self._is_over = self._grown.schema not in (None, common_schema(schemas))
        if not self._is_over:
            self._schemas = schemas
            self._take(part, table)

    def finish(self, parts: Sequence[Path], target: Path) -> str:
        """Add those of all parts that are not in it yet, and write the file; gives its digest. Raises `OSError`."""
        known = self._known
        assert [part.name for part in parts[: len(known)]] == known, "parts are merged in their order"
        rest = parts[len(known) :]
        self._schemas += [read_schema(part, self._name) for part in rest]
        if self._grown.schema not in (None, common_schema(self._schemas)):
            self._begin_anew(target)
        for part in rest:
            self._take(part, read_table(part, self._name))
        if self._waiting:
            self._write()
        self._grown.finish(target)
        return self._digest.hex(common_schema(self._schemas))

    @property
    def _known(self) -> list[str]:
        """The names of the parts that are in it, in their order; what an earlier process settled is looked at first."""
        if self._settled is None:
            self._settled = [*self._grown.settled]
            for group in self._grown.groups():
                self._digest.add(group)
                self._schemas = [unified([*self._schemas, without_empty(group)])]
        return [*self._settled, *self._added]

    def _take(self, part: Path, table: "pa.Table") -> None:
        self._added.append(part.name)
        self._waiting.append(table)
        self._unsettled.append(part)
        if sum(map(len, self._waiting)) >= ROW_GROUP:
            self._write()
            give_back()

    def _write(self) -> None:
        """Write what waits as a row group; settle it, where there is enough of it."""
        import pyarrow as pa

        schema = common_schema(self._schemas)
        group = pa.concat_tables(conform(table, schema) for table in self._waiting).unify_dictionaries()
        self._waiting.clear()
        self._digest.add(group)
        # Of each column of each row group statistics would be held until the end, and nobody asks for them.
        self._grown.add(group, compression="zstd", write_statistics=False, **encodings(schema))
        if self._about is not None and sum(one.stat().st_size for one in self._unsettled) >= SETTLED_AT:
            self._grown.settle([one.name for one in self._unsettled], self._about)
            for one in self._unsettled:
                remove_rows(one)
            self._unsettled.clear()

    def _begin_anew(self, target: Path) -> None:
        """Write all there is into a file of its own, with columns as they turned out to be."""
        tables = chain(self._grown.groups(), self._waiting)
        self._grown, self._about, self._waiting, self._digest = GrowingTable(target), None, [], _Digest()
        for table in tables:
            self._waiting.append(table)
            self._write()


def without_empty(group: "pa.Table") -> "pa.Schema":
    """The columns of rows that were written; those of real numbers without a value are of no type, as in parts."""
    import pyarrow as pa

    def is_empty(name: str) -> bool:
        return bool(pa.types.is_float64(group[name].type) and group[name].null_count == len(group))

    return pa.schema((one.name, pa.null() if is_empty(one.name) else one.type) for one in group.schema)


class InTurn:
    """Chunks in their order, of `replications` a point, whatever order they are done in."""

    def __init__(self, replications: int) -> None:
        self._replications = replications
        self._done: dict[tuple[int, int], Chunk] = {}
        self._next = (0, 0)

    def take(self, chunk: Chunk) -> Iterator[Chunk]:
        """Take a chunk that is done; gives those whose turn it is now, each once."""
        self._done[chunk.place()] = chunk
        while (found := self._done.pop(self._next, None)) is not None:
            end = found.first + found.count
            self._next = (found.point, end) if end < self._replications else (found.point + 1, 0)
            yield found


class _Digest:
    """Digest of a table that does not depend on how it is cut."""

    def __init__(self) -> None:
        self._columns: dict[str, _ColumnHash] = {}

    def add(self, group: "pa.Table") -> None:
        """Take the next rows."""
        for name in group.column_names:
            self._columns.setdefault(name, _ColumnHash()).add(group[name].combine_chunks())

    def hex(self, schema: "pa.Schema") -> str:
        """The digest of all columns, with their names and types, which a schema tells."""
        whole = hashlib.sha256()
        for name, digest in self._columns.items():
            kind = type_in_digest(schema.field(name).type)
            whole.update(f"{name}\0{kind}\0{digest.hex()}\n".encode())
        return whole.hexdigest()


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
            if array.null_count == len(array):
                self._values.update(bytes(LENGTH * len(array)))
                return
            for text in array.to_pylist():
                content = (text or "").encode()
                self._values.update(len(content).to_bytes(LENGTH, "little") + content)
            return
        values = values_of(array)
        if pa.types.is_timestamp(array.type):
            values = values.astype("datetime64[D]").astype(np.int32)
        self._values.update(np.ascontiguousarray(values).data)

    def hex(self) -> str:
        """Both digests."""
        return self._nulls.hexdigest() + self._values.hexdigest()
