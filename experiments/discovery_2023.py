"""Question: under which unknowns does ByteDance get less than half of its order by mid-June 2023?

Method: sweeps `china-2023` over its uncertain parameters and looks for the box in which that happens most (PRIM). With
fewer than 500 replications a box is not to be trusted. Assumed: the ranges of `[uncertain]`.
"""

import argparse
import json
from pathlib import Path

import sim

TARGET = "delivered_share.ByteDance.2023-06-15 < 0.5"


def main() -> None:
    """Sweep, find the box, write it with its picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "discovery_2023")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    count, workers = max(asked.replications, 100), asked.workers
    sweep = sim.sweep(
        sim.load("china-2023"), count, asked.seed, keep="summary", workers=workers, out=asked.out, resume=True
    )
    found = sim.discover(sweep, TARGET)
    found.plot().savefig(asked.out / "box.png")
    (asked.out / "box.json").write_text(json.dumps(found.summary["box"], indent=2, default=str), encoding="utf-8")
    print(found.answer(), f"Table: {sweep.folder}", f"Box and picture: {asked.out}", sep="\n")


if __name__ == "__main__":
    main()
