"""A scenario as the text of a file that gives the same scenario again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.scenario.paths import basic_string, dump
from sim.scenario.tables import Episode

BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(scenario: Episode) -> str:
    """Everything that it holds, defaults too: a line a key, in lists of tables a line a table."""
    return "".join(f"{_key(key)} = {_top(value)}\n" for key, value in dump(scenario).items() if value is not None)


def file_name(scenario: Episode) -> str:
    """A name for the file, of plain letters."""
    return (re.sub(r"[^A-Za-z0-9._-]+", "-", scenario.name).strip("-") or "scenario") + ".toml"


def _top(value: Any) -> str:
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
    return _value(value)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else basic_string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return basic_string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{_key(str(key))} = {_value(one)}" for key, one in value.items() if one is not None)
            + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value)
