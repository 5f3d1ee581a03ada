"""Distributions: each is a table with one key, its name, drawn by the inverse of its distribution function.

`quantile(u)` is that inverse for u in the open interval (0, 1), `support()` the smallest and largest value
that it can give, `mean()` the expected value. Where a distribution is of dates, its values are dates too:
days are counted as real numbers and rounded to the nearest day.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag
from pydantic.json_schema import SkipJsonSchema

from sim.extensions.registry import DISTRIBUTION, find, names_of
from sim.scenario.distributions.base import TAIL, Distribution, Value
from sim.scenario.distributions.listed import Choice, Empirical
from sim.scenario.distributions.own import Own, own_name
from sim.scenario.distributions.parametric import (
    Beta,
    Exponential,
    Lognormal,
    Loguniform,
    Normal,
    Pert,
    Poisson,
    Triangular,
    Uniform,
)
from sim.scenario.distributions.percentiles import Quantiles
from sim.scenario.distributions.shaped import Gamma, Weibull
from sim.scenario.quantities import MOST_UNITS, Table

__all__ = [
    "NAMES",
    "PARAMETERS",
    "TAIL",
    "AnyDistribution",
    "Beta",
    "Chance",
    "Choice",
    "Distribution",
    "Empirical",
    "Exponential",
    "Gamma",
    "Lognormal",
    "Loguniform",
    "Normal",
    "Own",
    "Pert",
    "Poisson",
    "Quantiles",
    "Triangular",
    "Uniform",
    "Value",
    "Weibull",
    "is_name",
    "names_known",
]

KINDS: tuple[type[Distribution], ...] = (
    Uniform,
    Triangular,
    Pert,
    Normal,
    Lognormal,
    Beta,
    Exponential,
    Poisson,
    Choice,
    Empirical,
    Loguniform,
    Gamma,
    Weibull,
    Quantiles,
)
"""In the order of the model's kinds of law."""

NAMES = tuple(kind.__name__.lower() for kind in KINDS)


def _keys(kind: type[Distribution]) -> tuple[str, ...]:
    """The keys of a distribution's parameters, in order; none where they stand in a list."""
    table = next(iter(kind.model_fields.values())).annotation
    return tuple(table.model_fields) if isinstance(table, type) and issubclass(table, Table) else ()


PARAMETERS = dict(zip(NAMES, map(_keys, KINDS), strict=True))
"""By name: the keys of its parameters."""


def _name(value: Any) -> str | None:
    """The name of a distribution, from its table or its object; None where it is none."""
    if isinstance(value, Distribution):
        return type(value).__name__.lower()
    names = [key for key in value if key in NAMES] if isinstance(value, Mapping) else []
    if not names and own_name(value):
        return "own"
    return names[0] if len(names) == 1 else None


def names_known() -> tuple[str, ...]:
    """The names of all distributions, those of the user's own last."""
    return (*NAMES, *names_of(DISTRIBUTION))


def is_name(step: object) -> bool:
    """Whether something is the name of a distribution, of the user's own too."""
    return step in NAMES or find(DISTRIBUTION, step) is not None


def _name_or_number(value: Any) -> str | None:
    return "number" if isinstance(value, int | float | str) else _name(value)


_Any = (
    Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Beta, Tag("beta")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Poisson, Tag("poisson")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Empirical, Tag("empirical")]
    | Annotated[Loguniform, Tag("loguniform")]
    | Annotated[Gamma, Tag("gamma")]
    | Annotated[Weibull, Tag("weibull")]
    | Annotated[Quantiles, Tag("quantiles")]
    | Annotated[SkipJsonSchema[Own], Tag("own")]
)
AnyDistribution = Annotated[_Any, Discriminator(_name)]
Chance = Annotated[
    Annotated[float, Field(strict=True, ge=0, le=MOST_UNITS, allow_inf_nan=False), Tag("number")] | _Any,
    Discriminator(_name_or_number),
]
