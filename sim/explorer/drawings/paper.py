"""What all pictures have in common: colours, layout, and texts that Plotly shows as they are.

Pictures are plain mappings as Plotly has them, made from the tables of a result without the library. Plotly reads a few
tags in texts: every name of a scenario goes through `plain` first.
"""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

DELIVERED, ORDERED, FORMER, LINE = "#E06A10", "#3B8FC7", "#8A9099", "rgba(138, 144, 153, 0.35)"
SOLID = ("#3B8FC7", "#E06A10", "#1FA27A", "#B45C96", "#A08A1E", "#5A6ACF")
"""All can be told from white and from black."""

Figure = dict[str, Any]

MILLISECONDS_A_DAY = 86_400_000


def plain(text: str) -> str:
    """A text that Plotly shows as it is, tags and all."""
    return escape(text, quote=False)


def layout(height: int, **more: Any) -> Figure:
    """What all pictures have in common."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "x unified",
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        **more,
    }


def line(x: Figure, y: Sequence[Any], name: str, colour: str, dash: str = "solid", width: float = 2) -> Figure:
    """A line of steps, whose values stand until the next, at the days of `days_from`."""
    drawn = {"color": colour, "dash": dash, "width": width, "shape": "hv"}
    return {**x, "y": y, "name": name, "mode": "lines", "line": drawn, "hovertemplate": "%{y:,.0f}"}


def days_from(first: date) -> Figure:
    """Where the values of a line with one a day stand: the browser counts the days, so that none has to be sent."""
    return {"x0": str(first), "dx": MILLISECONDS_A_DAY}
