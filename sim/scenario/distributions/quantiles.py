"""Inverse distribution functions on plain numbers, which the distributions and the compiled engine share.

u is in the open interval (0, 1).
"""

import math
from collections.abc import Sequence

from sim.scenario.distributions.special_functions import (
    inverse_beta,
    inverse_gamma,
    inverse_normal,
    inverse_poisson,
    normal_below,
    poisson_below,
)

(CONSTANT, UNIFORM, TRIANGULAR, PERT, NORMAL, LOGNORMAL, BETA, EXPONENTIAL, POISSON, CHOICE, EMPIRICAL) = range(11)
(LOGUNIFORM, GAMMA, WEIBULL, QUANTILES, OWN) = range(11, 16)
"""Kinds of distribution; the first is a number, the last a function of the user's own."""

FEW = 8
"""A Poisson mean below which it is quicker to sum up from 0 than to look for a place to begin."""

NOTHING = 1e-12
"""Of a total: less than that is rounding."""

LEAST = 2.0**-53
"""The open interval (0, 1) as real numbers have it: from here to as much below 1."""


def uniform(u: float, low: float, high: float) -> float:
    """Uniform between two ends."""
    return low + u * (high - low)


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Triangular: a root up to the mode, mirrored above it."""
    if u * (high - low) <= mode - low:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - mode))


def pert(u: float, low: float, mode: float, high: float) -> float:
    """PERT: a scaled beta of shapes 1 + 4 (mode-low)/width and 1 + 4 (high-mode)/width."""
    width = high - low
    if width == 0:
        return low
    return low + width * inverse_beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, u)


def loguniform(u: float, low: float, high: float) -> float:
    """Uniform in the logarithm, between two ends above 0."""
    return low * math.exp(u * math.log(high / low))


def normal_mass(low: float, high: float) -> float:
    """Probability between two values of a standard normal; taken from the nearer tail, where it is exact."""
    if low > 0:
        low, high = -high, -low
    return (math.erfc(-high / math.sqrt(2)) - math.erfc(-low / math.sqrt(2))) / 2


def normal(u: float, mean: float, sd: float, least: float, most: float) -> float:
    """Normal of `mean` and `sd` before it is truncated to `least` ... `most`, infinite where it is not."""
    low, high = (least - mean) / sd, (most - mean) / sd
    if low > 0:
        standard = -inverse_normal(normal_below(-high) + (1 - u) * normal_mass(low, high))
    else:
        standard = inverse_normal(normal_below(low) + u * normal_mass(low, high))
    value = mean + sd * min(max(standard, low), high)
    return min(max(value, least), most)


def lognormal(u: float, median: float, sigma: float) -> float:
    """Lognormal by its median and the standard deviation of its logarithm."""
    return median * math.exp(sigma * inverse_normal(u))


def gamma(u: float, shape: float, scale: float) -> float:
    """Gamma."""
    return scale * inverse_gamma(shape, u)


def weibull(u: float, shape: float, scale: float) -> float:
    """Weibull."""
    return scale * math.pow(-math.log1p(-u), 1 / shape)


def exponential(u: float, mean: float) -> float:
    """Exponential."""
    return -mean * math.log1p(-u)


def poisson(u: float, mean: float) -> int:
    """Poisson: the smallest whole number whose distribution function is at least u.

    Of a small mean it is summed, term by term; where a term no longer adds to it, and of large means, it is SciPy's.
    """
    count, term = 0, math.exp(-mean)
    if mean < FEW:
        below = term
        while below < u and below + term > below:
            count += 1
            term *= mean / count
            below += term
        if below >= u:
            return count
    else:
        count = max(math.ceil(inverse_poisson(u, mean)), 0)
    while count > 0 and poisson_below(count - 1, mean) >= u:
        count -= 1
    while poisson_below(count, mean) < u:
        count += 1
    return count


def orders_on(u: float, mean: float) -> int:
    """Poisson count of a day on which seldom anything happens: mostly without computing an inverse."""
    if mean <= 0 or u <= 1 - mean:  # exp(-mean) >= 1 - mean: certainly none
        return 0
    return poisson(u, mean)


def choice(u: float, cumulated: Sequence[float]) -> int:
    """Place of the first of several values whose cumulated weight reaches u."""
    first, last = 0, len(cumulated) - 1
    while first < last:
        middle = (first + last) // 2
        if cumulated[middle] < u * cumulated[len(cumulated) - 1]:
            first = middle + 1
        else:
            last = middle
    return first


def empirical(u: float, count: int) -> int:
    """Place of the smallest of `count` ascending values that at least u times `count` of them do not exceed."""
    return min(max(math.ceil(u * count) - 1, 0), count - 1)


def interpolated(u: float, shares: Sequence[float], values: Sequence[float]) -> float:
    """The value at u of a line through points: `shares` ascend strictly from 0 to 1."""
    first, last = 1, len(shares) - 1
    while first < last:
        middle = (first + last) // 2
        if shares[middle] < u:
            first = middle + 1
        else:
            last = middle
    part = (u - shares[first - 1]) / (shares[first] - shares[first - 1])
    return values[first - 1] + part * (values[first] - values[first - 1])


def left_of(total: float, taken: float) -> float:
    """What is left of a total; nothing, where only the rounding of real numbers says otherwise."""
    left = total - taken
    return left if abs(left) > NOTHING * abs(total) else total - total


def correlated(uniforms: Sequence[float], places: Sequence[int], weights: Sequence[float]) -> float:
    """The uniform of a normal that is the weighted sum of independent ones, those of some uniforms."""
    total = 0.0
    for place in range(len(places)):
        total += weights[place] * inverse_normal(uniforms[places[place]])
    return min(max(normal_below(total), LEAST), 1 - LEAST)


def at(kind: int, u: float, a: float, b: float, c: float, d: float) -> float:
    """The value at u of a kind of distribution by its parameters, in order; not of a kind of listed values."""
    if kind == UNIFORM:
        return uniform(u, a, b)
    if kind == TRIANGULAR:
        return triangular(u, a, b, c)
    if kind == PERT:
        return pert(u, a, b, c)
    if kind == BETA:
        return inverse_beta(a, b, u)
    return _tailed(kind, u, a, b, c, d)


def _tailed(kind: int, u: float, a: float, b: float, c: float, d: float) -> float:
    """The same of those that have a tail, or are of positive numbers alone."""
    if kind == NORMAL:
        return normal(u, a, b, c, d)
    if kind == LOGNORMAL:
        return lognormal(u, a, b)
    if kind == EXPONENTIAL:
        return exponential(u, a)
    if kind == POISSON:
        return float(poisson(u, a))
    if kind == LOGUNIFORM:
        return loguniform(u, a, b)
    return gamma(u, a, b) if kind == GAMMA else weibull(u, a, b)
