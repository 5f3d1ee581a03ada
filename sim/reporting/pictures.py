"""Pictures of the page: what a folder's pictures show, with the finding, a note, and the table behind it."""

from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.figure import Figure

from sim.pictures.embedded import embedded
from sim.pictures.style import Picture as Drawn
from sim.reporting.tables import Table


@dataclass(frozen=True)
class Picture:
    """A picture: its finding, its marks, what it shows and how it was made, the table of what it shows."""

    finding: str
    svg: Markup
    note: str
    table: Table


def shown(figure: Figure, key: str, table: Table, heading: str = "", more: str = "") -> Picture:
    """A picture as the page has it; `key` names it in the page, whose `heading` it need not repeat."""
    assert isinstance(figure, Drawn)
    words = figure.heading
    lines = [line for line in words.subtitle.split("\n") if line and line != heading]
    sentences = [f"{line.removesuffix('.')}." for line in [*lines, words.footer] if line]
    note = " ".join([*sentences, more]).strip()
    return Picture(words.title, Markup(embedded(figure, key)), note, table)  # noqa: S704 - escaped
