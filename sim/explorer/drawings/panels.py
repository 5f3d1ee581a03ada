"""Pictures of the panels: chances, flows, the timeline, what is important, what is missing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.explorer.drawings.paper import DELIVERED, FORMER, LINE, SOLID, Figure, layout, plain
from sim.pictures.flows import ribbons_of
from sim.pictures.sankey import merged
from sim.records.words import date_in_words
from sim.reporting.timeline import timeline
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

SHADES = ("#9CCBEA", "#5AA5D6", "#2B7DB8", "#E06A10", "#8A9099")
RIBBONS = (
    "rgba(59,143,199,0.45)", "rgba(224,106,16,0.45)", "rgba(31,162,122,0.45)", "rgba(180,92,150,0.45)",
    "rgba(160,138,30,0.45)", "rgba(90,106,207,0.45)",
)  # fmt: skip
"""The solid colours, to be seen through."""

REST = "rgba(138,144,153,0.35)"
MIDDLE = "#5A6470"


def chances(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Figure:
    """By date, and of each share of the need: how likely so much is delivered, with its 95 % interval."""
    traces = []
    shares = list(next(iter(found.values()), {}))
    for place, share in enumerate(shares):
        rows = [found[when][share] for when in found]
        known = [one["probability"] is not None for one in rows]
        heights = [one["probability"] for one, is_known in zip(rows, known, strict=True) if is_known]
        up = [one["high"] - one["probability"] for one, is_known in zip(rows, known, strict=True) if is_known]
        down = [one["probability"] - one["low"] for one, is_known in zip(rows, known, strict=True) if is_known]
        dates = [date_in_words(when) for when, is_known in zip(found, known, strict=True) if is_known]
        name = "all of it" if float(share) == 1 else f"at least {100 * float(share):.4g} %"
        error = {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "thickness": 1}
        bar = {"type": "bar", "x": dates, "y": heights, "name": name, "error_y": error}
        traces.append(bar | {"marker": {"color": SHADES[place % len(SHADES)]}, "hovertemplate": "%{y:.0%}"})
    y = {"range": [0, 1], "tickformat": ".0%", "gridcolor": LINE}
    return {"data": traces, "layout": layout(340, barmode="group", yaxis=y)}


def flows(scenario: Scenario, figures: Mapping[str, Any]) -> Figure | None:
    """Who got what by which channel, and what became of the rest; None where nothing is ordered."""
    ribbons = merged(ribbons_of(figures, scenario))
    if not ribbons:
        return None
    products = list(dict.fromkeys(one.product for one in ribbons))
    rests = {one.middle for one in ribbons if one.is_rest}
    nodes: dict[tuple[int, str], int] = {}
    links: dict[tuple[int, int, str], float] = {}
    for one in ribbons:
        places = [nodes.setdefault((column, stop), len(nodes)) for column, stop in enumerate(one.stops)]
        colour = REST if one.is_rest else RIBBONS[products.index(one.product) % len(RIBBONS)]
        for left, right in ((0, 1), (1, 2)):
            key = (places[left], places[right], colour)
            links[key] = links.get(key, 0.0) + one.units
    shades = [
        SOLID[products.index(name) % len(SOLID)] if column == 0 else FORMER if column == 2 or name in rests else MIDDLE
        for column, name in nodes
    ]
    node = {
        "label": [plain(name) for _, name in nodes],
        "color": shades,
        "pad": 18,
        "thickness": 14,
        "line": {"width": 0},
    }
    link = {
        "source": [key[0] for key in links], "target": [key[1] for key in links], "color": [key[2] for key in links],
        "value": list(links.values()),
    }  # fmt: skip
    trace = {"type": "sankey", "node": node, "link": link, "valueformat": ",.0f", "arrangement": "snap"}
    trace |= {"valuesuffix": f" {plain(unit_of(scenario).many)}", "textfont": {"size": 13}}
    return {"data": [trace], "layout": layout(420, hovermode="closest")}


def moments(scenario: Scenario) -> Figure:
    """The timeline: a row for each kind of moment, a bar where a date is drawn."""
    found = [one for one in timeline(scenario) if one.kind != "run"]
    kinds = list(dict.fromkeys(one.kind for one in found))
    traces: list[Figure] = []
    for kind in kinds:
        own = [one for one in found if one.kind == kind]
        colour = SOLID[kinds.index(kind) % len(SOLID)]
        for one in own:
            if one.when.is_drawn:
                ends = [str(one.when.first), str(one.when.last)]
                line = {"x": ends, "y": [kind, kind], "mode": "lines", "line": {"color": colour, "width": 7}}
                traces.append(line | {"opacity": 0.35, "hoverinfo": "skip", "showlegend": False})
        middle = [one.when.first + (one.when.last - one.when.first) / 2 for one in own]
        words = [plain(f"{one.words} ({one.when.in_words()})") for one in own]
        dots = {"x": [str(when) for when in middle], "y": [kind] * len(own), "mode": "markers", "text": words}
        marker = {"color": colour, "size": 11, "line": {"color": "white", "width": 1}}
        traces.append(dots | {"marker": marker, "hovertemplate": "%{text}<extra></extra>", "showlegend": False})
    y = {"type": "category", "autorange": "reversed", "gridcolor": LINE}
    return {"data": traces, "layout": layout(90 + 46 * len(kinds), hovermode="closest", yaxis=y)}


def important(rows: "pd.DataFrame", names: Mapping[str, str]) -> Figure:
    """The share of a figure's variance that knowing each unknown would take away; grey where chance may be all."""
    own = rows.head(12).iloc[::-1]
    bar = {
        "type": "bar", "orientation": "h", "x": own["learned"].clip(lower=0).tolist(),
        "y": [plain(names.get(path, path)) for path in own["parameter"]],
        "marker": {"color": [DELIVERED if noticed else FORMER for noticed in own["noticed"]]},
        "hovertemplate": "%{x:.1%}<extra></extra>",
    }  # fmt: skip
    x = {"tickformat": ".0%", "gridcolor": LINE, "rangemode": "tozero"}
    return {
        "data": [bar],
        "layout": layout(60 + 30 * len(own), hovermode="closest", xaxis=x, yaxis={"automargin": True}),
    }


def waterfall(rows: "pd.DataFrame", causes: "pd.DataFrame") -> Figure:
    """From what is needed to what is delivered, a step for each cause, with the 95 % intervals of the means."""
    steps = causes.sort_values("units", ascending=False, kind="stable")
    names = ["needed", *map(str, steps["cause"]), "delivered"]
    trace = {
        "type": "waterfall", "x": [plain(name) for name in names],
        "y": [float(rows["need"].mean()), *(-steps["units"]).tolist(), float(rows["delivered"].mean())],
        "measure": ["absolute", *["relative"] * len(steps), "total"], "hovertemplate": "%{y:,.0f}<extra></extra>",
        "decreasing": {"marker": {"color": FORMER}}, "increasing": {"marker": {"color": SOLID[2]}},
        "totals": {"marker": {"color": DELIVERED}}, "connector": {"line": {"color": FORMER, "width": 1}},
    }  # fmt: skip
    return {"data": [trace], "layout": layout(400, yaxis={"gridcolor": LINE, "tickformat": ",.0f"}, showlegend=False)}
