"""Distributions in the kernel's memory: a kind, up to four parameters, and a list of values where there is one."""

import math
from datetime import date
from itertools import accumulate
from typing import Any

from sim.engines.compiled.cells import (
    LAW_A,
    LAW_CELLS,
    LAW_COUNT,
    LAW_KIND,
    LAW_VALUES,
    LAW_WEIGHTS,
)
from sim.engines.compiled.layout import Layout, Step
from sim.scenario.distributions import NAMES

KINDS = ("constant", *NAMES)
"""Kinds of law, by code."""

PARAMETERS: dict[str, tuple[Step, ...]] = {
    "normal": ("mean", "sd", "min", "max"),
    "lognormal": ("median", "sigma"),
    "exponential": ("mean",),
    "poisson": ("mean",),
}


def law(layout: Layout, quantity: Any, location: tuple[Step, ...], codes: dict[str, int] | None = None) -> int:
    """Append a quantity, a number or a distribution's plain table; gives its address.

    `codes` are numbers that stand for texts that a choice is among.
    """
    first = layout.take([0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0])
    assert len(layout.cells) == first + LAW_CELLS
    if not isinstance(quantity, dict):
        layout.cells[first + LAW_A] = float(quantity)
        layout.address[location] = first + LAW_A
        return first
    kind, body = next(iter(quantity.items()))
    layout.cells[first + LAW_KIND] = KINDS.index(kind)
    if kind in ("choice", "empirical"):
        values = body if kind == "choice" else body["values"]
        numbers = [float(codes[value]) if codes is not None else as_real(value) for value in values]
        weights = quantity.get("weights") or [1.0] * len(values)
        layout.cells[first + LAW_VALUES] = layout.take(numbers)
        layout.cells[first + LAW_WEIGHTS] = layout.take([float(weight) for weight in accumulate(weights)])
        layout.cells[first + LAW_COUNT] = len(values)
        return first
    for place, step in enumerate(PARAMETERS.get(kind) or tuple(range(len(body)))):
        value, cell = body[step], first + LAW_A + place
        missing = -math.inf if step == "min" else math.inf
        layout.cells[cell] = missing if value is None else as_real(value)
        if value is not None:
            layout.address[*location, kind, step] = cell
    return first


def as_real(value: float | date) -> float:
    """A number as a real one; a date is its ordinal."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)
