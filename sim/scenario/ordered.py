"""What each buyer may come to order: its products, and their substitutes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.scenario.distributions import Choice
from sim.scenario.paths import Location, at, dump, locate
from sim.scenario.plain import plain
from sim.scenario.tables import Contents


def products_by_buyer(scenario: Contents) -> dict[str, list[str]]:
    """The products that each buyer orders or may get as substitutes, in the order of the scenario.

    What a draw may make of an order's product or of a substitute counts too, so the same ones in every replication.
    """
    document = dump(scenario)
    drawn = [(locate(document, path), law) for path, law in scenario.drawn.items() if isinstance(law, Choice)]
    found = {}
    for place, buyer in enumerate(document["buyer"]):
        own = [(location[2:], law) for location, law in drawn if location[:2] == ("buyer", place)]
        ordered: set[str] = set()
        answers: list[tuple[str, str]] = []
        for one in _possible(buyer, own):
            ordered |= {entry["product"] for key in ("order", "demand") for entry in _entries(one[key])}
            answers += one["on_control"].items()
        products = _closed(ordered, answers)
        found[buyer["name"]] = [one.name for one in scenario.product if one.name in products]
    return found


def _possible(buyer: dict[str, Any], drawn: Iterable[tuple[Location, Choice]]) -> Iterator[Mapping[str, Any]]:
    """A buyer's tables as they stand, and with each text, table or list that a choice puts there."""
    yield buyer
    for location, law in drawn:
        values = [value for value in law.choice if isinstance(value, str | dict | list)]
        for value in values if location else ():
            other = plain(buyer)
            at(other, location[:-1])[location[-1]] = value
            yield other


def _entries(entries: Any) -> Iterable[Mapping[str, Any]]:
    """The tables of a list; one alone may stand without one."""
    return [entries] if isinstance(entries, Mapping) else entries


def _closed(ordered: set[str], answers: Iterable[tuple[str, str]]) -> set[str]:
    """The products ordered, their substitutes, and the substitutes of these."""
    found, waiting = set(ordered), list(ordered)
    pairs = list(answers)
    while waiting:
        product = waiting.pop()
        new = {substitute for old, substitute in pairs if old == product} - found
        found |= new
        waiting += new
    return found
