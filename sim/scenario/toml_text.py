"""Keys and values as TOML writes them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.scenario.paths import basic_string

BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_key(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if BARE.fullmatch(key) else basic_string(key)


def as_value(value: Any) -> str:
    """A value on one line; what is None in a table is left out."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return basic_string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        entries = (f"{as_key(str(key))} = {as_value(one)}" for key, one in value.items() if one is not None)
        return "{ " + ", ".join(entries) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(as_value, value)) + "]"
    return repr(value)
