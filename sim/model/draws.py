"""Draws: uniforms by stream and index, quantities by law."""

from sim.model.entities import Law, Supply
from sim.model.own import own_quantile
from sim.rules.rounding import whole_days
from sim.scenario.distributions import beta_table, quantiles
from sim.scenario.distributions.special_functions import inverse_beta

(CONSTANT, UNIFORM, TRIANGULAR, PERT, NORMAL, LOGNORMAL, BETA, EXPONENTIAL, POISSON, CHOICE, EMPIRICAL) = range(11)
(LOGUNIFORM, GAMMA, WEIBULL, QUANTILES, OWN) = range(11, 16)
"""Kinds of law."""


def draw(supply: Supply, word: int, index: int, a: int = 0, b: int = 0) -> float:
    """The uniform in (0, 1) of an index of a mechanism's stream."""
    return supply.streams.at(word, index, a, b)


def quantity(law: Law, u: float) -> float:
    """The quantity of a law at a uniform."""
    kind = law.kind
    if kind == CONSTANT:
        return law.a
    if kind == UNIFORM:
        return quantiles.uniform(u, law.a, law.b)
    if kind == TRIANGULAR:
        return quantiles.triangular(u, law.a, law.b, law.c)
    if kind == BETA:
        return beta_table.inverse(law.table, law.a, law.b, u) if len(law.table) else inverse_beta(law.a, law.b, u)
    if kind in (CHOICE, EMPIRICAL, QUANTILES):
        return listed(law, u)
    return tailed(law, u)


def listed(law: Law, u: float) -> float:
    """One of a law's listed values, or between two of them."""
    if law.kind == QUANTILES:
        return quantiles.interpolated(u, law.cumulated, law.values)
    if law.kind == CHOICE:
        return law.values[quantiles.choice(u, law.cumulated)]
    return law.values[quantiles.empirical(u, len(law.values))]


def tailed(law: Law, u: float) -> float:
    """The quantity of one of the other laws, which need a longer computation."""
    if law.kind == PERT:
        return quantiles.pert(u, law.a, law.b, law.c)
    if law.kind == NORMAL:
        return quantiles.normal(u, law.a, law.b, law.c, law.d)
    if law.kind == LOGNORMAL:
        return quantiles.lognormal(u, law.a, law.b)
    if law.kind == EXPONENTIAL:
        return quantiles.exponential(u, law.a)
    if law.kind == POISSON:
        return float(quantiles.poisson(u, law.a))
    return own_quantile(law, u) if law.kind == OWN else scaled(law, u)


def scaled(law: Law, u: float) -> float:
    """The quantity of a law of positive numbers that two parameters scale and shape."""
    if law.kind == LOGUNIFORM:
        return quantiles.loguniform(u, law.a, law.b)
    if law.kind == GAMMA:
        return quantiles.gamma(u, law.a, law.b)
    return quantiles.weibull(u, law.a, law.b)


def drawn(supply: Supply, law: Law, word: int, index: int) -> float:
    """A quantity drawn by law, from a stream where it isn't constant."""
    if law.kind == CONSTANT:
        return law.a
    return quantity(law, draw(supply, word, index))


def drawn_days(supply: Supply, law: Law, word: int, index: int) -> int:
    """A duration drawn by law, in whole days."""
    return whole_days(drawn(supply, law, word, index))
