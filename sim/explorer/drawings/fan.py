"""The fan chart: bands of what is delivered beside what is ordered, and the former picture behind."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.explorer.drawings.paper import DELIVERED, FORMER, LINE, ORDERED, Figure, days_from, layout, line, plain
from sim.records.need import on_order
from sim.reporting.timeline import timeline
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

BANDS = {"90 %": ("p05", "p95", "rgba(224, 106, 16, 0.20)"), "50 %": ("p25", "p75", "rgba(224, 106, 16, 0.34)")}
HEIGHT = 430
"""Pixels."""

MARGIN = {"l": 68, "r": 8, "t": 48, "b": 30, "autoexpand": False}
"""Pixels for what stands beside the lines, of which two rows are the legend's: to find out costs a second drawing."""

LONGEST = 44
"""Characters of the words at a control's line."""


def fan(scenario: Scenario, bands: "pd.DataFrame", former: "pd.DataFrame | None" = None) -> Figure:
    """Bands of what is delivered beside what is ordered; the former picture as grey lines."""
    curves = dict(list(bands.groupby("curve", observed=True)))
    delivered = curves["delivered"]
    days = days_from(scenario.start)
    traces: list[Figure] = []
    for label, (low, high, colour) in BANDS.items():
        edge = {**days, "mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
        traces.append(edge | {"y": delivered[low].tolist(), "showlegend": False})
        band = {"fill": "tonexty", "fillcolor": colour, "name": f"delivered, middle {label}"}
        traces.append(edge | {"y": delivered[high].tolist()} | band)
    if former is not None:
        traces += _former(days, former)
    means = {name: curves[name]["mean"].to_numpy() for name in ("ordered", "switched")}
    traces.append(line(days, on_order(means).tolist(), "ordered, mean", ORDERED, dash="dash"))
    traces.append(line(days, delivered["p50"].tolist(), "delivered, median", DELIVERED, width=2.6))
    y = {
        "rangemode": "tozero",
        "title": {"text": plain(unit_of(scenario).heading)},
        "gridcolor": LINE,
        "automargin": False,
    }
    x = {"type": "date", "range": [str(scenario.start), str(scenario.end)], "showgrid": False, "automargin": False}
    marks = list(_controls(scenario))
    shapes, notes = [shape for shape, _ in marks], [note for _, note in marks]
    more = {"xaxis": x, "yaxis": y, "shapes": shapes, "annotations": notes}
    return {"data": traces, "layout": layout(HEIGHT, margin=MARGIN, **more)}


def _former(days: Figure, bands: "pd.DataFrame") -> Iterator[Figure]:
    """Median and the ends of the middle 90 % of what was delivered under the former settings."""
    own = bands[bands["curve"] == "delivered"]
    for name, dash, width in (("p05", "dot", 1.2), ("p95", "dot", 1.2), ("p50", "solid", 2.0)):
        drawn = line(days, own[name].tolist(), "before", FORMER, dash, width)
        yield drawn | {"showlegend": name == "p50", "hoverinfo": "skip", "hovertemplate": None}


def _controls(scenario: Scenario) -> Iterator[tuple[Figure, Figure]]:
    """On each day on which a control turns a line, or a box over the days that one is drawn from; and its words."""
    turns = [one for one in timeline(scenario) if one.kind == "control"]
    shown = [one for one in turns if one.when.first <= scenario.end and one.when.last >= scenario.start]
    half = scenario.start + (scenario.end - scenario.start) / 2
    for number, turn in enumerate(shown):
        first, last = turn.when.first, turn.when.last
        box = {"type": "rect", "fillcolor": LINE, "line": {"width": 0}, "layer": "below"}
        edge = {"type": "line", "line": {"color": FORMER, "width": 1, "dash": "dot"}}
        span = {"x0": str(first), "x1": str(last), "y0": 0, "y1": 1, "yref": "paper"}
        words = turn.words if len(turn.words) <= LONGEST else f"{turn.words[: LONGEST - 1]}…"
        note = {"x": str(max(first, scenario.start)), "y": 1 - 0.06 * (number % 4), "yref": "paper"}
        note |= {"text": plain(words), "showarrow": False, "yanchor": "top", "font": {"size": 11, "color": FORMER}}
        note |= {"xanchor": "left" if first < half else "right"}
        yield (box if turn.when.is_drawn else edge) | span, note
