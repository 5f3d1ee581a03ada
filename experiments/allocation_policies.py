"""Question: who wins and who loses under each way of allocating what is scarce?

Method: the founding case under all five policies on common random numbers, so that a difference between two policies is
not noise. The ranking is alphabetical, an example of a fixed one. Assumed: buyers order the same under every policy.
"""

import argparse
from pathlib import Path

import pandas as pd

import sim

POLICIES = ["fifo", "pro-rata", "fair-share", "contract-first", "ranking"]
FIGURE = "delivered_share.{}.2023-12-31"


def interval(values: "pd.Series[float]") -> tuple[float, float, float]:
    """A mean and the ends of its 95 % interval, for many values."""
    half = 1.96 * float(values.std()) / len(values) ** 0.5
    return float(values.mean()), float(values.mean()) - half, float(values.mean()) + half


def told(buyer: str, shares: pd.DataFrame) -> str:
    """Under which policies a buyer gets most and least, from its shares by policy, a row a replication."""
    best, worst = str(shares.mean().idxmax()), str(shares.mean().idxmin())
    most, least = (f"{100 * shares[policy].mean():.0f}%" for policy in (best, worst))
    gain, low, high = (100 * end for end in interval(shares[best] - shares[worst]))
    return (
        f"{buyer} gets most under {best} ({most} of its order) and least under {worst} ({least}): "
        f"a difference of {gain:.1f} points (95% interval {low:.1f} to {high:.1f})."
    )


def main() -> None:
    """Sweep the policies, write the table and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=400, help="under each policy")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "allocation_policies"
    )
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    buyers = [buyer.name for buyer in sim.load("china-2023").buyer]
    scenario = sim.load("china-2023").set("ranking", sorted(buyers))
    how = {"keep": "summary", "workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    sweep = sim.sweep(scenario, asked.replications, asked.seed, grid={"allocation": POLICIES}, **how)
    rows = sweep.replications
    table = rows.groupby("design.allocation")[[FIGURE.format(buyer) for buyer in buyers]].mean().loc[POLICIES]
    table.columns = pd.Index(buyers)
    table.to_csv(asked.out / "allocation_policies.csv")
    most = str((table.max() - table.min()).idxmax())
    title = f"The policy matters most to {most}: {table[most].min():.0%} to {table[most].max():.0%} of its order"
    figures = [FIGURE.format(buyer) for buyer in buyers]
    sweep.plot(*figures, title=title).savefig(asked.out / "allocation_policies.png")
    print(f"Share of each order delivered by the end of 2023 (means; ranking: {', '.join(sorted(buyers))}):")
    for buyer in buyers:
        shares = rows.pivot(index="replication", columns="design.allocation", values=FIGURE.format(buyer))
        print(f"  {told(buyer, shares)}")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
