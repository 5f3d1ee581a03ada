"""What drawn values must keep to together: dates in order and within the run, shares that sum to at most 1.

Alone, each value was checked at its extremes when the scenario was read. These rules say the rest of what the
scenario's own checks ask of values that are drawn, so that a draw that keeps to them needs no other check.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import prod
from typing import Any

from sim.scenario.distributions import Choice, is_name
from sim.scenario.limits import check_totals
from sim.scenario.linked import ends_of, rests_of
from sim.scenario.paths import Location, at, locate, rounded
from sim.scenario.plain import plain
from sim.scenario.tables import Contents
from sim.scenario.validation import wrong_with

Document = Mapping[str, Any]

IN_ORDER, ASCENDING, NOT_BEFORE, WITHIN_RUN, OF_ORDER, SHARES = range(6)
"""Kinds of rule: left <= right, left < right, left is not before the run, or within it; it is the day of an order, of
which so many units as right says were delivered before the run; shares sum to at most 1."""

ROUNDING = 0.5e-9
"""By how much a sum of shares may pass 1 here: less than the scenario's own checks allow, which then decide."""

MOST_CORNERS = 64
"""Combinations of ends that are tried of values that are checked one at a time."""

TOTALS = ("units", "capacity", "initial_stock", "cycle_time", "lot_interval", "factor", "demand")
"""Keys of what adds up to a run's totals."""


@dataclass(frozen=True)
class Rule:
    """A rule of a kind, and the places of the values that it reads."""

    kind: int
    places: tuple[Location, ...]

    def holds(self, document: Document) -> bool:
        """Whether a document keeps to it."""
        left, right = at(document, self.places[0]), at(document, self.places[-1])
        if self.kind == SHARES:
            return bool(sum(at(document, place) for place in self.places) <= 1 + ROUNDING)
        if self.kind == OF_ORDER:
            return bool(left < document["start"] if right else left <= document["end"])
        if self.kind in (WITHIN_RUN, NOT_BEFORE):
            return bool(document["start"] <= left and (self.kind == NOT_BEFORE or left <= document["end"]))
        return bool(left < right if self.kind == ASCENDING else left <= right)


def are_free(scenario: Contents, document: Document, located: Mapping[str, Location]) -> bool:
    """Whether the values at some places may be whatever their own extremes and the rules allow.

    Not where a table or a list is drawn, two values of one distribution that do not go together at all their ends,
    words that may contradict each other, or so much that a run's totals may pass their limits: then the scenario's own
    checks have to judge each draw.
    """
    known = scenario.made.get("are_free")
    if known is None:
        known = scenario.made["are_free"] = _are_free(scenario, document, located)
    return bool(known)


def _are_free(scenario: Contents, document: Document, located: Mapping[str, Location]) -> bool:
    if any(isinstance(law, Choice) and law.has_tables for law in scenario.drawn.values()):
        return False
    if _may_contradict(located.values()) or not _go_together(scenario, document, located):
        return False
    return not _may_pass_limits(scenario, document, located)


def _go_together(scenario: Contents, document: Document, located: Mapping[str, Location]) -> bool:
    """Whether values that are checked one at a time pass together, too, with each of them at any of its ends.

    What is asked of a distribution's parameters holds between ends where it holds at all of these: it is an order of
    numbers, or a limit to something that rises or falls with each of them. Of words each is an end.
    """
    fitting = set(_lines_that_fit(document, {located[path]: most for path, (_, most) in _ends(scenario)}))
    groups: dict[Location, list[str]] = {}
    for path, place in located.items():
        if (group := _group(place)) is not None and group not in fitting:
            groups.setdefault(group, []).append(path)
    crowded = [paths for paths in groups.values() if len(paths) > 1]
    if not all(path in scenario.drawn for paths in crowded for path in paths):
        return False
    ends = [[dict.fromkeys(scenario.drawn[path].extremes()) for path in paths] for paths in crowded]
    if any(prod(map(len, own)) > MOST_CORNERS for own in ends):
        return False
    corners = [
        [dict(zip(paths, one, strict=True)) for one in itertools.product(*own)]
        for paths, own in zip(crowded, ends, strict=True)
    ]
    tried, rests = plain(document), rests_of(document, scenario.rests)
    tried["uncertain"], tried["correlated"] = {}, []
    for number in range(max(map(len, corners), default=0)):
        values = {path: end for own in corners for path, end in own[number % len(own)].items()}
        if wrong_with(tried, values, rests) is not None:
            return False
    return True


def _may_contradict(places: Collection[Location]) -> bool:
    """Whether it is drawn what a control acts on, and also what only one on dispatch says."""
    controls = {place[1] for place in places if place[0] == "control" and place[-1] == "acts_on"}
    return any(place[1] in controls and place[-1] in ("in_transit", "unshipped") for place in places if len(place) > 1)


def _lines_that_fit(document: Document, most: Mapping[Location, float]) -> Iterator[Location]:
    """The shared lines whose products' largest shares, of the mix or in a rush, sum to at most 1 whatever is drawn."""
    for number, line in enumerate(document["line"]):
        place: Location = ("line", number)
        largest = 0.0
        for product, share in line["mix"].items():
            own: Location = (*place, "mix", product)
            steps = share["table"] if isinstance(share, dict) else ()
            found = [most.get((*own, "table", step, 1), row[1]) for step, row in enumerate(steps)]
            found += [] if steps else [most.get(own, share)]
            hurried = line["rush_mix"].get(product, 0.0)
            largest += max(*found, most.get((*place, "rush_mix", product), hurried))
        if largest <= 1:
            yield place


def rules_of(document: Document, places: set[Location]) -> list[Rule]:
    """The rules that read any of some places."""
    return [rule for rule in _rules(document) if places & set(rule.places)]


def bounds(
    scenario: Contents, document: Document, located: Mapping[str, Location], given: Mapping[str, float] | None = None
) -> dict[str, tuple[float, float]]:
    """The least and the most of each value that is a number or a date (its ordinal), as the extremes were checked.

    What is `given`, by path, is the least and the most of its own.
    """
    ends = dict(_ends(scenario)) | {path: (value, value) for path, value in (given or {}).items()}
    places = {located[path]: _as_used(document, located[path], one) for path, one in ends.items()}
    for rest in rests_of(document, scenario.rests):
        ends[rest.path] = places[rest.location] = ends_of(rest, places, document)
    return ends


def _ends(scenario: Contents) -> Iterator[tuple[str, tuple[float, float]]]:
    """The least and the most that the law of each number or date gives, before it is rounded."""
    for path, law in scenario.drawn.items():
        reals = [_as_real(value) for value in law.extremes() if isinstance(value, int | float | date)]
        if reals:
            yield path, (min(reals), max(reals))


def _as_used(document: Document, place: Location, ends: tuple[float, float]) -> tuple[float, float]:
    least, most = (rounded(at(document, place), place, end) for end in ends)
    return least, most


def _as_real(value: float | date) -> float:
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _group(place: Location) -> Location | None:
    """What holds at most one uncertain parameter, as its checks hold for one at a time; None where any number may."""
    if place[0] == "line" and place[2] in ("mix", "rush_mix"):
        return place[:2]  # they are summed, those of a rush in place of others
    if place[0] == "line" and place[2] == "when_controlled":
        return place[:3]
    for depth, step in enumerate(place):
        if is_name(step) or step == "on_control":
            return place[: depth + 1]
    return None


def _may_pass_limits(scenario: Contents, document: Document, located: Mapping[str, Location]) -> bool:
    """Whether the largest values of all parameters together would pass the limits of a run's totals."""
    worst = plain(document)
    worst["uncertain"], worst["correlated"] = {}, []
    for path, (least, most) in bounds(scenario, document, located).items():
        place = located[path]
        holder = at(worst, place[:-1])
        if set(TOTALS) & set(place) and not isinstance(holder[place[-1]], date):
            holder[place[-1]] = rounded(holder[place[-1]], place, least if place[-1] == "lot_interval" else most)
    try:
        return any(True for _ in check_totals(Contents.model_validate(worst)))
    except ValueError:
        return True


def located(scenario: Contents, document: Document) -> dict[str, Location]:
    """Where each uncertain path leads."""
    return {path: locate(document, path) for path in scenario.uncertain}


def _rules(document: Document) -> Iterator[Rule]:
    for number, line in enumerate(document["line"]):
        yield from _dates_of_shared_line(("line", number), line)
    for number, product in enumerate(document["product"]):
        yield from _dates_of_production(("product", number, "production"), product["production"] or {})
    for number, control in enumerate(document["control"]):
        yield from _dates_of_control(("control", number), control)
    for number, buyer in enumerate(document["buyer"]):
        for order in range(len(buyer["order"])):
            place: Location = ("buyer", number, "order", order)
            yield Rule(OF_ORDER, ((*place, "date"), (*place, "delivered")))
            yield Rule(IN_ORDER, ((*place, "delivered"), (*place, "units")))
        if isinstance((buyer["negotiation"] or {}).get("opens"), date):
            yield Rule(WITHIN_RUN, (("buyer", number, "negotiation", "opens"),))
    yield from _shares(document)


def _dates_of_production(place: Location, made: Document) -> Iterator[Rule]:
    if made.get("end") is not None:
        yield Rule(IN_ORDER, ((*place, "start"), (*place, "end")))
    for lot in range(len(made.get("in_progress") or [])):
        yield Rule(NOT_BEFORE, ((*place, "in_progress", lot, "finishes"),))
    for one, other in pairwise(range(len((made.get("ramp") or {}).get("table") or []))):
        yield Rule(ASCENDING, ((*place, "ramp", "table", one, 0), (*place, "ramp", "table", other, 0)))


def _dates_of_shared_line(place: Location, line: Document) -> Iterator[Rule]:
    yield from _dates_of_production(place, line)
    yield Rule(IN_ORDER, ((*place, "split_days"), (*place, "cycle_time")))
    for product, share in line["mix"].items():
        for one, other in pairwise(range(len(share["table"]) if isinstance(share, dict) else 0)):
            steps = (*place, "mix", product, "table")
            yield Rule(ASCENDING, ((*steps, one, 0), (*steps, other, 0)))


def _dates_of_control(place: Location, control: Document) -> Iterator[Rule]:
    announced, moves = (*place, "announced"), range(len(control["moved"]))
    yield Rule(IN_ORDER, (announced, (*place, "effective")))
    if control["lifted"] is not None:
        yield Rule(IN_ORDER, (announced, (*place, "lifted")))
    for move in moves:
        yield Rule(IN_ORDER, (announced, (*place, "moved", move, "on")))
        yield Rule(IN_ORDER, ((*place, "moved", move, "on"), (*place, "moved", move, "to")))
    for one, other in pairwise(moves):
        yield Rule(ASCENDING, ((*place, "moved", one, "on"), (*place, "moved", other, "on")))


def _shares(document: Document) -> Iterator[Rule]:
    """Shares of stock that contracts reserve, and of each buyer's custom."""
    buyers = document["buyer"]
    contracts = [number for number, buyer in enumerate(buyers) if buyer["negotiation"] is not None]
    if contracts:
        yield Rule(SHARES, tuple(("buyer", one, "negotiation", "contract", "reserved_share") for one in contracts))
    for number, buyer in enumerate(buyers):
        yield Rule(SHARES, tuple(("buyer", number, "via", name) for name in buyer["via"]))
