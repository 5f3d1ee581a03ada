"""What pictures are drawn with: in points, whatever the format and its dots an inch, and once for several formats.

Matplotlib lays a picture out anew for each format, as texts are a little wider or narrower in each. Here all formats
have the measure of `measured`, so places are the same in each, and what is drawn goes to all of them in one pass.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, radians, sin
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedPath
from numpy.typing import NDArray
from typing_extensions import override

POINTS = 72
"""Of an inch."""

NEARLY = 1e-6
"""Of a pixel: a side is whole pixels, whatever the last bits of its inches."""

PARTS = 64
"""Of a pixel, in which FreeType counts."""

Extent = tuple[float, float, float]


Face = tuple[tuple[str, ...], Any, Any, Any, Any]
"""A font but its size: families, weight, style, variant and stretch."""


def face_of(font: FontProperties) -> Face:
    """The face of a font, by which what is found of it is kept."""
    return tuple(font.get_family()), font.get_weight(), font.get_style(), font.get_variant(), font.get_stretch()


def font_of(face: Face, size: float | None = None) -> FontProperties:
    """The font of a face in a size in points."""
    family, weight, style, variant, stretch = face
    return FontProperties(family=family, weight=weight, style=style, variant=variant, stretch=stretch, size=size)


def measured(text: str, font: FontProperties) -> Extent:
    """Width, height and descent of a line of text, in points."""
    return _measured(text, face_of(font), font.get_size_in_points())


@lru_cache(maxsize=4096)
def _measured(text: str, face: Face, size: float) -> Extent:
    width, height, descent = TextToPath().get_text_width_height_descent(text, font_of(face, size), False)
    return float(width), float(height), float(descent)


class Measure(RendererBase):
    """A renderer that measures and draws nothing: what panels are laid out with."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    @override
    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Extent:
        return measured(s, prop)

    @override
    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    @override
    def flipy(self) -> bool:
        return True


def _handed_on(method: str) -> Callable[..., None]:
    """A method of `Both` that calls the one of this name of each part."""

    def call(both: "Both", *what: Any, **more: Any) -> None:
        for part in both.parts:
            getattr(part, method)(*what, **more)

    return call


class Both(Measure):
    """A renderer that hands on to several others whatever is drawn; of images they have the same dots an inch."""

    def __init__(self, width: float, height: float, parts: Sequence[RendererBase]) -> None:
        super().__init__(width, height)
        self.parts = parts

    open_group = _handed_on("open_group")
    close_group = _handed_on("close_group")
    draw_path = _handed_on("draw_path")
    draw_markers = _handed_on("draw_markers")
    draw_path_collection = _handed_on("draw_path_collection")
    draw_image = _handed_on("draw_image")
    draw_text = _handed_on("draw_text")

    @override
    def get_image_magnification(self) -> float:
        return self.parts[0].get_image_magnification()


@lru_cache(maxsize=1024)
def _drawn(words: str, face: Face, size: float, dots: float) -> tuple[NDArray[np.uint8], float, int]:
    """A line of text as an image, how far right of its begin this stands, and its rows below the base: pixels."""
    fonts = RendererAgg(1, 1, dots)
    font = fonts._prepare_font(font_of(face, size))  # noqa: SLF001 - the fonts of its families, of the right size
    font.set_text(words, 0, flags=get_hinting_flag())
    font.draw_glyphs_to_bitmap(antialiased=True)
    image = np.array(font.get_image())
    above = (font.get_width_height()[1] - font.get_descent()) // PARTS + 1
    return image, font.get_bitmap_offset()[0] / PARTS, len(image) - above


class Pixels(Measure):
    """Agg with so many dots an inch, to which all is told in points."""

    def __init__(self, width: float, height: float, dots: float) -> None:
        super().__init__(width, height)
        self._by = dots / POINTS
        self._scale = Affine2D().scale(self._by)
        self._agg = RendererAgg(int(self._by * width + NEARLY), int(self._by * height + NEARLY), dots)

    def pixels(self, opaque: bool) -> NDArray[np.uint8]:
        """What is drawn: rows, columns, red, green and blue, and opacity unless it is full everywhere."""
        found: NDArray[np.uint8] = np.asarray(self._agg.buffer_rgba())
        return found[:, :, :3] if opaque else found

    @override
    def draw_path(self, gc: GraphicsContextBase, path: Any, transform: Transform, rgbFace: Any = None) -> None:
        self._agg.draw_path(self._own(gc), path, transform + self._scale, rgbFace)

    @override
    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Any,
        marker_trans: Transform,
        path: Any,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        self._agg.draw_markers(
            self._own(gc), marker_path, marker_trans + self._scale, path, trans + self._scale, rgbFace
        )

    @override
    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Transform,
        paths: Any,
        all_transforms: Any,
        offsets: Any,
        offset_trans: Transform,
        *rest: Any,
        **more: Any,
    ) -> None:
        self._agg.draw_path_collection(
            self._own(gc),
            master_transform + self._scale,
            paths,
            np.reshape(all_transforms, (-1, 3, 3)),  # type: ignore[arg-type] # Agg takes no list
            offsets,
            offset_trans + self._scale,
            *rest,
            **more,
        )

    @override
    def get_image_magnification(self) -> float:
        return self._by

    @override
    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        self._agg.draw_image(self._own(gc), round(self._by * x), round(self._by * y), im)

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
        image, left, below = _drawn(s, face_of(prop), prop.get_size_in_points(), self._agg.dpi)
        turned, base = radians(angle), round(self._agg.height - self._by * (self.height - y))
        at = (round(self._by * x + left + below * sin(turned)), round(base + below * cos(turned)))
        pixels = self._agg._renderer  # noqa: SLF001 - what draws texts for Matplotlib, a sign at a time
        pixels.draw_text_image(image, *at, angle, self._own(gc))

    def _own(self, gc: GraphicsContextBase) -> GraphicsContextBase:
        """The same, its clips in pixels."""
        own = GraphicsContextBase()
        own.copy_properties(gc)
        around, (path, place) = gc.get_clip_rectangle(), gc.get_clip_path()
        if around is not None:
            own.set_clip_rectangle(Bbox(self._by * around.get_points()))
        if path is not None and place is not None:
            own.set_clip_path(TransformedPath(path, place + self._scale))  # type: ignore[arg-type]
        return own
