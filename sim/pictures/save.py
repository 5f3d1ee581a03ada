"""Pictures as files: the same bytes for the same figure."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure


def svg_and_png(figure: Figure, name: str) -> dict[str, Callable[[Path], None]]:
    """Writers of a figure's two files, by file name."""

    def png(path: Path) -> None:
        figure.savefig(path, dpi=150, metadata={"Software": None})

    def svg(path: Path) -> None:
        with mpl.rc_context({"svg.hashsalt": "gpu-supply-sim"}):
            figure.savefig(path, metadata={"Date": None})

    return {f"{name}.png": png, f"{name}.svg": svg}
