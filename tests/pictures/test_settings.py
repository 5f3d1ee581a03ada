"""Matplotlib's settings while pictures are drawn: ours for our pictures, the program's own for all else, in threads."""

import io
import os
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from sim.errors import SimWarning
from sim.pictures.fonts import drawable
from sim.pictures.settings import laid_over
from sim.pictures.style import picture
from tests.pictures.tables import PICTURES

ROOT = Path(__file__).resolve().parents[2]


def current() -> dict[Any, Any]:
    """The settings as whoever asks finds them."""
    return {**mpl.rcParams}


def svg(figure: Figure) -> bytes:
    """The file of a figure."""
    file = io.BytesIO()
    figure.savefig(file, format="svg")
    return file.getvalue()


def theirs() -> bytes:
    """A picture of the program's own."""
    figure = Figure()
    figure.subplots().plot([1, 2, 3], label="one")
    figure.axes[0].legend()
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_pictures_in_threads_are_the_same_and_nobody_else_sees_their_style() -> None:
    """Our pictures have the same bytes in any thread; a program's picture drawn meanwhile has its own style."""
    draw = PICTURES["fan_chart"]
    expected = svg(draw())
    with mpl.rc_context({"font.size": 23, "svg.hashsalt": "theirs", "axes.grid": True}):
        before, own = current(), theirs()
        others: set[bytes] = set()
        settings: list[dict[str, Any]] = []
        stop = threading.Event()

        def watch() -> None:
            while not stop.is_set():
                settings.append(current())
                others.add(theirs())

        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(3) as pool:
            ours = set(pool.map(lambda _: svg(draw()), range(6)))
        stop.set()
        watcher.join()
        assert ours == {expected}
        assert others == {own}
        assert all(found == before for found in settings)
        assert current() == before
    assert type(mpl.rcParams) is mpl.RcParams


def test_what_is_set_in_a_block_ends_with_it() -> None:
    """Settings, contexts and copies made inside a block read what is laid over, and change nothing outside."""
    before = current()
    with laid_over({"font.size": 7.0, "lines.linewidth": 3.0}):
        copied = mpl.rcParams.copy()
        with mpl.rc_context({"font.size": 9}):
            assert mpl.rcParams["font.size"] == 9
        assert mpl.rcParams["font.size"] == 7
        mpl.rcParams["font.size"] = 11
        assert (mpl.rcParams["font.size"], copied["font.size"]) == (11, 7)
        assert mpl.rcParams.find_all("^lines.linewidth$")["lines.linewidth"] == 3
    assert current() == before


def test_character_that_no_font_has_is_a_box() -> None:
    """It is drawn as a box, of which one line warns, and Matplotlib does not; what a font has stays."""
    assert drawable("a\U0001f9ff\n\u00e9\x07") == "a\u25a1\n\u00e9\u25a1"
    figure = picture(2.0, "One \U0001f9ff of them")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        svg(figure)
        svg(figure)
    (warned,) = told
    assert warned.category is SimWarning
    assert str(warned.message).startswith("no font here has 1 character of the picture, \U0001f9ff: drawn as \u25a1;")
    assert figure.texts[0].get_text() == "One \u25a1 of them"


@pytest.mark.parametrize("backend", ["nonsense", "module://matplotlib_inline.backend_inline", "tkagg"])
def test_no_backend_is_needed(backend: str) -> None:
    """Whatever MPLBACKEND names, installed or not, pictures are drawn, and it stands in the environment as before."""
    script = (
        "import os; from sim.pictures.style import picture; import sys\n"
        "picture(2.0, 'a title').savefig(open(os.devnull, 'wb'), format='png')\n"
        "print(os.environ['MPLBACKEND'], 'matplotlib.pyplot' in sys.modules)"
    )
    environment = os.environ | {"MPLBACKEND": backend, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == (f"{backend} False\n", "")
