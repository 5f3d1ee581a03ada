"""A Sankey diagram of three columns: bars as high as their units, and ribbons between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.pictures.style import FLOWS, INK, MUTED, REST, SMALL, TEXT, WIDTH, tell
from sim.pictures.text import wide

HEADS = ("product", "channel", "buyer")
ROOM = WIDTH - 0.6
"""Inches from the first bar to the last name's end."""

BAR, GAP, TOP, BODY = 0.11, 0.2, 0.32, 2.9
"""Inches: a bar's width, least room between two of a column, above the first, all units."""

ALPHA = 0.42
"""How much of its colour a ribbon has; what stands on it can be read."""

MOST = 12
"""Nodes of a column that stand alone; the smaller ones share one."""

LONGEST = 3.2
"""Inches of a name, at most."""


@dataclass(frozen=True)
class Ribbon:
    """Units from product through a channel to a buyer; a rest's `middle` says what became of it."""

    product: str
    middle: str
    buyer: str
    units: float
    is_rest: bool = False

    @property
    def stops(self) -> tuple[str, str, str]:
        """The three nodes that it passes."""
        return self.product, self.middle, self.buyer


@dataclass(frozen=True)
class Node:
    """A bar: its units, and where it begins from above, in inches."""

    units: float
    top: float


@dataclass(frozen=True)
class Layout:
    """Where everything stands: nodes by name in each column, the columns' places, inches a unit and of all."""

    columns: Sequence[Mapping[str, Node]]
    places: Sequence[float]
    scale: float
    height: float


def laid_out(ribbons: Sequence[Ribbon], order: Sequence[Sequence[str]]) -> Layout:
    """The layout of merged ribbons; `order` has the names of each column from above to below."""
    sums = [_sorted(_sums(ribbons, column), names) for column, names in enumerate(order)]
    scale = BODY / sum(sums[0].values())
    height = BODY + GAP * (max(len(column) for column in sums) - 1)
    longest = max(wide(_words(name, units, LONGEST), TEXT) for name, units in sums[2].items())
    last = ROOM - BAR - 0.1 - longest
    columns = [_nodes(column, scale, height) for column in sums]
    return Layout(columns, (0.0, 0.42 * last, last), scale, TOP + height + 0.1)


def draw(axes: Axes, ribbons: Sequence[Ribbon], layout: Layout, unit: str) -> None:
    """The diagram; each mark says its units, which are called `unit`. Limits are given: no mark is asked."""
    axes.set_axis_off()
    axes.set_xlim(0, ROOM)
    axes.set_ylim(layout.height, 0)
    _ribbons(axes, ribbons, layout, unit)
    _bars(axes, ribbons, layout, unit)


def merged(ribbons: Sequence[Ribbon]) -> list[Ribbon]:
    """The ribbons that are not nothing, small nodes of a long column made one, and those of the same stops made one."""
    own = [one for one in ribbons if one.units > 0]
    stops = [_grouped(_sums(own, column), f"{head}s") for column, head in enumerate(HEADS)]
    found: dict[tuple[str, str, str, bool], float] = {}
    for one in own:
        product, middle, buyer = (group[stop] for group, stop in zip(stops, one.stops, strict=True))
        key = (product, middle, buyer, one.is_rest)
        found[key] = found.get(key, 0.0) + one.units
    return [Ribbon(product, middle, buyer, units, rest) for (product, middle, buyer, rest), units in found.items()]


def _sorted(sums: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """The sums in the order of the names, those that stand for several last."""
    return {name: sums[name] for name in (*names, *sums) if name in sums}


def _grouped(sums: Mapping[str, float], noun: str) -> dict[str, str]:
    if len(sums) <= MOST + 1:
        return {name: name for name in sums}
    largest = sorted(sums, key=lambda name: -sums[name])[:MOST]
    return {name: name if name in largest else f"{len(sums) - MOST} other {noun}" for name in sums}


def _sums(ribbons: Sequence[Ribbon], column: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in ribbons:
        found[one.stops[column]] = found.get(one.stops[column], 0.0) + one.units
    return found


def _nodes(sums: Mapping[str, float], scale: float, height: float) -> dict[str, Node]:
    """Bars from above to below; the gaps of a short column are wider, so that all columns are of one height."""
    gap = (height - BODY) / (len(sums) - 1) if len(sums) > 1 else 0.0
    top = TOP if len(sums) > 1 else TOP + (height - BODY) / 2
    found = {}
    for name, units in sums.items():
        found[name] = Node(units, top)
        top += scale * units + gap
    return found


def _ribbons(axes: Axes, ribbons: Sequence[Ribbon], layout: Layout, unit: str) -> None:
    """At each bar ribbons lie in the order of the bars that they come from or go to."""
    columns, scale = layout.columns, layout.scale
    colour = {name: FLOWS[number % len(FLOWS)] for number, name in enumerate(columns[0])}
    ranks = [{name: rank for rank, name in enumerate(column)} for column in columns]
    for left, right in ((0, 1), (1, 2)):
        own = _whoever(ribbons) if left == 0 else ribbons
        leaving = {name: node.top for name, node in columns[left].items()}
        coming = {name: node.top for name, node in columns[right].items()}
        starts: dict[Ribbon, float] = {}
        for one in sorted(own, key=lambda one: _key(one, ranks, right)):
            starts[one] = leaving[one.stops[left]]
            leaving[one.stops[left]] += scale * one.units
        for one in sorted(own, key=lambda one: _key(one, ranks, left)):
            end = coming[one.stops[right]]
            coming[one.stops[right]] += scale * one.units
            shape = _bent((layout.places[left] + BAR, layout.places[right]), (starts[one], end), scale * one.units)
            face = REST if one.is_rest else colour[one.product]
            ribbon = PathPatch(shape, facecolor=face, alpha=ALPHA, linewidth=0)
            axes.add_artist(ribbon)
            tell(ribbon, f"{' → '.join(filter(None, one.stops))}: {one.units:,.0f} {unit}")


def _whoever(ribbons: Sequence[Ribbon]) -> list[Ribbon]:
    """The ribbons from product to channel, whoever they go to: one each."""
    sums: dict[tuple[str, str, bool], float] = {}
    for one in ribbons:
        key = (one.product, one.middle, one.is_rest)
        sums[key] = sums.get(key, 0.0) + one.units
    return [Ribbon(product, middle, "", units, rest) for (product, middle, rest), units in sums.items()]


def _key(one: Ribbon, ranks: Sequence[Mapping[str, int]], first: int) -> tuple[int, ...]:
    own = [rank.get(stop, 0) for rank, stop in zip(ranks, one.stops, strict=True)]
    return own[first], *own


def _bent(x: tuple[float, float], y: tuple[float, float], height: float) -> Path:
    middle = (x[0] + x[1]) / 2
    there = [(x[0], y[0]), (middle, y[0]), (middle, y[1]), (x[1], y[1])]
    back = [(place, edge + height) for place, edge in reversed(there)]
    curve = [Path.CURVE4] * 3
    return Path([*there, *back, there[0]], [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _bars(axes: Axes, ribbons: Sequence[Ribbon], layout: Layout, unit: str) -> None:
    rests = {one.middle for one in ribbons if one.is_rest}
    places = layout.places
    rooms = (places[1] - BAR - 0.1, places[2] - places[1] - BAR - 0.1, LONGEST)
    for column, (nodes, x, head, room) in enumerate(zip(layout.columns, places, HEADS, rooms, strict=True)):
        axes.text(x, 0.1, head, color=MUTED, fontsize=SMALL, va="center")
        for number, (name, node) in enumerate(nodes.items()):
            height = max(0.01, layout.scale * node.units)
            face = FLOWS[number % len(FLOWS)] if column == 0 else REST if column == 1 and name in rests else MUTED
            bar = Rectangle((x, node.top), BAR, height, facecolor=face, linewidth=0)
            axes.add_artist(bar)
            tell(bar, f"{name}: {node.units:,.0f} {unit}")
            words = _words(name, node.units, room)
            paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.55, "pad": 0.8}
            axes.text(x + BAR + 0.06, node.top + height / 2, words, color=INK, va="center", bbox=paper)


def _words(name: str, units: float, room: float) -> str:
    """A name and its units within so many inches; of a name that is too long an ellipsis shows the rest."""
    told = f" {units:,.0f}"
    shown = name
    while len(shown) > 1 and wide(shown + told, TEXT) > room:
        shown = f"{shown.rstrip('…')[:-1].rstrip()}…"
    return shown + told
