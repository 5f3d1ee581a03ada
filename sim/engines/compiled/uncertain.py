"""Uncertain parameters in the kernel's memory: each with the place that its draws are put in, and what is checked.

Alone, each was checked at its extremes when the scenario was read. What must go together (a control's dates, shares
that sum to one) the kernel checks draw by draw. Where that is not enough the scenario's own
checks decide, and the memory is made anew from the sampled scenario for each replication.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from sim.engines.compiled.draws import (
    ASCENDING,
    DATE,
    IN_ORDER,
    NEAREST,
    NOT_BEFORE,
    OF_ORDER,
    REAL,
    SHARES,
    UP,
    WITHIN_RUN,
)
from sim.engines.compiled.held import Check, Parameter, Place, Share
from sim.model.entities import BY_WAIT, CANCEL, ROUTINGS
from sim.model.laws import KINDS, Places, as_real, law_of
from sim.realisation.streams import mechanism_word
from sim.rules.allocation import POLICIES
from sim.rules.control import PERIODS
from sim.rules.stock import FATES
from sim.scenario.distributions.listed import Choice
from sim.scenario.limits import check_totals
from sim.scenario.paths import Location, at, is_duration, locate, rounded
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.tables import Episode

Document = Mapping[str, Any]

TEXTS = {
    "in_transit": {"deliver": 0, "return": 1},
    "unshipped": FATES,
    "acts_on": {"dispatch": 0, "order": 1},
    "per": {"order": 0, "all": 0, "buyer": 1},
    "every": {every: code for code, every in enumerate(PERIODS)},
    "routing": {text: code for code, text in enumerate(ROUTINGS)},
}
"""Codes of texts, by key."""

TOTALS = ("units", "capacity", "initial_stock", "cycle_time", "lot_interval", "factor", "demand")
"""Keys of what adds up to a run's totals."""


@dataclass
class Uncertain:
    """The uncertain parameters of a scenario, in the order of the file, and the checks of what they may be together.

    `drawn`: the kernel itself can draw them. `items` are the items of each choice among texts, or for a real value, by
    the number that stands for each.
    """

    drawn: bool = False
    parameters: list[Parameter] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    items: dict[str, dict[float, object]] = field(default_factory=dict)


def uncertain_of(scenario: Scenario, document: Document, places: Places) -> Uncertain:
    """What is uncertain in a scenario, given where each number of its document went."""
    located = {path: locate(document, path) for path in scenario.uncertain}
    codes = {path: _codes(scenario, document, path, place) for path, place in located.items()}
    if not all(place in places and codes[path] is not False for path, place in located.items()):
        return Uncertain()
    if _may_contradict(located.values()):
        return Uncertain()
    groups = [group for place in located.values() if (group := _group(place)) is not None]
    if len(groups) > len(set(groups)) or _may_pass_limits(scenario, document, located):
        return Uncertain()
    if _may_change_means(document, located):
        return Uncertain()
    parameters = [_parameter(scenario, document, path, codes[path], places) for path in located]
    known = {(id(holder), key) for holder, key in (places[place] for place in located.values())}
    checks = [check for check, among in _checks(document, places) if any((id(one), key) in known for one, key in among)]
    return Uncertain(True, parameters, checks, _items(scenario, document, codes))


def _may_contradict(places: Collection[Location]) -> bool:
    """Whether it is drawn what a control acts on, and also what only one on dispatch says."""
    controls = {place[1] for place in places if place[0] == "control" and place[-1] == "acts_on"}
    return any(place[1] in controls and place[-1] in ("in_transit", "unshipped") for place in places if len(place) > 1)


Codes = dict[str, int] | bool | None
"""Numbers that stand for the texts that a parameter is among; None of numbers and dates, False without any."""


def _codes(scenario: Scenario, document: Document, path: str, place: Location) -> Codes:
    law = scenario.uncertain[path]
    if not isinstance(law, Choice) or not isinstance(law.choice[0], str):
        return None
    texts, products = [str(text) for text in law.choice], [entry["name"] for entry in document["product"]]
    if place[-1] in TEXTS:
        return TEXTS[str(place[-1])]
    if place == ("allocation",):
        return {text: POLICIES.index(text) for text in texts}
    if "on_control" in place:
        return {text: CANCEL if text == "cancel" else products.index(text) for text in texts}
    if place[-1] == "product" and "order" in place:
        return {text: products.index(text) for text in texts}
    return False


def _group(place: Location) -> Location | None:
    """What holds at most one uncertain parameter, as its checks hold for one at a time; None where any number may."""
    if place[0] == "line" and place[2] in ("mix", "rush_mix"):
        return place[:2]  # they are summed, those of a rush in place of others
    for depth, step in enumerate(place):
        if step in KINDS or step == "on_control":
            return place[: depth + 1]
    return None


def _may_change_means(document: Document, located: Mapping[str, Location]) -> bool:
    """Whether a transit time is drawn whose mean orders are routed by: it is taken before anything is drawn."""
    drawn = any("transit_days" in place for place in located.values())
    routings = [("buyer", number, "routing") for number in range(len(document["buyer"]))]
    by_wait = any(at(document, place) == ROUTINGS[BY_WAIT] or place in located.values() for place in routings)
    return drawn and by_wait


def _may_pass_limits(scenario: Scenario, document: Document, located: dict[str, Location]) -> bool:
    """Whether the largest values of all parameters together would pass the limits of a run's totals."""
    worst = plain(document)
    worst["uncertain"] = {}
    for path, place in located.items():
        if not set(TOTALS) & set(place):
            continue
        ends = [value for value in scenario.uncertain[path].extremes() if isinstance(value, int | float)]
        if not ends:
            continue
        extreme = min(ends) if place[-1] == "lot_interval" else max(ends)
        holder = at(worst, place[:-1])
        holder[place[-1]] = rounded(holder[place[-1]], place, extreme)
    try:
        return any(True for _ in check_totals(Episode.model_validate(worst)))
    except ValueError:
        return True


def _parameter(scenario: Scenario, document: Document, path: str, codes: Codes, places: Places) -> Parameter:
    """A parameter with its place."""
    law, location = scenario.uncertain[path], locate(document, path)
    nominal, place = at(document, location), Place(*places[location])
    ends = [-math.inf, math.inf] if codes else [as_real(value) for value in law.extremes()]  # type: ignore[arg-type]
    if isinstance(nominal, date):
        rounding = DATE
    elif isinstance(nominal, float):
        rounding = REAL
    else:
        rounding = UP if isinstance(nominal, int) and is_duration(location) else NEAREST
    table = law_of(law.model_dump(), ("uncertain", path), {}, codes or None)  # type: ignore[arg-type]
    word = mechanism_word(f"uncertain:{path}")
    return Parameter(table, place, place, rounding, word, min(ends), max(ends))


Rule = tuple[Check, list[tuple[Any, str | int]]]
"""A check, and the places that it reads."""


def _checks(document: Document, places: Places) -> Iterator[Rule]:
    """Dates in order and within the run; shares that sum to at most 1."""
    for kind, *locations in (*_dates(document, places), *_shares(document)):
        among = [places[location] for location in locations]
        if kind == SHARES:
            yield Check(kind, [], [], [Share(Place(*one)) for one in among]), among
        else:
            left, right = Place(*among[0]), Place(*among[-1])
            yield Check(kind, left, right, []), among


def _dates(document: Document, places: Places) -> Iterator[Any]:
    for number, line in enumerate(document["line"]):
        yield from _dates_of_shared_line(("line", number), line)
    for number, product in enumerate(document["product"]):
        yield from _dates_of_production(("product", number, "production"), product["production"] or {})
    for number, control in enumerate(document["control"]):
        yield from _dates_of_control(("control", number), control)
    for number, buyer in enumerate(document["buyer"]):
        for order in range(len(buyer["order"])):
            yield OF_ORDER, ("buyer", number, "order", order, "date"), ("buyer", number, "order", order, "delivered")
            yield IN_ORDER, ("buyer", number, "order", order, "delivered"), ("buyer", number, "order", order, "units")
        if ("buyer", number, "negotiation", "opens") in places:
            yield WITHIN_RUN, ("buyer", number, "negotiation", "opens")


def _dates_of_production(place: Location, made: Document) -> Iterator[Any]:
    if made.get("end") is not None:
        yield IN_ORDER, (*place, "start"), (*place, "end")
    for lot in range(len(made.get("in_progress") or [])):
        yield NOT_BEFORE, (*place, "in_progress", lot, "finishes")
    for one, other in pairwise(range(len((made.get("ramp") or {}).get("table") or []))):
        yield ASCENDING, (*place, "ramp", "table", one, 0), (*place, "ramp", "table", other, 0)


def _dates_of_shared_line(place: Location, line: Document) -> Iterator[Any]:
    yield from _dates_of_production(place, line)
    yield IN_ORDER, (*place, "split_days"), (*place, "cycle_time")
    for product, share in line["mix"].items():
        for one, other in pairwise(range(len(share["table"]) if isinstance(share, dict) else 0)):
            steps = (*place, "mix", product, "table")
            yield ASCENDING, (*steps, one, 0), (*steps, other, 0)


def _dates_of_control(place: Location, control: Document) -> Iterator[Any]:
    announced, moves = (*place, "announced"), range(len(control["moved"]))
    yield IN_ORDER, announced, (*place, "effective")
    if control["lifted"] is not None:
        yield IN_ORDER, announced, (*place, "lifted")
    for move in moves:
        yield IN_ORDER, announced, (*place, "moved", move, "on")
        yield IN_ORDER, (*place, "moved", move, "on"), (*place, "moved", move, "to")
    for one, other in pairwise(moves):
        yield ASCENDING, (*place, "moved", one, "on"), (*place, "moved", other, "on")


def _shares(document: Document) -> Iterator[Any]:
    """Shares of stock that contracts reserve, and of each buyer's custom."""
    buyers = document["buyer"]
    contracts = [number for number, buyer in enumerate(buyers) if buyer["negotiation"] is not None]
    yield SHARES, *(("buyer", number, "negotiation", "contract", "reserved_share") for number in contracts)
    for number, buyer in enumerate(buyers):
        yield SHARES, *(("buyer", number, "via", name) for name in buyer["via"])


def _items(scenario: Scenario, document: Document, known: dict[str, Codes]) -> dict[str, dict[float, object]]:
    found: dict[str, dict[float, object]] = {}
    for path, law in scenario.uncertain.items():
        codes = known[path]
        if isinstance(law, Choice) and isinstance(codes, dict):
            found[path] = {float(codes[str(text)]): text for text in law.choice}
        elif isinstance(law, Choice) and isinstance(at(document, locate(document, path)), float):
            found[path] = {as_real(item): item for item in law.choice}  # type: ignore[arg-type]
    return found
