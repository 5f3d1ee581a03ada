"""Question: who wins and who loses under each way of allocating what is scarce?

The founding case under all five policies, on common random numbers.
"""

import argparse
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

import sim

ROOT = Path(__file__).resolve().parent.parent
POLICIES = ["fifo", "pro-rata", "fair-share", "contract-first", "ranking"]
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")


def draw(table: pd.DataFrame, path: Path) -> None:
    """A group of bars for each policy, a bar for each buyer."""
    figure = Figure(figsize=(10, 5), layout="constrained")
    axes = figure.add_subplot()
    width = 0.8 / len(table.columns)
    for place, buyer in enumerate(table.columns):
        x = [position + width * (place - len(table.columns) / 2 + 0.5) for position in range(len(table))]
        axes.bar(x, table[buyer], width * 0.9, color=COLOURS[place % len(COLOURS)], label=buyer)
    axes.set_xticks(range(len(table)), list(table.index))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel("mean share of its order delivered by the end of 2023")
    axes.legend(frameon=False, ncols=len(table.columns), loc="upper center", bbox_to_anchor=(0.5, -0.08))
    axes.spines[["top", "right"]].set_visible(False)
    spread = table.max() - table.min()
    most = str(spread.idxmax())
    axes.set_title(
        f"The policy decides most about {most}: {table[most].min():.0%} to {table[most].max():.0%} delivered"
    )
    figure.savefig(path, dpi=150)


def main() -> None:
    """Sweep the policies, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=400, help="under each policy")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "allocation_policies")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    buyers = [buyer.name for buyer in sim.load("china-2023").buyer]
    scenario = sim.load("china-2023").set("ranking", sorted(buyers))
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(scenario, asked.replications, asked.seed, grid={"allocation": POLICIES}, **how)
    names = {f"delivered_share.{buyer}.2023-12-31": buyer for buyer in buyers}
    table = sweep.replications.groupby("design.allocation")[list(names)].mean().rename(columns=names).loc[POLICIES]
    table.to_csv(asked.out / "allocation_policies.csv")
    draw(table, asked.out / "allocation_policies.png")
    print(f"Mean share delivered by the end of 2023 (ranking: {', '.join(sorted(buyers))}):")
    for buyer in buyers:
        best, worst = str(table[buyer].idxmax()), str(table[buyer].idxmin())
        span = f"{table[buyer].min():.0%} under {worst} to {table[buyer].max():.0%} under {best}"
        print(f"  {buyer}: {span}")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
