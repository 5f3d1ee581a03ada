"""The inverse of a beta distribution from a table: for yields, of which each replication draws many by one law.

Nodes lie at equal steps of the logit y = ln(x / (1 - x)), in which the density is smooth for all shapes. Between two
nodes the distribution function F(x) is the quintic with the values, densities and slopes that it has there (Hermite),
and is inverted by Newton's method. Within the table the error of x is below `ERROR`; outside, and for shapes that it
does not hold, the inverse is SciPy's.
"""

import math
from collections.abc import Sequence

from sim.scenario.distributions.special_functions import beta_below, inverse_beta

ERROR = 2e-8
"""The largest error of an inverse: a fiftieth of the millionths that yields are rounded to."""

SHAPES = (2.0, 1e6)
"""Shapes that a table holds: with smaller ones the density has no slope at its ends, or no end."""

PANELS = 48
NODE = 4
"""Numbers of a node: share below, value, density, slope of the density."""

CELLS = 2 + NODE * (PANELS + 1)
"""Numbers of a table: the shapes, then the nodes."""

REACH, TAIL = 2.5, 0.8
"""How far nodes reach from the middle: so many standard deviations, and so many widths of an exponential tail."""

STEPS = 2
"""Of Newton's method, from a start that is right to a hundredth of a panel."""


def inverse(table: list[float], a: float, b: float, u: float) -> float:
    """The value below which lies the share u of a beta distribution; the table is made anew where it has others."""
    if min(a, b) < SHAPES[0] or max(a, b) > SHAPES[1]:
        return inverse_beta(a, b, u)
    if table[0] != a or table[1] != b:
        make(table, a, b)
    last = 2 + NODE * PANELS
    if u <= table[2]:
        return min(inverse_beta(a, b, u), table[3])
    if u >= table[last]:
        return max(inverse_beta(a, b, u), table[last + 1])
    return within(table, panel_of(table, u), u)


def make(table: list[float], a: float, b: float) -> None:
    """Write the table of two shapes."""
    middle, width = math.log(a / b), REACH * math.sqrt(1 / a + 1 / b)
    low, high = middle - width - TAIL / a, middle + width + TAIL / b
    step = (high - low) / PANELS
    at_middle = a * middle - (a + b) * math.log1p(math.exp(middle))
    total = density = slope = bend = 0.0
    for node in range(PANELS + 1):
        y = low + node * step
        odds = math.exp(y)
        x = odds / (1 + odds)
        # The density of y, but for a factor, and its derivatives; the integral over a panel is again a quintic's.
        before, before_slope, before_bend = density, slope, bend
        density = math.exp(a * y - (a + b) * math.log1p(odds) - at_middle)
        growth = a - (a + b) * x
        slope, bend = density * growth, density * (growth * growth - (a + b) * x * (1 - x))
        if node > 0:
            total += step / 2 * (before + density)
            total += step * step / 10 * (before_slope - slope) + step * step * step / 120 * (before_bend + bend)
        place = 2 + NODE * node
        table[place], table[place + 1] = total, x
        table[place + 2] = density / (x * (1 - x))
        table[place + 3] = table[place + 2] * ((a - 1) / x - (b - 1) / (1 - x))
    scale(table, beta_below(a, b, table[3]), beta_below(a, b, table[2 + NODE * PANELS + 1]))
    table[0], table[1] = a, b


def scale(table: list[float], first: float, last: float) -> None:
    """Have a table reach from one share to another, as it does but for a factor."""
    factor = (last - first) / table[2 + NODE * PANELS]
    for node in range(PANELS + 1):
        place = 2 + NODE * node
        table[place] = first + factor * table[place]
        table[place + 2] *= factor
        table[place + 3] *= factor


def panel_of(table: Sequence[float], u: float) -> int:
    """The node below a share that lies within the table."""
    first, last = 0, PANELS
    while last - first > 1:
        middle = (first + last) // 2
        if table[2 + NODE * middle] <= u:
            first = middle
        else:
            last = middle
    return first


def within(table: Sequence[float], panel: int, u: float) -> float:
    """The value of a share within a panel: both are counted from 0 to 1 through it."""
    place = 2 + NODE * panel
    left, right = table[place + 1], table[place + NODE + 1]
    width, rise = right - left, table[place + NODE] - table[place]
    share, unit = (u - table[place]) / rise, width / rise
    p0, p1 = table[place + 2] * unit, table[place + NODE + 2] * unit
    q0, q1 = table[place + 3] * unit * width, table[place + NODE + 3] * unit * width
    c3 = 10 - 6 * p0 - 4 * p1 - 1.5 * q0 + 0.5 * q1
    c4 = -15 + 8 * p0 + 7 * p1 + 1.5 * q0 - q1
    c5 = 6 - 3 * (p0 + p1) - 0.5 * (q0 - q1)
    z = share * (1 / p0 + share * (3 - 2 / p0 - 1 / p1 + share * (1 / p0 + 1 / p1 - 2)))
    for _ in range(STEPS):
        z = min(max(z, 0.0), 1.0)
        below = z * (p0 + z * (0.5 * q0 + z * (c3 + z * (c4 + z * c5))))
        z -= (below - share) / (p0 + z * (q0 + z * (3 * c3 + z * (4 * c4 + z * 5 * c5))))
    return left + width * min(max(z, 0.0), 1.0)
