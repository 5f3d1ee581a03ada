"""Pictures of the page: those of the registry, with the finding, a note, and the table behind each."""

from dataclasses import dataclass

from markupsafe import Markup

from sim.pictures.content import Content
from sim.pictures.embedded import embedded
from sim.pictures.registry import drawn_for_page
from sim.pictures.style import Picture as Drawn
from sim.pictures.tables import Table


@dataclass(frozen=True)
class Picture:
    """A picture: its finding, its marks, what it shows and how it was made, the table of what it shows."""

    finding: str
    svg: Markup
    note: str
    table: Table


def pictures_of(content: Content) -> dict[str, list[Picture]]:
    """The pictures of a result by the heading that they stand under; those beside the answer have none."""
    by_heading = drawn_for_page(content)
    keys = iter(range(1, 1 + sum(map(len, by_heading.values()))))
    title = content.scenario.title
    return {
        heading: [shown(one, f"picture-{next(keys)}", title) for one in found]
        for heading, found in by_heading.items()
        if found
    }


def shown(figure: Drawn, key: str, heading: str = "") -> Picture:
    """A picture as the page has it; `key` names it in the page, whose `heading` it need not repeat."""
    words = figure.heading
    lines = [line for line in words.subtitle.split("\n") if line and line != heading]
    note = " ".join(f"{line.removesuffix('.')}." for line in [*lines, words.footer] if line)
    return Picture(words.title, Markup(embedded(figure, key)), note, figure.table)  # noqa: S704 - escaped
