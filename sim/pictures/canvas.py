"""Files of pictures: PNG and SVG with the same places, from one pass of drawing where both are wanted."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.cbook import open_file_cm
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from sim.pictures.png import png
from sim.pictures.renderers import POINTS, Both, Measure, Pixels

NO_DATE: Mapping[str, None] = {"Date": None}


class Canvas(FigureCanvasSVG):
    """Draws in points, whatever the dots an inch."""

    filetypes = FigureCanvasSVG.filetypes | {"png": "Portable Network Graphics"}

    def get_renderer(self) -> Measure:
        """What panels are laid out with."""
        return Measure(*_points(self.figure))

    def print_png(self, filename: Any, *, metadata: Mapping[str, str | None] | None = None, **_: Any) -> None:
        """Write a PNG file with the figure's dots an inch; `metadata` by keyword, in Latin-1."""
        figure, dots = self.figure, self.figure.dpi
        screen = Pixels(*_points(figure), dots)
        figure.dpi = POINTS
        try:
            figure.draw(screen)
        finally:
            figure.dpi = dots
        texts = {key: text for key, text in (metadata or {}).items() if text is not None}
        with open_file_cm(filename, "wb") as file:
            file.write(png(screen.pixels(_is_opaque(figure)), dots, texts))


def both(figure: Figure, dots: float) -> dict[str, bytes]:
    """The files of a figure by format, drawn once: PNG with so many dots an inch, and SVG."""
    size, before, text = _points(figure), figure.dpi, StringIO()
    screen, paper = Pixels(*size, dots), RendererSVG(*size, text, image_dpi=dots, metadata=dict(NO_DATE))
    figure.dpi = POINTS
    try:
        figure.draw(Both(*size, (screen, paper)))
    finally:
        figure.dpi = before
    paper.finalize()
    return {"png": png(screen.pixels(_is_opaque(figure)), dots, {}), "svg": text.getvalue().encode()}


def _points(figure: Figure) -> tuple[float, float]:
    width, height = figure.get_size_inches()
    return width * POINTS, height * POINTS


def _is_opaque(figure: Figure) -> bool:
    return bool(figure.patch.get_visible() and to_rgba(figure.get_facecolor())[3] == 1)
