"""Pictures inside a page: text as text, the page's colours, ids that meet no other's, and nothing from outside."""

import re
import tomllib
from io import StringIO
from xml.etree.ElementTree import Element, fromstring

import pytest

from sim.errors import SimWarning
from sim.pictures import style
from sim.pictures.curves import delivered_versus_ordered
from sim.pictures.embedded import VARIABLES, embedded
from sim.pictures.fonts import NO_GLYPH
from sim.pictures.style import Picture
from sim.pictures.tornado import tornado
from sim.scenario.file import build
from tests.pictures.tables import ABOUT, PICTURES, SCENARIO, WHEN, books, figures, indices, small
from tests.pictures.test_limits import LONG, buyers, changed

LARGEST = 200_000
"""Characters of a picture of half a year, of which a page has a few."""


def drawn(name: str) -> Picture:
    """A kind of picture, drawn anew."""
    figure = PICTURES[name]()
    assert isinstance(figure, Picture)
    return figure


def parsed(text: str) -> Element:
    """A picture, which is well-formed and made here."""
    return fromstring(text)  # noqa: S314 - ours


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_can_stand_in_a_page(name: str) -> None:
    """It is small, needs nothing from outside, is named by its finding, says its words as text, the same each time."""
    figure = drawn(name)
    text = embedded(figure, "one")
    root = parsed(text)
    assert text == embedded(drawn(name), "one")
    assert len(text) < LARGEST
    assert {element.tag for element in root.iter()} <= {
        "svg", "g", "path", "text", "use", "defs", "clipPath", "rect", "title", "desc"
    }  # fmt: skip
    assert not re.search(r"https?:|url\((?!#)|<image|<style", text)
    assert (root.get("role"), root.get("aria-label")) == ("img", " ".join(figure.heading.title.split()))
    words = [element.text for element in root.iter("text")]
    assert words
    assert figure.heading.title not in words


def test_ids_are_the_pictures_own() -> None:
    """Two of the same picture in one page share no id, and each refers to its own."""
    one, other = (parsed(embedded(drawn("fan_chart"), key)) for key in ("one", "other"))
    ids = [{element.get("id") for element in root.iter()} - {None} for root in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for root, own in zip((one, other), ids, strict=True):
        refers = re.findall(
            r"#([\w-]+)", " ".join(str(e.get("href", "")) + str(e.get("clip-path", "")) for e in root.iter())
        )
        assert set(refers) == own


@pytest.mark.parametrize("name", PICTURES)
def test_colours_are_those_of_the_page(name: str) -> None:
    """Every colour of the style that a report's pictures have is a variable."""
    text = embedded(drawn(name), "one")
    assert not [colour for colour in VARIABLES if colour.lower() in text]
    assert "var(--ink)" in text


def test_marks_say_their_values() -> None:
    """Lines, bands and ribbons have titles that tell what they are and how much."""
    curves, flows = (parsed(embedded(drawn(name), "one")) for name in ("delivered_vs_ordered", "flows"))
    said = {title.text for root in (curves, flows) for title in root.iter("title")}
    assert {"Ann, delivered: 6,300 at the end", "A → north → Ann: 4,000 units", "still open: 5,800 units"} <= said


def test_the_file_stays_as_it_was() -> None:
    """A picture put into a page and then saved has its heading, and glyphs that need no font."""
    before, after = StringIO(), StringIO()
    figure, other = drawn("tornado"), drawn("tornado")
    figure.savefig(before, format="svg")
    embedded(other, "one")
    other.savefig(after, format="svg")
    assert before.getvalue() == after.getvalue()


def test_names_are_whole_and_escaped() -> None:
    """Markup in a name is text; characters that no font here has are left to the reader's, and warn of nothing."""
    scenario = changed(buyer=buyers([LONG, "<script>\U0001f9ff\"'&"], small().start), report={"buyer": LONG})
    figure = delivered_versus_ordered(books(scenario), figures(scenario), scenario)
    assert isinstance(figure, Picture)
    text = embedded(figure, "one")
    words = " ".join(element.text or "" for element in parsed(text).iter("text"))
    assert "<script>" not in text
    assert NO_GLYPH not in text
    assert "<script>\U0001f9ff\"'&" in words


def test_labels_of_ticks_are_whole() -> None:
    """So are the labels of ticks, which Matplotlib writes anew whenever it draws; of a file one line warns."""
    text = SCENARIO.replace("via = { north", 'via = { "north"').replace("north", "\U0001f9ff north")
    scenario = build(tomllib.loads(text))
    rows = indices().assign(parameter=list(scenario.uncertain))
    drawn = tornado(rows, ABOUT, "sobol", f"delivered_units.Ann.{WHEN}", scenario, 0)
    assert isinstance(drawn, Picture)
    words = [element.text for element in parsed(embedded(drawn, "one")).iter("text")]
    assert any((word or "").startswith("\U0001f9ff north") for word in words)
    with pytest.warns(SimWarning, match="no font here has 1 character of the picture"):
        drawn.savefig(StringIO(), format="svg")


def test_the_heading_is_left_out_with_its_room() -> None:
    """The heading is left out and its room with it: the picture has the panels' size."""
    figure = drawn("flows")
    _, above, width, height = map(float, str(parsed(embedded(figure, "one")).get("viewBox")).split())
    assert above > 20
    assert width == pytest.approx(72 * style.WIDTH)
    assert height == pytest.approx(72 * figure.get_figheight() - sum(figure.room), abs=0.1)
    assert small().name in figure.heading.footer
