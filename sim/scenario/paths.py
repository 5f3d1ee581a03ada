"""Paths name one value of a scenario: `product.H800.production.capacity`, `buyer.ByteDance.order.3.units`.

The parts of a path are the keys of the file. Entries with a name are addressed by it (the longest name that
fits, so names may hold dots and spaces), entries without one by their number, counted from 1. A buyer's only
`demand` needs no number. A *location* is the same as the steps of Python: keys and indices from 0.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Problem
from sim.scenario.plain import plain
from sim.scenario.quantities import Table
from sim.scenario.wording import did_you_mean, one_of

Step = str | int
Location = tuple[Step, ...]
FREE_TABLES = ("via", "on_control", "uncertain", "where")
"""Tables whose keys are names or paths that the user chooses."""

DURATIONS = ("lot_interval", "cycle_time", "patience", "waits", "days")
"""Whole numbers of days: a draw is rounded up."""


class UnknownPathError(LookupError):
    """A path leads nowhere: `location` is how far it goes, `known` what could follow, `rest` what does."""

    def __init__(self, location: Location, known: Sequence[str], rest: str) -> None:
        super().__init__(rest)
        self.location, self.known, self.rest = location, tuple(known), rest


def _fitting(names: Sequence[str], rest: str) -> str | None:
    fitting = [name for name in names if rest == name or rest.startswith(f"{name}.")]
    return max(fitting, key=len, default=None)


def _entry_names(entries: Sequence[Any]) -> list[str]:
    """How entries of an array are addressed: by name where they have one, else by number."""
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    return [name if isinstance(name, str) else str(number) for number, name in enumerate(names, 1)]


def _step_into_list(entries: Sequence[Any], location: Location, rest: str) -> tuple[Step, str]:
    names = _entry_names(entries)
    name = _fitting(names, rest)
    if name is not None:
        return names.index(name), rest[len(name) + 1 :]
    number = rest.split(".", maxsplit=1)[0]
    if number.isdecimal() and 1 <= int(number) <= len(entries):
        return int(number) - 1, rest[len(number) + 1 :]
    if location[-1:] == ("demand",) and len(entries) == 1 and not number.isdecimal():
        return 0, rest
    raise UnknownPathError(location, names, rest)


def _step(node: Any, location: Location, rest: str) -> tuple[Step, str]:
    """The next step of a path and what remains of the path after it."""
    if isinstance(node, Mapping):
        key = _fitting(list(node), rest)
        if key is None and location[-1:] and location[-1] in FREE_TABLES:
            return rest, ""
        if key is None:
            raise UnknownPathError(location, list(node), rest)
        return key, rest[len(key) + 1 :]
    if isinstance(node, list | tuple):
        return _step_into_list(node, location, rest)
    if node is None and location:
        head, _, tail = rest.partition(".")
        return head, tail
    raise UnknownPathError(location, (), rest)


def child(node: Any, step: Step) -> Any:
    """What stands at a step of a document; None where nothing does."""
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, list | tuple) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def locate(document: Mapping[str, Any], path: str) -> Location:
    """The location of a path in a document; raises `UnknownPathError` where it leads nowhere.

    A table that is absent (None) is entered all the same, so that its first key can be set.
    """
    location: Location = ()
    node: Any = document
    rest = path
    while rest:
        step, rest = _step(node, location, rest)
        node = child(node, step)
        location = (*location, step)
    if not location:
        raise UnknownPathError((), list(document), path)
    return location


def path_of(document: Mapping[str, Any], location: Location) -> str:
    """The path of a location, for messages: the inverse of `locate`."""
    parts: list[str] = []
    node: Any = document
    for step in location:
        if isinstance(step, int):
            names = _entry_names(node) if isinstance(node, list | tuple) else []
            first = step < len(names) and names.index(names[step]) == step
            parts.append(names[step] if first else str(step + 1))
        else:
            parts.append(step)
        node = child(node, step)
    return ".".join(parts)


def at(document: Mapping[str, Any], location: Location) -> Any:
    """What stands at a location; None where nothing does."""
    node: Any = document
    for step in location:
        node = child(node, step)
    return node


def dump(table: Table) -> dict[str, Any]:
    """A scenario, or a table of it, as plain tables and lists with all defaults filled in; dates stay dates."""
    return plain(table.model_dump())  # type: ignore[no-any-return]


def unknown_path(error: UnknownPathError, document: Mapping[str, Any], path: str) -> Problem:
    """What to tell the user of a path that leads nowhere."""
    before = path_of(document, error.location)
    if not error.known:
        return Problem(path, "a path to nothing", f"a path that ends at {before}" if before else "a path")
    close = did_you_mean(error.rest.split(".", maxsplit=1)[0], error.known, prefix=f"{before}." if before else "")
    return Problem(path, "a path to nothing", one_of(error.known) + (f" after {before}" if before else ""), close)


def rounded(nominal: object, location: Location, drawn: Any) -> Any:
    """A draw as the place of its nominal value takes it: whole where that is, durations rounded up.

    Other whole numbers are rounded to the nearest, halves up. Dates and texts stay as they are.
    """
    if not isinstance(nominal, int) or isinstance(nominal, bool) or not isinstance(drawn, int | float):
        return drawn
    return math.ceil(drawn) if is_duration(location) else math.floor(drawn + 0.5)


def is_duration(location: Location) -> bool:
    """Whether whole days stand at a location, rather than units, dollars or a count."""
    return location[-1] in DURATIONS or (location[-3:-2] == ("table",) and location[-1] == 0)


def parsed(text: str) -> object:
    """A value as typed on a command line: as TOML has it (`3`, `2023-09-01`, `[1, 2]`), else a text."""
    import tomllib

    try:
        document = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return document["value"] if list(document) == ["value"] else text
