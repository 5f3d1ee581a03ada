"""Pictures beside the ones that were looked at, and the bytes of their files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from sim.pictures.save import files_of
from tests.pictures.baselines import FOLDER, SMALL
from tests.pictures.tables import PICTURES, named

ROOT = Path(__file__).resolve().parents[2]
NEAR = 3.0
"""Root mean square of the difference of pixels, of 255: less than a label in another place."""

WRITE = """
import hashlib, sys
from tests.pictures.tables import PICTURES, named
from sim.pictures.save import files_of
from pathlib import Path
for name, draw in PICTURES.items():
    for file, write in files_of([named(draw(), name)]).items():
        path = Path(sys.argv[1]) / file
        write(path)
        print(file, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_the_one_looked_at(name: str, tmp_path: Path) -> None:
    """Each picture is that of its baseline (`python -m tests.pictures.baselines` makes them anew)."""
    made = tmp_path / f"{name}.png"
    PICTURES[name]().savefig(made, dpi=SMALL)
    assert compare_images(str(FOLDER / f"{name}.png"), str(made), tol=NEAR) is None


def test_every_baseline_is_small_and_of_a_picture() -> None:
    """There is a baseline for each picture and none besides, each below 60 kB."""
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PICTURES)
    assert max(path.stat().st_size for path in FOLDER.glob("*.png")) < 60_000


def test_same_bytes_in_any_process(tmp_path: Path) -> None:
    """The same tables give the same bytes, PNG and SVG, in processes that hash otherwise, whatever the user's style."""
    said = []
    for seed, style in (
        ("1", ""),
        ("2", "axes.grid: True\nfont.size: 20\ntext.parse_math: True\nsvg.fonttype: none\n"),
    ):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "matplotlibrc").write_text(style, encoding="utf-8")
        settings = {"PYTHONHASHSEED": seed, "MATPLOTLIBRC": str(folder / "matplotlibrc"), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", WRITE, str(folder)]
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0].count("\n") == 3 * len(PICTURES)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_saving_twice_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    """A figure saved again, after the other kind, gives the same bytes."""
    figure = PICTURES["fan_chart"]()
    writers = files_of([named(figure, "picture")])
    for file in ("picture.png", "picture.svg"):
        writers[file](tmp_path / file)
    first = (tmp_path / f"picture.{kind}").read_bytes()
    writers[f"picture.{kind}"](tmp_path / f"again.{kind}")
    assert (tmp_path / f"again.{kind}").read_bytes() == first
