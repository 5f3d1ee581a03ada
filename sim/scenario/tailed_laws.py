"""Distributions with tails: normal (truncated where it says so), lognormal, exponential, poisson."""

import math
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from sim.scenario import quantiles
from sim.scenario.law import Law
from sim.scenario.quantities import PositiveReal, Real, Table


class NormalParameters(Table):
    """`mean` and `sd` before truncation to `min` ... `max`."""

    mean: Real
    sd: PositiveReal
    min: Real | None = None
    max: Real | None = None


class Normal(Law):
    """A normal truncated to `min` ... `max`: q(u) inverts its distribution function between the two."""

    normal: NormalParameters

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = self._bounds()
        if not low < high:
            raise ValueError("a 'min' below 'max'")
        if self._mass() < 1e-12:
            raise ValueError("'min' and 'max' within seven 'sd' of 'mean'")
        return self

    def _bounds(self) -> tuple[float, float]:
        """Truncation in standard deviations from the mean."""
        law = self.normal
        low = -math.inf if law.min is None else (law.min - law.mean) / law.sd
        high = math.inf if law.max is None else (law.max - law.mean) / law.sd
        return low, high

    def _mass(self) -> float:
        """Probability between the bounds; taken from the nearer tail, where it is exact."""
        return quantiles.normal_mass(*self._bounds())

    @override
    def quantile(self, u: float) -> float:
        return quantiles.normal(u, self.normal.mean, self.normal.sd, *self.support())

    @override
    def support(self) -> tuple[float, float]:
        law = self.normal
        return (-math.inf if law.min is None else law.min, math.inf if law.max is None else law.max)

    @override
    def mean(self) -> float:
        low, high = (math.exp(-bound * bound / 2) / math.sqrt(2 * math.pi) for bound in self._bounds())
        return self.normal.mean + self.normal.sd * (low - high) / self._mass()


class LognormalParameters(Table):
    """`median`, and the standard deviation `sigma` of the logarithm."""

    median: PositiveReal
    sigma: Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]


class Lognormal(Law):
    """q(u) = median exp(sigma z(u)), z the standard normal quantile."""

    lognormal: LognormalParameters

    @override
    def quantile(self, u: float) -> float:
        return quantiles.lognormal(u, self.lognormal.median, self.lognormal.sigma)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return self.lognormal.median * math.exp(self.lognormal.sigma**2 / 2)


class Mean(Table):
    """The expected value."""

    mean: PositiveReal


class Exponential(Law):
    """q(u) = -mean log(1 - u)."""

    exponential: Mean

    @override
    def quantile(self, u: float) -> float:
        return quantiles.exponential(u, self.exponential.mean)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return self.exponential.mean


class Poisson(Law):
    """q(u) is the smallest whole number whose distribution function is at least u."""

    poisson: Mean

    @override
    def quantile(self, u: float) -> int:
        return quantiles.poisson(u, self.poisson.mean)

    @override
    def support(self) -> tuple[int, float]:
        return 0, math.inf

    @override
    def mean(self) -> float:
        return self.poisson.mean
