"""The report's page, parsed as HTML."""

import json
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import sim
from sim.cli.main import main
from sim.errors import UsageError
from sim.experiment.results import write_run
from sim.reporting.page import page
from sim.reporting.result import read
from sim.scenario.file import shipped_text
from sim.scenario.schema import Scenario
from tests.worlds import chain

NASTY = """
name = "nasty"
title = "<script>alert(1)</script> & \\"quotes\\""
start = 2023-01-01
end = 2023-01-31
product = [{ name = "<b>'A'", price = 100, initial_stock = 100 }]
distributor = [{ name = "<i>\\"north", weekly_capacity = 1000, transit_days = 3 }]
[[buyer]]
name = "<script>Ann"
via = { '<i>"north' = 1.0 }
order = [{ date = 2023-01-02, product = "<b>'A'", units = 60 }]
"""


class Page(HTMLParser):
    """Tags with attributes, and text, of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Notes text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text."""
        return " ".join(self.words)


def folder_of(kind: str, tmp_path: Path, scenario: Scenario | None = None) -> Path:
    """The folder of a small result."""
    from datetime import UTC, datetime

    one = scenario or sim.load("china-2023")
    if kind == "run":
        return write_run(sim.run(one), tmp_path, datetime.now(UTC))
    if kind == "compare":
        return sim.compare(one, sim.load("no-ban"), replications=2, out=tmp_path).sweep.folder
    grid = {"allocation": ["fifo", "pro-rata"]} if kind == "grid" else None
    return sim.sweep(one, 2, grid=grid, keep="events" if kind == "kept" else "curves", out=tmp_path).folder


@pytest.mark.parametrize("kind", ["run", "sweep", "kept", "compare", "grid"])
def test_page_stands_alone_and_is_accessible(kind: str, tmp_path: Path) -> None:
    """A page has no external address or script, a language, headings in order, alternative texts, scoped tables."""
    folder = folder_of(kind, tmp_path)
    text = page(read(folder))
    found = Page(text)
    assert text == page(read(folder))
    names = [tag for tag, _ in found.tags]
    assert not {"script", "link", "iframe", "object"} & set(names)
    addresses = [own[key] or "" for _, own in found.tags for key in ("src", "href") if key in own]
    assert addresses
    assert all(address.startswith("data:image/png;base64,") for address in addresses)
    assert "url(" not in text
    assert dict(found.tags)["html"]["lang"] == "en"
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(own.get("alt") for tag, own in found.tags if tag == "img")
    assert names.count("table") == names.count("caption")
    assert all("scope" in own for tag, own in found.tags if tag == "th")
    assert names.count("img") == (2 if kind in ("run", "kept") else 1)


def test_every_key_figure_of_a_run_is_told(tmp_path: Path) -> None:
    """A run's page has each key figure's flat name, and values from summary and books."""
    folder = folder_of("run", tmp_path)
    text = Page(page(read(folder))).text
    summary = json.loads((folder / "summary.json").read_text())
    assert all(name in text for name in summary)
    assert f"{summary['delivered_units.ByteDance.2023-12-31']:,}" in text
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["result_digest"] in text
    assert "gpu-supply run china-2023 --seed 0 --replication 0" in text
    beside = re.search(r"^price = .*# (.+)$", shipped_text("china-2023"), re.MULTILINE)
    assert beside is not None
    assert beside[1] in text
    assert "Contract signed with" in text or "Talks fail with" in text


def test_every_key_figure_of_a_sweep_is_told_with_its_interval(tmp_path: Path) -> None:
    """A sweep's page has each key figure with mean and interval, and a command with the digest of the work."""
    folder = folder_of("sweep", tmp_path)
    text = Page(page(read(folder))).text
    figures = json.loads((folder / "summary.json").read_text())["points"][0]["figures"]
    assert all(name in text for name in figures)
    own = figures["delivered_units.ByteDance.2023-12-31"]
    assert f"{own['low']:,.0f} to {own['high']:,.0f}" in text
    assert "gpu-supply sweep china-2023 --replications 2 --seed 0" in text
    assert "triangular" in text


def test_comparison_and_grid_tell_their_own(tmp_path: Path) -> None:
    """A comparison's page has every difference, a grid's a row a point; both have the command that makes them."""
    pair = Page(page(read(folder_of("compare", tmp_path)))).text
    assert "gpu-supply compare china-2023 no-ban --replications 2 --seed 0" in pair
    assert "delivered_units.Alibaba.2023-12-31" in pair
    grid = Page(page(read(folder_of("grid", tmp_path)))).text
    assert "allocation = pro-rata" in grid
    assert "--grid allocation=fifo,pro-rata" in grid


def test_names_are_escaped(tmp_path: Path) -> None:
    """Names with markup and quotes are text in the page, and an unknown scenario file is said to be."""
    for kind in ("run", "kept"):
        found = Page(page(read(folder_of(kind, tmp_path, chain(NASTY)))))
        tags = {tag for tag, _ in found.tags}
        assert not {"script", "b", "i"} & tags
        assert "<script>Ann" in found.text
        assert "The scenario file is not at hand" in found.text


def test_a_file_given_shows_its_comments(tmp_path: Path) -> None:
    """The comments beside numbers are those of the file given, and its command is checked against the digest."""
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nstart = 2023-01-01\nend = 2023-01-31\n'
                    'product = [{ name = "A", price = 7, initial_stock = 9 }] # a friend said so\n')  # fmt: skip
    folder = folder_of("run", tmp_path, sim.load(file))
    path = sim.report(folder, tmp_path / "page.html", file)
    text = Page(path.read_text(encoding="utf-8")).text
    assert "a friend said so" in text
    assert "gpu-supply run mine.toml --seed 0 --replication 0" in text
    assert "Nothing is dispatched." in text


def test_folder_that_is_no_result_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is missing, empty, damaged or of another kind ends with status 2 and says what was expected."""
    folder = folder_of("run", tmp_path, chain())
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "report", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    with pytest.raises(UsageError, match="no manifest in it"):
        sim.report(tmp_path)
    whole = (folder / "manifest.json").read_text()
    for wrong in ("{", "[]", '{"kind": "run"}', whole.replace('"run"', '"dance"', 1)):
        (folder / "manifest.json").write_text(wrong)
        with pytest.raises(UsageError, match="expected a folder that a run"):
            sim.report(folder)
    (folder / "manifest.json").write_text(whole)
    (folder / "events.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="damaged"):
        sim.report(folder)
