"""Scales that are drawn with one tick: the same as Matplotlib draws with one for each place."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from numpy.typing import NDArray
from PIL import Image

from sim.pictures.axes import Panel
from sim.pictures.scales import share_axis, unit_axis
from sim.pictures.style import Picture, lined, picture

SMALL_DIFFERENCE = 2.0
"""Of 255: a line that is a shade lighter, no label in another place."""


def drawn(kind: type[Axes], **ticks: Any) -> Picture:
    """A picture of two panels that share an axis; one of them has words besides."""
    figure = picture(3.0, "A finding")
    for place, axes in enumerate(figure.subplots(1, 2, sharey=True, subplot_kw={"axes_class": kind})):
        axes.plot([0, 7_000], [0.0, 0.83])
        axes.set_title("A title")
        unit_axis(axes.xaxis)
        share_axis(axes.yaxis)
        lined(axes)
        axes.tick_params(**ticks)
        if place:
            axes.set_xlabel("units")
    return figure


def pixels(figure: Picture) -> NDArray[np.float64]:
    """The PNG."""
    return np.asarray(Image.open(BytesIO(figure.files["png"])).convert("L")).astype(float)


@pytest.mark.parametrize(
    "ticks",
    [
        {},
        {"right": True, "labelright": True, "labelcolor": "#AA0000", "labelsize": 7},
        {"axis": "x", "top": True, "direction": "in", "length": 9, "pad": 7},
        {"axis": "x", "labelrotation": 30},
        {"bottom": False, "labelbottom": False, "left": False},
    ],
)
def test_panels_are_as_matplotlib_draws_them(ticks: dict[str, Any]) -> None:
    """Lines, ticks and labels stand where Matplotlib's own axes have them, whatever is asked of them."""
    ours, theirs = pixels(drawn(Panel, **ticks)), pixels(drawn(Axes, **ticks))
    assert ours.shape == theirs.shape
    assert np.sqrt(((ours - theirs) ** 2).mean()) < SMALL_DIFFERENCE


def test_a_saved_picture_can_be_changed() -> None:
    """What is changed after a picture was saved is in the next file: other limits, other ticks."""
    figure, other = drawn(Panel), drawn(Panel)
    figure.savefig(BytesIO(), format="png")
    for one in (figure, other):
        one.settle()
        one.axes[0].set_xlim(0, 300)
        one.axes[0].set_yticks([0.1, 0.5], ["few", "many"])
    files = []
    for one in (figure, other):
        file = BytesIO()
        one.savefig(file, format="svg")
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert b"<!-- many -->" in files[0]
