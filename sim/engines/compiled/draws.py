"""Draws inside the kernel: uniforms by stream and index, and the uncertain parameters."""

import math
from typing import Any

from sim.compiler import functions
from sim.compiler.parts import compiled, instead_of
from sim.engines.compiled.compiling import share
from sim.engines.compiled.held import HeldSupply, Parameter, Remainder
from sim.model import draws
from sim.model.draws import draw, quantity
from sim.realisation import philox
from sim.scenario.distributions import quantiles
from sim.scenario.together import ASCENDING, NOT_BEFORE, OF_ORDER, ROUNDING, SHARES, WITHIN_RUN


@instead_of(philox.high_word)
def high_word(x: Any, y: Any) -> Any:
    """The upper 64 bits of a product of two words."""
    return functions.high_word(x, y)


share(philox)

REAL, NEAREST, UP, DATE = range(4)
"""How a draw is rounded for its place."""


@instead_of(draws.draw)
def draw_compiled(supply: HeldSupply, word: int, index: int, a: int = 0, b: int = 0) -> float:
    """The uniform of an index of a mechanism's stream."""
    return philox.uniform(supply.seed, supply.replication, word, index, a, b)


@compiled
def sample(supply: HeldSupply, uniforms: Any, sampled: Any) -> bool:
    """Draw every uncertain parameter and put it in its place; gives whether the scenario allows the values.

    `uniforms` is empty where they have streams; `sampled` receives the values as used, dates as ordinals. Where it
    gives False, the scenario's own checks have to decide.
    """
    for place, parameter in enumerate(supply.parameters):
        supply.uniforms[place] = uniforms[place] if len(uniforms) else draw(supply, parameter.word, 1)
    sound = True
    for place, parameter in enumerate(supply.parameters):
        u = supply.uniforms[place]
        if len(parameter.others):
            u = quantiles.correlated(supply.uniforms, parameter.others, parameter.weights)
        value = quantity(parameter.law, u)
        sound = sound and parameter.least <= value <= parameter.most
        sampled[parameter.column] = put(supply, parameter, value)
    for rest in supply.remainders:
        taken = 0.0
        for term in rest.terms:
            taken += term.value if term.column < 0 else sampled[term.column]
        value = quantiles.left_of(rest.total, taken)
        sampled[rest.column] = put(supply, rest, value)
        sound = sound and rest.least <= sampled[rest.column] <= rest.most
    return sound and go_together(supply)


@compiled
def put(supply: HeldSupply, parameter: Parameter | Remainder, value: float) -> float:
    """Put a draw in its place; gives the value as used."""
    if parameter.rounding == REAL:
        parameter.real[0] = value
        return value
    whole = math.ceil(value) if parameter.rounding == UP else math.floor(value + 0.5)
    parameter.whole[0] = whole - supply.start_ordinal if parameter.rounding == DATE else whole
    return float(whole)


@compiled
def go_together(supply: HeldSupply) -> bool:
    """Whether the places that are checked together hold what the scenario's checks would pass."""
    for check in supply.checks:
        if check.kind == SHARES:
            total = 0.0
            for one in check.shares:
                total += one.real[0]
            passed = total <= 1 + ROUNDING
        elif check.kind == WITHIN_RUN:
            passed = 0 <= check.left[0] < supply.days
        elif check.kind == OF_ORDER:
            passed = check.left[0] < (supply.days if check.right[0] == 0 else 0)
        elif check.kind == NOT_BEFORE:
            passed = check.left[0] >= 0
        elif check.kind == ASCENDING:
            passed = check.left[0] < check.right[0]
        else:
            passed = check.left[0] <= check.right[0]
        if not passed:
            return False
    return True
