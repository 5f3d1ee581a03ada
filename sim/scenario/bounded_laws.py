"""Distributions between two ends: uniform, triangular, pert, beta."""

from datetime import date
from typing import Self

from pydantic import model_validator
from typing_extensions import override

from sim.scenario import quantiles, special_functions
from sim.scenario.law import Bound, Law, as_real, ascending, like
from sim.scenario.quantities import PositiveReal


class Uniform(Law):
    """`[low, high]`: q(u) = low + u (high - low)."""

    uniform: tuple[Bound, Bound]

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


class Triangular(Law):
    """`[low, mode, high]`: q(u) = low + sqrt(u (high-low)(mode-low)) up to the mode, mirrored above it."""

    triangular: tuple[Bound, Bound, Bound]

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
        return like(self.triangular[0], sum(map(as_real, self.triangular)) / 3)


class Pert(Law):
    """`[low, mode, high]`: a beta of shapes 1 + 4 (mode-low)/width and 1 + 4 (high-mode)/width, scaled."""

    pert: tuple[Bound, Bound, Bound]

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
        low, mode, high = map(as_real, self.pert)
        return like(self.pert[0], (low + 4 * mode + high) / 6)


class Beta(Law):
    """`[a, b]`, its two shapes: q(u) inverts the regularised incomplete beta function."""

    beta: tuple[PositiveReal, PositiveReal]

    @override
    def quantile(self, u: float) -> float:
        return special_functions.inverse_beta(*self.beta, u)

    @override
    def support(self) -> tuple[float, float]:
        return 0.0, 1.0

    @override
    def mean(self) -> float:
        return self.beta[0] / sum(self.beta)
