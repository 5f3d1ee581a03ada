"""Values of NumPy and pandas as Python's own: numbers, dates, and lists of them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sim.errors import UsageError

PLAIN = frozenset({int, float, str, bool, date, type(None)})

DEEPEST = 50
"""Levels of tables and lists within each other, more than any scenario has: what holds itself has no end."""


def plain(node: Any, depth: int = 0) -> Any:
    """A copy as tables and lists that can be changed, its values as Python's own.

    What has no exact counterpart (a time of day, a missing date) stays as it is, so that who checks it can name it.
    Raises `UsageError` for what is deeper than `DEEPEST`, counted from `depth`.
    """
    if type(node) in PLAIN:
        return node
    if depth > DEEPEST:
        raise UsageError(f"a value holds itself, or more than {DEEPEST} tables and lists within each other")
    if isinstance(node, Mapping):
        return {plain(key): plain(value, depth + 1) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value, depth + 1) for value in node]
    if isinstance(node, str | datetime):
        return str(node) if isinstance(node, str) else _day_of(node)
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
