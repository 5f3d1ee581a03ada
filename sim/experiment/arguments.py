"""Arguments of Python's functions, as a user's program has them: numbers and dates of NumPy and pandas too."""

from collections.abc import Iterable, Mapping
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import UsageError
from sim.scenario.file import load
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.text_file import expanded
from sim.scenario.wording import show

Function = TypeVar("Function")

ScenarioOrName = Scenario | str | Path
"""A scenario, the name of one that ships, or the path of a file."""


def scenario_of(asked: ScenarioOrName) -> Scenario:
    """The scenario itself, or what a name or a path stands for.

    Raises `UsageError` for anything else or no such file, `ScenarioError` for what is wrong in the file.
    """
    return asked if isinstance(asked, Scenario) else load(asked)


def whole(name: str, value: object, least: int, most: int | None = None) -> int:
    """A whole number within limits; raises `UsageError` that names any other value."""
    number = plain(value)
    if type(number) is int and least <= number and (most is None or number <= most):
        return number
    end = "on" if most is None else f"to {_in_short(most)}"
    raise UsageError(f"{name} is {show(number)}; expected a whole number from {least} {end}")


def _in_short(most: int) -> str:
    return f"2^{most.bit_length()} - 1" if most > 10**15 else f"{most:,}"


def draw_number(name: str, value: object) -> int:
    """A seed, or the number of a replication, which tables hold as int64; raises `UsageError` for any other value."""
    return whole(name, value, 0, 2 ** (63 if name == "replication" else 64) - 1)


def real(name: str, value: object, expected: str) -> float:
    """A finite number; raises `UsageError` that names any other value, and what was expected."""
    number = plain(value)
    if type(number) in (int, float) and isfinite(number):
        return float(number)
    raise UsageError(f"{name} is {show(number)}; expected {expected}")


def by_name(name: str, values: object) -> dict[str, Any]:
    """The values of a mapping whose keys are texts, nothing for None; raises `UsageError` for anything else."""
    if values is None:
        return {}
    if isinstance(values, Mapping) and all(isinstance(key, str) for key in values):
        return dict(values)
    raise UsageError(f"{name} is {show(plain(values))}; expected a mapping of texts to values")


def listed(name: str, values: object) -> tuple[Any, ...]:
    """The values of a list, an array, a series or a range, in their order.

    Raises `UsageError` for what has none: a text, a single value, a set.
    """
    if isinstance(values, Iterable) and not isinstance(values, str | bytes | Mapping | set | frozenset):
        return tuple(plain(value) for value in values)
    raise UsageError(f"{name} is {show(plain(values))}; expected a list of values")


def text(name: str, value: object, expected: str) -> str:
    """A text; raises `UsageError` that names any other value, and what was expected."""
    if isinstance(value, str):
        return str(value)
    raise UsageError(f"{name} is {show(plain(value))}; expected {expected}")


def truth(name: str, value: object) -> bool:
    """A truth value; raises `UsageError` that names any other value."""
    held = plain(value)
    if isinstance(held, bool):
        return held
    raise UsageError(f"{name} is {show(held)}; expected True or False")


def function(name: str, value: Function) -> Function:
    """What can be called; raises `UsageError` that names any other value."""
    if callable(value):
        return value
    raise UsageError(f"{name} is {show(plain(value))}; expected a function")


def path_of(name: str, value: object) -> Path:
    """A path, from a text or what stands for one, `~` as a shell has it; raises `UsageError` for anything else."""
    if isinstance(value, str | PathLike):
        return expanded(Path(value))
    raise UsageError(f"{name} is {show(value)}; expected a path")
