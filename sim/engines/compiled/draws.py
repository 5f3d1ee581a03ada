"""Draws inside the kernel: uniforms by stream and index, and the uncertain parameters."""

import math
from typing import Any

from sim.compiler.parts import compiled, instead_of
from sim.engines.compiled import philox
from sim.engines.compiled.compiling import share
from sim.engines.compiled.held import HeldSupply, Parameter
from sim.model import draws
from sim.model.draws import draw, quantity

share(philox)

REAL, NEAREST, UP, DATE = range(4)
"""How a draw is rounded for its place."""

IN_ORDER, ASCENDING, NOT_BEFORE, WITHIN_RUN, OF_ORDER, SHARES = range(6)
"""Kinds of check: left <= right, left < right, left is not before day 0, or of the run; it is the day of an
order, of which so many units as right says were delivered before the run; shares sum to at most 1."""

ROUNDING = 0.5e-9
"""By how much a sum of shares may pass 1 here: less than the scenario's own checks allow, which then decide."""


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
    sound = True
    for place, parameter in enumerate(supply.parameters):
        u = uniforms[place] if len(uniforms) else draw(supply, parameter.word, 1)
        value = quantity(parameter.law, u)
        sound = sound and parameter.least <= value <= parameter.most
        sampled[place] = put(supply, parameter, value)
    return sound and go_together(supply)


@compiled
def put(supply: HeldSupply, parameter: Parameter, value: float) -> float:
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
