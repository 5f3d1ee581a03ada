"""Policies: named sets of values that change together, each a point of a sweep."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from sim.errors import ScenarioError, UsageError
from sim.experiment.arguments import by_name
from sim.scenario.change import spelled_path, value_at, with_values
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.text_file import expanded, table_of, text_of
from sim.scenario.wording import show

EXPECTED = "a TOML file with a table of paths and values for each policy"

Settings = tuple[tuple[str, object], ...]
"""Paths and their values."""

Policies = Mapping[str, Mapping[str, object]] | str | Path
"""Policies by name, each a mapping of paths to values; or the TOML file that holds them."""


@dataclass(frozen=True)
class Policy:
    """Values that change together, under one name; the name alone where nothing changes."""

    name: str
    settings: Settings = ()


def policies_of(scenario: Scenario, asked: Policies | None) -> tuple[Policy, ...]:
    """The policies asked for, their paths and values as the scenario has them; none for None.

    Raises `UsageError` for what holds no policies, `ScenarioError` for a path or a value that the scenario refuses.
    """
    if asked is None:
        return ()
    tables = _read(asked) if isinstance(asked, str | Path) else by_name("policies", asked)
    if not tables:
        raise UsageError(f"policies: none are named; expected {EXPECTED}")
    file = f"{asked}: " if isinstance(asked, str | Path) else ""
    return tuple(_policy(scenario, name, values, f"{file}policy {name}") for name, values in tables.items())


def _read(path: str | Path) -> dict[str, Any]:
    return table_of(text_of(expanded(path), EXPECTED), str(path))


def _policy(scenario: Scenario, name: str, values: object, told: str) -> Policy:
    """A policy of a table of paths and values; `told` is what messages call it."""
    if not name.strip() or not name.isprintable():
        raise UsageError(f"policy {show(name)}: no name; expected one of printable letters")
    if not isinstance(values, Mapping):
        raise UsageError(f"{told} is {show(plain(values))}; expected a table of paths and their values")
    try:
        given = {spelled_path(scenario, path): value for path, value in by_name(told, values).items()}
        if len(given) < len(values):
            raise UsageError(f"{told}: a path stands twice; expected each once")
        changed = with_values(scenario, given, extremes=False) if given else scenario
    except ScenarioError as error:
        raise ScenarioError([one.at(told, None) for one in error.problems]) from None
    return Policy(name, tuple((path, _held(changed, path, plain(value))) for path, value in given.items()))


def _held(changed: Scenario, path: str, value: object) -> object:
    """A value as the scenario holds it; a table or a list as it is given."""
    held = value_at(changed, path)
    return value if isinstance(held, dict | list) else held


def crossed(policies: Sequence[Policy], grid: Iterable[Settings]) -> list[tuple[Policy | None, Settings]]:
    """Every policy at every point of a grid. Raises `UsageError` for a path that both set."""
    points = list(grid)
    axes = {path for path, _ in points[0]}
    for policy in policies:
        for path, _ in policy.settings:
            if path in axes:
                raise UsageError(f"policy {policy.name}: {path} is set by the grid, too; expected it in one of the two")
    return list(product(policies or (None,), points))
