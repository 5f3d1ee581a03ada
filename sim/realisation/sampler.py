"""What is uncertain in a scenario, prepared once to be drawn many times.

A draw puts values into a copy of the scenario's document. It is sound without the scenario's own checks where each
value lies within the extremes that were checked when the scenario was read, and they go together by the rules of
`sim.scenario.together`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from sim.realisation.streams import mechanism_word, uniforms_at
from sim.scenario.correlation import mix_of
from sim.scenario.distributions import quantiles
from sim.scenario.linked import rests_of
from sim.scenario.paths import at, dump, rounded
from sim.scenario.plain import plain
from sim.scenario.tables import Contents
from sim.scenario.together import are_free, bounds, located, rules_of

Document = dict[str, Any]


def sampler_of(scenario: Contents) -> "Sampler":
    """The sampler of a scenario, made once."""
    found = scenario.made.get("sampler")
    if found is None:
        found = scenario.made["sampler"] = Sampler(scenario)
    assert isinstance(found, Sampler)
    return found


class Sampler:
    """Draws what is uncertain in a scenario."""

    def __init__(self, scenario: Contents) -> None:
        self._document = dump(scenario)
        self._places = located(scenario, self._document)
        self._laws = list(scenario.drawn.items())
        self._paths = tuple(scenario.uncertain)
        self._words = np.array([mechanism_word(f"uncertain:{path}") for path in scenario.drawn], dtype=np.uint64)
        self._mix = list(mix_of(scenario).items())
        self._rests = rests_of(self._document, scenario.rests)
        self._bounds = bounds(scenario, self._document, self._places)
        self._rules = rules_of(self._document, set(self._places.values()))
        self._free = are_free(scenario, self._document, self._places)
        self._document["uncertain"], self._document["correlated"] = {}, []
        self._holders = _tree(self._places.values())

    def uniforms(self, seed: int, replication: int) -> list[float]:
        """A uniform for each parameter, from a stream of its own, before any is correlated."""
        return uniforms_at(seed, replication, self._words, 1)

    def draw(self, uniforms: Sequence[float]) -> tuple[Document, dict[str, object], bool]:
        """A document with every parameter drawn, the values as used by path, and whether they are surely sound."""
        correlated = list(uniforms)
        for place, (places, weights) in self._mix:
            correlated[place] = quantiles.correlated(uniforms, places, weights)
        document, used = _copied(self._document, self._holders), dict[str, Any]()
        sound = self._free
        for u, (path, law) in zip(correlated, self._laws, strict=True):
            value = law.quantile(u)
            sound = sound and self._is_within(path, value)
            location = self._places[path]
            holder = at(document, location[:-1])
            used[path] = rounded(holder[location[-1]], location, value)
            holder[location[-1]] = plain(used[path])
        for rest in self._rests:
            used[rest.path] = rest.put(document)
            sound = sound and self._is_within(rest.path, used[rest.path])
        sound = sound and all(rule.holds(document) for rule in self._rules)
        return document, {path: used[path] for path in self._paths}, sound

    def holding(self, used: Mapping[str, object]) -> Document:
        """The document that holds these values, as a draw used them."""
        document: Document = _copied(self._document, self._holders)
        for path, value in used.items():
            location = self._places[path]
            at(document, location[:-1])[location[-1]] = plain(value)
        return document

    def _is_within(self, path: str, value: Any) -> bool:
        """Whether a value lies within the extremes that were checked; a text is one of those."""
        if path not in self._bounds:
            return True
        least, most = self._bounds[path]
        return least <= (value.toordinal() if isinstance(value, date) else value) <= most


def _tree(locations: Any) -> Document:
    """The tables and lists on the way to some places, within each other."""
    tree: Document = {}
    for location in locations:
        node = tree
        for step in location[:-1]:
            node = node.setdefault(step, {})
    return tree


def _copied(node: Any, tree: Mapping[Any, Any]) -> Any:
    """A table or a list whose parts in a tree can be changed; the others stay those of the original."""
    copy = dict(node) if isinstance(node, Mapping) else list(node)
    for step, below in tree.items():
        copy[step] = _copied(copy[step], below)
    return copy
