"""From a quantity of the scenario, a number or a distribution, to a law of the model."""

import math
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import SimError
from sim.extensions.registry import cell_of
from sim.model.entities import Law
from sim.scenario.distributions import NAMES, PARAMETERS, AnyDistribution, Distribution
from sim.scenario.distributions.own import extension_named
from sim.scenario.distributions.percentiles import knots_of
from sim.scenario.distributions.quantiles import OWN
from sim.scenario.paths import Location, Step

KINDS = ("constant", *NAMES)
"""Names of the kinds of law, by code."""

Places = dict[Location, tuple[Any, str | int]]
"""Where each number of a scenario's document went: which entity or list holds it, under which name or place."""


def law_of(quantity: Any, location: Location, places: Places, codes: Mapping[str, int] | None = None) -> Law:
    """The law of a number or a distribution's plain table; `codes` stand for texts that a choice is among."""
    law = Law()
    if not isinstance(quantity, dict):
        law.a = float(quantity)
        places[location] = (law, "a")
        return law
    kind, body = next(iter(quantity.items()))
    own = None if kind in KINDS else extension_named(kind)
    if own is not None:
        law.own = cell_of(own).handle
    law.kind = OWN if own is not None else KINDS.index(kind)
    if kind in ("choice", "empirical"):
        values = body if kind == "choice" else body["values"]
        law.values = [float(codes[value]) if codes is not None else as_real(value) for value in values]
        law.cumulated = [float(weight) for weight in accumulate(quantity.get("weights") or [1.0] * len(values))]
        return law
    if kind == "quantiles":
        shares, values = knots_of(body)
        law.cumulated, law.values = list(shares), list(values)
        return law
    steps: tuple[Step, ...] = own.parameters if own is not None else PARAMETERS[kind] or tuple(range(len(body)))
    for name, step in zip("abcd", steps, strict=False):
        value = body[step]
        if value is None:
            setattr(law, name, -math.inf if step == "min" else math.inf)
        else:
            setattr(law, name, as_real(value))
            places[*location, kind, step] = (law, name)
    return law


ADAPTER: TypeAdapter[Distribution] = TypeAdapter(AnyDistribution)
"""Makes a distribution of its plain table."""


def mean_of(quantity: Any) -> float:
    """The expected value of a distribution's plain table, a number."""
    return as_real(_distribution(quantity).mean())


def _distribution(table: Mapping[str, Any]) -> Distribution:
    """The distribution of a plain table. Raises `SimError` where one of the user's own no longer takes it."""
    try:
        return ADAPTER.validate_python(table)
    except ValidationError as error:
        raise SimError(str(error.errors()[0]["ctx"]["error"])) from None


def as_real(value: float | date) -> float:
    """A number as a real one; a date is its ordinal."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)
