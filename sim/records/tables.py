"""Tables of the contract: their columns as plain arrays, and as Arrow has them for files and frames."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.records.columns import category_column, numbers_column

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Numbers = NDArray[Any]
"""A column of numbers or dates, shape (rows,)."""


@dataclass(frozen=True)
class Texts:
    """A column of texts by the code of each among `names`, shape (rows,); null where that is negative."""

    codes: NDArray[np.int64]
    names: Sequence[str]


@dataclass(frozen=True)
class Numbered:
    """A column of whole numbers from 1 on, shape (rows,); null where there is 0."""

    numbers: NDArray[np.int32]


Table = Mapping[str, Numbers | Texts | Numbered]
"""Columns by name, all of as many rows."""

Columns = Mapping[str, Numbers]
"""Columns of a table without nulls, texts as objects."""


def plain(table: Table) -> dict[str, Numbers]:
    """The columns of a table without nulls."""
    return {
        name: np.array(column.names, dtype=object)[column.codes]
        if isinstance(column, Texts)
        else column.numbers
        if isinstance(column, Numbered)
        else column
        for name, column in table.items()
    }


def where(columns: Columns, chosen: NDArray[np.bool_]) -> Columns:
    """The rows that are chosen, shape (rows,)."""
    return {name: column[chosen] for name, column in columns.items()}


def arrow(table: Table) -> "pa.Table":
    """The table of Arrow; to pandas its texts are categories, and its numbers are whole also where some are missing."""
    import pyarrow as pa

    made = pa.Table.from_arrays([_array(column) for column in table.values()], list(table))
    about = {"pandas_type": "int32", "numpy_type": "Int32", "metadata": None}
    told = [{"name": name, "field_name": name, **about} for name, one in table.items() if isinstance(one, Numbered)]
    if not told:
        return made
    return made.replace_schema_metadata(
        {"pandas": json.dumps({"index_columns": [], "column_indexes": [], "columns": told})}
    )


def frame(table: Table) -> "pd.DataFrame":
    """The table as pandas has it, and reads it from its file."""
    made: pd.DataFrame = arrow(table).to_pandas()
    return made


def write_table(table: Table) -> Callable[[Path], None]:
    """A writer of a table as a Parquet file."""

    def write(path: Path) -> None:
        import pyarrow.parquet as pq

        pq.write_table(arrow(table), path)

    return write


def _array(column: Numbers | Texts | Numbered) -> "pa.Array":
    if isinstance(column, Numbered):
        return numbers_column(column.numbers, column.numbers == 0)
    if isinstance(column, Texts):
        return category_column(column.codes.astype(np.min_scalar_type(-len(column.names) - 1)), column.names)
    return numbers_column(column)
