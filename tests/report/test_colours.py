"""Colours of the page, as its style sheet states them."""

import re
from importlib import resources

import pytest

from sim.pictures.embedded import VARIABLES
from sim.pictures.sankey import ALPHA

TEXT, GRAPHIC = 4.5, 3.0
"""Least contrasts of WCAG 2.2, level AA: of text, and of what a picture is made of."""

SHEET = (resources.files("sim.reporting") / "page.css").read_text(encoding="utf-8")


def schemes() -> dict[str, dict[str, str]]:
    """The colours by name of the light scheme, the dark one and print."""
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{[^}]*\}", SHEET)]
    assert len(found) == 3
    assert found[0].keys() == found[1].keys() == found[2].keys()
    return dict(zip(("light", "dark", "print"), found, strict=True))


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of red, green and blue from 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parts(colour: str) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1."""
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def over(colour: str, paper: str, opacity: float) -> tuple[float, ...]:
    """A colour that lets the paper through."""
    return tuple(opacity * one + (1 - opacity) * other for one, other in zip(parts(colour), parts(paper), strict=True))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white has 21, equal colours have 1, a grey known from the standard's tools has 4.54."""
    assert contrast(parts("#000000"), parts("#ffffff")) == pytest.approx(21)
    assert contrast(parts("#767676"), parts("#ffffff")) == pytest.approx(4.54, abs=0.005)


MARKS = ("delivered", "ordered", "gain", "soft", "rest", *(f"shade-{place}" for place in range(4)))
PRODUCTS = ("ordered", "delivered", *(f"flow-{place}" for place in range(2, 6)))


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read(scheme: str) -> None:
    """All text has contrast with the page, and with the shaded places that it stands on."""
    colours = schemes()[scheme]
    for name in ("ink", "soft", "link", "accent", "deadline"):
        assert contrast(parts(colours[name]), parts(colours["paper"])) >= TEXT, name
    for name, place in (("ink", "shade"), ("soft", "shade"), ("ink", "gap")):
        assert contrast(parts(colours[name]), parts(colours[place])) >= TEXT, name


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_marks_can_be_seen(scheme: str) -> None:
    """What a picture is made of has contrast with the page: lines, dots, bars of flows."""
    colours = schemes()[scheme]
    for name in (*MARKS, *PRODUCTS):
        assert contrast(parts(colours[name]), parts(colours["paper"])) >= GRAPHIC, name


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_over_flows_can_be_read(scheme: str) -> None:
    """The words of a Sankey diagram have contrast with the ribbons that they may stand on."""
    colours = schemes()[scheme]
    for name in ("rest", *PRODUCTS):
        ribbon = over(colours[name], colours["paper"], ALPHA)
        assert contrast(parts(colours["ink"]), ribbon) >= TEXT, name


def test_each_colour_of_pictures_is_in_each_scheme() -> None:
    """The style sheet states every variable that pictures refer to; on the light page most are as on paper."""
    light = schemes()["light"]
    assert set(VARIABLES.values()) <= light.keys()
    own = ("delivered", "ordered", "gap", "light-delivered", "light-ordered", "band-90", "band-50")
    of_style = {name: colour.lower() for colour, name in VARIABLES.items()}
    assert {name: light[name] for name in own} == {name: of_style[name] for name in own}


def test_every_colour_has_a_name() -> None:
    """No rule states a colour of its own, so that each scheme has all of them."""
    rules = re.sub(r":root \{[^}]*\}", "", SHEET)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", rules)
