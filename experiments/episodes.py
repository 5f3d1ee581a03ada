"""Question: what does each episode that ships answer?

A sweep of every scenario that ships, its fan chart and its answer, all on one page.
"""

import argparse
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.image import imread

import sim

ROOT = Path(__file__).resolve().parent.parent


def draw(pictures: dict[str, Path], path: Path) -> None:
    """The fan charts on one page."""
    rows = -(-len(pictures) // 2)
    figure = Figure(figsize=(16, 5.8 * rows), layout="constrained")
    for axes in (panels := figure.subplots(rows, 2, squeeze=False).ravel()):
        axes.set_axis_off()
    for axes, (name, picture) in zip(panels, pictures.items(), strict=False):
        axes.imshow(imread(picture))
        axes.set_title(name, loc="left")
    figure.suptitle("Each episode that ships: delivered beside ordered, and the chance of each target by date")
    figure.savefig(path, dpi=110)


def main() -> None:
    """Sweep all episodes, write the page, answer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=200, help="of each episode")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=ROOT / "results" / "episodes")
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    pictures, answers = {}, []
    for name in sim.shipped():
        sweep = sim.sweep(
            sim.load(name), asked.replications, asked.seed, workers=asked.workers, out=asked.out, resume=True
        )
        pictures[name] = sweep.folder / "fan_chart.png"
        answers.append(f"{name}: {sweep.answer()}")
    (asked.out / "answers.txt").write_text("\n\n".join(answers) + "\n", encoding="utf-8")
    draw(pictures, asked.out / "episodes.png")
    print("\n\n".join(answers), f"Picture and answers: {asked.out}", sep="\n\n")


if __name__ == "__main__":
    main()
