"""How many random replications a replication of a Latin hypercube or a Sobol sequence is worth.

Over many seeds, the variance of the estimated mean delivered share under each design, as a ratio to the random one.
First it is made sure that all designs estimate the same mean.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import sim
from sim.statistics.intervals import student

ROOT = Path(__file__).resolve().parent.parent
FIGURE = "delivered_share.ByteDance.2023-12-31"
DESIGNS = ("random", "lhs", "sobol")


def main() -> None:
    """Measure, check, write the table and the picture."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=64)
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "benchmarks")
    asked = options.parse_args()
    scenario = sim.load("china-2023")
    means = {
        design: np.array(
            [
                sim.sweep(scenario, asked.replications, seed, design=design, keep="summary", workers=2)
                .replications[FIGURE]
                .mean()
                for seed in range(asked.seeds)
            ]
        )
        for design in DESIGNS
    }
    intervals = {design: student(found) for design, found in means.items()}
    for design, interval in intervals.items():
        apart = abs(interval.mean - intervals["random"].mean)
        assert apart <= interval.half_width + intervals["random"].half_width, f"{design} estimates another mean"
    table = pd.DataFrame(
        {
            "design": list(means),
            "mean": [interval.mean for interval in intervals.values()],
            "variance": [found.var(ddof=1) for found in means.values()],
            "ratio": [means["random"].var(ddof=1) / found.var(ddof=1) for found in means.values()],
        }
    )
    asked.out.mkdir(parents=True, exist_ok=True)
    table.to_csv(asked.out / "designs.csv", index=False)
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(table["design"], table["ratio"], color="#0072B2")
    axes.set_ylabel("variance at random over variance under the design")
    axes.set_title(f"Mean delivered share, {asked.replications} replications, {asked.seeds} seeds")
    figure.savefig(asked.out / "designs.png", dpi=150)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
