"""Rows: a table with a row a replication, its columns in the order in which they first appear."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.records.dates import arrow_column

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]


def rows_table(rows: Sequence[Row]) -> "pa.Table":
    """The table of rows that may lack columns; whole numbers are int64, others float64, dates timestamps."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: _column(name, [row.get(name) for row in rows]) for name in names})


def _column(name: str, values: list[Any]) -> "pa.Array":
    import pyarrow as pa

    if name == "error":
        return pa.array(values, pa.string())
    if any(isinstance(value, float) for value in values):
        values = [None if value is None else float(value) for value in values]
    return arrow_column(values)


def common_schema(schemas: Iterable["pa.Schema"]) -> "pa.Schema":
    """The schema that holds them all; a column that is null everywhere is of numbers."""
    import pyarrow as pa

    whole = pa.unify_schemas(list(schemas), promote_options="permissive")
    return pa.schema([(field.name, pa.float64() if pa.types.is_null(field.type) else field.type) for field in whole])


def conform(table: "pa.Table", schema: "pa.Schema") -> "pa.Table":
    """The table with the columns of a schema, null where it lacks one."""
    import pyarrow as pa

    names = set(table.column_names)
    columns = [
        table[field.name].cast(field.type) if field.name in names else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
