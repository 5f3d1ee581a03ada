"""Question: was ByteDance's $1B of Nvidia GPUs delivered, or only ordered, when the press asked in June 2023?

The probability that at least 10, 50 and 90 % of it is delivered by each date of the founding case.
"""

import argparse
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import sim

ROOT = Path(__file__).resolve().parent.parent
COLOURS = ("#009E73", "#CC79A7", "#0072B2", "#D55E00")


def draw(table: pd.DataFrame, path: Path) -> None:
    """A group of bars for each date, a bar for each target, with its 95 % interval."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot()
    dates, targets = list(dict.fromkeys(table["date"])), list(dict.fromkeys(table["target"]))
    for place, target in enumerate(targets):
        rows = table[table["target"] == target]
        x = [position + 0.2 * (place - 1.5) for position in range(len(dates))]
        axes.bar(x, rows["probability"], 0.18, color=COLOURS[place % 4], label=f"at least {target:.0%}")
        low, high = rows["probability"] - rows["low"], rows["high"] - rows["probability"]
        axes.errorbar(x, rows["probability"], yerr=[low, high], fmt="none", ecolor="#333333", capsize=3)
    axes.set_xticks(range(len(dates)), [f"by {when}" for when in dates])
    axes.set_ylim(0, 1.05)
    axes.set_ylabel("probability")
    axes.legend(frameon=False, ncols=len(targets), loc="upper center", bbox_to_anchor=(0.5, -0.08))
    axes.spines[["top", "right"]].set_visible(False)
    first = table[(table["date"] == dates[0]) & (table["target"] == 0.5)].iloc[0]
    axes.set_title(f"Half of ByteDance's order delivered by {dates[0]}: probability {first['probability']:.2f}")
    figure.savefig(path, dpi=150)


def main() -> None:
    """Sweep, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "was_it_delivered")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    scenario = sim.load("china-2023")
    sweep = sim.sweep(
        scenario, asked.replications, asked.seed, workers=asked.workers, out=asked.out / "sweeps", resume=True
    )
    chances = sweep.summary["points"][0]["chances"]["ByteDance"]
    table = pd.DataFrame(
        {"date": when, "target": float(target), **chance}
        for when, targets in chances.items()
        for target, chance in targets.items()
    )
    table.to_csv(asked.out / "chances.csv", index=False)
    draw(table, asked.out / "chances.png")
    print("Probability that so much of ByteDance's $1B is delivered, and its 95 % interval:")
    for row in table.to_dict("records"):
        span = f"({row['low']:.2f} to {row['high']:.2f})"
        print(f"  at least {row['target']:.0%} by {row['date']}: {row['probability']:.2f} {span}")
    june = table[(table["date"] == "2023-06-15") & (table["target"] == 0.5)].iloc[0]
    word = "delivered" if june["probability"] > 0.5 else "only ordered"
    print(f"So by mid-June 2023 most of it was probably {word}, under the assumptions of the scenario file.")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
