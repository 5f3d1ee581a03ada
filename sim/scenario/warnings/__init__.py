"""Warnings of a scenario that is sound: what cannot work, or was surely not meant.

A rule is a short function that looks at a `View` of the scenario and gives places with a sentence each. What it says
holds in every replication: of a value that `[uncertain]` draws no rule says anything, but whether the law allows it.
"""

from collections.abc import Iterator
from itertools import chain, islice

from sim.errors import MOST_TOLD, Oddity
from sim.scenario.tables import Contents
from sim.scenario.warnings import cannot_work, drawn, sources, unused
from sim.scenario.warnings.view import Found, View

__all__ = ["warnings_of"]


def warnings_of(scenario: Contents) -> tuple[Oddity, ...]:
    """What is odd about a sound scenario, kind by kind; of more than `MOST_TOLD` oddities the first."""
    view = View(scenario)
    odd = (Oddity(view.path(location), sentence, kind) for kind, (location, sentence) in _found(view))
    return tuple(islice(odd, MOST_TOLD))


def _found(view: View) -> Iterator[tuple[str, Found]]:
    for rule in cannot_work.RULES:
        yield from (("unworkable", found) for found in rule(view))
    yield from (("outside-law", found) for found in drawn.outside_law(view))
    idle = [found for rule in unused.RULES for found in rule(view)]
    yield from (("unused", found) for found in chain(idle, drawn.without_effect(view, idle)))
    yield from (("too-late", found) for found in sources.known_too_late(view))
