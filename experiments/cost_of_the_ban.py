"""Question: what did the ban that was announced, and moved to September 2023, cost each buyer, and what decides that?

Method: the world without a rule (`no-ban`: no control, no rush, no die cut for China) beside three worlds with one,
pair by pair on common random numbers: the ban in September, the same announced and never in effect, and the same
without a rush, so that what the rush brought and what the ban took stand apart. Assumed: the orders are the same in all
of them, and what the rush sends to China is taken from other markets.
"""

import argparse
from pathlib import Path

import pandas as pd

import sim

ROOT = Path(__file__).resolve().parent.parent
MOVED, RUSH, HURRY = "control.2022-08 letter.moved.1.to", "line.GA100.rush_mix", "control.2022-08 letter.rush"
WORLDS: dict[str, dict[str, object]] = {
    "the ban in September": {},
    "announced, never in effect": {MOVED: "2024-12-31"},
    "the ban in September, no rush": {RUSH: {}, HURRY: {}},
}
DATES = ("2023-06-15", "2023-12-31")
BUYERS = ("ByteDance", "rest of China")
FIFTHS = 5


def interval(values: "pd.Series[float]") -> str:
    """A mean difference in units with the ends of its 95 % interval."""
    mean, half = float(values.mean()), 1.96 * float(values.std()) / len(values) ** 0.5
    return f"{mean:+,.0f} ({mean - half:+,.0f} to {mean + half:+,.0f})"


def differences(worlds: pd.DataFrame, free: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Units under each world less those without a rule, a row a replication."""
    units = worlds.pivot(index="replication", columns="design.policy", values=figure)
    return units.sub(free.set_index("replication")[figure], axis=0)[list(WORLDS)]


def main() -> None:
    """Sweep the four worlds, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=1000, help="of each world")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=ROOT / "results" / "cost_of_the_ban"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(sim.load("china-2023"), asked.replications, asked.seed, policies=WORLDS, **how)
    free = sim.sweep(sim.load("no-ban"), asked.replications, asked.seed, **how).replications
    rows, found = sweep.replications, {}
    print("Units delivered beside the world without a rule (mean, 95% interval of the mean):")
    for buyer in BUYERS:
        for when in DATES:
            figure = f"delivered_units.{buyer}.{when}"
            found[buyer, when] = differences(rows, free, figure)
            print(f"  {buyer} by {when}: {free[figure].mean():,.0f} without a rule")
            for world, values in found[buyer, when].items():
                print(f"    {world}: {interval(values)}")
    table = pd.concat(found, names=["buyer", "date"])
    table.to_csv(asked.out / "differences.csv")
    own = rows[rows["design.policy"] == next(iter(WORLDS))].set_index("replication")
    rush = own[f"sampled.{RUSH}.A100"]
    fifths = pd.qcut(rush.rank(method="first"), FIFTHS, labels=False)
    ban = found[BUYERS[0], DATES[-1]].iloc[:, 0]
    low, high = (interval(ban[fifths == fifth]) for fifth in (0, FIFTHS - 1))
    ends = [rush[fifths == fifth].median() for fifth in (0, FIFTHS - 1)]
    told = f"from {low} to {high} units of {BUYERS[0]}'s by the year's end as the A100's share of the line"
    print(f"What decides it: how much the rush brought, {told} in the rush goes from {ends[0]:.2f} to {ends[1]:.2f}.")
    title = f"Beside no rule the ban in September brings {BUYERS[0]} {interval(ban)} units by the year's end: "
    title += f"{low} where the rush is small, {high} where it is large"
    figures = [f"delivered_share.{buyer}.{DATES[-1]}" for buyer in BUYERS]
    sweep.plot(*figures, title=title).savefig(asked.out / "cost_of_the_ban.png")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
