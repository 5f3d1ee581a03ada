"""Question: was ByteDance's $1B of Nvidia GPUs delivered in 2023, or only ordered?

Method: one replication of the founding case with its curves, and a sweep for the probabilities. Assumed: all that
`china-2023` assumes; the one replication is an example, not a forecast.
"""

import argparse
from pathlib import Path

import sim


def main() -> None:
    """Run the founding case once, sweep it, and print both answers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=200)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "baseline_2023")
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    scenario = sim.load("china-2023")
    run = sim.run(scenario, seed=chosen.seed)
    chosen.out.mkdir(parents=True, exist_ok=True)
    run.plot().savefig(chosen.out / "delivered_vs_ordered.png")
    sweep = sim.sweep(scenario, chosen.replications, chosen.seed, workers=chosen.workers)
    sweep.replications.to_parquet(chosen.out / "replications.parquet")
    print(run.answer(), sweep.answer(), f"Picture and table: {chosen.out}", sep="\n\n")


if __name__ == "__main__":
    main()
