"""Question: what does dealing directly gain ByteDance, against the capacity of its channel and its luck in talks?

Weekly capacity of the direct channel times the chance that a round of talks succeeds: days gained, and share delivered.
"""

import argparse
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import sim

ROOT = Path(__file__).resolve().parent.parent
CAPACITY = "buyer.ByteDance.negotiation.contract.weekly_capacity"
SUCCESS = "buyer.ByteDance.negotiation.success"
CAPACITIES: list[float] = [500, 1_000, 2_000, 4_000, 8_000]
CHANCES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
SHARE, WAIT = "delivered_share.ByteDance.2023-12-31", "wait_days_mean.ByteDance"


def draw(maps: dict[str, np.ndarray], path: Path) -> None:
    """Two heat maps side by side."""
    figure = Figure(figsize=(12, 5), layout="constrained")
    panels = figure.subplots(1, 2)
    for axes, (title, values) in zip(panels, maps.items(), strict=True):
        image = axes.imshow(values, origin="lower", aspect="auto", cmap="cividis")
        axes.set_xticks(range(len(CHANCES)), [f"{chance:.0%}" for chance in CHANCES])
        axes.set_yticks(range(len(CAPACITIES)), [f"{capacity:,}" for capacity in CAPACITIES])
        axes.set_xlabel("chance that a round of talks succeeds")
        axes.set_ylabel("weekly capacity of the direct channel, units")
        axes.set_title(title, loc="left")
        for (row, column), value in np.ndenumerate(values):
            text = f"{value:.0%}" if "share" in title.lower() else f"{value:.0f}"
            dark = value < (np.nanmin(values) + np.nanmax(values)) / 2
            axes.text(column, row, text, ha="center", va="center", fontsize=8, color="white" if dark else "black")
        figure.colorbar(image, ax=axes)
    share = maps["Share delivered by the end of 2023"]
    figure.suptitle(f"Dealing directly lifts ByteDance's share from {share[0, 0]:.0%} to as much as {share.max():.0%}")
    figure.savefig(path, dpi=150)


def main() -> None:
    """Sweep the grid, write the table and the maps, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=100, help="at each of 30 points")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "direct_or_distributor")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    grid: dict[str, list[float]] = {CAPACITY: CAPACITIES, SUCCESS: CHANCES}
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, grid=grid, **how)
    means = sweep.replications.groupby([f"design.{CAPACITY}", f"design.{SUCCESS}"])[[SHARE, WAIT]].mean()
    means.to_csv(asked.out / "direct_or_distributor.csv")
    share, wait = (means[name].to_numpy(dtype=float).reshape(len(CAPACITIES), len(CHANCES)) for name in (SHARE, WAIT))
    gained = wait[:, :1] - wait
    maps = {"Days gained: mean wait less than without a contract": gained, "Share delivered by the end of 2023": share}
    draw(maps, asked.out / "direct_or_distributor.png")
    print("Mean share of ByteDance's order delivered by the end of 2023, and mean wait of what is delivered:")
    print(f"  no contract: {share[0, 0]:.0%}, {wait[0, 0]:.0f} days")
    for row, capacity in enumerate(CAPACITIES):
        print(f"  certain contract of {capacity:,} units a week: {share[row, -1]:.0%}, {wait[row, -1]:.0f} days")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
