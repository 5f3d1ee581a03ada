"""SVG whose texts are outlines of signs, so that no reader needs the font: each told once a file, found once a process.

Matplotlib lays a text out anew in every file, and writes each sign as an element of its own with a transformation.
"""

from collections.abc import Iterable
from functools import lru_cache
from io import StringIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from numpy.typing import NDArray
from typing_extensions import override

from sim.pictures.renderers import Face, face_of, font_of

UNITS = 64
"""Of FreeType, in which outlines are whole numbers."""

Outline = tuple[NDArray[np.float64], NDArray[np.uint8]]

_outlines: dict[str, Outline] = {}


@lru_cache(maxsize=4096)
def _placed(text: str, face: Face) -> tuple[tuple[str, float, float], ...]:
    """The name and place of each sign of a line of text, of a size of `TextToPath.FONT_SCALE`."""
    paths: Any = TextToPath()
    font = paths._get_font(font_of(face))  # noqa: SLF001 - the fonts of its families, of that size
    signs, _, _ = paths.get_glyphs_with_font(font, text, glyph_map=_outlines)
    return tuple((name, float(x), float(y)) for name, x, y, _ in signs)


class Outlines(RendererSVG):
    """Writes SVG, images with so many dots an inch; `metadata` is what Matplotlib takes."""

    def __init__(self, width: float, height: float, dots: float, metadata: Any = None) -> None:
        self._file = StringIO()
        super().__init__(width, height, self._file, image_dpi=dots, metadata=metadata)  # type: ignore[no-untyped-call]

    @override
    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        is_cut = gc.get_clip_rectangle() is not None or gc.get_clip_path()[0] is not None
        if ismath or mpl.rcParams["svg.fonttype"] != "path" or gc.get_url() or is_cut:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        signs = _placed(s, face_of(prop))
        self.writer.comment(s)  # which ends what is open in the file
        self._tell(name for name, _, _ in signs)
        colour, opacity = gc.get_rgb(), gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        style = f"fill: {rgb2hex(colour)}" + (f"; opacity: {_number(opacity)}" if opacity != 1 else "")
        turned = f" rotate({_number(-angle)})" if angle else ""
        scale = _number(prop.get_size_in_points() / TextToPath.FONT_SCALE)
        place = f"translate({_number(x)} {_number(y)}){turned} scale({scale} -{scale})"
        uses = "".join(
            f'<use xlink:href="#{_id(name)}" x="{_number(right)}" y="{_number(up)}"/>\n' for name, right, up in signs
        )
        self._file.write(f'<g style="{style}" transform="{place}">\n{uses}</g>\n')

    def ended(self) -> str:
        """The file, whole."""
        self.finalize()  # type: ignore[no-untyped-call]
        return self._file.getvalue()

    def _tell(self, names: Iterable[str]) -> None:
        """Writes the outlines that the file does not have yet, where Matplotlib looks which it has."""
        told = []
        for name in names:
            if name not in self._glyph_map:
                vertices, codes = self._glyph_map[name] = _outlines[name]
                path = self._convert_path(Path(UNITS * vertices, codes), simplify=False)  # type: ignore[no-untyped-call]
                told.append(f'<path id="{_id(name)}" d="{path}" transform="scale({1 / UNITS})"/>\n')
        if told:
            self._file.write(f"<defs>\n{''.join(told)}</defs>\n")


def _id(name: str) -> str:
    """What a sign is called in the file."""
    return name.replace("%20", "_")


def _number(value: float) -> str:
    """A number to the fourth digit after the point: finer than can be seen."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
