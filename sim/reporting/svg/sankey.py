"""Flows as a Sankey diagram: product, then channel or what became of the rest, then buyer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.reporting.svg import marks
from sim.reporting.svg.axes import units_in_short

BAR, GAP, TOP, BODY = 10.0, 17.0, 24.0, 240.0
COLOURS = 6
MOST = 12
"""Nodes of a column that stand alone; the smaller ones share one."""


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
    """A bar: its units, and where it begins from above."""

    units: float
    top: float


def sankey_picture(ribbons: Sequence[Ribbon], order: Sequence[Sequence[str]], finding: str, width: float) -> Markup:
    """The diagram of the ribbons that are not nothing; `order` has the names of each column from above to below."""
    own = merged([one for one in ribbons if one.units > 0])
    sums = [_sorted(_sums(own, column), names) for column, names in enumerate(order)]
    most = max(len(column) for column in sums)
    scale = BODY / sum(sums[0].values())
    height = BODY + GAP * (most - 1)
    columns = [_nodes(column, scale, height) for column in sums]
    longest = max(len(_words(name, node, width * 0.36)) for name, node in columns[2].items())
    last = width - BAR - 8 - marks.CHARACTER * longest
    places = (0.0, last * (0.42 if width > 500 else 0.36), last)
    parts = [*_ribbons(own, columns, scale, places), *_bars(own, columns, scale, places, width)]
    return marks.picture(width, TOP + height + 8, finding, parts)


def _sorted(sums: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """The sums in the order of the names, those that stand for several last."""
    return {name: sums[name] for name in (*names, *sums) if name in sums}


def merged(ribbons: Sequence[Ribbon]) -> list[Ribbon]:
    """The ribbons, the smallest nodes of a long column made one, and those of the same stops made one."""
    stops = [_grouped(_sums(ribbons, column), noun) for column, noun in enumerate(("products", "channels", "buyers"))]
    found: dict[tuple[str, str, str, bool], float] = {}
    for one in ribbons:
        product, middle, buyer = (group[stop] for group, stop in zip(stops, one.stops, strict=True))
        key = (product, middle, buyer, one.is_rest)
        found[key] = found.get(key, 0.0) + one.units
    return [Ribbon(product, middle, buyer, units, rest) for (product, middle, buyer, rest), units in found.items()]


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


def _ribbons(
    ribbons: Sequence[Ribbon], columns: Sequence[Mapping[str, Node]], scale: float, places: Sequence[float]
) -> list[Markup]:
    """At each bar ribbons lie in the order of the bars that they come from or go to."""
    colour = {name: number % COLOURS for number, name in enumerate(columns[0])}
    ranks = [{name: rank for rank, name in enumerate(column)} for column in columns]
    parts = []
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
            style = f"flow p{colour[one.product]}" + (" rest" if one.is_rest else "")
            x = (places[left] + BAR, places[right])
            parts.append(marks.path(_bent(x, (starts[one], end), scale * one.units), style))
    return parts


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


def _bent(x: tuple[float, float], y: tuple[float, float], height: float) -> str:
    middle = (x[0] + x[1]) / 2
    return (
        f"M{x[0]:.1f} {y[0]:.1f}C{middle:.1f} {y[0]:.1f} {middle:.1f} {y[1]:.1f} {x[1]:.1f} {y[1]:.1f}v{height:.2f}"
        f"C{middle:.1f} {y[1] + height:.1f} {middle:.1f} {y[0] + height:.1f} {x[0]:.1f} {y[0] + height:.1f}Z"
    )


def _bars(
    ribbons: Sequence[Ribbon],
    columns: Sequence[Mapping[str, Node]],
    scale: float,
    places: Sequence[float],
    width: float,
) -> list[Markup]:
    rests = {one.middle for one in ribbons if one.is_rest}
    parts = []
    rooms = (places[1], places[2] - places[1] - BAR, width * 0.36)
    for column, (nodes, x, head) in enumerate(zip(columns, places, ("product", "channel", "buyer"), strict=True)):
        parts.append(marks.text(x, 8, head, "start", "tick"))
        for number, (name, node) in enumerate(nodes.items()):
            height = max(1.0, scale * node.units)
            style = f"p{number % COLOURS}" if column == 0 else "rest" if column == 1 and name in rests else "node"
            parts.append(marks.element("rect", x=x, y=node.top, width=BAR, height=height, class_=style))
            words = _words(name, node, rooms[column])
            parts.append(marks.text(x + BAR + 5, node.top + height / 2, words, "start", "over"))
    return parts


def _words(name: str, node: Node, room: float) -> str:
    units = units_in_short(node.units)
    return f"{marks.shortened(name, room - marks.CHARACTER * (len(units) + 1))} {units}"
