"""Designs: the points of a grid, and which uniforms the uncertain parameters of each replication are drawn at.

A grid has the values of a path in turn (`PATH=A,B,C`, `PATH=FROM:TO:STEP`), several of them crossed.

A column belongs to a path, and depends on the seed, the path and the replication alone (of a Sobol sequence: on the
column's number too), so two scenarios with the same uncertain parameters are drawn at the same points.

The designs of sensitivity analyses have rows that belong together, in an order that the analysis knows; each of their
rows is simulated several times, over chance that is common to all rows.
"""

import math
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import product

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.stratified import stratified
from sim.realisation.streams import mechanism_word
from sim.scenario.change import spelled_path, value_at, with_values
from sim.scenario.correlation import Mix
from sim.scenario.paths import assignment, parsed
from sim.scenario.schema import Scenario

DESIGNS = ("random", "lhs", "sobol")
ANALYSES = ("saltelli", "morris")
"""Designs whose rows are simulated several times each."""

CAUTIONS = {
    "random": "",
    "lhs": "the intervals take replications for independent, which those of a Latin hypercube are not: "
    "as a rule they are too wide",
    "sobol": "the intervals take replications for independent, which the points of one Sobol sequence are not: "
    "they show a scale, and are no 95 % intervals",
    "table": "the intervals take the parameter sets for a random sample, which those of a table may not be",
    "saltelli": "the intervals of means take replications for independent, which the rows of this design are not",
    "morris": "the intervals of means take replications for independent, which the rows of this design are not",
}
"""By design: what is wrong with intervals that are made as if replications were independent (Student's, Wilson's)."""

BLOCK = 1000
"""Replications of one Latin hypercube; a larger sweep has several, so that its room does not grow with its size."""

SMALLEST_UNIFORM = 2.0**-53
MOST_SOBOL = 21_201
"""Columns that SciPy has direction numbers for."""

Uniforms = NDArray[np.float64]

ASK_BEYOND = 1_000_000
"""Points of a grid that has to be confirmed."""

MOST_VALUES = 10_000_000
"""Values of one path."""

LARGEST_NUMBER = 1e18
"""A number of a range."""

Settings = tuple[tuple[str, object], ...]
"""Paths and their values at one point of a grid."""


def replications_of(design: str, replications: int) -> int:
    """The count that a design can have: of a Sobol sequence the next power of two, else as asked."""
    return 1 << (replications - 1).bit_length() if design == "sobol" else replications


def check_design(design: str, columns: int, each: int = 1) -> None:
    """Raises `UsageError` where there is no such design of so many columns, simulated `each` times a row."""
    known = DESIGNS if each == 1 else ANALYSES
    if design not in known:
        or_file = ", or a CSV or Parquet file of parameter sets" if each == 1 else ""
        raise UsageError(f"design is {design!r}; expected one of {', '.join(known)}{or_file}")
    if design != "random" and not columns:
        raise UsageError(f"design is {design!r}, but nothing is uncertain in the scenario; expected random")
    most = MOST_SOBOL if design == "sobol" else MOST_SOBOL // 2
    if design in ("sobol", "saltelli") and columns > most:
        raise UsageError(f"design is {design!r} of {columns:,} parameters; expected at most {most:,}")


def uniforms(
    design: str,
    seed: int,
    paths: Sequence[str],
    replications: int,
    first: int,
    count: int,
    each: int = 1,
    mix: Mix | None = None,
) -> Uniforms | None:
    """Uniforms of replications `first` to `first + count - 1` of a sweep, shape (count, paths), within (0, 1).

    A row of the design serves `each` replications in turn; `mix` says which of the paths are correlated, and how. None
    for the random design: there each parameter is drawn from its own stream.
    """
    if design == "random":
        return None
    kinds: dict[str, Callable[..., Uniforms]] = {
        "sobol": _sobol,
        "lhs": partial(_latin, mix or {}),
        "saltelli": _saltelli,
        "morris": _morris,
    }
    start, stop = first // each, (first + count - 1) // each + 1
    rows = kinds[design](seed, paths, replications // each, start, stop - start)
    repeated = rows[np.arange(first, first + count) // each - start]
    return np.clip(repeated, SMALLEST_UNIFORM, 1 - SMALLEST_UNIFORM)


def _generator(seed: int, name: str, block: int) -> Generator:
    return Generator(Philox(SeedSequence([seed, mechanism_word(name), block])))


def _sobol(seed: int, paths: Sequence[str], _: int, first: int, count: int) -> Uniforms:
    """Owen-scrambled Sobol points."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(paths), scramble=True, rng=_generator(seed, "design:sobol", 0))
    if not first:
        # Of a sequence that begins, SciPy warns where its length is no power of two; a part need not be balanced.
        return np.asarray(sequence.random_base2((count - 1).bit_length()))[:count]
    sequence.fast_forward(first)
    return np.asarray(sequence.random(count))


def _latin(mix: Mix, seed: int, paths: Sequence[str], replications: int, first: int, count: int) -> Uniforms:
    """Latin hypercubes of `BLOCK` replications each (the last of what is left)."""
    from scipy.stats import qmc

    blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
    rows = []
    for block in blocks:
        size = min(BLOCK, replications - block * BLOCK)
        columns = [
            qmc.LatinHypercube(1, rng=_generator(seed, f"design:lhs:{path}", block)).random(size)[:, 0]
            for path in paths
        ]
        rows.append(stratified(np.stack(columns, axis=1), mix))
    start = first - blocks.start * BLOCK
    return np.concatenate(rows)[start : start + count]


def _saltelli(seed: int, paths: Sequence[str], rows: int, first: int, count: int) -> Uniforms:
    return _blocks("saltelli", seed, len(paths), rows)[first : first + count]


def _morris(seed: int, paths: Sequence[str], rows: int, first: int, count: int) -> Uniforms:
    return _blocks("morris", seed, len(paths), rows)[first : first + count]


@lru_cache(maxsize=1)
def _blocks(design: str, seed: int, columns: int, rows: int) -> Uniforms:
    """The whole design: its rows come in blocks, and every chunk of a sweep takes a part."""
    from sim.statistics import sensitivity

    make = sensitivity.saltelli if design == "saltelli" else sensitivity.morris
    blocks = rows // sensitivity.block_length(design, columns)
    return make(columns, blocks, _generator(seed, f"design:{design}", 0))


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
    return Axis(path, tuple(found))


def size_of(axes: Sequence[Axis]) -> int:
    """Points of the crossed grid."""
    return math.prod(len(axis.values) for axis in axes)


def checked_axes(scenario: Scenario, axes: Sequence[Axis], confirmed: bool) -> list[Axis]:
    """The axes with paths and values as the scenario has them: however they are written, the work is the same.

    Raises `UsageError` for a path or a value given twice, a value that the scenario refuses, or a huge grid
    unconfirmed.
    """
    axes = [Axis(spelled_path(scenario, axis.path), axis.values) for axis in axes]
    paths = [axis.path for axis in axes]
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"--grid {path}: given twice; expected one list of values")
    if size_of(axes) > ASK_BEYOND and not confirmed:
        raise UsageError(f"a grid of {size_of(axes):,} points; expected at most {ASK_BEYOND:,}, or --yes to confirm")
    return [_checked(scenario, axis) for axis in axes]


def _checked(scenario: Scenario, axis: Axis) -> Axis:
    """The axis with its values as the scenario holds them, each once."""
    values = tuple(_held(scenario, axis.path, value) for value in axis.values)
    if len(set(map(repr, values))) < len(values):
        raise UsageError(f"--grid {axis.path}: a value stands twice; expected each once")
    return Axis(axis.path, values)


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
    if not all(number.is_finite() and number.copy_abs() <= LARGEST_NUMBER for number in (start, end, step)):
        raise UsageError(f"--grid {text}: expected finite numbers in FROM:TO:STEP, none beyond {LARGEST_NUMBER:g}")
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
