"""Pictures as files: the same bytes for the same figure."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure


def svg_and_png(figure: Figure, name: str) -> dict[str, Callable[[Path], None]]:
    """Writers of a figure's two files, by file name."""
    return {f"{name}.{kind}": partial(_write, figure, kind) for kind in ("png", "svg")}


def _write(figure: Figure, kind: str, path: Path) -> None:
    figure.savefig(path, format=kind)
