"""Distributions by shape and scale, from 0 on without an end: gamma, Weibull."""

import math
from typing import Annotated

from pydantic import Field
from typing_extensions import override

from sim.scenario.distributions import means, quantiles
from sim.scenario.distributions.base import Distribution
from sim.scenario.quantities import PositiveReal, Table

Shape = Annotated[float, Field(strict=True, ge=0.05, le=1e6, allow_inf_nan=False)]
"""From where on the largest draw is a number that 64 bits hold."""


class ShapeAndScale(Table):
    """`shape`, and `scale` in the unit of what is drawn."""

    shape: Shape
    """The shape."""
    scale: PositiveReal
    """The scale, in the value's unit."""


class Gamma(Distribution):
    """q(u) = scale times the inverse of the regularised incomplete gamma function; its mean is shape times scale."""

    gamma: ShapeAndScale
    """A gamma distribution, of mean shape times scale."""

    @override
    def quantile(self, u: float) -> float:
        return quantiles.gamma(u, self.gamma.shape, self.gamma.scale)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return means.gamma(self.gamma.shape, self.gamma.scale)


class Weibull(Distribution):
    """q(u) = scale (-log(1 - u))^(1 / shape)."""

    weibull: ShapeAndScale
    """A Weibull distribution."""

    @override
    def quantile(self, u: float) -> float:
        return quantiles.weibull(u, self.weibull.shape, self.weibull.scale)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    @override
    def mean(self) -> float:
        return means.weibull(self.weibull.shape, self.weibull.scale)
