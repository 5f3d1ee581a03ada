"""What `[uncertain]` and `[[correlated]]` name exists, and goes together."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations
from typing import Any

from sim.errors import Problem
from sim.scenario.correlation import Pair, in_order, mixed
from sim.scenario.distributions import Choice
from sim.scenario.linked import rests_of
from sim.scenario.paths import Location, UnknownPathError, at, dump, locate, unknown_path
from sim.scenario.tables import Contents
from sim.scenario.uncertainty import RestOf
from sim.scenario.wording import did_you_mean, show

CERTAIN = ("name", "title", "question", "start", "end", "sources", "report", "source_check", "uncertain", "correlated")
"""What a scenario is, rather than what happens in it."""

ENTITIES = ("product", "control", "distributor", "buyer", "line")
"""Lists of what has names: key figures are named by them, so none of these comes and goes by chance."""


def check_uncertain(scenario: Contents, document: Mapping[str, Any]) -> Iterator[Problem]:
    """All that is wrong with what is uncertain; `document` is the file as it stands.

    What `document` has and `scenario` lacks is wrong itself and told elsewhere.
    """
    if not scenario.uncertain and not scenario.correlated:
        return
    resolved, places = dump(scenario), dict[Location, str]()
    yield from _check_places(scenario, document, resolved, places)
    yield from _check_rests(scenario, resolved, places)
    yield from _check_correlated(scenario, resolved, places)


def _check_places(
    scenario: Contents, document: Mapping[str, Any], resolved: Mapping[str, Any], places: dict[Location, str]
) -> Iterator[Problem]:
    """Each path leads to a value with a nominal one, and no two to the same; `places` receives where they lead."""
    for path, law in scenario.uncertain.items():
        place = f"uncertain.{path}"
        try:
            location = locate(resolved, path)
        except UnknownPathError as error:
            if error.location[1:] or not _entry_of(document, path):
                problem = unknown_path(error, resolved, path)
                yield Problem(place, "a path to nothing", problem.expected, problem.hint)
            continue
        nominal, other = at(resolved, location), _overlapping(location, places)
        if location[0] in CERTAIN or location[-1] == "name" or "empirical" in location:
            yield Problem(place, "never uncertain", "a path to a quantity")
        elif nominal is None:
            if _value_in(document, path) is None:
                yield Problem(place, "a path to nothing", f"a nominal value of {path} in the file")
        elif other:
            yield Problem(place, "uncertain twice", other)
        elif expected := _unfit(law, location, nominal):
            yield Problem(place, "a path to a table or a list" if _is_table(nominal) else show(nominal), expected)
        places[location] = path


def _is_table(value: Any) -> bool:
    return isinstance(value, dict | list)


def _unfit(law: Any, location: Location, nominal: Any) -> str:
    """Why what stands at a place can't come about by a law: what was expected; empty where it can."""
    if isinstance(law, RestOf):
        return "" if _is_number(nominal) else "a path to a number, which can be left of a total"
    if not _is_table(nominal):
        return ""
    if not isinstance(law, Choice) or not law.has_tables:
        return "a path to one number, date or text, or a choice of tables or lists"
    if location[0] in ENTITIES and len(location) < len(("buyer", 0, "key")):
        return f"a path to a key of one {location[0]}, as names stay what they are"
    if location[-1] == "via" and any(not isinstance(one, dict) or list(one) != list(nominal) for one in law.choice):
        return "a choice of tables that name the same distributors as the file, in its order (0 for none)"
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _overlapping(location: Location, places: Mapping[Location, str]) -> str:
    """What to expect where a place is that of another path, holds it or lies in it; empty where none is near."""
    if location in places:
        return f"each value once: {places[location]} is the same"
    for other, path in places.items():
        shorter, longer = sorted((location, other), key=len)
        if longer[: len(shorter)] == shorter:
            return f"each value once: {path} {'holds it' if shorter is other else 'lies in it'}"
    return ""


def _check_rests(scenario: Contents, resolved: Mapping[str, Any], places: Mapping[Location, str]) -> Iterator[Problem]:
    """What is taken from a total is numbers, each once; what is left of totals never leads back to itself."""
    sound = {path: rest for path, rest in scenario.rests.items() if path in places.values()}
    for path, rest in list(sound.items()):
        problems = list(_check_terms(scenario, path, rest, resolved, places))
        yield from problems
        if problems:
            del sound[path]
    known = [rest.path for rest in rests_of(resolved, sound)]
    for path, rest in sound.items():
        if path not in known:
            expected = "values that do not follow from what is left here"
            yield Problem(f"uncertain.{path}", show(rest.written()), expected)


def _check_terms(
    scenario: Contents, path: str, rest: RestOf, resolved: Mapping[str, Any], places: Mapping[Location, str]
) -> Iterator[Problem]:
    terms: set[Location] = set()
    for number, other in enumerate(rest.less, 1):
        place = f"uncertain.{path}.less.{number}"
        try:
            location = locate(resolved, other)
        except UnknownPathError as error:
            problem = unknown_path(error, resolved, other)
            yield Problem(place, show(other), problem.expected, problem.hint)
            continue
        law = scenario.drawn.get(places.get(location, ""))
        if not all(map(_is_number, (at(resolved, location), *(law.extremes() if law else ())))):
            yield Problem(place, show(other), "a path to a number")
        elif location in terms:
            yield Problem(place, show(other), "each path once")
        terms.add(location)


def _check_correlated(
    scenario: Contents, resolved: Mapping[str, Any], places: Mapping[Location, str]
) -> Iterator[Problem]:
    """Each path is drawn, each pair is named once, and all correlations can hold together."""
    ranks: dict[Pair, float] = {}
    for number, table in enumerate(scenario.correlated, 1):
        known: list[str] = []
        for place, path in enumerate(table.paths, 1):
            drawn = _drawn_path(scenario, resolved, places, path)
            if drawn is None or drawn in known:
                expected = "each path once" if drawn else "a path of [uncertain] that has a draw of its own"
                hint = partial(did_you_mean, path, list(scenario.drawn))
                yield Problem(f"correlated.{number}.paths.{place}", show(path), expected, "" if drawn else hint)
            else:
                known.append(drawn)
        for pair in combinations(known, 2):
            if pair in ranks or pair[::-1] in ranks:
                yield Problem(f"correlated.{number}", f"{pair[0]} and {pair[1]}", "each pair in one table")
            ranks[pair] = table.rank
    if ranks and mixed(in_order(scenario, ranks), ranks) is None:
        expected = "ranks that can hold together (a correlation matrix that is positive definite)"
        yield Problem("correlated", "contradictory", expected)


def _drawn_path(
    scenario: Contents, resolved: Mapping[str, Any], places: Mapping[Location, str], path: str
) -> str | None:
    """The uncertain parameter that a path means, as `[uncertain]` spells it; None where there is none."""
    try:
        found = places.get(locate(resolved, path))
    except UnknownPathError:
        return None
    return found if found in scenario.drawn else None


def _entry_of(document: Mapping[str, Any], path: str) -> Location:
    """The entry of the document that a path enters, sound or not; empty where there is none."""
    try:
        return locate(document, path)[:2]
    except UnknownPathError as error:
        return error.location[:2] if len(error.location) > 1 else ()


def _value_in(document: Mapping[str, Any], path: str) -> Any:
    try:
        return at(document, locate(document, path))
    except UnknownPathError:
        return None
