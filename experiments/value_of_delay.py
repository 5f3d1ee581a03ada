"""Question: what was moving the ban to September 2023 worth, in units and dollars, beside Nvidia's $400M?

Method: the founding case with the ban in effect from the run's first day, and with the ban moved to 1 September, pair
by pair on common random numbers. Nvidia said at first that the rule would cost it about $400M of a quarter (8-K of
August 2022). Assumed: the founding article's reading, that the ban moved at all; orders are the same in both.
"""

import argparse
from pathlib import Path

import sim

PATH = "control.2022-08 letter.moved.1.to"
NVIDIA = 400_000_000
END = "2023-12-31"


def main() -> None:
    """Compare both dates, write tables and the picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "value_of_delay")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    moved = sim.load("china-2023").set("name", "ban in September")
    at_once = moved.set(PATH, "2023-01-01").set("name", "ban at once")
    how = {"workers": asked.workers, "out": asked.out / "sweeps", "resume": True}
    pair = sim.compare(at_once, moved, asked.replications, asked.seed, **how)
    pair.differences.to_csv(asked.out / "differences.csv", index=False)
    pair.plot().savefig(asked.out / "value_of_delay.png")
    rows = pair.differences.set_index("figure")
    print("What moving the ban from 1 January to 1 September 2023 is worth by the year's end (mean, 95% interval):")
    for who, name in (("all", "all buyers"), ("ByteDance", "ByteDance")):
        units, usd = (rows.loc[f"delivered_{kind}.{who}.{END}"] for kind in ("units", "usd"))
        million = usd[["difference", "low", "high"]] / 1e6
        print(
            f"  {name}: {units['difference']:+,.0f} units ({units['low']:+,.0f} to {units['high']:+,.0f}), "
            f"worth ${million['difference']:,.0f}M (${million['low']:,.0f}M to ${million['high']:,.0f}M)"
        )
    worth = rows.loc[f"delivered_usd.all.{END}"] / NVIDIA
    span = f"{worth['low']:.2f} to {worth['high']:.2f}"
    print(f"Beside Nvidia's $400M that is {worth['difference']:.2f} times as much (95% interval of the mean {span}).")
    print("Nvidia's figure was of one quarter of 2022 and of all its buyers: the same kind of sum, not the same sum.")
    print(f"\nPicture and table: {asked.out}")


if __name__ == "__main__":
    main()
