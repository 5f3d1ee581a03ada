"""Distributions: each is a table with one key, its name, drawn by the inverse of its distribution function.

`quantile(u)` is that inverse for u in the open interval (0, 1), `support()` the smallest and largest value
that it can give, `mean()` the expected value. Where a distribution is of dates, its values are dates too:
days are counted as real numbers and rounded to the nearest day.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.distributions.base import TAIL, Distribution, Value
from sim.scenario.distributions.listed import Choice, Empirical
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
from sim.scenario.quantities import MOST_UNITS

__all__ = [
    "NAMES",
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
    "Pert",
    "Poisson",
    "Quantiles",
    "Triangular",
    "Uniform",
    "Value",
    "Weibull",
]

NAMES = (
    "uniform",
    "triangular",
    "pert",
    "normal",
    "lognormal",
    "beta",
    "exponential",
    "poisson",
    "choice",
    "empirical",
    "loguniform",
    "gamma",
    "weibull",
    "quantiles",
)


def _name(value: Any) -> str | None:
    """The name of a distribution, from its table or its object; None where it is none."""
    if isinstance(value, Distribution):
        return type(value).__name__.lower()
    names = [key for key in value if key in NAMES] if isinstance(value, Mapping) else []
    return names[0] if len(names) == 1 else None


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
)
AnyDistribution = Annotated[_Any, Discriminator(_name)]
Chance = Annotated[
    Annotated[float, Field(strict=True, ge=0, le=MOST_UNITS, allow_inf_nan=False), Tag("number")] | _Any,
    Discriminator(_name_or_number),
]
