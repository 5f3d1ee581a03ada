"""Distributions given by their parameters: between two ends (uniform to beta), or with tails (normal to Poisson)."""

import math
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from sim.scenario.distributions import means, quantiles, special_functions
from sim.scenario.distributions.base import Bound, Distribution, as_real, ascending, like
from sim.scenario.quantities import PositiveReal, Real, Table


class Uniform(Distribution):
    """`[low, high]`: q(u) = low + u (high - low)."""

    uniform: tuple[Bound, Bound]
    """The lowest and the highest value, all between them equally likely."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        ascending(self.uniform)
        return self

    @override
    def quantile(self, u: float) -> float | date:
        return like(self.uniform[0], quantiles.uniform(u, *map(as_real, self.uniform)))

    @override
    def support(self) -> tuple[float | date, float | date]:
        return self.uniform

    @override
    def mean(self) -> float | date:
        return self.quantile(0.5)


class Loguniform(Distribution):
    """`[low, high]`, both above 0: q(u) = low (high / low)^u, so that each doubling is as likely as any other."""

    loguniform: tuple[PositiveReal, PositiveReal]
    """The lowest and the highest value, above 0; each doubling is as likely as any other."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        ascending(self.loguniform)
        return self

    @override
    def quantile(self, u: float) -> float:
        return quantiles.loguniform(u, *self.loguniform)

    @override
    def support(self) -> tuple[float, float]:
        return self.loguniform

    @override
    def mean(self) -> float:
        return means.loguniform(*self.loguniform)


class Triangular(Distribution):
    """`[low, mode, high]`: q(u) = low + sqrt(u (high-low)(mode-low)) up to the mode, mirrored above it."""

    triangular: tuple[Bound, Bound, Bound]
    """The lowest, the most likely and the highest value."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        ascending(self.triangular)
        return self

    @override
    def quantile(self, u: float) -> float | date:
        return like(self.triangular[0], quantiles.triangular(u, *map(as_real, self.triangular)))

    @override
    def support(self) -> tuple[float | date, float | date]:
        return self.triangular[0], self.triangular[2]

    @override
    def mean(self) -> float | date:
        return like(self.triangular[0], means.triangular(*map(as_real, self.triangular)))


class Pert(Distribution):
    """`[low, mode, high]`: a beta of shapes 1 + 4 (mode-low)/width and 1 + 4 (high-mode)/width, scaled."""

    pert: tuple[Bound, Bound, Bound]
    """The lowest, the most likely and the highest value; smoother than a triangle, with less at its ends."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        ascending(self.pert)
        return self

    @override
    def quantile(self, u: float) -> float | date:
        return like(self.pert[0], quantiles.pert(u, *map(as_real, self.pert)))

    @override
    def support(self) -> tuple[float | date, float | date]:
        return self.pert[0], self.pert[2]

    @override
    def mean(self) -> float | date:
        return like(self.pert[0], means.pert(*map(as_real, self.pert)))


class Beta(Distribution):
    """`[a, b]`, its two shapes: q(u) inverts the regularised incomplete beta function."""

    beta: tuple[PositiveReal, PositiveReal]
    """The two shapes of a distribution between 0 and 1."""

    @override
    def quantile(self, u: float) -> float:
        return special_functions.inverse_beta(*self.beta, u)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, 1.0

    @override
    def mean(self) -> float:
        return means.beta(*self.beta)


class NormalParameters(Table):
    """`mean` and `sd` before truncation to `min` ... `max`."""

    mean: Real
    """Mean, before it is cut."""
    sd: PositiveReal
    """Standard deviation, before it is cut."""
    min: Real | None = None
    """Nothing below it."""
    max: Real | None = None
    """Nothing above it."""


class Normal(Distribution):
    """A normal truncated to `min` ... `max`: q(u) inverts its distribution function between the two."""

    normal: NormalParameters
    """A normal distribution, cut at `min` and `max` where they are given."""

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
        normal = self.normal
        low = -math.inf if normal.min is None else (normal.min - normal.mean) / normal.sd
        high = math.inf if normal.max is None else (normal.max - normal.mean) / normal.sd
        return low, high

    def _mass(self) -> float:
        """Probability between the bounds; taken from the nearer tail, where it is exact."""
        return quantiles.normal_mass(*self._bounds())

    @override
    def quantile(self, u: float) -> float:
        return quantiles.normal(u, self.normal.mean, self.normal.sd, *self.support())

    @override
    def support(self) -> tuple[float, float]:
        normal = self.normal
        return (-math.inf if normal.min is None else normal.min, math.inf if normal.max is None else normal.max)

    @override
    def mean(self) -> float:
        return means.normal(self.normal.mean, self.normal.sd, *self.support())


class LognormalParameters(Table):
    """`median`, and the standard deviation `sigma` of the logarithm."""

    median: PositiveReal
    """The median."""
    sigma: Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]
    """Standard deviation of the logarithm."""


class Lognormal(Distribution):
    """q(u) = median exp(sigma z(u)), z the standard normal quantile."""

    lognormal: LognormalParameters
    """A normal distribution of the logarithm."""

    @override
    def quantile(self, u: float) -> float:
        return quantiles.lognormal(u, self.lognormal.median, self.lognormal.sigma)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return means.lognormal(self.lognormal.median, self.lognormal.sigma)


class Mean(Table):
    """The expected value."""

    mean: PositiveReal
    """The expected value."""


class Exponential(Distribution):
    """q(u) = -mean log(1 - u)."""

    exponential: Mean
    """Waiting times without memory."""

    @override
    def quantile(self, u: float) -> float:
        return quantiles.exponential(u, self.exponential.mean)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return self.exponential.mean


class Poisson(Distribution):
    """q(u) is the smallest whole number whose distribution function is at least u."""

    poisson: Mean
    """Counts."""

    @override
    def quantile(self, u: float) -> int:
        return quantiles.poisson(u, self.poisson.mean)

    @override
    def support(self) -> tuple[int, float]:
        return 0, math.inf

    @override
    def mean(self) -> float:
        return self.poisson.mean
