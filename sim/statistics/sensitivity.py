"""Sensitivity on the unit cube: designs and indices of Sobol and Morris, and the share of chance.

Designs and Sobol's indices are SALib's, for all parameters at once; a test compares Morris's effects with it too.

A *block* is what one base sample gives: with Saltelli's design the rows A, AB_1 … AB_D, B of D parameters, with
Morris's a trajectory of D + 1 rows. Designs and outputs are lists of blocks.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.statistics.intervals import student_factor

LEVELS = 4
"""Levels of Morris's grid."""

RESAMPLES = 200
"""Bootstrap samples of an interval."""

NORMAL = 1.959964
"""Standard deviations of a normal distribution from its middle to the ends of its 95 % interval."""

TAIL = 0.025
"""Morris's lowest level is this quantile of each law, his highest the opposite one, as some laws have no ends."""

Reals = NDArray[np.float64]

MOST_TOLD = 5
"""Parameters whose indices are told in words; the others are in the table."""

WIDE = 0.5
"""An interval of a total index that is wider says too little for its middle to be told."""


def widest(rows: Sequence[Mapping[Any, Any]]) -> float:
    """Width of the widest interval of the total order of those that are told, a share of the variance; 0 of none."""
    return max((row["total_high"] - row["total_low"] for row in rows[:MOST_TOLD]), default=0.0)


@dataclass(frozen=True)
class Variances:
    """Parts of the variance of y(parameters, chance): of the parameters alone, of chance alone, of both together."""

    parameters: float
    chance: float
    together: float

    @property
    def chance_share(self) -> float:
        """E[Var(y | parameters)] / Var(y), by the law of total variance; NaN where y does not vary."""
        whole = self.parameters + self.chance + self.together
        return (self.chance + self.together) / whole if whole > 0 else math.nan


def block_length(method: str, columns: int) -> int:
    """Rows of a block."""
    return columns + 2 if method == "saltelli" else columns + 1


def saltelli(columns: int, samples: int, generator: Generator) -> Reals:
    """Saltelli's design from a scrambled Sobol sequence, `samples` blocks, shape (samples * (columns + 2), columns)."""
    from SALib.sample import sobol

    return np.asarray(sobol.sample(_cube(columns), samples, calc_second_order=False, seed=generator))


def morris(columns: int, samples: int, generator: Generator) -> Reals:
    """Random trajectories of Morris through `LEVELS` levels, shape (samples * (columns + 1), columns)."""
    from SALib.sample import morris as trajectories

    levels = np.asarray(trajectories.sample(_cube(columns), samples, num_levels=LEVELS, seed=generator))
    return TAIL + (1 - 2 * TAIL) * levels


def sobol_indices(outputs: Reals, columns: int, seed: int) -> dict[str, Reals]:
    """First and total order of each parameter with 95 % bootstrap intervals, each of shape (columns,).

    `outputs` is a list of Saltelli's blocks. NaN where the outputs do not vary (Saltelli et al. 2010).
    """
    from SALib.analyze import sobol

    blocks = outputs.reshape(-1, block_length("saltelli", columns))
    if not np.ptp(blocks[:, [0, -1]]) > 0:
        names = (f"{order}{end}" for order in ("first", "total") for end in ("", "_low", "_high"))
        return {name: np.full(columns, math.nan) for name in names}
    centred = blocks - outputs.mean()
    mixed = centred[:, 1:-1]
    first, last = (np.broadcast_to(centred[:, [place]], mixed.shape) for place in (0, -1))
    orders = {"first": sobol.first_order(first, mixed, last), "total": sobol.total_order(first, mixed, last)}
    found: dict[str, Reals] = {}
    for (name, index), (low, high) in zip(orders.items(), _ends_of_indices(centred, seed), strict=True):
        found |= {name: np.asarray(index), f"{name}_low": low, f"{name}_high": high}
    return found


def _ends_of_indices(blocks: Reals, seed: int) -> list[Reals]:
    """Ends of the bootstrap intervals of the first and total order, each of shape (2, columns)."""
    first, mixed, last = blocks[:, 0], blocks[:, 1:-1], blocks[:, -1]
    parts = last[:, None] * (mixed - first[:, None]), (first[:, None] - mixed) ** 2 / 2
    drawn = _resampled(len(blocks), seed)
    both = np.stack([first, last], axis=1)
    mean = drawn @ both.mean(axis=1)
    variance = drawn @ (both**2).mean(axis=1) - mean**2
    varied = variance > np.finfo(float).eps
    if not varied.any():
        return [np.full((2, mixed.shape[1]), math.nan)] * 2
    resamples = [(drawn[varied] @ part) / variance[varied, None] for part in parts]
    return [np.quantile(one, [0.025, 0.975], axis=0) for one in resamples]


def _resampled(blocks: int, seed: int) -> Reals:
    """How often each block is in each bootstrap sample, as shares, shape (resamples, blocks)."""
    chosen = np.random.default_rng(seed).integers(0, blocks, (RESAMPLES, blocks))
    counts = np.zeros((RESAMPLES, blocks))
    np.add.at(counts, (np.arange(RESAMPLES)[:, None], chosen), 1.0)
    return counts / blocks


def morris_effects(design: Reals, outputs: Reals, seed: int) -> dict[str, Reals]:
    """Mean, mean size (with its 95 % interval) and spread of each parameter's elementary effects, shape (columns,).

    An effect is the change of the output, stretched to a step from the lowest to the highest level (Campolongo 2007).
    """
    columns = design.shape[1]
    levels = np.round((design - TAIL) / (1 - 2 * TAIL) * (LEVELS - 1)) / (LEVELS - 1)
    effects = _effects(levels.reshape(-1, columns + 1, columns), outputs.reshape(-1, columns + 1))
    sizes = np.abs(effects)
    mean, half = sizes.mean(axis=0), NORMAL * (_resampled(len(sizes), seed) @ sizes).std(axis=0, ddof=1)
    found = {"mu": effects.mean(axis=0), "mu_star": mean, "sigma": effects.std(axis=0, ddof=1)}
    return found | {"mu_star_low": np.maximum(0.0, mean - half), "mu_star_high": mean + half}


def _effects(levels: Reals, outputs: Reals) -> Reals:
    """Elementary effects of trajectories, shape (trajectories, columns): each step changes one parameter."""
    steps, changes = np.diff(levels, axis=1), np.diff(outputs, axis=1)
    columns = np.abs(steps).argmax(axis=2)
    found = np.zeros(changes.shape)
    rows = np.arange(len(found))[:, None]
    found[rows, columns] = changes / np.take_along_axis(steps, columns[:, :, None], axis=2)[:, :, 0]
    return found


def variances(outputs: Reals) -> Variances:
    """Parts of the variance of outputs, shape (rows, chances): independent rows, each with the same chances.

    Random effects in two crossed factors without repetition, negative estimates set to 0 (Searle, Casella and
    McCulloch, Variance Components, 1992).
    """
    rows, chances = outputs.shape
    centred = outputs - outputs.mean()
    by_row, by_chance = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - by_row[:, None] - by_chance[None, :]
    together = float((rest**2).sum()) / ((rows - 1) * (chances - 1))
    parameters = max(0.0, float(by_row.var(ddof=1)) - together / chances)
    return Variances(parameters, max(0.0, float(by_chance.var(ddof=1)) - together / rows), together)


def chance_share(outputs: Reals) -> tuple[float, float, float]:
    """Share of the variance that is chance, and its 95 % interval: a jackknife over the chances (Efron 1981).

    The interval is made of the share's log odds, where its estimates spread evenly. `outputs` as `variances` takes
    them; without an interval for fewer than three chances, or where chance or the parameters do nothing.
    """
    share, chances = variances(outputs).chance_share, outputs.shape[1]
    if chances < 3 or not 0 < share < 1:
        return share, math.nan, math.nan
    left_out = [variances(np.delete(outputs, one, axis=1)).chance_share for one in range(chances)]
    if not all(0 < one < 1 for one in left_out):
        return share, math.nan, math.nan
    half = student_factor(chances) * (chances - 1) * float(np.array([_log_odds(one) for one in left_out]).std(ddof=1))
    low, high = (1 / (1 + math.exp(step - _log_odds(share))) for step in (half, -half))
    return share, low, high


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _cube(columns: int) -> dict[str, Any]:
    """The unit cube as SALib describes it."""
    return {"num_vars": columns, "names": [f"x{k}" for k in range(columns)], "bounds": [[0.0, 1.0]] * columns}
