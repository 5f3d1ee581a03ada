"""Sensitivity on the unit cube: designs and indices of Sobol and Morris (by SALib), and the share of chance.

A *block* is what one base sample gives: with Saltelli's design the rows A, AB_1 … AB_D, B of D parameters, with
Morris's a trajectory of D + 1 rows. Designs and outputs are lists of blocks.
"""

import math
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

TAIL = 0.025
"""Morris's lowest level is this quantile of each law, his highest the opposite one, as some laws have no ends."""

Reals = NDArray[np.float64]


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
    problem, options = _cube(columns), {"calc_second_order": False, "keep_resamples": True}
    done = sobol.analyze(problem, outputs, num_resamples=RESAMPLES, seed=seed + 1, **options)  # SALib takes 0 for none
    found: dict[str, Reals] = {}
    for name, key in (("first", "S1"), ("total", "ST")):
        low, high = np.quantile(done[f"{key}_conf_all"], [0.025, 0.975], axis=0)
        found |= {name: done[key], f"{name}_low": low, f"{name}_high": high}
    return found


def morris_effects(design: Reals, outputs: Reals, seed: int) -> dict[str, Reals]:
    """Mean, mean size (with its 95 % interval) and spread of each parameter's elementary effects, shape (columns,).

    An effect is the change of the output, stretched to a step from the lowest to the highest level (Campolongo 2007).
    """
    from SALib.analyze import morris as effects

    columns = design.shape[1]
    levels = np.round((design - TAIL) / (1 - 2 * TAIL) * (LEVELS - 1)) / (LEVELS - 1)
    options = {"num_resamples": RESAMPLES, "num_levels": LEVELS, "seed": seed + 1}
    done = effects.analyze(_cube(columns), levels, outputs, **options)
    mean, half = np.asarray(done["mu_star"]), np.asarray(done["mu_star_conf"])
    found = {"mu": np.asarray(done["mu"]), "mu_star": mean, "sigma": np.asarray(done["sigma"])}
    return found | {"mu_star_low": np.maximum(0.0, mean - half), "mu_star_high": mean + half}


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
