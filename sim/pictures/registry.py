"""Every picture of a result, a line each: what draws it, which kinds of results have it, where it stands on a page.

A picture is added by a module with a function `pictures(content)`, and a line here: the folder and the page have it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from sim.pictures.content import Content

if TYPE_CHECKING:
    from sim.pictures.style import Picture

FLOWS = "Flows: who got what by which channel"
"""A heading on the page, which is called by its words before the colon; pictures without one stand by the answer."""


@dataclass(frozen=True)
class Entry:
    """A picture by the name of its files: `kinds` have it in folder and page, those of `on_page` in the page alone.

    `module` draws it, and is imported only then.
    """

    name: str
    module: str
    kinds: Collection[str]
    heading: str = ""
    on_page: Collection[str] = ()

    def draw(self, content: Content) -> "Iterable[Picture]":
        """The pictures: none where there is nothing to show, several for several points."""
        found: Iterable[Picture] = import_module(f"sim.pictures.{self.module}").pictures(content)
        return found


PICTURES = (
    Entry("delivered_vs_ordered", "curves", ("run",)),
    Entry("fan_chart", "fan", ("sweep",)),
    Entry("fan_chart", "grid", ("grid",)),
    Entry("compared", "compared", ("compare",)),
    Entry("checks", "checked", ("check",)),
    Entry("tornado", "tornado", ("sensitivity",)),
    Entry("index_by_month", "index_curves", ("sensitivity",)),
    Entry("waterfall", "waterfall", ("attribute",)),
    Entry("posterior", "calibrated", ("calibrate",)),
    Entry("discovery", "box", ("discover",)),
    Entry("importance", "important", ("importance",)),
    Entry("update", "updated", ("update",)),
    Entry("score", "scored", ("score",)),
    Entry("flows", "flows", ("run", "sweep"), FLOWS, ("grid", "compare")),
)


def drawn(content: Content) -> "Iterator[Picture]":
    """The pictures of a result's folder, each with the name of its files."""
    for entry in PICTURES:
        if content.kind in entry.kinds:
            yield from _named(entry, content)


def drawn_for_page(content: Content) -> "dict[str, list[Picture]]":
    """The pictures of a result's page by heading, in the order of the registry."""
    found: dict[str, list[Picture]] = {}
    for entry in PICTURES:
        if content.kind in (*entry.kinds, *entry.on_page):
            found.setdefault(entry.heading, []).extend(_named(entry, content))
    return found


def picture_of(content: Content, name: str = "") -> "Picture | None":
    """The picture of a name, the first where none is given; None where the result has none."""
    for entry in PICTURES:
        if content.kind in entry.kinds and name in ("", entry.name):
            found = next(_named(entry, content), None)
            if found is not None:
                return found
    return None


def _named(entry: Entry, content: Content) -> "Iterator[Picture]":
    for number, picture in enumerate(entry.draw(content), 1):
        picture.name = picture.name or (entry.name if number == 1 else f"{entry.name}-{number}")
        yield picture
