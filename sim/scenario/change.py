"""Other values in a scenario: set by a user, or drawn; what comes out is checked as a file is.

One rule: what a file says of a value is its nominal one, and where [uncertain] has a distribution for it
replications draw it. What is set besides the file (`--set`, `--grid`, `Scenario.set`) holds in every replication: its
distribution is gone.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from sim.errors import Problem, ScenarioError, UsageError
from sim.scenario.paths import (
    Location,
    UnknownPathError,
    assignment,
    at,
    child,
    divided,
    dump,
    is_path,
    joined,
    locate,
    parsed,
    path_of,
    unknown_path,
)
from sim.scenario.plain import plain
from sim.scenario.tables import Contents
from sim.scenario.validation import sound
from sim.scenario.wording import show

Asked = TypeVar("Asked", bound=Contents)


def _located(document: Mapping[str, Any], path: str) -> Location:
    try:
        return locate(document, path)
    except UnknownPathError as error:
        raise ScenarioError([unknown_path(error, document, path)]) from None


def spelled_path(scenario: Contents, path: str) -> str:
    """A path as the scenario spells it under `[uncertain]`, else with quotes where they belong.

    Raises `ScenarioError` where it leads nowhere.
    """
    document = dump(scenario)
    location, parts = _located(document, path), divided(path)
    drawn = (known for known in scenario.uncertain if _located(document, known) == location)
    without_number = len(parts) < len(location)
    return next(drawn, joined(*parts) if without_number else path_of(document, location))


def value_at(scenario: Contents, path: str) -> Any:
    """The value at a path, as plain data; raises `ScenarioError` where the path leads nowhere."""
    document = dump(scenario)
    return at(document, _located(document, path))


def with_value(scenario: Asked, path: str, value: object) -> Asked:
    """The scenario with another value at a path; what was uncertain there becomes certain.

    Raises `ScenarioError` where the path or the value is wrong.
    """
    return with_values(scenario, {path: value})


def with_values(scenario: Asked, values: Mapping[str, object], extremes: bool = True) -> Asked:
    """The scenario with other values at several paths, checked once all of them are set; `extremes` as of `sound`."""
    document = dump(scenario)
    problems: list[Problem] = []
    for path, value in values.items():
        if not isinstance(path, str):
            raise UsageError(f"a path is {show(path)}; expected a text like product.A.price")
        try:
            location = locate(document, path)
            _make_certain(document, location)
            _put(document, location, plain(value))
        except UnknownPathError as error:
            problems.append(unknown_path(error, document, path))
    if problems:
        raise ScenarioError(problems)
    return sound(type(scenario), document, scenario.folder, extremes)


def _make_certain(document: dict[str, Any], location: Location) -> None:
    """Removes what is said to be uncertain at a location and below it, and how it is correlated."""
    if location[0] in ("uncertain", "correlated"):
        return
    for path in list(document["uncertain"]):
        if _lies_in(document, path, location):
            del document["uncertain"][path]
    for table in document["correlated"]:
        table["paths"] = [path for path in table["paths"] if not _lies_in(document, path, location)]
    document["correlated"] = [table for table in document["correlated"] if len(table["paths"]) > 1]


def _lies_in(document: Mapping[str, Any], path: str, location: Location) -> bool:
    try:
        return locate(document, path)[: len(location)] == location
    except UnknownPathError:
        return False


def _put(document: dict[str, Any], location: Location, value: Any) -> None:
    node: Any = document
    for depth, step in enumerate(location[:-1]):
        if isinstance(node, dict) and node.get(step) is None:
            node[step] = {}
        elif child(node, step) is None:
            raise UnknownPathError(location[:depth], (), str(step))
        node = child(node, step)
    node[location[-1]] = value
    if "empirical" in location[:-1] and location[-1] != "values":
        at(document, location[: location.index("empirical") + 1]).pop("values", None)  # they were another column's


def with_choices(scenario: Asked, columns: Mapping[str, Sequence[object]]) -> Asked:
    """The scenario that draws each of some paths from values that were tried; the first is the nominal one."""
    document = dump(scenario)
    located = {path: _located(document, path) for path in columns}
    for path, location in located.items():
        _make_certain(document, location)
        _put(document, location, plain(columns[path][0]))
    document["uncertain"] |= {path: {"choice": plain(values)} for path, values in columns.items()}
    return sound(type(scenario), document, scenario.folder, extremes=False)


def with_settings(scenario: Asked, settings: Sequence[str], extremes: bool = True) -> Asked:
    """The scenario with the values of `PATH=VALUE` texts, a later one over an earlier one of the same path.

    `extremes` is as of `sound`. Raises `UsageError` for a text that is none, `ScenarioError` where a path or a value is
    wrong.
    """
    values, document = {}, dump(scenario)
    for setting in settings:
        path, text = assignment(setting, partial(is_path, document))
        if not path:
            raise UsageError(f"--set {setting}: expected PATH=VALUE")
        values[path] = parsed(text)
    return with_values(scenario, values, extremes) if values else scenario


def without_effect(a: Contents, b: Contents, letter: str = "B") -> Iterator[str]:
    """A sentence for each value in which A and another differ though the same distribution draws it in both."""
    known = _drawn(b)
    for path, (distribution, nominal) in _drawn(a).items():
        other_distribution, other = known.get(path, (None, None))
        if distribution == other_distribution and nominal != other:
            differ = f"{path} is {show(nominal)} in A and {show(other)} in {letter}"
            drawn = "but [uncertain] draws it by the same law in both, so this makes no difference"
            yield f"{differ}, {drawn}; set the value besides the file, or change its law"


def no_longer_drawn(before: Contents, after: Contents) -> list[str]:
    """Uncertain paths whose distributions are gone in a scenario that was made of another by setting values."""
    return [path for path in before.uncertain if path not in after.uncertain]


def drawn_within(scenario: Contents, paths: Sequence[str]) -> list[str]:
    """Uncertain paths that lead to any of some places, or into what stands there."""
    document = dump(scenario) if paths else {}
    places = [_located(document, path) for path in paths]
    return [path for path in scenario.uncertain if any(_lies_in(document, path, place) for place in places)]


def _drawn(scenario: Contents) -> dict[str, tuple[object, object]]:
    """Distribution and nominal value of each uncertain path, whatever spelling of it the file has."""
    document = dump(scenario)
    places: dict[Location, object] = {
        locate(document, path): distribution for path, distribution in scenario.uncertain.items()
    }
    return {path_of(document, place): (distribution, at(document, place)) for place, distribution in places.items()}
