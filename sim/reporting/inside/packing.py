"""Numbers of a page: columns side by side in one block, compressed, as text that the page's own script unpacks.

The block is the length of a JSON text (four bytes), that text, then the columns. A column is of whole numbers of four
bytes where they go into these, else of float64; its bytes lie by significance (all first bytes, then all second ones),
as what barely changes is compressed away then. Byte order is little-endian, the compression gzip's.
"""

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

NULL = -(2**31)
"""What stands for no value in a column of whole numbers; in the others it is NaN."""

Column = dict[str, Any]
"""Where a column lies in the block: `at`, `count` and `bytes` of a number (4 or 8)."""


class Block:
    """Columns that are laid one behind the other."""

    def __init__(self) -> None:
        self._columns: list[bytes] = []
        self._length = 0

    def add(self, values: NDArray[Any]) -> Column:
        """Add a column of numbers, NaN for none; gives where it lies."""
        stored = _whole(values)
        if stored is None:
            stored = np.asarray(values, dtype="<f8")
        size = stored.dtype.itemsize
        planes = np.ascontiguousarray(stored).view(np.uint8).reshape(-1, size).T.tobytes()
        place = {"at": self._length, "count": len(values), "bytes": size}
        self._columns.append(planes)
        self._length += len(planes)
        return place

    def packed(self, about: Mapping[str, Any]) -> str:
        """The block as text, with what there is to say about its columns."""
        head = json.dumps(about, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        whole = b"".join([len(head).to_bytes(4, "little"), head, *self._columns])
        return b64encode(gzip.compress(whole, 6, mtime=0)).decode()


def _whole(values: NDArray[Any]) -> NDArray[np.int32] | None:
    """Values as whole numbers of four bytes; None where any of them is none of these."""
    known = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), dtype=bool)
    kept = values[known]
    if len(kept) and not (np.all(np.abs(kept) < -NULL) and np.all(kept == np.trunc(kept))):
        return None
    found = np.full(len(values), NULL, dtype="<i4")
    found[known] = kept
    return found
