"""Footers of Parquet files: where a file's row groups lie, so that those of one can be put behind those of another.

A footer is a `FileMetaData` of the Parquet format (parquet.thrift of Apache Parquet) in Thrift's compact protocol:
structs of fields, each with its type and by how much its number is above that of the field before. Arrow can't move
row groups.
"""

from collections.abc import Collection
from typing import Final

MAGIC: Final = b"PAR1"
LENGTH = 4
"""Bytes that tell how long a footer is, which stand behind it."""

STOP, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT = 0, 3, 7, 8, 9, 10, 12
WHOLE = (4, 5, 6)
TRUTHS = (1, 2)
"""Types of fields: whole numbers of 16, 32 and 64 bits are written alike; a truth is its own type."""

ROW_GROUPS, COLUMNS, METADATA = (4,), (4, 1), (4, 1, 3)
PLACES: Collection[tuple[int, ...]] = frozenset(
    {(*ROW_GROUPS, 5), (*COLUMNS, 2), (*COLUMNS, 4), (*COLUMNS, 6)} | {(*METADATA, field) for field in (9, 10, 11, 14)}
)
"""Numbers of fields, from the outermost on, that say where something lies: row groups, columns, indices, pages."""


def split(file: memoryview) -> tuple[memoryview, bytes]:
    """What lies in a Parquet file between its magic and its footer, and the footer."""
    end = len(file) - len(MAGIC) - LENGTH
    begin = end - int.from_bytes(file[end : end + LENGTH], "little")
    return file[len(MAGIC) : begin], bytes(file[begin:end])


def enclosed(footer: bytes) -> bytes:
    """A footer as it stands at the end of a file."""
    return footer + len(footer).to_bytes(LENGTH, "little") + MAGIC


def moved(footer: bytes, by: int) -> bytes:
    """The footer of a file whose row groups lie so many bytes further on."""
    return bytes(_Moving(footer, by).moved())


class _Moving:
    """Goes through a footer once, and writes it anew."""

    def __init__(self, footer: bytes, by: int) -> None:
        self._footer, self._by = footer, by
        self._place = 0
        self._written = bytearray()

    def moved(self) -> bytearray:
        self._struct(())
        return self._written

    def _struct(self, path: tuple[int, ...]) -> None:
        field = 0
        while True:
            head = self._copy(1)[0]
            kind, above = head & 15, head >> 4
            if kind == STOP:
                return
            field = field + above if above else _signed(self._number())
            self._value(kind, (*path, field))

    def _value(self, kind: int, path: tuple[int, ...]) -> None:
        if kind in WHOLE:
            if path in PLACES:
                self._move()
            else:
                self._number()
        elif kind == BINARY:
            self._copy(self._number())
        elif kind in (LIST, SET):
            self._list(path)
        elif kind == STRUCT:
            self._struct(path)
        elif kind not in TRUTHS:
            self._copy({BYTE: 1, DOUBLE: 8}[kind])

    def _list(self, path: tuple[int, ...]) -> None:
        head = self._copy(1)[0]
        kind, count = head & 15, head >> 4
        count = self._number() if count == 15 else count
        for _ in range(count):
            if kind in TRUTHS:
                self._copy(1)
            else:
                self._value(kind, path)

    def _move(self) -> None:
        """Write a place, where there is one."""
        begin = len(self._written)
        place = _signed(self._number())
        if place > 0:
            del self._written[begin:]
            self._written += _varint(place + self._by << 1)

    def _number(self) -> int:
        """Copy a number of seven bits a byte, the lowest first; gives it."""
        number, shift = 0, 0
        while True:
            byte = self._copy(1)[0]
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    def _copy(self, count: int) -> bytes:
        found = self._footer[self._place : self._place + count]
        self._written += found
        self._place += count
        return found


def _signed(number: int) -> int:
    """A number that is written so that those near 0 are short: 0, -1, 1, -2 as 0, 1, 2, 3."""
    return number >> 1 ^ -(number & 1)


def _varint(number: int) -> bytes:
    written = bytearray()
    while number >= 128:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)
