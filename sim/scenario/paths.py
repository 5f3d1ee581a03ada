"""Paths name one value of a scenario: `product.H800.production.capacity`, `buyer.ByteDance.order.3.units`.

A path is a dotted key as TOML writes it, its parts are the keys of the file: dots divide them; a part that holds a dot
or a quote stands in quotes, basic (`"…"`, as here) or literal. Names of key figures are such keys, too. Entries with a
name are addressed by it, entries without one by their number, counted from 1. A buyer's only `demand` needs no number.
A name that holds dots stands in quotes; without these it is found all the same, unless a shorter name leads somewhere,
too. A *location* is the same as the steps of Python: keys and indices from 0.
"""

import json
import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sim.errors import Problem
from sim.scenario.plain import plain
from sim.scenario.quantities import Table
from sim.scenario.wording import did_you_mean, one_of

QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")

Parts = tuple[tuple[str, str], ...]
"""The parts of a key: what each says, and how it is written there."""


def basic_string(text: str) -> str:
    """A text as TOML's basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted(part: str) -> str:
    """A part as a key has it: in quotes where it is empty or holds a dot or a quote."""
    return basic_string(part) if not part or any(sign in part for sign in ".\"'") else part


def joined(*parts: object) -> str:
    """The key of these parts."""
    return ".".join(quoted(str(part)) for part in parts)


def divided(key: str) -> tuple[str, ...]:
    """The parts of a key: the inverse of `joined`. A quote that opens no quoted part is a sign like any other."""
    return tuple(part for part, _ in parts_of(key))


@lru_cache(maxsize=4096)
def parts_of(key: str) -> Parts:
    """The parts of a key with how they are written; those of an empty key are none."""
    found: list[tuple[str, str]] = []
    place = 0
    while key and place <= len(key):
        part, written = _part(key, place)
        found.append((part, written))
        place += len(written) + 1
    return tuple(found)


def _part(key: str, place: int) -> tuple[str, str]:
    """The part that begins at a place."""
    in_quotes = QUOTED.match(key, place)
    if in_quotes and key[in_quotes.end() : in_quotes.end() + 1] in ("", "."):
        try:
            return str(tomllib.loads(f"key = {in_quotes[0]}")["key"]), in_quotes[0]
        except tomllib.TOMLDecodeError:
            pass
    bare = key[place:].split(".", maxsplit=1)[0]
    return bare, bare


def assignment(text: str, is_key: Callable[[str], bool] = lambda _: False) -> tuple[str, str]:
    """Key and value of `KEY=VALUE`, divided at a sign outside quotes; an empty key where there is none.

    Of several signs the first divides that has a key before it, as names and texts may hold one; where none has, the
    last, but the first where the value is in quotes or braces.
    """
    for sign in re.finditer("=", text):
        if is_key(text[: sign.start()].strip()):
            return text[: sign.start()].strip(), text[sign.end() :].strip()
    found = re.match(rf"((?:{QUOTED.pattern}|[^\"'=])*)=(.*)\Z", text, re.DOTALL)
    key, equals, value = text.rpartition("=")
    if found and (not equals or any(sign in text for sign in "\"'{")):
        key, value = found[1], found[2]
    return key.strip(), value.strip()


Step = str | int
Location = tuple[Step, ...]
FREE_TABLES = ("via", "on_control", "mix", "rush_mix", "when_controlled", "uncertain", "where")
"""Tables whose keys are names or paths that the user chooses."""

PLACE = re.compile("[1-9][0-9]{0,8}")
"""The number of an entry, in one spelling."""

DURATIONS: tuple[str, ...] = ("lot_interval", "cycle_time", "split_days", "hold_days", "patience", "waits", "days")
DURATIONS += ("again_days", "term_days")
"""Whole numbers of days: a draw is rounded up."""


class UnknownPathError(LookupError):
    """A path leads nowhere: `location` is how far it goes, `known` what could follow, `rest` what does."""

    def __init__(self, location: Location, known: Sequence[str], rest: str) -> None:
        super().__init__(rest)
        self.location, self.known, self.rest = location, tuple(known), rest


def _entry_names(entries: Sequence[Any]) -> list[str]:
    """How entries of an array are addressed: by name where they have one, else by number."""
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    return [name if isinstance(name, str) else str(number) for number, name in enumerate(names, 1)]


def _fitting(names: Collection[str], parts: Parts) -> Iterator[tuple[str, Parts]]:
    """Names that a path may go on with, and the parts after each: the next part, then longer ones.

    What several parts say as they are written may be one name: a name with dots without its quotes.
    """
    if parts[0][0] in names:
        yield parts[0][0], parts[1:]
    longest, name = max(map(len, names), default=0), ""
    for count, (part, written) in enumerate(parts, 1):
        name = f"{name}.{written}" if name else written
        if len(name) > longest:
            return
        if name in names and (count > 1 or name != part):
            yield name, parts[count:]


def _steps_into_list(entries: Sequence[Any], location: Location, parts: Parts) -> Iterator[tuple[Step, Parts]]:
    names = _entry_names(entries)
    fitting = [(names.index(name), rest) for name, rest in _fitting(names, parts)]
    yield from fitting
    number = parts[0][1]
    if not fitting and PLACE.fullmatch(number) and int(number) <= len(entries):
        yield int(number) - 1, parts[1:]
    elif not fitting and location[-1:] == ("demand",) and len(entries) == 1 and not number.isdecimal():
        yield 0, parts


def _steps(node: Any, location: Location, parts: Parts) -> Iterator[tuple[Step, Parts]]:
    """The steps that a path may go on with, and what remains of the path after each."""
    if isinstance(node, Mapping):
        fitting = list(_fitting(node, parts))
        yield from fitting
        if not fitting and location[-1:] and location[-1] in FREE_TABLES:
            yield parts[0][0] if len(parts) == 1 else _written(parts), ()
    elif isinstance(node, list | tuple):
        yield from _steps_into_list(node, location, parts)


def _written(parts: Parts) -> str:
    return ".".join(written for _, written in parts)


def _known(node: Any) -> list[str]:
    """What a path could go on with at a node."""
    if isinstance(node, Mapping):
        return list(node)
    return _entry_names(node) if isinstance(node, list | tuple) else []


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
    waiting: list[tuple[Any, Location, Parts]] = [(document, (), parts_of(path))]
    failure = UnknownPathError((), list(document), path)
    while waiting:
        node, location, parts = waiting.pop()
        if location and (node is None or not parts):
            return (*location, *(part for part, _ in parts))
        steps = list(_steps(node, location, parts)) if parts else []
        if not steps and len(location) > len(failure.location):
            failure = UnknownPathError(location, _known(node), _written(parts))
        waiting += [(child(node, step), (*location, step), rest) for step, rest in reversed(steps)]
    raise failure


def is_path(document: Mapping[str, Any], path: str) -> bool:
    """Whether a path leads somewhere in a document."""
    try:
        return bool(locate(document, path))
    except UnknownPathError:
        return False


def path_of(document: Mapping[str, Any], location: Location) -> str:
    """The path of a location, for messages: the inverse of `locate`. A key of `[uncertain]` is a path itself."""
    parts: list[str] = []
    node: Any = document
    for depth, step in enumerate(location):
        if isinstance(step, int):
            names = _entry_names(node) if isinstance(node, list | tuple) else []
            first = step < len(names) and names.index(names[step]) == step
            parts.append(quoted(names[step]) if first else str(step + 1))
        else:
            parts.append(step if depth == 1 and location[0] == "uncertain" else quoted(step))
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
    names = map(quoted, error.known)
    rest = divided(error.rest)
    close = did_you_mean(rest[0], names, prefix=f"{before}." if before else "") if rest else ""
    return Problem(path, "a path to nothing", one_of(error.known) + (f" after {before}" if before else ""), close)


def rounded(nominal: object, location: Location, drawn: Any) -> Any:
    """A draw as the place of its nominal value takes it: whole where that is, durations rounded up.

    Other whole numbers are rounded to the nearest, halves up. Dates, texts and truths stay as they are.
    """
    if not isinstance(nominal, int) or not isinstance(drawn, int | float) or bool in (type(nominal), type(drawn)):
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
