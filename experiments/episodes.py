"""Question: what does each episode that ships answer?

Method: a sweep of every scenario that ships; its fan chart and its answer, all on one page. Assumed: what each scenario
file assumes. With `--docs` the pictures and answers of `docs/episodes` are made anew, from 200 replications and seed 0.
"""

import argparse
import re
from pathlib import Path

import sim

ROOT = Path(__file__).resolve().parent.parent


def document(sweep: sim.Sweep) -> None:
    """Write a sweep's picture and answer into the page of its episode."""
    page = ROOT / "docs" / "episodes" / f"{sweep.scenario.name}.md"
    sweep.plot().savefig(page.with_suffix(".png"), dpi=110)
    text = page.read_text(encoding="utf-8")
    block = f"```text\n{sweep.answer()}\n```"
    page.write_text(re.sub(r"```text\n.*?\n```", lambda _: block, text, flags=re.DOTALL), encoding="utf-8")


def main() -> None:
    """Sweep all episodes, write the page, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=200, help="of each episode")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=lambda text: Path(text).expanduser(), default=Path("results") / "episodes")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--docs", action="store_true", help="write the pages of docs/episodes")
    asked = options.parse_args()
    count, seed = (200, 0) if asked.docs else (asked.replications, asked.seed)
    how = {"workers": asked.workers, "out": asked.out, "resume": True}
    sweeps = [sim.sweep(sim.load(name), count, seed, **how) for name in sim.shipped()]
    for sweep in sweeps if asked.docs else ():
        document(sweep)
    answers = [f"{sweep.scenario.name}: {sweep.answer()}" for sweep in sweeps]
    (asked.out / "answers.txt").write_text("\n\n".join(answers) + "\n", encoding="utf-8")
    title = f"{len(sweeps)} episodes: what was ordered, and what is delivered of it"
    sim.overview(sweeps, title).savefig(asked.out / "episodes.png")
    print("\n\n".join(answers), f"Picture and answers: {asked.out}", sep="\n\n")


if __name__ == "__main__":
    main()
