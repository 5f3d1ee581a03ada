"""Question: how much of ByteDance's order is delivered in 2023, against the date on which the ban takes effect?

Method: the effective date goes through every week of 2023, on common random numbers. Assumed: the announcement and the
rush before the ban stay as they are; only its date moves. A later ban is not better in every world: what is open of
the A100 order is switched to A800 on the ban's day and joins the end of that queue, which others have filled by then.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

import sim

PATH = "control.2022-08 letter.moved.1.to"
FIGURE = "delivered_share.ByteDance.2023-12-31"
BAND = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
BEFORE, AFTER = date(2023, 3, 19), date(2023, 4, 30)


def settled(medians: "pd.Series[float]") -> date:
    """The first date from which on the median stays within two points of the last."""
    near = (medians - medians.iloc[-1]).abs() < 0.02
    found: pd.Timestamp = medians.index[int((~near).to_numpy().nonzero()[0].max(initial=-1)) + 1]
    return found.date()


def main() -> None:
    """Sweep the date, write the tables and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=400, help="at each date")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "ban_date_sweep")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    weeks = [date(2023, 1, 1) + timedelta(weeks=week) for week in range(53)]
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, grid={PATH: weeks}, **how)
    shares = sweep.replications.pivot(index="replication", columns=f"design.{PATH}", values=FIGURE)
    table = pd.DataFrame({name: shares.quantile(share) for name, share in BAND.items()})
    table.to_csv(asked.out / "ban_date.csv")
    shares.to_csv(asked.out / "shares.csv")
    (first, last), from_then = (table.iloc[place] for place in (0, -1)), settled(table["p50"])
    told = (
        f"A ban on 1 January leaves ByteDance {first['p50']:.0%} of its order, one at the year's end {last['p50']:.0%}"
    )
    sweep.plot(title=f"{told}; from {from_then:%B} on the date hardly matters").savefig(asked.out / "ban_date.png")
    print(
        f"ByteDance's order delivered by the end of 2023 (median and 90% range of {asked.replications} replications):"
    )
    for when, row in zip((weeks[0], weeks[-1]), (first, last), strict=True):
        print(f"  ban in effect on {when}: {row['p50']:.0%} ({row['p05']:.0%} to {row['p95']:.0%})")
    gain = 100 * (last["p50"] - first["p50"])
    print(f"A year's delay of the ban is worth {gain:+.0f} points of the order at the median.")
    print(
        f"From {from_then} on its date moves the median by less than two points: little of the A100 order is open then."
    )
    worse = int((shares[pd.Timestamp(AFTER)] < shares[pd.Timestamp(BEFORE)] - 0.01).sum())
    print(f"With {sim.probability(worse, len(shares))} a ban on {AFTER}")
    print(
        f"is worse for ByteDance than one on {BEFORE}: its switched order then joins the queue for A800 behind what the"
    )
    print("others have ordered by then.")
    print(f"\nPicture and tables: {asked.out}")


if __name__ == "__main__":
    main()
