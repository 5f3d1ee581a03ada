"""Values of NumPy and pandas as Python's own: numbers, dates, and lists of them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

PLAIN = frozenset({int, float, str, bool, date, type(None)})


def plain(node: Any) -> Any:
    """A copy as tables and lists that can be changed, its values as Python's own.

    What has no exact counterpart (a time of day, a missing date) stays as it is, so that who checks it can name it.
    """
    if type(node) in PLAIN:
        return node
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, datetime):
        return _day_of(node)
    if hasattr(node, "model_dump"):
        return plain(node.model_dump())
    return _of_array(node) if hasattr(node, "dtype") else node


def _day_of(when: datetime) -> date:
    """The day of a midnight; NaT, which is not equal to itself, is none."""
    is_day = when.tzinfo is None and when == datetime.combine(when, time())
    return when.date() if is_day else when


def _of_array(node: Any) -> Any:
    """A scalar of NumPy, or a list of what an array, a series or an index holds."""
    if getattr(node, "ndim", 0):
        return [plain(value) for value in node]
    value = node[()] if hasattr(node, "__array__") and hasattr(node, "ndim") else node
    if value.dtype.kind == "M":
        day = value.astype("datetime64[D]")
        return day.item() if day == value else value
    return value if value.dtype.kind == "m" else value.item()
