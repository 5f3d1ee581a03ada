"""The tables of all parts as one file, merged part by part: memory does not grow with the count.

Rows of many replications lie in a second file for a while, from which the table of the result is made. What of it is
settled need no longer stand in the parts, so that rows take their room on the disk once.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.folders.growing import GrowingTable
from sim.experiment.part import common_schema, conform, encodings, read_schema, read_table, remove_rows
from sim.records.columns import known_of, values_of
from sim.records.dates import type_in_digest

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 16_384
"""Rows that are written at once: what a Parquet file says of each column of each row group takes memory, too."""

SETTLED_AT = 32_000_000
"""Bytes of parts after which the rows made of them are settled: below that, rows stand twice until all is done."""

LENGTH = 8
"""Bytes of the length of a text in a digest."""


def merge_tables(parts: Sequence[Path], name: str, target: Path) -> str:
    """Write the rows (or events) of parts, in their order, as one Parquet file; gives the digest of their content."""
    return _merged(parts, name, GrowingTable(target), target, None)


def merge_rows(parts: Sequence[Path], grown: GrowingTable, about: Mapping[str, Any], target: Path) -> str:
    """The same of rows, which are taken out of the parts as far as they are settled in `grown`, of the work `about`."""
    return _merged(parts, "rows", grown, target, about)


def _merged(
    parts: Sequence[Path], name: str, grown: GrowingTable, target: Path, about: Mapping[str, Any] | None
) -> str:
    import pyarrow as pa

    first = len(grown.settled)
    assert [part.name for part in parts[:first]] == grown.settled, "parts are merged in their order"
    schema = grown.schema or common_schema(read_schema(part, name) for part in parts)
    digest = _Digest(schema)
    for group in grown.groups():
        digest.add(group)
    waiting, unsettled = list[pa.Table](), list[Path]()
    for place, part in enumerate(parts[first:], first + 1):
        waiting.append(conform(read_table(part, name), schema))
        unsettled.append(part)
        if place == len(parts) or sum(map(len, waiting)) >= ROW_GROUP:
            group = pa.concat_tables(waiting).unify_dictionaries()
            waiting.clear()
            digest.add(group)
            grown.add(group, compression="zstd", **encodings(schema))
            if about is not None and sum(one.stat().st_size for one in unsettled) >= SETTLED_AT:
                grown.settle([one.name for one in unsettled], about)
                for one in unsettled:
                    remove_rows(one)
                unsettled.clear()
    grown.finish(target)
    return digest.hex()


class _Digest:
    """Digest of a table that does not depend on how it is cut."""

    def __init__(self, schema: "pa.Schema") -> None:
        self._schema = schema
        self._columns = {name: _ColumnHash() for name in schema.names}

    def add(self, group: "pa.Table") -> None:
        """Take the next rows."""
        for name, digest in self._columns.items():
            digest.add(group[name].combine_chunks())

    def hex(self) -> str:
        """The digest of all columns, with their names and types."""
        whole = hashlib.sha256()
        for name, digest in self._columns.items():
            kind = type_in_digest(self._schema.field(name).type)
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
