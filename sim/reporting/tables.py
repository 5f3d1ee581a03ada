"""Tables of the page: a caption, column heads, and rows whose first cell is their head."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row: its head in words, the flat name or path it stands for, its cells as text."""

    words: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; `head` is the head of its first column. Cells are numbers but in the columns of `texts`."""

    caption: str
    head: str
    columns: Sequence[str]
    rows: Sequence[Row]
    texts: Sequence[int] = ()
    group: str = ""
