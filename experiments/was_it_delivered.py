"""Question: was ByteDance's $1B of Nvidia GPUs delivered, or only ordered, when the press asked in June 2023?

Method: the probability, over replications of the founding case, that at least 10, 50, 90 % and all of it is delivered
by each date. Assumed: what `china-2023` assumes; an interval is of the probability, given all that.
"""

import argparse
from pathlib import Path

import pandas as pd

import sim


def main() -> None:
    """Sweep, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "was_it_delivered"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, **how)
    chances = sweep.summary["points"][0]["chances"]["ByteDance"]
    table = pd.DataFrame(
        {"date": when, "target": float(target), **chance}
        for when, targets in chances.items()
        for target, chance in targets.items()
    )
    table["reached"] = (table["probability"] * table["count"]).round().astype(int)
    table.to_csv(asked.out / "chances.csv", index=False)
    sweep.plot_chances().savefig(asked.out / "chances.png")
    print("How much of ByteDance's $1B is delivered by then:")
    for row in table.to_dict("records"):
        print(f"  at least {row['target']:.0%} by {row['date']}: {sim.probability(row['reached'], row['count'])}")
    june = table[(table["date"] == "2023-06-15") & (table["target"] == 0.5)].iloc[0]
    word = "delivered" if june["probability"] > 0.5 else "only ordered"
    most = max(june["reached"], june["count"] - june["reached"])
    sure = "was" if max(june["low"], 1 - june["high"]) > 0.5 else "may have been"
    told = sim.probability(most, june["count"])
    print(f"So by mid-June 2023 most of it {sure} {word}: {told} under the file's assumptions.")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
