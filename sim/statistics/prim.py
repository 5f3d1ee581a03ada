"""The patient rule induction method: a box of inputs in which an outcome is frequent (Friedman and Fisher 1999).

From the box of all points a twentieth is peeled off at one end of one input at a time, the end whose loss raises the
density most for each point that is lost, until few points are left. Of a box, *mass* is its share of all points,
*density* the share of its points that have the outcome, *coverage* its share of all points that have it (Bryant and
Lempert 2010).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Truths = NDArray[np.bool_]

PEEL = 0.05
LEAST_MASS = 0.05
REGION, MORE_FREQUENT = 0.2, 1.5
"""A region worth finding: its share of all points, and how many times as frequent the outcome is there."""

NOTICED = 0.05
"""Quasi-p-value above which an end of a box says nothing."""


@dataclass(frozen=True)
class Box:
    """Lower and upper ends by input, shape (inputs,); infinite where there is none."""

    low: Reals
    high: Reals

    def holds(self, points: Reals) -> Truths:
        """Which points (shape (points, inputs)) lie in it."""
        inside: Truths = np.all((points >= self.low) & (points <= self.high), axis=1)
        return inside

    def restricted(self) -> list[int]:
        """Inputs with an end."""
        return np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)).tolist()

    def freed(self, column: int) -> "Box":
        """The box without the ends of one input."""
        low, high = self.low.copy(), self.high.copy()
        low[column], high[column] = -np.inf, np.inf
        return Box(low, high)


@dataclass(frozen=True)
class Found:
    """A box and what it is worth."""

    box: Box
    mass: float
    density: float
    coverage: float


def worth(box: Box, points: Reals, outcome: Truths) -> Found:
    """Mass, density and coverage of a box."""
    inside = box.holds(points)
    hits = int(outcome[inside].sum())
    return Found(box, float(inside.mean()), hits / max(1, int(inside.sum())), hits / max(1, int(outcome.sum())))


def peel(points: Reals, outcome: Truths) -> list[Found]:
    """The peeling trajectory, from the box of all points down; shapes (points, inputs) and (points,)."""
    box = Box(np.full(points.shape[1], -np.inf), np.full(points.shape[1], np.inf))
    found = [worth(box, points, outcome)]
    while found[-1].density < 1:
        smaller = _best_peel(box, points, outcome)
        if smaller is None:
            break
        box = smaller
        found.append(worth(box, points, outcome))
    return found


def _best_peel(box: Box, points: Reals, outcome: Truths) -> Box | None:
    """The peel that gains most density for each point lost; None where none leaves enough points or gains any."""
    inside = box.holds(points)
    own, hits = points[inside], outcome[inside]
    best: tuple[float, Box] | None = None
    for column in range(points.shape[1]):
        values = np.sort(own[:, column])
        cut = math.ceil(PEEL * len(values))
        for lower in (True, False):
            candidate = _cut(box, column, values, cut, lower)
            if candidate is None:
                continue
            kept = own[:, column] >= candidate.low[column] if lower else own[:, column] <= candidate.high[column]
            if kept.sum() < LEAST_MASS * len(points) or kept.all():
                continue
            gain = (hits[kept].mean() - hits.mean()) / (len(kept) - kept.sum())
            if gain > 0 and (best is None or gain > best[0]):
                best = (float(gain), candidate)
    return None if best is None else best[1]


def _cut(box: Box, column: int, values: Reals, cut: int, lower: bool) -> Box | None:
    """The box without its lowest (or highest) `cut` values of an input, ties of the last of them included."""
    gone = values[cut - 1] if lower else values[-cut]
    left = values[values > gone] if lower else values[values < gone]
    if not len(left):
        return None
    low, high = box.low.copy(), box.high.copy()
    if lower:
        low[column] = (gone + left[0]) / 2
    else:
        high[column] = (gone + left[-1]) / 2
    return Box(low, high)


def quasi_p(box: Box, points: Reals, outcome: Truths) -> dict[int, float]:
    """For each restricted input: the chance of as many hits in the box were its ends of no use.

    Binomial with the density of the box without these ends (Bryant and Lempert 2010, appendix).
    """
    from scipy.special import bdtrc

    inside = box.holds(points)
    count, hits = int(inside.sum()), int(outcome[inside].sum())
    found = {}
    for column in box.restricted():
        density = worth(box.freed(column), points, outcome).density
        found[column] = float(bdtrc(hits - 1, count, density)) if hits else 1.0
    return found


def replications_needed(frequency: float, inputs: int) -> int:
    """Points from which a region would be noticed that has a fifth of them and the outcome half as often again.

    A one-sided test at 5 %, shared among both ends of every input, that finds it four times in five (normal
    approximation; Fleiss, Statistical Methods for Rates and Proportions, 3.3). `frequency` is above 0 and below 1.
    """
    from scipy.special import ndtri

    raised = min(1.0, MORE_FREQUENT * frequency)
    error, power = -ndtri(NOTICED / (2 * inputs)), ndtri(0.8)
    spread = error * math.sqrt(frequency * (1 - frequency)) + power * math.sqrt(raised * (1 - raised))
    return math.ceil((spread / (raised - frequency)) ** 2 / REGION)


def choose(trajectory: list[Found], density: float) -> Found:
    """The box of the largest coverage whose density is at least so high; the densest where none is."""
    dense = [found for found in trajectory if found.density >= density]
    if dense:
        return max(dense, key=lambda found: (found.coverage, found.density))
    return max(trajectory, key=lambda found: (found.density, found.coverage))


def pruned(found: Found, points: Reals, outcome: Truths) -> Found:
    """The box without the ends that say nothing, the least significant first, the others looked at again each time."""
    while True:
        values = quasi_p(found.box, points, outcome)
        worst = max(values, key=lambda column: values[column], default=None)
        if worst is None or values[worst] <= NOTICED:
            return found
        found = worth(found.box.freed(worst), points, outcome)
