"""Draws inside the kernel: uniforms by stream and index, quantities by law, and the uncertain parameters."""

import math
from typing import Any

from sim.engines.compiled import philox
from sim.engines.compiled.cells import (
    CHECK_CELLS,
    CHECK_KIND,
    CHECK_LEFT,
    CHECK_RIGHT,
    CHECKS,
    CHECKS_END,
    LAW_A,
    LAW_B,
    LAW_C,
    LAW_COUNT,
    LAW_D,
    LAW_KIND,
    LAW_VALUES,
    LAW_WEIGHTS,
    REPLICATION,
    SEED,
    START_ORDINAL,
    UNCERTAIN,
    UNCERTAIN_CELL,
    UNCERTAIN_CELLS,
    UNCERTAIN_END,
    UNCERTAIN_LAW,
    UNCERTAIN_LEAST,
    UNCERTAIN_MOST,
    UNCERTAIN_ROUNDING,
    UNCERTAIN_WORD,
)
from sim.engines.compiled.compiling import compiled, share, vector
from sim.engines.compiled.memory import Real, Whole
from sim.rules.rounding import whole_days
from sim.scenario import quantiles
from sim.scenario.special_functions import inverse_beta

share(philox)

(CONSTANT, UNIFORM, TRIANGULAR, PERT, NORMAL, LOGNORMAL, BETA, EXPONENTIAL, POISSON, CHOICE, EMPIRICAL) = range(11)
"""Kinds of law."""

REAL, NEAREST, UP, DATE = range(4)
"""How a draw is rounded for its cell."""

IN_ORDER, ASCENDING, WITHIN_RUN, SHARES = range(4)
"""Kinds of check: left <= right, left < right, left is a day of so many, so many shares sum to at most 1."""

ROUNDING = 0.5e-9
"""By how much a sum of shares may pass 1 here: less than the scenario's own checks allow, which then decide."""


@compiled
def draw(m: Whole, word: int, index: int, a: int, b: int) -> float:
    """The uniform of an index of a mechanism's stream."""
    return philox.uniform(m[SEED], m[REPLICATION], word, index, a, b)


@compiled
def quantity(m: Whole, f: Real, law: int, u: float) -> float:
    """The quantity of a law at a uniform."""
    kind, a, b = m[law + LAW_KIND], f[law + LAW_A], f[law + LAW_B]
    if kind == CONSTANT:
        return a
    if kind == UNIFORM:
        return quantiles.uniform(u, a, b)
    if kind == TRIANGULAR:
        return quantiles.triangular(u, a, b, f[law + LAW_C])
    if kind == BETA:
        return inverse_beta(a, b, u)
    if kind in (CHOICE, EMPIRICAL):
        return listed(m, f, law, u)
    return tailed(kind, u, a, b, f[law + LAW_C], f[law + LAW_D])


@compiled
def tailed(kind: int, u: float, a: float, b: float, c: float, d: float) -> float:
    """The quantity of one of the other laws, which need a longer computation."""
    if kind == PERT:
        return quantiles.pert(u, a, b, c)
    if kind == NORMAL:
        return quantiles.normal(u, a, b, c, d)
    if kind == LOGNORMAL:
        return quantiles.lognormal(u, a, b)
    if kind == EXPONENTIAL:
        return quantiles.exponential(u, a)
    return float(quantiles.poisson(u, a))


@compiled
def listed(m: Whole, f: Real, law: int, u: float) -> float:
    """One of a law's listed values."""
    values, weights, count = m[law + LAW_VALUES], m[law + LAW_WEIGHTS], m[law + LAW_COUNT]
    if m[law + LAW_KIND] == CHOICE:
        return f[values + quantiles.choice(u, vector(f, weights, count))]
    return f[values + quantiles.empirical(u, count)]


@compiled
def days_of(m: Whole, f: Real, law: int, word: int, index: int) -> int:
    """A duration drawn by law, in whole days."""
    if m[law + LAW_KIND] == CONSTANT:
        return whole_days(f[law + LAW_A])
    return whole_days(quantity(m, f, law, draw(m, word, index, 0, 0)))


@compiled
def sample(m: Whole, f: Real, uniforms: Any, sampled: Any) -> bool:
    """Draw every uncertain parameter and write it into its cell; gives whether the scenario allows the values.

    `uniforms` is empty where they have streams; `sampled` receives the values as used, dates as ordinals. Where it
    gives False, the scenario's own checks have to decide.
    """
    sound = True
    for place, uncertain in enumerate(range(m[UNCERTAIN], m[UNCERTAIN_END], UNCERTAIN_CELLS)):
        u = uniforms[place] if len(uniforms) else draw(m, m[uncertain + UNCERTAIN_WORD], 1, 0, 0)
        value = quantity(m, f, m[uncertain + UNCERTAIN_LAW], u)
        sound = sound and f[uncertain + UNCERTAIN_LEAST] <= value <= f[uncertain + UNCERTAIN_MOST]
        sampled[place] = write(m, f, m[uncertain + UNCERTAIN_CELL], m[uncertain + UNCERTAIN_ROUNDING], value)
    return sound and go_together(m, f)


@compiled
def write(m: Whole, f: Real, cell: int, rounding: int, value: float) -> float:
    """Write a draw into its cell; gives the value as used."""
    if rounding == REAL:
        f[cell] = value
        return value
    whole = math.ceil(value) if rounding == UP else math.floor(value + 0.5)
    m[cell] = whole - m[START_ORDINAL] if rounding == DATE else whole
    return float(whole)


@compiled
def go_together(m: Whole, f: Real) -> bool:
    """Whether the cells that are checked together hold what the scenario's checks would pass."""
    for check in range(m[CHECKS], m[CHECKS_END], CHECK_CELLS):
        kind, left, right = m[check + CHECK_KIND], m[check + CHECK_LEFT], m[check + CHECK_RIGHT]
        if kind == IN_ORDER:
            passed = m[left] <= m[right]
        elif kind == ASCENDING:
            passed = m[left] < m[right]
        elif kind == WITHIN_RUN:
            passed = 0 <= m[left] < right
        else:
            total = 0.0
            for place in range(right):
                total += f[m[left + place]]
            passed = total <= 1 + ROUNDING
        if not passed:
            return False
    return True
