"""Draws: uniforms by stream and index, quantities by law."""

import math

from sim.model.entities import Law, Supply
from sim.model.own import own_quantile
from sim.rules.rounding import whole_days
from sim.scenario.distributions import beta_table, means, quantiles
from sim.scenario.distributions.quantiles import BETA, CHOICE, CONSTANT, EMPIRICAL, OWN, QUANTILES
from sim.scenario.quantities import MOST_DAYS


def draw(supply: Supply, word: int, index: int, a: int = 0, b: int = 0) -> float:
    """The uniform in (0, 1) of an index of a mechanism's stream."""
    return supply.streams.at(word, index, a, b)


def quantity(law: Law, u: float) -> float:
    """The quantity of a law at a uniform."""
    kind = law.kind
    if kind == CONSTANT:
        return law.a
    if kind == BETA and len(law.table):
        return beta_table.inverse(law.table, law.a, law.b, u)
    if kind in (CHOICE, EMPIRICAL, QUANTILES):
        return listed(law, u)
    return own_quantile(law, u) if kind == OWN else quantiles.at(kind, u, law.a, law.b, law.c, law.d)


def listed(law: Law, u: float) -> float:
    """One of a law's listed values, or between two of them."""
    if law.kind == QUANTILES:
        return quantiles.interpolated(u, law.cumulated, law.values)
    if law.kind == CHOICE:
        return law.values[quantiles.choice(u, law.cumulated)]
    return law.values[quantiles.empirical(u, len(law.values))]


def drawn(supply: Supply, law: Law, word: int, index: int) -> float:
    """A quantity drawn by law, from a stream where it isn't constant."""
    if law.kind == CONSTANT:
        return law.a
    return quantity(law, draw(supply, word, index))


def drawn_days(supply: Supply, law: Law, word: int, index: int) -> int:
    """A duration drawn by law, in whole days."""
    return whole_days(drawn(supply, law, word, index))


def expected_days(law: Law) -> int:
    """The expected duration of a law in whole days, rounded up, at least one: orders are routed by it."""
    mean = law.mean
    if law.kind == CONSTANT:
        mean = law.a
    elif not has_own_mean(law.kind):
        mean = means.at(law.kind, law.a, law.b, law.c, law.d)
    return max(1, math.ceil(min(mean, MOST_DAYS)))


def has_own_mean(kind: int) -> bool:
    """Whether a law of a kind holds its expected value, as it does not follow from its parameters."""
    return kind in (CHOICE, EMPIRICAL, QUANTILES) or kind == OWN
