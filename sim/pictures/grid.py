"""Pictures of a grid: key figures against the values of its paths, a panel a figure.

One path of numbers or dates gives curves, one of names a row of dots each, two paths a map with numbers in its cells.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FixedLocator

from sim.pictures.content import Content
from sim.pictures.fan import BANDS
from sim.pictures.grid_map import maps
from sim.pictures.panels import Grid, Panel, Points, panels_of, value_of
from sim.pictures.scales import AXES, date_axis, number_axis
from sim.pictures.style import DELIVERED, INK, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import cut
from sim.records.figures.naming import figure_name
from sim.records.products import note_on
from sim.records.words import NONE
from sim.records.words import written as in_words
from sim.scenario.schema import Scenario
from sim.scenario.unit import Unit, begun, unit_of
from sim.scenario.words import kind

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 24
LONGEST_ROW = 34


def pictures(content: Content) -> Iterator[Picture]:
    """The share delivered at each point."""
    yield grid_chart(content.points, content.scenario, content.seed)


@house_style()
def grid_chart(
    points: Points, scenario: Scenario, seed: int, asked: "Sequence[str | pd.Series[Any]]" = (), title: str = ""
) -> Picture:
    """Panels of key figures (or values of one's own) against the grid: by default the delivered share by each date."""
    grid = Grid(points, scenario)
    if not asked:
        names = [figure_name("delivered_share", scenario.reported_buyer, when) for when in scenario.report_dates]
        asked = names[-1:] if len(grid.paths) == 2 else names
    panels = panels_of(points, asked, scenario)
    title = title or finding(asked, panels, grid)
    footer = _footer(grid, seed) + _fewest_with_value(points, asked)
    footer += note_on([one for one in asked if isinstance(one, str)], scenario)
    draw = _curves if grid.is_scale else maps if len(grid.paths) == 2 else _rows
    figure = draw(grid, panels, title, footer)
    figure.table = _table(grid, panels)
    return figure


def _table(grid: Grid, panels: Sequence[Panel]) -> Table:
    """A row a point: its settings, and each figure with its 90 % range."""
    rows = [
        Row(
            ", ".join(f"{grid.words(path)}: {grid.written(path, point['settings'][path])}" for path in grid.paths),
            f"point {point['point']}",
            tuple(_cell(panel, place) for panel in panels),
        )
        for place, point in enumerate(grid.points)
    ]
    caption = _common(panels, unit_of(grid.scenario)) if len(panels) > 1 else panels[0].head
    return Table(f"{caption}, by point: median (90 %)", "Point", tuple(panel.head for panel in panels), rows)


def _cell(panel: Panel, place: int) -> str:
    if panel.is_own:
        return value_of(panel, panel.values["mean"][place])
    ends = [panel.values[key][place] for key in ("p50", "p05", "p95")]
    middle, low, high = (in_words(f"x_{panel.kind}", float(end)) for end in ends)
    return NONE if NONE in (middle, low, high) else f"{middle} ({low} to {high})"


def finding(asked: "Sequence[str | pd.Series[Any]]", panels: Sequence[Panel], grid: Grid) -> str:
    """Between what the values of a panel lie: of the last one's curve, else of the one with most between."""
    curves = grid.is_scale and not panels[-1].is_own
    said = "median" if curves else "mean"
    values = [panel.values["p50" if curves else "mean"] for panel in panels]
    spans = [np.ptp(found[np.isfinite(found)]) if np.isfinite(found).any() else -1.0 for found in values]
    place = len(panels) - 1 if curves else int(np.argmax(spans))
    panel, one = panels[place], asked[place]
    if spans[place] < 0:
        return f"No replication gives a {panel.words}"
    low, high = (value_of(panel, end) for end in (np.nanmin(values[place]), np.nanmax(values[place])))
    span = low if low == high else f"{low} to {high}"
    if isinstance(one, str) and one.startswith("delivered_share."):
        what = panel.words.removeprefix("share of ").replace(" delivered", " is delivered")
        return f"{span} of {what} ({said})"
    return f"{begun(panel.words, unit_of(grid.scenario))}: {span} ({said})"


def _fewest_with_value(points: Points, asked: "Sequence[str | pd.Series[Any]]") -> str:
    """How many replications have the figures drawn where some lack one, since only the others are drawn."""
    counts = [
        (point["figures"][name]["count"], point["replications"] - point.get("failed", 0))
        for point in points
        for name in asked
        if isinstance(name, str) and "count" in point["figures"].get(name, {})
    ]
    if all(count == whole for count, whole in counts):
        return ""
    count, whole = min(counts, key=lambda pair: pair[0] / max(1, pair[1]))
    return f" Some replications have no value: at one point {count:,} of {whole:,} have."


def _footer(grid: Grid, seed: int) -> str:
    counts = {point["replications"] for point in grid.points}
    each = f"{counts.pop():,} replications" if len(counts) == 1 else "replications until precise"
    failed = sum(point.get("failed", 0) for point in grid.points)
    lost = f", {failed:,} failed" if failed else ""
    run = f"Scenario {grid.scenario.name}, seed {seed}"
    return f"{run}, {each} at each of {len(grid.points)} points, on common random numbers{lost}."


def _curves(grid: Grid, panels: list[Panel], title: str, footer: str) -> Picture:
    """Median and bands of each figure against the only path, beside each other on one scale."""
    (path,) = grid.paths
    across = min(3, len(panels))
    down = -(-len(panels) // across)
    own = all(panel.is_own for panel in panels)
    said = "" if own else "; line: median, bands: middle 50% and 90%"
    kinds = {panel.kind for panel in panels}
    words = _common(panels, unit_of(grid.scenario))
    figure = picture(3.9 * down, title, f"{words}, against {grid.words(path)}{said}", footer)
    axes = figure.subplots(down, across, squeeze=False, sharey=len(kinds) == 1).ravel()
    for one in axes[len(panels) :]:
        one.set_axis_off()
    for one, panel in zip(axes, panels, strict=False):
        _curve(one, grid, path, panel, most=13 // across)
        one.set_title(panel.head, pad=6)
    return figure


def _common(panels: Sequence[Panel], unit: Unit) -> str:
    """What all panels measure, without the part in which they differ."""
    words = panels[0].words
    if len(panels) > 1:
        words = words.removesuffix(f" {panels[0].head}").replace("'s order", "'s order")
    return begun(words, unit)


def _curve(axes: Axes, grid: Grid, path: str, panel: Panel, most: int) -> None:
    values = [point["settings"][path] for point in grid.points]
    dated = all(isinstance(value, date) for value in values)
    places = np.array([date2num(value) if dated else float(value) for value in values])
    order = np.argsort(places, kind="stable")
    own = {key: found[order] for key, found in panel.values.items()}
    if not panel.is_own:
        for low, high, colour in BANDS.values():
            axes.fill_between(places[order], own[low], own[high], color=colour, linewidth=0)
    axes.plot(places[order], own["mean" if panel.is_own else "p50"], color=DELIVERED, linewidth=2.2)
    if dated:
        date_axis(axes, min(values), max(values), most)
    else:
        AXES.get(kind(grid.scenario, path), number_axis)(axes.xaxis, most)
        axes.set_xlim(places.min(), places.max())
    _scale(axes, panel, "y")
    lined(axes)


def _scale(axes: Axes, panel: Panel, along: str, ticks: int = 6) -> None:
    axis = axes.yaxis if along == "y" else axes.xaxis
    AXES.get(panel.kind, number_axis)(axis, ticks)
    if panel.kind == "share" and all(np.nanmax(found, initial=0) <= 1 for found in panel.values.values()):
        axis.set_major_locator(FixedLocator([0, 0.5, 1] if ticks < 4 else [0, 0.25, 0.5, 0.75, 1]))
        (axes.set_ylim if along == "y" else axes.set_xlim)(-0.02, 1.02)
    elif np.nanmin([np.nanmin(found) if np.isfinite(found).any() else 0 for found in panel.values.values()]) >= 0:
        axes.set_ylim(bottom=0) if along == "y" else axes.set_xlim(left=0)


def _rows(grid: Grid, panels: list[Panel], title: str, footer: str) -> Picture:
    """A row for each point, a panel for each figure: the mean, and where replications lie."""
    shown = min(len(grid.points), MOST_ROWS)
    names = [
        cut(", ".join(grid.written(path, point["settings"][path]) for path in grid.paths), LONGEST_ROW)
        for point in grid.points[:shown]
    ]
    across = min(4, len(panels))
    down = -(-len(panels) // across)
    by = ", ".join(grid.words(path) for path in grid.paths)
    said = "" if all(panel.is_own for panel in panels) else "; dot: mean, lines: middle 50% and 90%"
    more = f" Only the first {shown} points are shown." if shown < len(grid.points) else ""
    height = (0.34 * shown + 0.75) * down
    figure = picture(height, title, f"{_common_of_rows(panels, unit_of(grid.scenario))}, by {by}{said}", footer + more)
    axes = figure.subplots(
        down, across, squeeze=False, sharey=True, sharex=len({panel.kind for panel in panels}) == 1
    ).ravel()
    for one in axes[len(panels) :]:
        one.set_axis_off()
    for one, panel in zip(axes, panels, strict=False):
        _dots(one, panel, shown, ticks=8 // across)
        one.set_title(cut(panel.head, 26 if len(panels) > 1 else 90), pad=6)
    axes[0].set_yticks(range(shown), names, color=INK)
    axes[0].set_ylim(shown - 0.4, -0.6)
    return figure


def _common_of_rows(panels: Sequence[Panel], unit: Unit) -> str:
    """What all panels measure, where they are of different buyers."""
    words = _common(panels, unit)
    if len(panels) > 1 and panels[0].head in words:
        words = words.replace(f"{panels[0].head}'s order", "each order").replace(f", {panels[0].head}", "")
    return words


def _dots(axes: Axes, panel: Panel, shown: int, ticks: int) -> None:
    places = np.arange(shown)
    mean = panel.values["mean"][:shown]
    if not panel.is_own:
        for (low, high, colour), width in zip(BANDS.values(), (3, 7), strict=True):
            axes.hlines(places, panel.values[low][:shown], panel.values[high][:shown], color=colour, linewidth=width)
    axes.plot(mean, places, "o", color=DELIVERED, markersize=7)
    for place, value in zip(places, mean, strict=True):
        if np.isfinite(value):
            above: dict[str, Any] = {"xytext": (0, 6), "textcoords": "offset points"}
            axes.annotate(value_of(panel, value), (value, place), **above, ha="center", fontsize=8)
    _scale(axes, panel, "x", ticks)
    lined(axes, "x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
