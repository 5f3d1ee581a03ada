"""Question: what does dealing directly gain ByteDance, against the capacity of its channel and its luck in talks?

Method: weekly capacity of the direct channel times the chance that a round of talks succeeds, on common random numbers.
Waiting is measured over every unit ordered, delivered or not: the area between the ordered and the delivered curve,
divided by the units ordered (Little's law), so that a channel which delivers little, but that quickly, does not look
good. It ends with the year: what is open then has waited at least so long. Assumed: the contract takes over all open
orders, so that a small one replaces the distributors rather than add to them.
"""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

import sim

CAPACITY = "buyer.ByteDance.negotiation.contract.weekly_capacity"
SUCCESS = "buyer.ByteDance.negotiation.success"
CAPACITIES: list[float] = [500, 1_000, 2_000, 4_000, 8_000]
CHANCES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
SHARE = "delivered_share.ByteDance.2023-12-31"


def waiting(bands: pd.DataFrame) -> "pd.Series[float]":
    """Mean days that an ordered unit waits within the year, by point."""
    own = bands[(bands["buyer"] == "ByteDance") & (bands["product"] == "all")]
    curves = own.pivot_table(index=["point", "date"], columns="curve", values="mean", observed=True)
    ordered = curves["ordered"] - curves["switched"]
    days = (ordered - curves["delivered"]).groupby("point").sum() / ordered.groupby("point").last()
    return days.rename("days that an ordered unit waits in 2023, delivered or not")


def main() -> None:
    """Sweep the grid, write the table and the maps, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=200, help="at each of 30 points")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "direct_or_distributor"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    grid: dict[str, list[float]] = {CAPACITY: CAPACITIES, SUCCESS: CHANCES}
    how: dict[str, Any] = {"workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, grid=grid, **how)
    rows, waits = sweep.replications, waiting(sweep.bands)
    points = rows.groupby("point")
    columns = {"capacity": f"design.{CAPACITY}", "success": f"design.{SUCCESS}"}
    table = pd.DataFrame({name: points[column].first() for name, column in columns.items()})
    table = table.assign(share=points[SHARE].mean(), waits=waits, half=1.96 * points[SHARE].sem())
    table.to_csv(asked.out / "direct_or_distributor.csv", index=False)
    none: dict[Any, Any] = table[table["success"] == 0].iloc[0].to_dict()
    certain: list[dict[Any, Any]] = table[table["success"] == 1].to_dict("records")
    least, most = certain[0], max(certain, key=lambda row: row["share"])
    title = f"Of ByteDance's order {none['share']:.0%} arrive without a contract, with one {least['share']:.0%} to "
    title += f"{most['share']:.0%}" + (": a small one is worse than none" if least["share"] < none["share"] else "")
    sweep.plot(waits, SHARE, title=title).savefig(asked.out / "direct_or_distributor.png")
    print("ByteDance's order delivered by the end of 2023 (mean, 95% interval), and days that an ordered unit waits:")
    for name, row in (
        ("no contract", none),
        *((f"certain contract of {row['capacity']:,} units a week", row) for row in certain),
    ):
        print(f"  {name}: {row['share']:.0%} (±{100 * row['half']:.0f} points), {row['waits']:.0f} days")
    better = [row["capacity"] for row in certain if row["share"] > none["share"]]
    print(
        f"A certain contract delivers more than none from {min(better, default=0):,} units a week on, of those tried."
    )
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
