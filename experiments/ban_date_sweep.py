"""Question: how much of ByteDance's order is delivered in 2023, against the date on which the ban takes effect?

The effective date goes through every week of 2023, on common random numbers.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

import sim

ROOT = Path(__file__).resolve().parent.parent
PATH = "control.2022-08 letter.moved.1.to"
FIGURE = "delivered_share.ByteDance.2023-12-31"
BAND = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


def main() -> None:
    """Sweep the date, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=200, help="at each date")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "ban_date_sweep")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    weeks = [date(2023, 1, 1) + timedelta(weeks=week) for week in range(53)]
    sweep = sim.sweep(
        sim.load("china-2023"),
        asked.replications,
        asked.seed,
        grid={PATH: weeks},
        workers=asked.workers,
        out=asked.out / "sweeps",
        resume=True,
    )
    sweep.plot().savefig(asked.out / "ban_date.png", dpi=150)
    shares = sweep.replications.groupby(f"design.{PATH}")[FIGURE]
    table = pd.DataFrame({name: shares.quantile(share) for name, share in BAND.items()})
    table.to_csv(asked.out / "ban_date.csv")
    first, last = table.iloc[0], table.iloc[-1]
    print(f"ByteDance's order delivered by 2023-12-31 (median and 90 % range of {asked.replications} replications):")
    for when, row in zip((weeks[0], weeks[-1]), (first, last), strict=True):
        print(f"  ban in effect on {when}: {row['p50']:.1%} ({row['p05']:.1%} to {row['p95']:.1%})")
    print(f"A year's delay of the ban is worth {last['p50'] - first['p50']:+.1%} of the order at the median.")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
