"""Flows: who got what by which channel, as a Sankey diagram of three columns: product, channel, buyer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.pictures.style import MUTED, house_style, picture

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000")
"""A colour a product, in the order of the scenario file."""

COLUMNS = ("product", "channel", "buyer")
GAP, NODE_WIDTH = 0.022, 0.016
LONGEST_LABEL = 30
LINE = 0.24
"""Inches between the labels of a column."""


@dataclass(frozen=True)
class Flow:
    """Units of a product that went through a channel to a buyer."""

    product: str
    channel: str
    buyer: str
    units: float

    @property
    def stops(self) -> tuple[str, str, str]:
        """The three nodes that it passes."""
        return self.product, self.channel, self.buyer


@dataclass(frozen=True)
class Node:
    """A bar of a column: units from `low` up to `high` of the axis, 0 below and 1 above."""

    name: str
    units: float
    low: float
    high: float


@house_style()
def flows_chart(flows: Sequence[Flow], title: str, note: str = "") -> Figure:
    """The Sankey diagram of the flows that are not nothing; colours are those of the products."""
    own = [flow for flow in flows if flow.units > 0]
    columns = [_nodes(own, place) for place in range(len(COLUMNS))]
    most = max((len(column) for column in columns), default=0)
    figure = picture(max(3.8, 0.6 + 0.36 * most), title, note)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(-0.22, 1.26)
    axes.set_ylim(-0.01, 1.06)
    _ribbons(axes, own, columns)
    for place, column in enumerate(columns):
        _bars(axes, column, place, LINE / float(figure.get_figheight()))
    return figure


def finding(flows: Sequence[Flow]) -> str:
    """What the diagram shows, in one sentence: the largest channel and its share."""
    whole = sum(flow.units for flow in flows)
    if whole <= 0:
        return "Nothing is dispatched"
    channels = _sums((flow.channel, flow.units) for flow in flows)
    largest = max(channels, key=lambda name: channels[name])
    return f"{channels[largest] / whole:.0%} of the {whole:,.0f} GPUs dispatched went {_by(largest)}"


def _by(channel: str) -> str:
    buyer = channel.removeprefix("direct:")
    return f"through {channel}" if buyer == channel else f"directly to {buyer}"


def _sums(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Sums by name, in the order in which names first appear."""
    found: dict[str, float] = {}
    for name, units in pairs:
        found[name] = found.get(name, 0) + units
    return found


def _nodes(flows: Sequence[Flow], place: int) -> dict[str, Node]:
    """The bars of a column from above to below; all columns have one scale, set by that with most gaps."""
    whole = sum(flow.units for flow in flows)
    counts = [len(_sums((flow.stops[column], flow.units) for flow in flows)) for column in range(len(COLUMNS))]
    if not whole:
        return {}
    gap = min(GAP * 2, 0.6 / max(1, max(counts) - 1))
    scale = (1 - gap * (max(counts) - 1)) / whole
    sums = _sums((flow.stops[place], flow.units) for flow in flows)
    own_gap = (1 - scale * whole) / max(1, len(sums) - 1) if len(sums) > 1 else 0
    top = 1.0 if len(sums) > 1 else (1 + scale * whole) / 2
    found: dict[str, Node] = {}
    for name, units in sums.items():
        found[name] = Node(name, units, top - scale * units, top)
        top -= scale * units + own_gap
    return found


def _ribbons(axes: Axes, flows: Sequence[Flow], columns: Sequence[dict[str, Node]]) -> None:
    """A ribbon a flow and pair of columns; at each bar ribbons lie in the order of the bars they come from or go to."""
    products = list(columns[0])
    ranks = [{name: rank for rank, name in enumerate(column)} for column in columns]
    for left, right in pairwise(range(len(COLUMNS))):
        leaving = {name: node.high for name, node in columns[left].items()}
        coming = {name: node.high for name, node in columns[right].items()}
        starts: dict[Flow, float] = {}
        merged = _merged(flows) if left == 0 else flows
        for flow in sorted(merged, key=lambda flow: _order(flow, ranks, right)):
            starts[flow] = leaving[flow.stops[left]]
            leaving[flow.stops[left]] -= _height(flow, columns)
        for flow in sorted(merged, key=lambda flow: _order(flow, ranks, left)):
            height, end = _height(flow, columns), coming[flow.stops[right]]
            coming[flow.stops[right]] -= height
            colour = PALETTE[products.index(flow.product) % len(PALETTE)]
            axes.add_patch(_ribbon((left, starts[flow]), (right, end), height, colour))


def _merged(flows: Sequence[Flow]) -> list[Flow]:
    """The flows from product to channel, whoever they go to: one ribbon each."""
    sums: dict[tuple[str, str], float] = {}
    for flow in flows:
        sums[flow.product, flow.channel] = sums.get((flow.product, flow.channel), 0) + flow.units
    return [Flow(product, channel, "", units) for (product, channel), units in sums.items()]


def _order(flow: Flow, ranks: Sequence[dict[str, int]], first: int) -> tuple[int, ...]:
    """Ribbons at a bar: by the bar at the other end first, then by product, channel and buyer."""
    own = [rank.get(stop, 0) for rank, stop in zip(ranks, flow.stops, strict=True)]
    return own[first], *own


def _height(flow: Flow, columns: Sequence[dict[str, Node]]) -> float:
    node = columns[0][flow.product]
    return (node.high - node.low) * flow.units / node.units


def _ribbon(start: tuple[int, float], end: tuple[int, float], height: float, colour: str) -> PathPatch:
    (left, y0), (right, y1) = start, end
    x0, x1 = left / 2 + NODE_WIDTH, right / 2
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    back = [(x1, y1 - height), (middle, y1 - height), (middle, y0 - height), (x0, y0 - height), (x0, y0)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(np.array(points + back), codes), facecolor=colour, alpha=0.45, linewidth=0)


def _bars(axes: Axes, column: dict[str, Node], place: int, line: float) -> None:
    """Bars of a column with their names and units, at least a `line` apart: left of the first, right of the others."""
    x = place / 2
    axes.text(x + NODE_WIDTH / 2, 1.03, COLUMNS[place], ha="center", fontsize=9, color=MUTED)
    spread = _spread([(node.low + node.high) / 2 for node in column.values()], line)
    for rank, (node, y) in enumerate(zip(column.values(), spread, strict=True)):
        colour = PALETTE[rank % len(PALETTE)] if place == 0 else "#444444"
        axes.add_patch(Rectangle((x, node.low), NODE_WIDTH, node.high - node.low, facecolor=colour, linewidth=0))
        text = f"{_short(node.name)}  {node.units:,.0f}"
        side = -0.008 if place == 0 else NODE_WIDTH + 0.008
        axes.text(
            x + side,
            y,
            text,
            ha="right" if place == 0 else "left",
            va="center",
            fontsize=9,
            bbox={"facecolor": "white", "alpha": 0.65, "linewidth": 0, "pad": 0.6},
        )


def _spread(wanted: Sequence[float], least: float) -> list[float]:
    """Heights from above to below, near those wanted, at least so far apart."""
    found: list[float] = []
    for y in wanted:
        found.append(min(y, found[-1] - least) if found else y)
    below = 0.0 - (found[-1] if found else 0.0)
    for rank in range(len(found) - 1, -1, -1):
        if below <= 0:
            break
        found[rank] += below
        if rank:
            below = max(0.0, least - (found[rank - 1] - found[rank]))
    return found


def _short(name: str) -> str:
    name = name.replace("direct:", "direct to ")
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
