"""How results and scenarios show themselves: a line in a console, a table, words and a picture in a notebook."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.observed import Observed
from tests.worlds import CHAIN, chain

NASTY = '<script>alert("x")</script> & $1'
UNCERTAIN = '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n'
BAN = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-20\n'
KINDS = (
    "scenario",
    "run",
    "sweep",
    "rows",
    "grid",
    "compare",
    "sensitivity",
    "calibrate",
    "attribute",
    "discover",
    "check",
    "update",
    "score",
    "importance",
)
WITHOUT_PICTURE = ("scenario", "rows")

SOURCE = {"figure": "delivered_units.all.2023-01-31", "range": [20, 40], "source": NASTY, "published": "2023-02-01"}

Results = dict[str, Any]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A scenario whose texts are HTML, and a result of every kind of it."""
    text = CHAIN.replace("[[product]]", f"title = '{NASTY}'\nquestion = '{NASTY}'\n[[product]]", 1)
    text = text.replace('"Ann"', f"'{NASTY[:7]}'").replace("order =", "patience = 30\norder =")
    scenario = chain(text + BAN + UNCERTAIN)
    observed = tmp_path_factory.mktemp("observed") / "observed.toml"
    observed.write_text(
        '[[observed]]\nfigure = "delivered_units.all"\ndate = 2023-01-31\n'
        'value = 30\nrange = [20, 40]\nsource = "by hand"\n'
    )
    how = sim.WorkOptions(engine="simpy")
    sweep = sim.sweep(scenario, 60, **how)
    seen = {"figure": "delivered_units.all.2023-01-31", "least": 0, "source": NASTY, "published": "2023-02-01"}
    return {
        "scenario": scenario,
        "run": sim.run(scenario, engine="simpy"),
        "sweep": sweep,
        "rows": sim.sweep(scenario, 2, keep="summary", **how),
        "grid": sim.sweep(scenario, 2, grid={"product.A.price": [100, 200]}, **how),
        "compare": sim.compare(scenario, scenario.set("product.A.initial_stock", 20), 3, **how),
        "sensitivity": sim.sensitivity(scenario, "morris", samples=4, replications=2, **how),
        "calibrate": sim.calibrate(scenario, observed, particles=20, **how),
        "attribute": sim.attribute(scenario, replications=2, **how),
        "discover": sim.discover(sweep),
        "check": sim.check(scenario.set("source_check", [SOURCE]), 3, **how),
        "update": sim.update(sweep, Observed.model_validate({"observed": [seen]})),
        "importance": sim.importance(sim.sweep(scenario, 120, keep="summary", **how)),
        "score": sim.score(sweep, Observed.model_validate({"observed": [seen]})),
    }


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(WITHOUT_PICTURE)))
def test_no_panel_of_a_picture_is_blank(kind: str, results: Results) -> None:
    """Each panel of a result's picture shows something."""
    panels = results[kind].plot().axes
    assert panels
    assert all(panel.has_data() for panel in panels)


class Elements(HTMLParser):
    """Elements and text of a piece of HTML; fails where they don't close as they open."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(content)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.seen.append(tag)
        if tag != "img":
            self.open.append(tag)
        assert all(name in {"style", "scope", "alt", "src"} for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """A text stands."""
        self.text += data


@pytest.mark.parametrize("kind", KINDS)
def test_result_shows_itself_in_a_notebook(kind: str, results: Results) -> None:
    """A table, the whole answer in words, and the picture where there is one; every text is escaped."""
    result = results[kind]
    found = Elements(result._repr_html_())
    assert set(found.seen) <= {"div", "strong", "table", "tr", "th", "td", "pre", "img"}
    assert "table" in found.seen
    assert ("img" in found.seen) == (kind not in WITHOUT_PICTURE)
    if kind == "scenario":
        assert NASTY in found.text
    else:
        assert result.answer() in found.text


@pytest.mark.parametrize("kind", KINDS)
def test_result_is_one_line_in_a_console(kind: str, results: Results) -> None:
    """`repr` says what it is, in one line that fits a console; so does that of a run's log."""
    said = repr(results[kind])
    assert said.startswith(f"<{type(results[kind]).__name__} of") or kind == "scenario"
    assert "chain" in said
    assert "\n" not in said
    assert len(said.replace(str(getattr(results[kind], "folder", "")), "")) < 160
    assert repr(results["run"].log).startswith("<EventLog of ")


def test_pictures_need_no_backend() -> None:
    """A picture is its own PNG: pyplot is not imported for it, nor the backend that is asked for, which is missing."""
    code = (
        "import sim, sys\n"
        "run = sim.run('no-ban', engine='simpy')\n"
        "assert run.plot()._repr_png_()[:4] == b'\\x89PNG'\n"
        "assert 'data:image/png' in run._repr_html_()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    place = str(Path(sim.__file__).parents[1])
    environment = {"MPLBACKEND": "module://nobody.has_this", "PATH": "", "PYTHONPATH": place}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
