"""Question: which of the unknowns of 2023 decide how much of ByteDance's order is delivered by the year's end?

Method: screens all uncertain parameters of `china-2023` by Morris's method, then shares the variance by Sobol's; chance
is averaged out and its share told. Assumed: the ranges of `[uncertain]`; an index is about these, not about the world.
"""

import argparse
from pathlib import Path

import sim


def main() -> None:
    """Analyse by both methods, write tables and pictures, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=256, help="four times the blocks of Sobol's design")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "sensitivity_2023"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    blocks = max(4, asked.replications // 4)
    for method, samples in (("morris", max(4, blocks // 4)), ("sobol", blocks)):
        found = sim.sensitivity(
            sim.load("china-2023"),
            method,
            samples=samples,
            replications=8 if blocks >= 64 else 2,
            seed=asked.seed,
            workers=asked.workers,
            out=asked.out / "analyses",
            resume=True,
        )
        found.table.to_csv(asked.out / f"{method}.csv", index=False)
        found.plot().savefig(asked.out / f"{method}.png")
        if method == "sobol":
            found.plot_year().savefig(asked.out / "sobol_by_month.png")
        print(f"{method}: {found.answer()}\n")
    print(f"Pictures and tables: {asked.out}")


if __name__ == "__main__":
    main()
