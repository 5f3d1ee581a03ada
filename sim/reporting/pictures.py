"""Pictures of the page: what a picture shows, in two widths, with its finding and the table behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.reporting.tables import Table

WIDE, NARROW = 900.0, 360.0
"""Widths of a picture in its own units: of a page as wide as paper, and as a phone."""


@dataclass(frozen=True)
class Key:
    """An entry of the legend: the style of a mark, and what it stands for."""

    mark: str
    style: str
    words: str


@dataclass(frozen=True)
class Picture:
    """A picture: its finding, the same drawn wide and narrow, its legend, a note, the table of what it shows."""

    finding: str
    wide: Markup
    narrow: Markup
    table: Table
    legend: Sequence[Key] = ()
    note: str = ""


def drawn(
    draw: Callable[[float], Markup], finding: str, table: Table, legend: Sequence[Key] = (), note: str = ""
) -> Picture:
    """A picture in both widths."""
    return Picture(finding, draw(WIDE), draw(NARROW), table, legend, note)
