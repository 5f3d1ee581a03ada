"""Question: why is so much of ByteDance's order not delivered by the end of 2023?

Method: how many of the missing units each cause explains (ramp, yield, ban, distributors' capacity, credit, talks,
patience), by Shapley values over the worlds in which they are taken away. Assumed: that a cause can be taken away and
all else stays: full capacity at once, every unit good, no ban, distributors and credit without limit, a contract on the
first day. What then is still missing is the rest: output, order dates, time under way.
"""

import argparse
from pathlib import Path

import sim


def main() -> None:
    """Attribute, write the tables and the waterfall, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=400, help="of each counterfactual")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "gap_attribution"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    how = {"workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    found = sim.attribute(sim.load("china-2023"), None, asked.replications, asked.seed, **how)
    found.plot().savefig(asked.out / "gap_attribution.png")
    found.causes.to_csv(asked.out / "causes.csv", index=False)
    print(found.answer(), f"Picture and table: {asked.out}", sep="\n\n")


if __name__ == "__main__":
    main()
