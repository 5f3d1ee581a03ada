"""Rows of an answer in columns."""

from collections.abc import Collection, Iterator, Sequence


def in_columns(rows: Sequence[tuple[str, ...]], left: Collection[int] = ()) -> Iterator[str]:
    """Rows in columns: the first, the last and those named to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ends = {0, len(widths) - 1, *left}
    for row in rows:
        cells = [
            cell.ljust(width) if place in ends else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()
