"""Pictures inside a page: the same marks as SVG whose words are text, whose colours and ids are the page's own.

A page has its own heading, so title, subtitle and footer are left out of the SVG and stand in `Picture.heading`. Each
colour of the style becomes a variable of CSS, with which a page follows the light or dark scheme; what has none, as
the cells of a map, looks the same in both.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from xml.etree.ElementTree import Element, fromstring, tostring

from sim.pictures import style
from sim.pictures.fan import BANDS
from sim.pictures.fonts import FONT
from sim.pictures.index_curves import REST as OTHERS
from sim.pictures.marks import DEADLINE
from sim.pictures.style import Picture
from sim.pictures.waterfall import LOST

VARIABLES: Mapping[str, str] = {
    "#FFFFFF": "paper",
    style.INK: "ink",
    style.MUTED: "soft",
    style.FAINT: "line",
    DEADLINE: "deadline",
    style.GAP: "gap",
    style.DELIVERED: "delivered",
    style.ORDERED: "ordered",
    style.GAIN: "gain",
    style.LIGHT_DELIVERED: "light-delivered",
    style.LIGHT_ORDERED: "light-ordered",
    BANDS["90%"][2]: "band-90",
    BANDS["50%"][2]: "band-50",
    OTHERS: "others",
    LOST: "others",
    style.REST: "rest",
    **{colour: f"shade-{place}" for place, colour in enumerate(style.SHADES)},
    **{colour: f"flow-{place}" for place, colour in enumerate(style.FLOWS) if place > 1},
}
"""Name of the variable of CSS that stands for a colour of the style; the first two products are as the two curves."""

FONTS = f"'{FONT}', Verdana, 'Bitstream Vera Sans', sans-serif"
"""Fonts as wide as the one that places were found for, or narrower."""

SVG = "{http://www.w3.org/2000/svg}"

_NAMES = {colour.lower(): f"var(--{name})" for colour, name in VARIABLES.items()}
_SPACE = re.compile(r"\{.*\}")


def embedded(figure: Picture, key: str) -> str:
    """A picture as an element of HTML; `key` tells its ids from those of the page's other pictures.

    The same picture gives the same text. Whatever names the picture holds are escaped.
    """
    root = fromstring(_svg(figure))  # noqa: S314 - what Matplotlib has just written
    _without_files_own(root)
    _with_words(root, figure)
    _with_own_ids(root, key)
    for element in root.iter():
        _as_html(element)
    width, height = (72 * inches for inches in figure.get_size_inches())
    above, below = figure.room
    title = " ".join(figure.heading.title.split())
    root.attrib = {
        "viewBox": f"0 {above:.2f} {width:.2f} {height - above - below:.2f}",
        "role": "img",
        "aria-label": title,
    }
    root.insert(0, _holding("desc", " ".join(figure.heading.subtitle.split())))
    return tostring(root, encoding="unicode")


def _holding(tag: str, words: str) -> Element:
    element = Element(tag)
    element.text = words
    return element


def _svg(figure: Picture) -> str:
    """The file without its heading, its words as text."""
    file = StringIO()
    with _bare(figure):
        figure.savefig(file, format="svg")
    return file.getvalue()


@contextmanager
def _bare(figure: Picture) -> Iterator[None]:
    heads = list(figure.texts)
    figure.glyphs = "none"
    for text in heads:
        text.set_visible(False)
    try:
        yield
    finally:
        figure.glyphs = "path"
        for text in heads:
            text.set_visible(True)


def _without_files_own(root: Element) -> None:
    """Leaves out what only a file has: who made it, and a style for all that is around."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _SPACE.sub("", child.tag) in ("metadata", "style"):
                parent.remove(child)


def _with_words(root: Element, figure: Picture) -> None:
    """Puts in what marks say, and characters that a reader may have a font for where none was found here."""
    for element in root.iter():
        name = element.get("id", "")
        if name in figure.told:
            element.insert(0, _holding("title", figure.told[name]))
        if name in figure.whole:
            for text, line in zip(element.iter(f"{SVG}text"), figure.whole[name].split("\n"), strict=True):
                text.text = line


def _with_own_ids(root: Element, key: str) -> None:
    """Leaves the ids that something refers to, told from all others of a page."""
    used = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            found = re.fullmatch(r"#(.+)|url\(#(.+)\)", value) if name != "id" else None
            if found is not None:
                used.add(found[1] or found[2])
                element.set(name, value.replace("#", f"#{key}-"))
    for element in root.iter():
        own = element.attrib.pop("id", "")
        if own in used:
            element.set("id", f"{key}-{own}")


def _as_html(element: Element) -> None:
    """Names without a space of their own, colours of the page, numbers no finer than can be seen."""
    element.tag = _SPACE.sub("", element.tag)
    element.text, element.tail = _without_breaks(element.text), _without_breaks(element.tail)
    attributes = {_SPACE.sub("", name): value for name, value in element.attrib.items()}
    for name, value in attributes.items():
        if name == "style":
            attributes[name] = _of_page(value)
        elif name in ("d", "transform", "x", "y", "points", "width", "height"):
            attributes[name] = " ".join(re.sub(r"-?\d+\.\d+", _rounded, value).split())
    element.attrib = attributes


def _without_breaks(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _rounded(number: "re.Match[str]") -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _of_page(declarations: str) -> str:
    """A style with the page's colours and fonts."""
    coloured = re.sub(r"#[0-9a-f]{6}\b", lambda found: _NAMES.get(found[0], found[0]), declarations)
    return coloured.replace(f"'{FONT}'", FONTS)
