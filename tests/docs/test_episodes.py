"""The pages of the episodes: their answers and pictures are those of the sweeps that they name."""

import re
from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

import sim

PAGES = Path(__file__).resolve().parents[2] / "docs" / "episodes"


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("name", sim.shipped())
def test_page_tells_its_sweep(name: str, tmp_path: Path) -> None:
    """Answer and picture are those of 200 replications (`experiments/episodes.py --docs` makes them anew)."""
    sweep = sim.sweep(sim.load(name), 200, engine="compiled")
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert f"gpu-supply sweep {name} --replications 200` (seed 0)" in text
    assert re.findall(r"```text\n(.*?)\n```", text, re.DOTALL) == [sweep.answer()]
    sweep.plot().savefig(tmp_path / "picture.png", dpi=110)
    assert compare_images(str(PAGES / f"{name}.png"), str(tmp_path / "picture.png"), tol=3.0) is None
