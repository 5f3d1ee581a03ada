"""Question: how likely is it that ByteDance's $1B of 2023 was delivered, and by when?

Method: many replications of the founding case; bands around the delivered curve, the probability of each target by each
date. Assumed: all that `china-2023` assumes; what no source gives varies as its `[uncertain]` says.
"""

import argparse
from pathlib import Path

import sim


def main() -> None:
    """Sweep, write tables and the fan chart, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "monte_carlo_2023"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    how = {"workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, **how)
    sweep.plot().savefig(asked.out / "fan_chart.png")
    sweep.bands.to_parquet(asked.out / "bands.parquet", index=False)
    sweep.replications.to_parquet(asked.out / "replications.parquet", index=False)
    print(sweep.answer(), f"Picture and tables: {asked.out}", sep="\n\n")


if __name__ == "__main__":
    main()
