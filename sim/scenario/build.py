"""From the tables of a file to a scenario."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.errors import Problem, ScenarioError
from sim.scenario.paths import Location, UnknownPathError, locate, path_of
from sim.scenario.schema import Scenario
from sim.scenario.validation import sound


def build(document: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """The scenario of a parsed file; paths of its CSV files start at `folder`.

    Raises `ScenarioError` with all that is wrong at once.
    """
    empty = list(_empty_orders(document))
    try:
        scenario = sound(Scenario, document, folder)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *empty], error.more) from None
    if empty:
        raise ScenarioError(empty)
    return scenario


def _empty_orders(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Orders of nothing that a file states; a draw or a setting may make one of nothing, which is then none."""
    drawn = _drawn(document)
    for buyer, orders in enumerate(_keys_of(document.get("buyer"), "order")):
        for number, units in enumerate(_keys_of(orders, "units")):
            place: Location = ("buyer", buyer, "order", number, "units")
            if units == 0 and isinstance(units, int) and not isinstance(units, bool) and place not in drawn:
                yield Problem(path_of(document, place), "0", "at least 1 unit, or no such order")


def _keys_of(entries: Any, key: str) -> list[Any]:
    """What the tables of a list have at a key, None where they are none."""
    entries = entries if isinstance(entries, Sequence) and not isinstance(entries, str) else ()
    return [entry.get(key) if isinstance(entry, Mapping) else None for entry in entries]


def _drawn(document: Mapping[str, Any]) -> set[Location]:
    """Where the values are that `[uncertain]` draws."""
    paths = document.get("uncertain")
    found = set()
    for path in paths if isinstance(paths, Mapping) else ():
        with suppress(UnknownPathError):
            found.add(locate(document, path))
    return found
