"""Panels whose scales are drawn at once: lines of the grid as one mark, ticks as one, labels with one text.

Matplotlib makes five artists for each tick and updates all several times a drawing. Here an axis has one tick, which
stands at each place in turn.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick, XAxis, YAxis
from matplotlib.backend_bases import RendererBase
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox
from typing_extensions import override

from sim.pictures.fonts import drawable, families

NEARLY = 1e-10
"""Of what an axis shows: a tick this near to its end is shown."""


class _Scale(Axis):
    """An axis that is drawn with one tick, but where `one_by_one` asks for all, or it has words or minor ticks."""

    one_by_one = False
    axis_name: str

    @property
    def _is_plain(self) -> bool:
        minor = self.get_minor_locator()
        return not self.one_by_one and not self.label.get_text() and isinstance(minor, NullLocator)

    def _shown(self) -> tuple[Sequence[float], Sequence[str]]:
        """Places and labels of the ticks that are shown."""
        low, high = sorted(self.get_view_interval())
        near = NEARLY * (high - low)
        places = list(self.get_majorticklocs())
        labels = self.get_major_formatter().format_ticks(places)
        shown = [number for number, place in enumerate(places) if low - near <= place <= high + near]
        return [places[number] for number in shown], [labels[number] for number in shown]

    @staticmethod
    def _labels(tick: Tick, places: Sequence[float], labels: Sequence[str]) -> Iterator[Text]:
        """The text of the tick with each label at its place."""
        for place, label in zip(places, labels, strict=True):
            tick.update_position(place)
            for text in (tick.label1, tick.label2):
                if label and text.get_visible():
                    text.set_text(drawable(label))
                    text.set_fontfamily(list(families(label)))
                    yield text

    @override
    def draw(self, renderer: RendererBase) -> None:
        if not self._is_plain:
            super().draw(renderer)
            return
        if not self.get_visible():
            return
        renderer.open_group("axis", gid=self.get_gid())
        tick = self.get_major_ticks(1)[0]
        places, labels = self._shown()
        for line in (tick.gridline, tick.tick1line, tick.tick2line):
            if line.get_visible():
                self._draw_everywhere(line, places, renderer)
        for text in self._labels(tick, places, labels):
            text.draw(renderer)
        renderer.close_group("axis")
        self.stale = False

    def _draw_everywhere(self, line: Line2D, places: Sequence[float], renderer: RendererBase) -> None:
        """The line of a tick at all places, in one stroke with gaps."""
        before = line.get_data(orig=True)
        ends = np.atleast_1d(before[1 if self.axis_name == "x" else 0]).astype(float)
        along = np.repeat(np.asarray(places, dtype=float), len(ends) + 1)
        across = np.tile([*ends, np.nan], len(places))
        line.set_data(*((along, across) if self.axis_name == "x" else (across, along)))
        line.draw(renderer)
        line.set_data(*before)

    @override
    def get_tightbbox(self, renderer: Any = None, *, for_layout_only: bool = False) -> Any:
        if renderer is None or not self._is_plain:
            return super().get_tightbbox(renderer, for_layout_only=for_layout_only)
        if not self.get_visible() or (for_layout_only and not self.get_in_layout()):
            return None
        boxes = [text.get_window_extent(renderer) for text in self._labels(self.get_major_ticks(1)[0], *self._shown())]
        return Bbox.union(boxes) if boxes else None

    @override
    def get_children(self) -> list[Artist]:
        return [self.label, self.offsetText, self.get_major_ticks(1)[0]] if self._is_plain else super().get_children()


class _XScale(_Scale, XAxis):
    """Below a panel."""


class _YScale(_Scale, YAxis):
    """Left of a panel."""


class Panel(Axes):
    """Axes with such scales."""

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _XScale(self, clear=False), _YScale(self, clear=False)
        for axis, spines in ((self.xaxis, ("bottom", "top")), (self.yaxis, ("left", "right"))):
            for spine in spines:
                self.spines[spine].register_axis(axis)

    @override
    def get_default_bbox_extra_artists(self) -> list[Artist]:
        """What has a place of its own beside the panel; spines are its edges, and would ask for every tick."""
        spines = set(self.spines.values())
        return [artist for artist in super().get_default_bbox_extra_artists() if artist not in spines]
