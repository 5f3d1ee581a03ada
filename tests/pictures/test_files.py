"""Files of pictures: what is written of what was drawn, in which places, whatever the dots an inch."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties
from numpy.typing import NDArray
from PIL import Image

from sim.pictures.fonts import FONT
from sim.pictures.png import png
from sim.pictures.renderers import POINTS, measured
from sim.pictures.save import files_of
from sim.pictures.style import Picture, picture
from tests.pictures.tables import PICTURES, named

SIZE = 12.0
TEXT = "what is drawn: \u5317\u4eac"
SVG = "{http://www.w3.org/2000/svg}"


def saved(figure: Any, kind: str = "png", **options: Any) -> bytes:
    """The file of a figure."""
    file = BytesIO()
    figure.savefig(file, format=kind, **options)
    return file.getvalue()


def ink(figure: Picture, dots: float, **options: Any) -> NDArray[np.bool_]:
    """Which pixels are dark."""
    shown = Image.open(BytesIO(saved(figure, dpi=dots, **options))).convert("L")
    return np.asarray(shown) < 128


def words(*lines: str) -> Picture:
    """A picture of words that stand beside each other on one line, an inch apart."""
    figure = picture(1.0, "")
    for place, line in enumerate(lines):
        figure.text(0.1 + 0.1 * place, 0.5, line, fontsize=SIZE, va="baseline")
    return figure


@pytest.mark.parametrize("channels", [3, 4])
def test_png_has_every_pixel(channels: int) -> None:
    """Any reader finds the pixels, with and without opacity, the dots an inch and the texts."""
    pixels = np.random.default_rng(1).integers(0, 256, (7, 5, channels), dtype=np.uint8)
    shown = Image.open(BytesIO(png(pixels, 150, {"Title": TEXT})))
    assert shown.mode == {3: "RGB", 4: "RGBA"}[channels]
    assert (np.asarray(shown) == pixels).all()
    assert shown.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    assert shown.info["Title"] == TEXT


@pytest.mark.parametrize("name", PICTURES)
def test_folder_has_what_is_saved(name: str, tmp_path: Path) -> None:
    """The files of a folder, drawn in one pass, are byte by byte those that `savefig` writes."""
    other = PICTURES[name]()
    for file, write in files_of([named(PICTURES[name](), "picture")]).items():
        write(tmp_path / file)
    for kind in ("png", "svg"):
        assert (tmp_path / f"picture.{kind}").read_bytes() == saved(other, kind)


@pytest.mark.parametrize("dots", [60, 75, 100, 150, 300])
def test_texts_are_as_wide_as_measured(dots: float) -> None:
    """At any dots an inch the signs of a text end where the layout has them end."""
    line = "delivered: middle 90% of all that is ordered"
    columns = np.flatnonzero(ink(words(line), dots).any(axis=0))
    width = measured(line, FontProperties(family=FONT, size=SIZE))[0]
    pixel, around = POINTS / dots, 0.2 * SIZE
    assert width - around - 2 * pixel <= (columns[-1] - columns[0]) * pixel <= width


@pytest.mark.parametrize("dots", [60, 75, 100, 150])
def test_texts_stand_on_one_line(dots: float) -> None:
    """Signs without descenders end in the same row of pixels, whatever the text's other signs are."""
    dark = ink(words("AH", "H|", "Hq", "Bob"), dots)
    starts = [round(dots * (1 + place)) for place in range(3)]
    ends = [np.flatnonzero(dark[:, start : start + round(0.1 * dots)].any(axis=1))[-1] for start in starts]
    assert len(set(ends)) == 1


def test_transparent_pictures_are_transparent() -> None:
    """Asked for without a background a file has none."""
    shown = Image.open(BytesIO(saved(words("A"), transparent=True)))
    assert shown.mode == "RGBA"
    assert shown.getpixel((0, 0)) == (255, 255, 255, 0)


def test_pictures_take_images() -> None:
    """An image that a user puts on a picture is where it belongs, in both formats."""
    figure = picture(2.0, "An image")
    axes = figure.add_subplot()
    figure.settle()
    axes.set_position((0.25, 0.25, 0.5, 0.5))
    axes.imshow([[0.0]], cmap="Reds", vmin=-1, vmax=0, aspect="auto")
    axes.set_axis_off()
    files = figure.files
    shown = np.asarray(Image.open(BytesIO(files["png"])).convert("RGB")).astype(int)
    red = shown[:, :, 0] - shown[:, :, 1] > 60
    rows, columns = (np.flatnonzero(red.any(axis=axis)) for axis in (1, 0))
    height, width = red.shape
    assert (rows[0] / height, rows[-1] / height) == pytest.approx((0.25, 0.75), abs=0.01)
    assert (columns[0] / width, columns[-1] / width) == pytest.approx((0.25, 0.75), abs=0.01)
    assert b"<image" in files["svg"]


@pytest.mark.parametrize("dots", [100, 300])
def test_tight_files_hold_all_words(dots: float) -> None:
    """Cut to what is drawn, a file has as many inches at any dots an inch: also words that leave the picture."""
    widths = []
    for each in (POINTS, dots):
        figure = words("A")
        figure.text(0.98, 0.5, "words that leave the picture", fontsize=SIZE)
        widths.append(ink(figure, each, bbox_inches="tight").shape[1] / each)
    assert widths[1] == pytest.approx(widths[0], abs=1 / POINTS)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_options_that_nobody_knows_are_errors(kind: str) -> None:
    """What a file can't be told is refused, and not passed over."""
    with pytest.raises(TypeError, match="nonsense"):
        saved(words("A"), kind, nonsense=1)


def check_signs(svg: bytes) -> None:
    """Each sign refers to an outline that the file has once, and nothing is told by a font."""
    root = fromstring(svg)  # noqa: S314 - what has just been written here
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    used = {element.get("{http://www.w3.org/1999/xlink}href", "")[1:] for element in root.iter(f"{SVG}use")}
    assert used
    assert {ids[name] for name in used} == {1}
    assert not list(root.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", PICTURES)
def test_signs_are_outlines_told_once(name: str) -> None:
    """Words of an SVG need no font: each sign refers to an outline that the file has once."""
    figure = PICTURES[name]()
    assert isinstance(figure, Picture)
    check_signs(figure.files["svg"])


def test_words_that_are_cut_off_have_the_same_outlines() -> None:
    """Words that a panel's edge cuts off, which Matplotlib writes, share outlines with those before and behind."""
    figure = picture(2.0, "before")
    figure.add_subplot().text(0.9, 0.5, "before and behind", clip_on=True)
    figure.text(0.5, 0.1, "behind")
    svg = figure.files["svg"]
    assert b"clip-path" in svg
    check_signs(svg)
