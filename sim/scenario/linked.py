"""Values of [uncertain] that follow from others: what is left of a total, in the order in which they can be known."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.distributions.quantiles import left_of
from sim.scenario.paths import Location, at, locate, rounded
from sim.scenario.uncertainty import RestOf


@dataclass(frozen=True)
class Rest:
    """What is left of `total`: where it stands, and where the values stand that are taken from it."""

    path: str
    location: Location
    total: float
    terms: tuple[Location, ...]

    def put(self, document: dict[str, Any]) -> Any:
        """Put it in its place in a document that holds the others; gives the value as its place takes it."""
        holder = at(document, self.location[:-1])
        taken = 0.0
        for term in self.terms:
            taken += at(document, term)
        value = rounded(holder[self.location[-1]], self.location, left_of(self.total, taken))
        holder[self.location[-1]] = value
        return value


def rests_of(document: Mapping[str, Any], links: Mapping[str, RestOf]) -> list[Rest]:
    """What is left of totals, each after those that it takes; without those that lead back to themselves."""
    waiting = [
        Rest(path, locate(document, path), link.rest_of, tuple(locate(document, other) for other in link.less))
        for path, link in links.items()
    ]
    found: list[Rest] = []
    while waiting:
        open_places = {rest.location for rest in waiting}
        ready = [rest for rest in waiting if not open_places & set(rest.terms)]
        if not ready:
            break
        found += ready
        waiting = [rest for rest in waiting if rest not in ready]
    return found


def ends_of(
    rest: Rest, ends: Mapping[Location, tuple[float, float]], document: Mapping[str, Any]
) -> tuple[float, float]:
    """The least and the most that can be left, given those of what is drawn; what is certain is what it is."""
    known = [ends.get(term) or (at(document, term),) * 2 for term in rest.terms]
    return left_of(rest.total, math.fsum(most for _, most in known)), left_of(
        rest.total, math.fsum(least for least, _ in known)
    )
