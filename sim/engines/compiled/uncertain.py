"""Uncertain parameters in the kernel's memory: each with the place that its draws are put in, and what is checked.

Alone, each was checked at its extremes when the scenario was read; what must go together the kernel checks draw by
draw (`sim.scenario.together`). Where that is not enough, or where a place is none that memory has (a table, a word that
the kernel knows no code of), the scenario is sampled outside for each replication and laid out in memory anew.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sim.engines.compiled.draws import DATE, NEAREST, REAL, UP
from sim.engines.compiled.held import Check, Parameter, Place, Remainder, Share, Term
from sim.model.entities import BY_WAIT, CANCEL, ROUTINGS
from sim.model.laws import KINDS, Places, as_real, law_of
from sim.model.names import parts_of
from sim.model.own import policy_code
from sim.realisation.streams import mechanism_word
from sim.rules.control import PERIODS
from sim.rules.stock import FATES
from sim.scenario.correlation import mix_of
from sim.scenario.distributions.listed import Choice
from sim.scenario.linked import Rest, rests_of
from sim.scenario.paths import Location, at, is_duration
from sim.scenario.schema import Scenario
from sim.scenario.together import SHARES, Rule, are_free, bounds, located, rules_of

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


@dataclass
class Uncertain:
    """What is uncertain in a scenario, in the order of the file, and the checks of what the values may be together.

    `drawn`: the kernel itself can draw it. `roundings` say how each value is rounded, by path; `items` are those of
    each choice among texts, or for a real value, by the number that stands for each.
    """

    drawn: bool = False
    parameters: list[Parameter] = field(default_factory=list)
    remainders: list[Remainder] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    roundings: dict[str, int] = field(default_factory=dict)
    items: dict[str, dict[float, object]] = field(default_factory=dict)


def uncertain_of(scenario: Scenario, document: Document, places: Places) -> Uncertain:
    """What is uncertain in a scenario, given where each number of its document went."""
    where = located(scenario, document)
    codes = {path: _codes(scenario, document, path, where[path]) for path in scenario.drawn}
    known = all(place in places for place in where.values()) and False not in codes.values()
    if not known or not are_free(scenario, document, where):
        return Uncertain()
    rules = rules_of(document, set(where.values()))
    if _may_change_means(document, where) or not all(place in places for rule in rules for place in rule.places):
        return Uncertain()
    limits, mix = bounds(scenario, document, where), mix_of(scenario)
    parameters = []
    for number, path in enumerate(scenario.drawn):
        others, weights = mix.get(number, ((), ()))
        parameter = _parameter(scenario, document, path, codes[path], places[where[path]], where[path])
        parameter.least, parameter.most = (-math.inf, math.inf) if codes[path] else limits[path]
        parameter.others, parameter.weights = list(others), list(weights)
        parameters.append(parameter)
    columns = {where[path]: place for place, path in enumerate(scenario.uncertain)}
    remainders = [
        _remainder(document, rest, places[rest.location], columns, *limits[rest.path])
        for rest in rests_of(document, scenario.rests)
    ]
    checks = [_check(rule, places) for rule in rules]
    roundings = {path: _rounding(at(document, place), place) for path, place in where.items()}
    return Uncertain(True, parameters, remainders, checks, roundings, _items(scenario, document, codes, where))


Codes = dict[str, int] | bool | None
"""Numbers that stand for the texts that a parameter is among; None of numbers and dates, False without any."""


def _codes(scenario: Scenario, document: Document, path: str, place: Location) -> Codes:
    law = scenario.uncertain[path]
    if not isinstance(law, Choice) or not isinstance(law.choice[0], str):
        return None
    codes = {"cancel": CANCEL} if "on_control" in place else {}
    if place[-1] in TEXTS:
        codes = TEXTS[str(place[-1])]
    elif place == ("allocation",):
        codes = {str(policy): policy_code(str(policy)) for policy in law.choice}
    elif "when_controlled" in place:
        codes = _heirs(document, place)
    elif "on_control" in place or (place[-1] == "product" and "order" in place):
        codes |= {entry["name"]: number for number, entry in enumerate(document["product"])}
    known = all(isinstance(text, str) and text in codes for text in law.choice)
    return {str(text): codes[str(text)] for text in law.choice} if known else False


def _heirs(document: Document, place: Location) -> dict[str, int]:
    """Numbers of the parts of a shared line's mix; none where another product may get a share, and be a part or not."""
    line = at(document, place[:2])
    parts = parts_of(line, [entry["name"] for entry in document["product"]])
    return {name: parts.index(name) for name in line["mix"]} if at(document, place) in line["mix"] else {}


def _may_change_means(document: Document, where: Mapping[str, Location]) -> bool:
    """Whether a transit time of the user's own is drawn that orders are routed by: its mean is taken before that."""
    transits = [place for place in where.values() if "transit_days" in place[:-1]]
    drawn = any(place[place.index("transit_days") + 1] not in KINDS for place in transits)
    routings = [("buyer", number, "routing") for number in range(len(document["buyer"]))]
    by_wait = any(at(document, place) == ROUTINGS[BY_WAIT] or place in where.values() for place in routings)
    return drawn and by_wait


def _rounding(nominal: Any, location: Location) -> int:
    """How a value is rounded for its place."""
    if isinstance(nominal, date):
        return DATE
    if isinstance(nominal, float):
        return REAL
    return UP if isinstance(nominal, int) and is_duration(location) else NEAREST


def _parameter(
    scenario: Scenario, document: Document, path: str, codes: Codes, place: tuple[Any, str | int], location: Location
) -> Parameter:
    """A parameter with its place."""
    law, rounding = scenario.drawn[path], _rounding(at(document, location), location)
    table = law_of(law.model_dump(), ("uncertain", path), {}, codes or None)  # type: ignore[arg-type]
    column = list(scenario.uncertain).index(path)
    return Parameter(table, Place(*place), Place(*place), rounding, column, mechanism_word(f"uncertain:{path}"))


def _remainder(
    document: Document,
    rest: Rest,
    place: tuple[Any, str | int],
    columns: Mapping[Location, int],
    least: float,
    most: float,
) -> Remainder:
    """What is left of a total, with its place."""
    rounding = _rounding(at(document, rest.location), rest.location)
    terms = [Term(columns.get(term, -1), float(at(document, term))) for term in rest.terms]
    target = Place(*place), Place(*place), rounding, columns[rest.location]
    return Remainder(float(rest.total), *target, least, most, terms)


def _check(rule: Rule, places: Places) -> Check:
    among = [places[place] for place in rule.places]
    if rule.kind == SHARES:
        return Check(rule.kind, [], [], [Share(Place(*one)) for one in among])
    return Check(rule.kind, Place(*among[0]), Place(*among[-1]), [])


def _items(
    scenario: Scenario, document: Document, known: Mapping[str, Codes], where: Mapping[str, Location]
) -> dict[str, dict[float, object]]:
    found: dict[str, dict[float, object]] = {}
    for path, law in scenario.drawn.items():
        codes = known[path]
        if isinstance(law, Choice) and isinstance(codes, dict):
            found[path] = {float(codes[str(text)]): text for text in law.choice}
        elif isinstance(law, Choice) and isinstance(at(document, where[path]), float | bool):
            found[path] = {as_real(item): item for item in law.choice}  # type: ignore[arg-type]
    return found
