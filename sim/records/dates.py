"""Dates in tables: one type in every frame and file, that in which pandas reads the timestamps of a Parquet file."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

UNIT = "us"
"""The resolution: pandas' default since version 3, and one that a Parquet file keeps."""

Timestamps = NDArray[np.datetime64]


def timestamps(dates: Iterable[date]) -> Timestamps:
    """Calendar dates as a column of a table, shape (dates,), also where there are none."""
    return np.array(list(dates), dtype="datetime64[D]").astype(f"datetime64[{UNIT}]")


def timestamps_of(days: NDArray[np.int64], start: date) -> Timestamps:
    """Calendar dates of days counted from `start`, of the shape of `days`."""
    return (np.datetime64(start, "D") + days).astype(f"datetime64[{UNIT}]")


def type_in_digest(kind: "pa.DataType") -> "pa.DataType":
    """The type as which a column counts in a digest: dates as days, so that no resolution changes it."""
    import pyarrow as pa

    return pa.date32() if pa.types.is_timestamp(kind) else kind
