"""Grids: the values of a path in turn (`PATH=A,B,C`, `PATH=FROM:TO:STEP`), several of them crossed."""

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from sim.errors import UsageError
from sim.scenario.change import spelled_path, value_at, with_values
from sim.scenario.keys import assignment
from sim.scenario.paths import parsed
from sim.scenario.schema import Scenario

ASK_BEYOND = 1_000_000
"""Points of a grid that has to be confirmed."""

MOST_VALUES = 10_000_000
"""Values of one path."""

LARGEST = 1e18
"""A number of a range."""

Settings = tuple[tuple[str, object], ...]
"""Paths and their values at one point of a grid."""


@dataclass(frozen=True)
class Axis:
    """A path and the values that it takes in turn."""

    path: str
    values: tuple[object, ...]


def axis_of(text: str) -> Axis:
    """The axis of `PATH=A,B,C` or `PATH=FROM:TO:STEP`. Raises `UsageError` where it is neither, empty or reversed."""
    path, values = assignment(text)
    if not path:
        raise UsageError(f"--grid {text}: expected PATH=A,B,C or PATH=FROM:TO:STEP")
    steps = values.split(":")
    found = _range(text, steps) if len(steps) == 3 and not _quoted(values) else _list(values)
    if not found:
        raise UsageError(f"--grid {text}: no values; expected PATH=A,B,C or PATH=FROM:TO:STEP")
    if len(set(map(repr, found))) < len(found):
        raise UsageError(f"--grid {text}: a value stands twice; expected each once")
    return Axis(path, tuple(found))


def size_of(axes: Sequence[Axis]) -> int:
    """Points of the crossed grid."""
    return math.prod(len(axis.values) for axis in axes)


def checked_axes(scenario: Scenario, axes: Sequence[Axis], confirmed: bool) -> list[Axis]:
    """The axes with paths and values as the scenario has them: however they are written, the work is the same.

    Raises `UsageError` for a path given twice, a value that the scenario refuses, or a huge grid unconfirmed.
    """
    axes = [Axis(spelled_path(scenario, axis.path), axis.values) for axis in axes]
    paths = [axis.path for axis in axes]
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"--grid {path}: given twice; expected one list of values")
    if size_of(axes) > ASK_BEYOND and not confirmed:
        raise UsageError(f"a grid of {size_of(axes):,} points; expected at most {ASK_BEYOND:,}, or --yes to confirm")
    return [Axis(axis.path, tuple(_held(scenario, axis.path, value) for value in axis.values)) for axis in axes]


def _held(scenario: Scenario, path: str, value: object) -> object:
    """A value as the scenario holds it at a path; a table or a list as it is given."""
    held = value_at(with_values(scenario, {path: value}, extremes=False), path)
    return value if isinstance(held, dict | list) else held


def points_of(axes: Sequence[Axis]) -> tuple[Settings, ...]:
    """Every combination, the last axis fastest; one empty point without axes."""
    return tuple(
        tuple(zip((axis.path for axis in axes), values, strict=True))
        for values in product(*(axis.values for axis in axes))
    )


def _quoted(values: str) -> bool:
    return values.startswith(('"', "'"))


def _list(values: str) -> list[object]:
    """Comma-separated values, each as TOML has it, else a text."""
    try:
        return list(tomllib.loads(f"values = [{values}]")["values"])
    except (ValueError, RecursionError):
        return [parsed(value.strip()) for value in values.split(",") if value.strip()]


def _range(text: str, steps: Sequence[str]) -> list[object]:
    first, last = parsed(steps[0].strip()), parsed(steps[1].strip())
    if isinstance(first, date) and isinstance(last, date):
        return _dates(text, first, last, steps[2].strip())
    try:
        start, end, step = (Decimal(part.strip().replace("_", "")) for part in steps)
    except ArithmeticError:
        raise UsageError(f"--grid {text}: expected numbers, or dates with a step like 7d, in FROM:TO:STEP") from None
    if not all(number.is_finite() and number.copy_abs() <= LARGEST for number in (start, end, step)):
        raise UsageError(f"--grid {text}: expected finite numbers in FROM:TO:STEP, none beyond {LARGEST:g}")
    _ordered(text, start <= end, step > 0)
    steps_between = _divided(end - start, step)
    if steps_between >= MOST_VALUES:
        raise UsageError(f"--grid {text}: more than {MOST_VALUES:,} values; expected at most so many")
    count = int(steps_between) + 1
    whole = all(number == number.to_integral_value() for number in (start, step)) and not _written_real(steps)
    return [int(start + k * step) if whole else float(start + k * step) for k in range(count)]


def _divided(length: Decimal, step: Decimal) -> Decimal:
    """How many steps a length has; infinitely many where their number is beyond counting."""
    try:
        return length / step
    except ArithmeticError:
        return Decimal("Infinity")


def _written_real(steps: Sequence[str]) -> bool:
    return any(sign in part for part in steps for sign in ".eE")


def _dates(text: str, first: date, last: date, step: str) -> list[object]:
    found = re.fullmatch(r"(\d{1,6})\s*(d|w)", step)
    if found is None:
        raise UsageError(f"--grid {text}: the step is {step!r}; expected days (7d) or weeks (1w)")
    days = int(found[1]) * (7 if found[2] == "w" else 1)
    _ordered(text, first <= last, days > 0)
    return [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, days)]


def _ordered(text: str, ascending: bool, forward: bool) -> None:
    if not ascending:
        raise UsageError(f"--grid {text}: runs backwards; expected FROM at most TO")
    if not forward:
        raise UsageError(f"--grid {text}: the step goes nowhere; expected one above 0")
