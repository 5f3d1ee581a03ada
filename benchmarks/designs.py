"""How many random replications a replication of a Latin hypercube or a Sobol sequence is worth.

Over many seeds, the variance of the estimated mean delivered share at random, as a ratio to that under each design.
First it is made sure that all designs estimate the same mean.
"""

import numpy as np
from numpy.typing import NDArray

import sim
import table
from sim.statistics.intervals import student
from table import Row

FIGURE = "delivered_share.ByteDance.2023-12-31"
DESIGNS = ("random", "lhs", "sobol")


def means(replications: int, seeds: int) -> dict[str, NDArray[np.float64]]:
    """By design, the estimate of each seed."""
    scenario = sim.load("china-2023")

    def estimate(design: str, seed: int) -> float:
        swept = sim.sweep(scenario, replications, seed, design=design, keep="summary", engine="compiled", workers=1)
        return float(swept.replications[FIGURE].mean())

    return {design: np.array([estimate(design, seed) for seed in range(seeds)]) for design in DESIGNS}


def compare(found: dict[str, NDArray[np.float64]]) -> None:
    """Make sure that all designs estimate the same mean, as far as their intervals tell."""
    intervals = {design: student(estimates) for design, estimates in found.items()}
    for design, interval in intervals.items():
        apart = abs(interval.mean - intervals["random"].mean)
        assert apart <= interval.half_width + intervals["random"].half_width, f"{design} estimates another mean"


def main() -> None:
    """Measure, check, write the table and the picture."""
    options = table.parser(__doc__)
    options.add_argument("--replications", type=int, default=64)
    options.add_argument("--seeds", type=int, help="20, with --fast 10")
    asked = options.parse_args()
    seeds = asked.seeds or (10 if asked.fast else 20)
    found = means(asked.replications, seeds)
    compare(found)
    variances = {design: float(estimates.var(ddof=1)) for design, estimates in found.items()}
    rows = [
        Row(f"{design}, variance at random over its own", variances["random"] / variances[design], "times")
        for design in DESIGNS[1:]
    ]
    table.record("designs", rows, asked.out)
    title = f"Mean delivered share of china-2023, {asked.replications} replications, {seeds} seeds"
    table.bars("designs", title, rows, asked.out, "random replications that one is worth")


if __name__ == "__main__":
    main()
