"""One style for all pictures: colours, type, where title and footer stand, and files that are the same each time.

A picture is a heading (the finding, and below it what is shown), panels, and a footer that says how it was made.
Colours are of the palette of Okabe and Ito (2008); what must be told apart differs in line style, shade or place too,
so that every picture can be read in grey.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine, LayoutEngine, PlaceHolderLayoutEngine
from matplotlib.text import Text
from typing_extensions import override

from sim.errors import warn
from sim.pictures.axes import Panel
from sim.pictures.canvas import Canvas, both
from sim.pictures.fonts import FONT, FOR_OTHER_SCRIPTS, NO_GLYPH, drawable, families, lacking
from sim.pictures.renderers import POINTS
from sim.pictures.settings import laid_over
from sim.pictures.tables import Table
from sim.pictures.text import wrapped

INK, MUTED, FAINT, GAP = "#1F1F1F", "#5A5A5A", "#DADADA", "#E6E6E6"
ORDERED, DELIVERED, GAIN = "#0072B2", "#D55E00", "#009E73"
LIGHT_DELIVERED, LIGHT_ORDERED = "#F2C19E", "#A9CFE6"
SHADES = ("#08306B", "#2171B5", "#6BAED6", "#B3D2EA")
"""From dark to light, for what has an order."""

FLOWS = ("#0072B2", "#D55E00", "#00765A", "#9C3D78", "#7A6200", "#2B7A9E")
"""Of products in a diagram of flows, all dark enough to be seen alone on white."""

SERIES = (DELIVERED, ORDERED, *FLOWS[2:])
"""Of curves that have no order."""

REST = "#8A9099"
"""Of what is ordered and not delivered."""

ON_DARK, ON_LIGHT = "#FEFEFE", "#1E1E1E"
"""Of words in a cell whose colour says a value, and so is the same on paper and on a dark screen."""

STYLES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

WIDTH = 10.0
"""Inches, of every picture."""

TITLE, SUBTITLE, PANEL, TEXT, SMALL = 14.0, 10.5, 10.0, 9.0, 8.0
"""Points of type."""

FINE = 150
"""Dots an inch of a picture that is saved."""

SCREEN = 100
"""Dots an inch of a picture in a notebook."""

MARGIN = 0.22
"""Inches around everything."""

RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": TEXT,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": PANEL,
    "axes.titleweight": "bold",
    "font.family": [FONT],
    "font.size": TEXT,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.fontsize": TEXT,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.solid_capstyle": "butt",
    "svg.hashsalt": "gpu-supply-sim",
    "text.color": INK,
    "text.hinting": "none",  # signs are as far apart at any dots an inch
    "text.parse_math": False,  # a `$` in a name or a sum of dollars is no mathematics
    "xtick.color": MUTED,
    "xtick.labelsize": TEXT,
    "ytick.color": MUTED,
    "ytick.labelsize": TEXT,
}


@cache
def _settings() -> dict[str, Any]:
    """All of Matplotlib's settings but those of windows, so that nothing depends on the user's own."""
    plain: Any = mpl.rcParamsDefault
    ours: Any = mpl.RcParams(RC)
    return {key: value for key, value in {**plain, **ours}.items() if not key.startswith(("backend", "interactive"))}


@contextmanager
def house_style() -> Iterator[None]:
    """Drawing in this style, whatever the user's own settings are, which nobody finds changed."""
    with laid_over(_settings()):
        yield


@dataclass(frozen=True)
class Heading:
    """The words around a picture's panels: the finding, what is shown, how it was made."""

    title: str
    subtitle: str
    footer: str


class Picture(Figure):
    """A figure in the house style, saved without times and versions: the same input gives the same bytes.

    `name` is what its files are called, `table` has the numbers that it shows. `heading` has the words around its
    panels, `room` the points above and below these, `told` what a mark says where a reader asks it, by the mark's id.
    """

    name = ""
    table = Table("", "", (), ())
    heading = Heading("", "", "")
    room = (0.0, 0.0)
    glyphs = "path"
    """How SVG has its texts: as Matplotlib's `svg.fonttype` says."""

    warned = False

    def __init__(self, *size: Any, **options: Any) -> None:
        super().__init__(*size, **options)
        Canvas(self)

    @override
    def add_subplot(self, *where: Any, **options: Any) -> Axes:
        panel: Axes = super().add_subplot(*where, **({"axes_class": Panel} | options))
        return panel

    @cached_property
    def told(self) -> dict[str, str]:
        """What marks say, by their ids."""
        return {}

    @cached_property
    def whole(self) -> dict[str, str]:
        """Texts that are drawn with boxes, as they are, by the ids that they have then."""
        return {}

    @override
    def draw(self, renderer: Any) -> None:
        with house_style():
            mpl.rcParams["svg.fonttype"] = self.glyphs  # of this block alone, as all of its settings
            self._give_fonts()
            super().draw(renderer)

    def _give_fonts(self) -> None:
        """Have all texts drawn with fonts that there are, and boxes for what none of them has."""
        for axes in self.axes:
            for axis in (axes.xaxis, axes.yaxis):
                labels = axis.get_major_formatter().format_ticks(list(axis.get_majorticklocs()))
                if lacking(labels):  # a tick is told its label anew whenever it is drawn
                    axis.one_by_one = True  # type: ignore[union-attr] # of a panel; to others it means nothing
                    self._give_ids(axis.get_ticklabels())
                    axis.set_ticks(axis.get_ticklocs(), [drawable(label) for label in labels])
        texts = [text for text in self.findobj() if isinstance(text, Text)]
        self._give_ids(texts)
        for text in texts:
            text.set_parse_math(False)
            if not text.get_text().isascii():
                text.set_fontfamily(list(families(text.get_text())))
                text.set_text(drawable(text.get_text()))

    def _give_ids(self, texts: list[Text]) -> None:
        """Keeps the texts that are drawn with boxes as they are."""
        for text in texts:
            if lacking([text.get_text()]):
                text.set_gid(f"whole-{len(self.whole) + 1}")
                self.whole[str(text.get_gid())] = text.get_text()

    @override
    def savefig(self, fname: Any, **options: Any) -> None:
        kind = str(options.get("format") or str(fname).rpartition(".")[2]).lower()
        silent = {"png": "Software", "svg": "Date", "pdf": "CreationDate"}
        if kind in silent:
            options["metadata"] = {silent[kind]: None} | (options.get("metadata") or {})
        with house_style():
            self.settle()
            super().savefig(fname, **({"dpi": FINE} | options))
            if self.glyphs == "path":
                self._warn()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files of PNG and SVG by format, as `savefig` writes them."""
        with house_style():
            self.settle()
            found = both(self, FINE)
            self._warn()
        return found

    def _warn(self) -> None:
        """Says once which characters no font has."""
        without = lacking(list(self.whole.values()))
        if without and not self.warned:
            self.warned = True
            such = f"such as {without[0]}" if len(without) > 1 else without[0]
            count = f"{len(without)} character{'s' if len(without) > 1 else ''} of the picture, {such}"
            warn(f"no font here has {count}: drawn as {NO_GLYPH}; a font like {FOR_OTHER_SCRIPTS[0]} may have it")

    def _repr_png_(self) -> bytes:
        """The picture in a notebook, without a backend or a magic word."""
        content = BytesIO()
        self.savefig(content, format="png", dpi=SCREEN)
        return content.getvalue()

    @override
    def get_layout_engine(self) -> LayoutEngine | None:
        """None once the panels are laid out: for whatever stands in its place all would be drawn once more."""
        engine = super().get_layout_engine()
        return None if isinstance(engine, PlaceHolderLayoutEngine) else engine

    def settle(self) -> None:
        """Lay the panels out for good, at rounded places: the solver's last bits depend on the process."""
        engine = self.get_layout_engine()
        if isinstance(engine, ConstrainedLayoutEngine):
            self._give_fonts()
            own, self.dpi = self.dpi, POINTS
            if self.axes:  # Matplotlib warns of a layout of nothing
                engine.execute(self)
            self.dpi = own
            self.set_layout_engine("none")
            for axes in self.axes:
                axes.set_position(tuple(round(place, 6) for place in axes.get_position().bounds))


def picture(height: float, title: str, subtitle: str = "", footer: str = "", width: float = WIDTH) -> Picture:
    """A figure whose panels have `height` inches, with its heading above and its footer below, all flush left."""
    line = 1.25 / 72
    heads = [(title, TITLE, "bold", INK), (subtitle, SUBTITLE, "normal", MUTED)]
    texts = [
        (wrapped(text, size, width - 2 * MARGIN, weight), size, weight, colour) for text, size, weight, colour in heads
    ]
    foot = wrapped(footer, SMALL, width - 2 * MARGIN)
    above = MARGIN + sum(len(lines) * size * line for lines, size, _, _ in texts) + 0.2
    below = len(foot) * SMALL * line + (0.14 if foot else 0.06)
    whole = above + height + below
    with house_style():
        figure = Picture(figsize=(width, whole), facecolor="white")
        figure.heading, figure.room = Heading(title, subtitle, footer), (72 * above, 72 * below)
        figure.set_layout_engine(_layout(width, whole, above, below))
        top = whole - MARGIN
        for lines, size, weight, colour in texts:
            if lines:
                style: dict[str, Any] = {"fontsize": size, "fontweight": weight, "color": colour, "linespacing": 1.25}
                figure.text(MARGIN / width, top / whole, "\n".join(lines), va="top", **style)
            top -= len(lines) * size * line + 0.05
        if foot:
            figure.text(MARGIN / width, 0.09 / whole, "\n".join(foot), va="bottom", fontsize=SMALL, color=MUTED)
    return figure


def _layout(width: float, whole: float, above: float, below: float) -> ConstrainedLayoutEngine:
    side = MARGIN / width
    rect = (side, below / whole, 1 - 2 * side, 1 - (above + below) / whole)
    return ConstrainedLayoutEngine(rect=rect, w_pad=0.04, h_pad=0.04)


def tell(mark: Artist, words: str) -> None:
    """Have a mark of a picture say something where a reader can ask it."""
    figure = mark.get_figure(root=True)
    assert isinstance(figure, Picture)
    name = f"told-{len(figure.told) + 1}"
    figure.told[name] = words
    mark.set_gid(name)


def lined(axes: Axes, along: Any = "y") -> None:
    """Thin lines to read values by, along one axis."""
    axes.grid(axis=along)
    axes.tick_params(axis=along, length=0)
    axes.spines["left" if along == "y" else "bottom"].set_visible(False)
