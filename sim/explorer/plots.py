"""Pictures on the page, drawn with Plotly's own library: `plots.js` draws anew only what differs from the former one.

The page's library can show them itself, but makes each picture from nothing, and then a second time.
"""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from sim.explorer.drawings.paper import Figure

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LIBRARY = "/plotly.min.js"
"""Where the page finds Plotly."""

CONFIG = {"displaylogo": False, "displayModeBar": False}

_mounted: Any = st.components.v2.component(
    "gpu-supply-plot", js=files("sim.explorer").joinpath("plots.js").read_text(encoding="utf-8"), isolate_styles=False
)


def show_plot(figure: Figure, key: str) -> None:
    """Show a picture; one of the same key, of which there is one on a page, changes into it."""
    _mounted(key=f"plot {key}", data={"picture": figure, "config": CONFIG})


async def library(request: "Request") -> "Response":
    """Plotly, as it was installed; it is asked for when the first picture is drawn."""
    del request
    from plotly.offline import get_plotlyjs
    from starlette.responses import Response

    return Response(get_plotlyjs(), media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})
