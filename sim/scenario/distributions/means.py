"""Expected values on plain numbers, which the distributions and the model share: both engines route by them."""

import math

from sim.scenario.distributions.quantiles import (
    BETA,
    EXPONENTIAL,
    GAMMA,
    LOGNORMAL,
    LOGUNIFORM,
    NORMAL,
    PERT,
    POISSON,
    TRIANGULAR,
    UNIFORM,
    normal_mass,
)


def loguniform(low: float, high: float) -> float:
    """Uniform in the logarithm."""
    return low if low == high else (high - low) / math.log(high / low)


def triangular(low: float, mode: float, high: float) -> float:
    """Triangular."""
    return (low + mode + high) / 3


def pert(low: float, mode: float, high: float) -> float:
    """PERT."""
    return (low + 4 * mode + high) / 6


def beta(a: float, b: float) -> float:
    """Beta of two shapes."""
    return a / (a + b)


def normal(mean: float, sd: float, least: float, most: float) -> float:
    """Normal of `mean` and `sd` before it is truncated to `least` ... `most`, infinite where it is not."""
    low, high = (least - mean) / sd, (most - mean) / sd
    return mean + sd * (density(low) - density(high)) / normal_mass(low, high)


def density(standard: float) -> float:
    """Density of a standard normal."""
    return math.exp(-standard * standard / 2) / math.sqrt(2 * math.pi)


def lognormal(median: float, sigma: float) -> float:
    """Lognormal by its median and the standard deviation of its logarithm."""
    return median * math.exp(sigma * sigma / 2)


def gamma(shape: float, scale: float) -> float:
    """Gamma."""
    return shape * scale


def weibull(shape: float, scale: float) -> float:
    """Weibull."""
    return scale * math.gamma(1 + 1 / shape)


def at(kind: int, a: float, b: float, c: float, d: float) -> float:
    """The expected value of a kind of distribution by its parameters, in order; not of listed values."""
    if kind == UNIFORM:
        return a + 0.5 * (b - a)
    if kind == TRIANGULAR:
        return triangular(a, b, c)
    if kind == PERT:
        return pert(a, b, c)
    if kind == BETA:
        return beta(a, b)
    return _tailed(kind, a, b, c, d)


def _tailed(kind: int, a: float, b: float, c: float, d: float) -> float:
    """The same of those that have a tail, or are of positive numbers alone."""
    if kind == NORMAL:
        return normal(a, b, c, d)
    if kind == LOGNORMAL:
        return lognormal(a, b)
    if kind in (EXPONENTIAL, POISSON):
        return a
    if kind == LOGUNIFORM:
        return loguniform(a, b)
    return gamma(a, b) if kind == GAMMA else weibull(a, b)
