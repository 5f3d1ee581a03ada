"""A Parquet file that grows by row groups. What is in it can be settled, so that what it was made of may go.

A Parquet file says at its end what is in it. Until that is written, a second file beside it says it, up to a length:
what lies behind that was not settled, and is cut off when another process goes on.
"""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.records.files import aside, reason_of, sync
from sim.records.footers import MAGIC, enclosed, moved, split

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

AT_ONCE = 1 << 20
"""Bytes that are read at once."""


class GrowingTable:
    """Row groups of one schema in a file at `path`, made of parts whose names are `settled` as far as they may go."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settled: list[str] = []
        self._told = path.with_suffix(".json")
        self._content = hashlib.sha256()
        self._size = 0
        self._footer: pq.FileMetaData | None = None

    @property
    def schema(self) -> "pa.Schema | None":
        """Its columns; None of an empty file."""
        return None if self._footer is None else self._footer.schema.to_arrow_schema()

    def go_on(self, about: Mapping[str, Any]) -> None:
        """Go on with what was settled of the work that `about` tells, if anything was.

        Raises `ValueError`, `LookupError` or `TypeError` where that is damaged, `OSError` where it can't be gone on
        with, as on a full disk: then it stays as it is.
        """
        if not self._told.is_file():
            return
        try:
            told, content, footer = self._found(about)
        except OSError as error:
            raise ValueError(reason_of(error)) from None
        if self.path.stat().st_nlink > 1:  # it was finished, and is another file's content, too
            with aside(self.path) as own:
                shutil.copyfile(self.path, own)
        os.truncate(self.path, told["size"])
        self.settled, self._size, self._content, self._footer = told["parts"], told["size"], content, footer

    def groups(self) -> Iterator["pa.Table"]:
        """The row groups so far."""
        import pyarrow.parquet as pq

        if self._footer is not None:
            with pq.ParquetFile(self.path, metadata=self._footer) as file:
                for group in range(file.num_row_groups):
                    yield file.read_row_group(group)

    def add(self, table: "pa.Table", **how: Any) -> None:
        """Put a table behind what is there; `how` are arguments of Arrow's `ParquetWriter`. Raises `OSError`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        with pq.ParquetWriter(sink, table.schema, **how) as writer:
            writer.write_table(table)
        body, footer = split(memoryview(sink.getvalue()))
        before = self._size or len(MAGIC)
        added = body if self._size else MAGIC + body
        with self.path.open("ab" if self._size else "wb") as file:
            file.write(added)
        self._content.update(added)
        self._size = before + len(body)
        by = before - len(MAGIC)
        own = pq.read_metadata(io.BytesIO(MAGIC + enclosed(moved(footer, by) if by else footer)))
        if self._footer is None:
            self._footer = own
        else:
            self._footer.append_row_groups(own)

    def settle(self, parts: Sequence[str], about: Mapping[str, Any]) -> None:
        """See to it that what was added stays, whatever happens; parts of these names gave it. Raises `OSError`."""
        sync(self.path)
        settled = [*self.settled, *parts]
        told = {"about": dict(about), "size": self._size, "sha256": self._content.hexdigest(), "parts": settled}
        with aside(self._told) as temporary:
            temporary.write_bytes(json.dumps(told).encode() + b"\n" + self._whole_footer())
        sync(self.path.parent)
        self.settled = settled

    def finish(self, target: Path) -> None:
        """Make it a Parquet file that is whole, and the content of `target`. Raises `OSError`."""
        with self.path.open("ab") as file:
            file.write(self._whole_footer()[len(MAGIC) :])
        if target == self.path:
            return
        target.unlink(missing_ok=True)
        try:
            target.hardlink_to(self.path)
        except OSError:  # not all file systems have files of two names
            shutil.copyfile(self.path, target)

    def forget(self) -> None:
        """Remove it, and what is said of it."""
        self.settled, self._size, self._content, self._footer = [], 0, hashlib.sha256(), None
        for path in (self._told, self.path):
            with suppress(OSError):
                path.unlink()

    def _found(self, about: Mapping[str, Any]) -> "tuple[dict[str, Any], hashlib._Hash, pq.FileMetaData]":
        """What is told of what was settled, its hash and its footer. Raises as `go_on` where that is damaged."""
        import pyarrow.parquet as pq

        head, _, footer = self._told.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["about"] != dict(about):
            raise ValueError("it is of other work")
        content = self._content_of(told["size"])
        if content.hexdigest() != told["sha256"]:
            raise ValueError("its content is another")
        return told, content, pq.read_metadata(io.BytesIO(footer))

    def _content_of(self, size: int) -> "hashlib._Hash":
        """The hash of so many bytes of the file."""
        found = hashlib.sha256()
        with self.path.open("rb") as file:
            while size > 0 and (piece := file.read(min(size, AT_ONCE))):
                found.update(piece)
                size -= len(piece)
        return found

    def _whole_footer(self) -> bytes:
        assert self._footer is not None
        sink = io.BytesIO()
        self._footer.write_metadata_file(sink)
        return sink.getvalue()
