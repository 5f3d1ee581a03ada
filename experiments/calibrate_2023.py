"""Question: what do published revenues and waiting times say of the unknowns of 2023, and of ByteDance's order?

Method: narrows the uncertain parameters of `china-2023` to what agrees with `observed/china-2023.toml`, by approximate
Bayesian computation. Assumed: the observed ranges hold the truth with 90 % probability; they are wide on purpose.
"""

import argparse
from pathlib import Path

import sim

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Calibrate, write tables and picture, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=400, help="particles of the posterior")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "calibrate_2023")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    observed = HERE.parent / "observed" / "china-2023.toml"
    scenario, work = sim.load("china-2023"), {"workers": asked.workers, "resume": True}
    done = sim.calibrate(scenario, observed, asked.replications, asked.seed, out=asked.out, **work)
    print(done.answer())
    print(f"\nResults and pictures: {done.folder}")


if __name__ == "__main__":
    main()
