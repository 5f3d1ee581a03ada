"""Key figures that are added up: which can be, the name and the value of their sum, and how it is shown.

A file has them as a list. The sum's name is theirs with ` + ` between, in alphabetical order, so that one sum has one.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.records.figures.naming import figure_of, kind_of, spelled
from sim.scenario.paths import QUOTED, parts_of

Reals = NDArray[np.float64]

PLUS = " + "

BETWEEN = re.compile(rf"({QUOTED.pattern})| \+ (?=[a-z]\w*\.)")
"""A quoted part, or what stands before the next figure of a sum."""

ADDED = ("units", "usd")
"""Kinds of figures that have a sum: shares, days and times don't."""


def names_in(figure: str | Sequence[str]) -> tuple[str, ...]:
    """The figures of one name, or of a list of names, as `figure_name` writes them."""
    return tuple(map(spelled, (figure,) if isinstance(figure, str) else figure))


def keyed(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each of the names with the key that it has in a file: `figure`, or `figure.2` in a list."""
    for number, name in enumerate(names, 1):
        yield ("figure" if len(names) == 1 else f"figure.{number}"), name


def wanted_of(names: Sequence[str]) -> str:
    """What is expected instead of names that can't be added up; empty where they can, as one alone always can."""
    if len(set(names)) < len(names):
        return "each figure at most once in the list"
    kinds = {kind_of(figure_of(name)) for name in names}
    if len(names) > 1 and (len(kinds) > 1 or not kinds <= set(ADDED)):
        return "figures that can be added up: all in units, or all in dollars"
    return ""


def sum_name(names: Sequence[str]) -> str:
    """The name of the sum: `finished_units.A.2023Q1 + finished_units.B.2023Q1`; of one figure its own."""
    return PLUS.join(sorted(names))


def summands(name: str) -> tuple[str, ...]:
    """The figures whose sum has a name: the inverse of `sum_name`."""
    found, start = [], 0
    for one in BETWEEN.finditer(name):
        if one[1] is None:
            found.append(name[start : one.start()])
            start = one.end()
    return (*found, name[start:])


def summed(names: Sequence[str], column: Callable[[str], Reals]) -> Reals:
    """The sum of the figures, shape (replications,): NaN where any has no value. `column` gives those of one."""
    found: Reals = np.sum([column(name) for name in names], axis=0)
    return found


def shown(name: str) -> str:
    """A name with what its figures share once: `finished_units.(A + B).2023Q1`."""
    parts = [[written for _, written in parts_of(one)] for one in summands(name)]
    return in_common(parts, ".", "({})") if len(parts) > 1 else name


def in_common(parts: Sequence[Sequence[str]], sign: str, inner: str = "{}") -> str:
    """Texts in parts, with `sign` between them, as one: what they begin and end with once, within it their sum."""
    least = min(map(len, parts)) - 1
    first = next((place for place in range(least) if len({one[place] for one in parts}) > 1), least)
    rest = least - first
    last = next((place for place in range(rest) if len({one[-1 - place] for one in parts}) > 1), rest)
    own = [sign.join(one[first : len(one) - last]) for one in parts]
    middle = PLUS.join([*(one.rstrip(",") for one in own[:-1]), own[-1]])
    head, tail = parts[0][:first], parts[0][len(parts[0]) - last :]
    return sign.join([*head, inner.format(middle) if head or tail else middle, *tail])
