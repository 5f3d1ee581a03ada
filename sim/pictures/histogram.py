"""How a key figure is distributed over the replications of a sweep."""

import math
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.pictures.panels import panels_of
from sim.pictures.scales import AXES, number_axis, unit_axis, written
from sim.pictures.style import DELIVERED, LIGHT_DELIVERED, MUTED, PANEL, Picture, house_style, lined, picture
from sim.pictures.tables import Row, Table
from sim.pictures.text import wrapped
from sim.records.products import note_on
from sim.records.words import NONE
from sim.scenario.schema import Scenario
from sim.scenario.unit import begun, unit_of


@house_style()
def histograms(values: Mapping[str, NDArray[np.float64]], scenario: Scenario, seed: int, title: str = "") -> Picture:
    """A panel for each key figure: how many replications have which value, with the median and the middle 90 %."""
    panels = panels_of([{"point": 0, "figures": {}}], list(values), scenario)
    known = [found[~np.isnan(found)] for found in values.values()]
    across = min(2, len(panels))
    down = -(-len(panels) // across)
    count = max((len(found) for found in values.values()), default=0)
    footer = f"Scenario {scenario.name}, seed {seed}, {count:,} replications; dark: median, lines below: middle 90%."
    fewest = min(map(len, known), default=0)
    footer += f" Some have no value: at least {fewest:,} have." if fewest < count else ""
    footer += note_on(values, scenario)
    first = f"{begun(panels[0].words, unit_of(scenario))}: {_told(known[0], panels[0].kind)}"
    figure = picture(3.4 * down, title or first, "Number of replications by value", footer)
    axes = figure.subplots(down, across, squeeze=False).ravel()
    for one in axes[len(panels) :]:
        one.set_axis_off()
    for one, panel, found in zip(axes, panels, known, strict=False):
        _histogram(one, found, panel.kind)
        if len(panels) > 1:
            one.set_title("\n".join(wrapped(panel.head, PANEL, 9.0 / across - 0.4, "bold")), pad=6)
    rows = [
        Row(panel.head, name, (*_ends(found, panel.kind), f"{len(found):,}"))
        for name, panel, found in zip(values, panels, known, strict=True)
    ]
    columns = ("5 %", "Median", "95 %", "Replications that have it")
    figure.table = Table("Key figures over the replications", "Figure", columns, rows)
    return figure


def _ends(values: NDArray[np.float64], kind: str) -> list[str]:
    return [written(_even(end, kind), kind) for end in _quantiles(values)] if len(values) else [NONE] * 3


def bins_of(count: int) -> int:
    """Bins that so many values fill: the root of their number, 5 to 40."""
    return max(5, min(40, round(math.sqrt(count))))


def _told(values: NDArray[np.float64], kind: str) -> str:
    if not len(values):
        return "no value in any replication"
    low, middle, high = _ends(values, kind)
    return f"{middle} (median), {low} to {high} in nine of ten replications"


def _even(value: float, kind: str) -> float:
    return round(value) if kind == "units" else round(value, 2) if kind == "share" else float(value)


def _quantiles(values: NDArray[np.float64]) -> list[float]:
    return [float(end) for end in np.quantile(values, [0.05, 0.5, 0.95], method="inverted_cdf")]


def _histogram(axes: Axes, values: NDArray[np.float64], kind: str) -> None:
    AXES.get(kind, number_axis)(axes.xaxis)
    unit_axis(axes.yaxis, 4)
    lined(axes)
    if not len(values):
        axes.annotate("no value", (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)
        return
    axes.hist(values, bins=bins_of(len(values)), color=LIGHT_DELIVERED, edgecolor="white", linewidth=0.6)
    low, middle, high = _quantiles(values)
    axes.axvline(middle, color=DELIVERED, linewidth=2.2)
    axes.plot([low, high], [0, 0], color=DELIVERED, linewidth=5, clip_on=False, zorder=4)
