"""Files of pictures: PNG and SVG with the same places, from one pass of drawing where both are wanted."""

from collections.abc import Mapping
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.cbook import file_requires_unicode, open_file_cm
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from typing_extensions import override

from sim.pictures.outlines import Outlines
from sim.pictures.png import png
from sim.pictures.renderers import POINTS, Both, Measure, Pixels

NO_DATE: Mapping[str, None] = {"Date": None}

PASSED = {"facecolor", "edgecolor", "orientation", "bbox_inches_restore"}
"""Options that `print_figure` has heeded itself, and passes to whatever writes a file."""


class Canvas(FigureCanvasSVG):
    """Draws in points, whatever the dots an inch."""

    filetypes = FigureCanvasSVG.filetypes | {"png": "Portable Network Graphics"}

    def get_renderer(self) -> Measure:
        """What panels are laid out with."""
        return Measure(*_points(self.figure))

    def print_png(self, filename: Any, *, metadata: Mapping[str, str | None] | None = None, **passed: Any) -> None:
        """Write a PNG file with the figure's dots an inch; `metadata` by keywords in Latin-1."""
        _check(passed)
        dots = self.figure.dpi
        screen = Pixels(*_points(self.figure), dots)
        self._draw(screen)
        texts = {key: text for key, text in (metadata or {}).items() if text is not None}
        with open_file_cm(filename, "wb") as file:
            file.write(png(screen.pixels(_is_opaque(self.figure)), dots, texts))

    @override
    def print_svg(self, filename: Any, *, metadata: Any = None, **passed: Any) -> None:
        _check(passed)
        paper = Outlines(*_points(self.figure), self.figure.dpi, metadata)
        self._draw(paper)
        text = paper.ended()
        with open_file_cm(filename, "w", encoding="utf-8") as file:
            file.write(text if file_requires_unicode(file) else text.encode())

    def _draw(self, renderer: RendererBase) -> None:
        """Draws the figure in points.

        So it stays until `print_figure` is through, which puts its own dots an inch back: before it has a file of what
        is tight made, it stops such a drawing where that begins, and measures all as that left it.
        """
        self.figure.dpi = POINTS
        self.figure.draw(renderer)


def _check(options: Mapping[str, Any]) -> None:
    """Raises `TypeError` for an option that no file here has."""
    for name in sorted(options.keys() - PASSED):
        raise TypeError(f"{name}: no option of PNG or SVG here; expected metadata, or what any figure's file has")


def both(figure: Figure, dots: float) -> dict[str, bytes]:
    """The files of a figure by format, drawn once: PNG with so many dots an inch, and SVG."""
    size = _points(figure)
    screen, paper = Pixels(*size, dots), Outlines(*size, dots, dict(NO_DATE))
    before, figure.dpi = figure.dpi, POINTS
    try:
        figure.draw(Both(*size, (screen, paper)))
    finally:
        figure.dpi = before
    return {"png": png(screen.pixels(_is_opaque(figure)), dots, {}), "svg": paper.ended().encode()}


def _points(figure: Figure) -> tuple[float, float]:
    width, height = figure.get_size_inches()
    return width * POINTS, height * POINTS


def _is_opaque(figure: Figure) -> bool:
    return bool(figure.patch.get_visible() and to_rgba(figure.get_facecolor())[3] == 1)
