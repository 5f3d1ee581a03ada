"""The picture of a grid of two paths: maps with numbers in their cells."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.pictures.panels import Grid, Panel, value_of
from sim.pictures.scales import AXES, number_axis
from sim.pictures.style import MUTED, ON_DARK, ON_LIGHT, TEXT, Picture, picture
from sim.pictures.text import cut, wrapped

MOST_CELLS = 14


def maps(grid: Grid, panels: Sequence[Panel], title: str, footer: str) -> Picture:
    """A map for each figure: the first path upwards, the second to the right, numbers in the cells."""
    rows, columns = (grid.values(path) for path in grid.paths)
    across = min(2, len(panels))
    down = -(-len(panels) // across)
    height = min(6.0, 0.9 + 0.42 * max(len(rows), 4)) * down
    up, right = (grid.words(path) for path in grid.paths)
    figure = picture(height, title, "Means of replications", footer)
    axes = figure.subplots(down, across, squeeze=False).ravel()
    for one in axes[len(panels) :]:
        one.set_axis_off()
    for place, (one, panel) in enumerate(zip(axes, panels, strict=False)):
        values = panel.values["mean"].reshape(len(rows), len(columns))
        _map(figure, one, panel, values)
        one.set_title("\n".join(wrapped(panel.head, 10, 9.0 / across - 0.8, "bold")), pad=6)
        one.set_xlabel(right)
        if place % across == 0:
            one.set_ylabel("\n".join(wrapped(up, TEXT, height / down - 0.6)))
        _cells_ticks(one, grid, place % across == 0)
    return figure


def _map(figure: Picture, axes: Axes, panel: Panel, values: NDArray[np.float64]) -> None:
    edges = [np.arange(count + 1) - 0.5 for count in values.shape]
    image = axes.pcolormesh(edges[1], edges[0], values, cmap="cividis", edgecolors="face", linewidth=0.3)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    if max(values.shape) > MOST_CELLS:
        bar = figure.colorbar(image, ax=axes)
        assert bar.solids is not None
        bar.solids.set_rasterized(False)  # pictures in pages are made of marks alone
        AXES.get(panel.kind, number_axis)(bar.ax.yaxis)
        return
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            dark = (value - np.nanmin(values)) < 0.55 * (np.nanmax(values) - np.nanmin(values))
            text = value_of(panel, value) if panel.kind != "number" else f"{value:,.0f}"
            axes.text(column, row, text, ha="center", va="center", color=ON_DARK if dark else ON_LIGHT)


def _cells_ticks(axes: Axes, grid: Grid, left: bool) -> None:
    """A word for each row and column, fewer where there are many."""
    for path, axis in zip(grid.paths, (axes.yaxis, axes.xaxis), strict=True):
        values = grid.values(path)
        step = -(-len(values) // MOST_CELLS)
        places = range(0, len(values), step)
        names = [cut(grid.written(path, values[place]), 14) for place in places]
        slanted = axis is axes.xaxis and sum(map(len, names)) > 60
        axis.set_ticks(list(places), names if left or axis is axes.xaxis else [""] * len(names))
        if slanted:
            axes.tick_params(axis="x", labelrotation=45)
    axes.tick_params(colors=MUTED)
