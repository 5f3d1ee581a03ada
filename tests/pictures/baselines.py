"""The pictures that tests compare with.

`python -m tests.pictures.baselines` makes them anew; look at each before it goes in.
"""

from pathlib import Path

from tests.pictures.tables import PICTURES

FOLDER = Path(__file__).parent / "baseline"
SMALL = 45
"""Dots an inch: enough to see what stands where."""


def main() -> None:
    """Write every baseline."""
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        draw().savefig(FOLDER / f"{name}.png", dpi=SMALL)


if __name__ == "__main__":
    main()
