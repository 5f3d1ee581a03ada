"""Rows of a table as plain values."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def plain_rows(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table: None where there is no value, days as dates."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(key): _plain(value) for key, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
