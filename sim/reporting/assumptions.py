"""Assumptions: every number that a scenario states, what it was set to, how uncertain it is, and its source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sim.pictures.tables import Row
from sim.records.words import date_in_words
from sim.scenario.file import load, shipped, shipped_text
from sim.scenario.paths import Location, UnknownPathError, at, dump, locate, path_of
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import comments_of
from sim.scenario.text_file import expanded, text_of
from sim.scenario.wording import show

KINDS = ("line", "product", "control", "distributor", "buyer")
NO_NUMBERS = ("name", "title", "question", "sources", "report", "source_check", "uncertain", "correlated")


MOST_SHOWN = 50
"""Entries of a list that are shown."""


@dataclass(frozen=True)
class Assumption:
    """A value of the result's scenario at a `path`; `file_value` where the scenario file has another.

    `entity` is what it belongs to, `key` its path within that.
    """

    path: str
    entity: str
    key: str
    value: str
    law: str
    comment: str
    file_value: str


@dataclass(frozen=True)
class Source:
    """The scenario file that a result was made from, as far as it is known: `name` is empty where none is."""

    name: str
    scenario: Scenario | None
    comments: Mapping[Any, str]


def source_of(scenario: Scenario, file: Path | None) -> Source:
    """The file given, else the scenario that ships under the same name.

    Raises `UsageError` and `ScenarioError` for a file given that is none.
    """
    if file is not None:
        asked = load(file)
        return Source(file.name, asked, comments_of(text_of(expanded(file), "a scenario file")))
    if scenario.name in shipped():
        return Source(scenario.name, load(scenario.name), comments_of(shipped_text(scenario.name)))
    return Source("", None, {})


def assumptions(scenario: Scenario, source: Source, sampled: Mapping[str, Any]) -> list[Assumption]:
    """Every value that differs from its default, in the order of the file."""
    document = dump(scenario)
    laws = {locate(document, path): law for path, law in _laws(scenario, source, sampled)}
    theirs = None if source.scenario is None else dump(source.scenario)
    found = []
    for location, value in _leaves(scenario.model_dump(exclude_defaults=True), ()):
        path = path_of(document, location)
        before = None if theirs is None else _at(theirs, path)
        own = {there: law for there, law in laws.items() if _overlap(there, location)}
        same = before is None or _undrawn(before, own, location) == _undrawn(plain(value), own, location)
        told = _comment(source, path) if theirs is not None and before is not None else ""
        entity, key = _parts(document, location, path)
        law, other = _shown(own, location), "" if same else value_in_words(before)
        found.append(Assumption(path, entity, key, value_in_words(value), law, told, other))
    return found


def _overlap(one: Location, other: Location) -> bool:
    """Whether one place lies in the other, or is the same."""
    return all(step == same for step, same in zip(one, other, strict=False))


def groups(found: Sequence[Assumption]) -> list[tuple[str, list[Row]]]:
    """Rows of the table by what they belong to: value, range and reason of each."""
    by_entity: dict[str, list[Row]] = {}
    for one in found:
        value = f"{one.value} (the file has {one.file_value})" if one.file_value else one.value
        row = Row(one.key.replace(".", " ").replace("_", " "), one.path, (value, one.law, one.comment))
        by_entity.setdefault(one.entity, []).append(row)
    return list(by_entity.items())


def counts(found: Sequence[Assumption]) -> str:
    """How many values there are, how many are uncertain, how many have a source or reason."""
    uncertain, told = sum(bool(one.law) for one in found), sum(bool(one.comment) for one in found)
    differ = f"{len(found):,} values differ from their defaults"
    return f"{differ}; {uncertain:,} are uncertain, {told:,} have a source or reason."


def _parts(document: Mapping[str, Any], location: tuple[Any, ...], path: str) -> tuple[str, str]:
    """What a value belongs to, and its path within that."""
    if location[0] not in KINDS or len(location) < 3:
        return "The whole run", path
    entity = path_of(document, location[:2])
    name = at(document, (*location[:2], "name"))
    return f"{location[0]} {name}", path.removeprefix(f"{entity}.")


def value_in_words(value: Any) -> str:
    """A value as a reader has it: thousands with commas, dates in words, a law by its name and numbers."""
    if isinstance(value, bool) or value is None:
        return show(value)
    if isinstance(value, date):
        return date_in_words(value)
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, Mapping):
        words = [f"{key.replace('_', ' ')} {value_in_words(one)}" for key, one in value.items()]
        return ", ".join(words)
    if isinstance(value, list | tuple):
        rest = f" · … ({len(value):,} in all)" if len(value) > MOST_SHOWN else ""
        return (" · ".join(map(value_in_words, value[:MOST_SHOWN])) or "none") + rest
    return str(value)


def _undrawn(value: Any, laws: Mapping[Any, Any], location: tuple[Any, ...]) -> Any:
    """A value, or a list without the entries that have a law of their own; None where the value itself has one."""
    drawn = [there[len(location)] if len(there) > len(location) else None for there in laws]
    if None in drawn:
        return None
    return [one for place, one in enumerate(value) if place not in drawn] if isinstance(value, list) else value


def _shown(laws: Mapping[Any, Any], location: tuple[Any, ...]) -> str:
    """The law of a value; of a list those of its entries, each with its number."""
    words = []
    for there, law in laws.items():
        entry = ".".join(str(step + 1) if isinstance(step, int) else step for step in there[len(location) :])
        words.append((f"entry {entry}: " if entry else "") + value_in_words(law.written()))
    return "; ".join(words)


def _laws(scenario: Scenario, source: Source, sampled: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The laws of the uncertain parameters; a run has drawn its own, whose laws are then in its file."""
    document = dump(scenario)
    theirs = {} if source.scenario is None else source.scenario.uncertain
    laws = {path: theirs[path] for path in sampled if path in theirs} if sampled else scenario.uncertain
    for path, law in laws.items():
        if _at(document, path) is not None:
            yield path, law


def _comment(source: Source, path: str) -> str:
    """The comment beside a value, with those of its range, or of the ranges of its entries, where it has any."""
    if source.scenario is None:
        return ""
    document = dump(source.scenario)
    location = locate(document, path)
    ranges = [told for there, told in source.comments.items() if told and _is_range(document, there, location)]
    own, reason = source.comments.get(location, ""), " ".join(dict.fromkeys(ranges))
    return f"{own.rstrip('.')}. Range: {reason}" if own and reason else own or reason


def _is_range(document: Mapping[str, Any], place: Any, location: Location) -> bool:
    """Whether a place under `[uncertain]` is the law of a location, or of an entry of the list there."""
    if len(place) != 2 or place[0] != "uncertain":
        return False
    drawn = locate(document, place[1])
    rest = drawn[len(location) :]
    return drawn[: len(location)] == location and (not rest or (len(rest) == 1 and isinstance(rest[0], int)))


def _at(document: Mapping[str, Any], path: str) -> Any:
    try:
        return at(document, locate(document, path))
    except UnknownPathError:
        return None


def _leaves(node: Any, location: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Single values, and lists of them, with their locations."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key != "name" and (location or key not in NO_NUMBERS):
                yield from _leaves(value, (*location, key))
    elif isinstance(node, list | tuple) and any(isinstance(entry, Mapping) for entry in node):
        for number, entry in enumerate(node):
            yield from _leaves(entry, (*location, number))
    else:
        yield location, node
