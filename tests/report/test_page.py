"""What stands in a report, for every kind of result."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

import sim
from sim.reporting.page import page
from sim.reporting.result import read
from sim.scenario.file import shipped_text
from sim.scenario.schema import Scenario
from sim.scenario.words import label
from tests.report.pages import KINDS, Page, folder_of, uncertain_chain
from tests.worlds import CHAIN, chain

Once = Callable[[str], Path]

LARGEST = 2_000_000
"""Bytes of a page."""

NASTY = """
name = "nasty '\\"<i>&amp;"
title = "<script>alert(1)</script> & \\"quotes\\" ü Ω"
question = "</style><script>alert(2)</script>?"
sources = ["<a href='http://example.org/x'>http://example.org/x</a>"]
start = 2023-01-01
end = 2023-03-31
product = [{ name = "<b>'A'", price = 100, initial_stock = 100 }]
distributor = [{ name = "<i>\\"north", weekly_capacity = 1000, transit_days = 3 }]
control = [{ name = "<script>\\"", covers = ["<b>'A'"], announced = 2023-01-05, effective = 2023-01-20 }]
[report]
buyer = "<script>Ann"
[[buyer]]
name = "<script>Ann"
via = { '<i>"north' = 1.0 }
order = [{ date = 2023-01-02, product = "<b>'A'", units = 60 }]
[uncertain]
"product.<b>'A'.initial_stock" = { uniform = [20, 90] }
"""


@pytest.mark.parametrize("kind", KINDS)
def test_page_stands_alone(kind: str, page_once: Callable[[str], str]) -> None:
    """A page loads nothing: no script, no address but places in itself, a policy that forbids the rest; it is small."""
    text = page_once(kind)
    found = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert len(text) < LARGEST
    assert not {"script", "link", "iframe", "object", "img", "image", "base", "form"} & set(found.names)
    assert all(address.startswith("#") for key in ("src", "href", "xlink:href", "srcset") for address in found.all(key))
    assert not re.search(r"https?:|url\((?!#)|@import|javascript:", text)
    assert "default-src 'none'; style-src 'unsafe-inline'" in found.all("content")
    assert not [name for _, own in found.tags for name in own if name.startswith("on")]


@pytest.mark.parametrize("kind", KINDS)
def test_page_tells_question_answer_pictures_and_how_to_repeat_it(kind: str, page_once: Callable[[str], str]) -> None:
    """Every kind's page has the same parts in the same order, each picture with rows behind it, command and digest."""
    text = page_once(kind)
    found = Page(text)
    places = [own["id"] for tag, own in found.tags if tag == "h2"]
    order = ("answer", "pictures-1", "timeline", "figures", "sensitivity", "assumptions", "reproduce")
    assert places == [one for one in order if one in places]
    assert {"answer", "timeline", "assumptions", "reproduce"} <= set(places)
    assert '<ul class="answer">' in text
    assert found.names.count("figure") >= 1
    command = {"kept": "sweep", "summary": "sweep", "grid": "sweep", "several": "compare", "morris": "sensitivity"}
    assert f"gpu-supply {command.get(kind, kind)} " in found.text
    assert "It gives the result digest " in found.text
    assert not re.search(r"\bNaN?\b|\bNone\b|nan%", re.sub(r"<pre class=.file.*?</pre>", "", text, flags=re.DOTALL))


def test_same_page_twice(page_once: Callable[[str], str], folder_once: Once) -> None:
    """The same folder gives the same bytes."""
    assert page_once("grid") == page(read(folder_once("grid")))


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_accessible(kind: str, page_once: Callable[[str], str]) -> None:
    """Language, a skip link, headings in order, named pictures with a table behind, scoped heads, ids once each."""
    text = page_once(kind)
    found = Page(text)
    assert dict(found.tags)["html"]["lang"] == "en"
    ids = found.all("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in found.all("href")} <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert found.all("href")[0] == "#answer"
    assert set(found.all("aria-labelledby")) <= set(ids)
    levels = [int(name[1]) for name in found.names if re.fullmatch("h[1-6]", name)]
    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    pictures = [own for tag, own in found.tags if tag == "svg"]
    assert all(own["role"] == "img" and own["aria-label"] for own in pictures)
    assert len(pictures) == found.names.count("figure") == found.names.count("desc")
    assert found.names.count("table") == found.names.count("caption") >= found.names.count("figure")
    assert all("scope" in own for tag, own in found.tags if tag == "th")
    assert found.names.count("main") == found.names.count("header") == 1
    scrolled = [own for _, own in found.tags if own.get("class") in ("scroll", "picture")]
    assert all(own["tabindex"] == "0" and own["aria-label"] for own in scrolled)


@pytest.mark.parametrize(
    "kind", ["run", "sweep", "grid", "several", "sensitivity", "check", "attribute", "calibrate", "update"]
)
def test_names_are_escaped(kind: str, tmp_path: Path) -> None:
    """Names with markup, quotes and other letters are text, in pictures too, and a source's address is no link."""
    text = page(read(folder_of(kind, tmp_path, chain(NASTY))))
    found = Page(text)
    assert not {"script", "b", "i"} & set(found.names)
    assert '<script>alert(1)</script> & "quotes" ü Ω' in found.text
    assert "</style><script>alert(2)</script>?" in found.text
    assert "<a href='http://example.org/x'>" in found.text
    assert not [address for address in found.all("href") if not address.startswith("#")]
    assert any("<script>Ann" in label for label in found.all("aria-label"))
    drawn = Page("".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL)))
    assert "<script>" in drawn.text
    assert "The scenario file is not at hand" in found.text


def test_every_key_figure_of_a_run_is_told(tmp_path: Path) -> None:
    """A run's page has each key figure's flat name, the files' values, its comments, its course and its command."""
    folder = folder_of("run", tmp_path, sim.load("china-2023"))
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
    assert "By 15 June 2023, " in text


@pytest.mark.parametrize("kind", ["sweep", "compare"])
def test_every_key_figure_is_told_with_its_interval(kind: str, folder_once: Once) -> None:
    """A sweep's and a comparison's page has each key figure, those of flows too, with mean and interval."""
    folder = folder_once(kind)
    text = Page(page(read(folder))).text
    figures = json.loads((folder / "summary.json").read_text())["points"][0]["figures"]
    told = list(figures) if kind == "sweep" else read(folder).differences
    assert all(name in text for name in told)
    own = figures["delivered_units.Ann.2023-01-31"]
    assert f"{own['mean']:,.0f}" in text
    flow = figures["flow_units.A.north.Ann"]
    assert f"{flow['low']:,.0f} to {flow['high']:,.0f}" in text
    assert "uniform 20 · 90" in text


def test_a_grid_has_a_row_a_point(folder_once: Once) -> None:
    """A grid's page has each point's settings, its reported share, and its flows."""
    folder = folder_once("grid")
    text = Page(page(read(folder))).text
    points = json.loads((folder / "summary.json").read_text())["points"]
    middle = points[1]["figures"]["delivered_share.Ann.2023-01-31"]["p50"]
    assert f"{100 * middle:,.1f}% (" in text
    policy = label(uncertain_chain(), "allocation")
    assert text.count(f"{policy} = pro-rata: On average ") == 1
    assert f"Units by product, channel and buyer: {policy} = fifo" in text


def test_a_sweep_without_curves_says_so(folder_once: Once) -> None:
    """Where no curves are kept there is no fan, but flows, chances and key figures are told."""
    found = Page(page(read(folder_once("summary"))))
    assert "There is no picture of the curves" in found.text
    assert found.names.count("figure") == 1
    assert "Probability that so much of Ann's order is delivered" in found.text


def test_key_figures_that_matter_come_first(folder_once: Once) -> None:
    """The reported buyer's figures stand in the open, all others fold away."""
    text = page(read(folder_once("run")))
    first, _, folded = text.partition("All key figures")
    assert "delivered_share.<wbr>Ann.<wbr>2023-01-31" in first
    assert "wait_days_p90.<wbr>Ann" not in first
    assert "wait_days_p90.<wbr>Ann" in folded


def no_orders() -> Scenario:
    """The chain without an order."""
    return uncertain_chain().set("uncertain", {}).set("buyer.Ann.order", [])


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_where_nothing_is_ordered_the_page_says_so(kind: str, tmp_path: Path) -> None:
    """A scenario in which nobody orders has a page, whose flows are a sentence."""
    text = Page(page(read(folder_of(kind, tmp_path, no_orders())))).text
    assert "Nothing is ordered" in text


def test_a_file_given_shows_its_comments(tmp_path: Path) -> None:
    """The comments beside numbers are those of the file given, and its command is checked against the digest."""
    file = tmp_path / "my own.toml"
    file.write_text('name = "mine"\nstart = 2023-01-01\nend = 2023-01-31\n'
                    'product = [{ name = "A", price = 7, initial_stock = 9 }] # a friend said so\n')  # fmt: skip
    folder = folder_of("run", tmp_path, sim.load(file))
    path = sim.report(folder, tmp_path / "page.html", file)
    text = Page(path.read_text(encoding="utf-8")).text
    assert "a friend said so" in text
    assert "gpu-supply run 'my own.toml' --seed 0 --replication 0" in text
    assert "With the scenario file my own.toml:" in text


@pytest.mark.parametrize("design", ["random", "sobol"])
def test_intervals_of_a_design_are_called_what_they_are(design: str, tmp_path: Path) -> None:
    """The page of a sweep whose replications depend on each other says what its intervals are worth."""
    scenario = chain(CHAIN + '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n')
    done = sim.sweep(scenario, 4, design=design, keep="summary", out=tmp_path)
    said = "they show a scale, and are no 95 % intervals" in Page(page(read(done.folder))).text
    assert said == (design == "sobol")
