"""The distribution that analysts publish: some of its quantiles."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator
from typing_extensions import override

from sim.scenario.distributions import quantiles
from sim.scenario.distributions.base import Bound, Distribution, as_real, ascending, like

PERCENT = re.compile(r"p([0-9]{2}(\.[0-9]{1,3})?|100)")
"""How a quantile's key is written: two digits, decimals where they are needed."""

Knots = tuple[tuple[float, ...], tuple[float, ...]]
"""Shares of all draws in ascending order, from 0 to 1, and the values below which they lie."""


class Quantiles(Distribution):
    """`{ p05 = 8_000, p50 = 10_000, p95 = 15_000 }`: q(u) is linear between the values given.

    So between two neighbours all values are equally likely. Where `p00` or `p100` is not given, the nearest piece goes
    on straight to that end.
    """

    quantiles: Mapping[str, Bound] = Field(min_length=2)
    """Values by the share of draws below them, in per cent, linear between: `{ p05 = 8_000, p50 = 10_000, p95 = 15_000
    }`.
    """

    @model_validator(mode="after")
    def _check(self) -> Self:
        wrong = next((key for key in self.quantiles if not PERCENT.fullmatch(key)), None)
        if wrong is not None:
            raise ValueError(f"keys from p00 to p100 with two digits, like p05 or \"p97.5\", not '{wrong}'")
        if len({_share(key) for key in self.quantiles}) < len(self.quantiles):
            raise ValueError("each quantile once")
        ascending(tuple(self.quantiles[key] for key in sorted(self.quantiles, key=_share)))
        return self

    @override
    def quantile(self, u: float) -> float | date:
        return like(self._first(), quantiles.interpolated(u, *self._knots))

    @override
    def support(self) -> tuple[float | date, float | date]:
        values = self._knots[1]
        return like(self._first(), values[0]), like(self._first(), values[-1])

    @override
    def mean(self) -> float | date:
        shares, values = self._knots
        pieces = zip(pairwise(shares), pairwise(values), strict=True)
        return like(self._first(), sum((right - left) * (low + high) / 2 for (left, right), (low, high) in pieces))

    @cached_property
    def _knots(self) -> Knots:
        return knots_of(self.quantiles)

    def _first(self) -> float | date:
        return next(iter(self.quantiles.values()))


def knots_of(given: Mapping[str, float | date]) -> Knots:
    """The points between which the inverse is linear, its ends included."""
    keys = sorted(given, key=_share)
    shares, values = [_share(key) for key in keys], [as_real(given[key]) for key in keys]
    if shares[0] > 0:
        slope = (values[1] - values[0]) / (shares[1] - shares[0])
        shares, values = [0.0, *shares], [values[0] - slope * shares[0], *values]
    if shares[-1] < 1:
        slope = (values[-1] - values[-2]) / (shares[-1] - shares[-2])
        shares, values = [*shares, 1.0], [*values, values[-1] + slope * (1 - shares[-1])]
    return tuple(shares), tuple(values)


def _share(key: str) -> float:
    """The share of all draws below a quantile."""
    return float(key.removeprefix("p")) / 100
