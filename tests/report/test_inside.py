"""The explorer inside a sweep's report: its numbers in a real browser are those of the product."""

import gzip
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect, sync_playwright

import sim
from sim.analysis.update import FEWEST, described
from sim.errors import UsageError
from sim.experiment.in_memory import play
from sim.pictures.tables import middle
from sim.records.figures.naming import figure_name, figure_of
from sim.records.words import NONE, percent
from sim.reporting.inside import curves
from sim.reporting.inside.content import allowed, inside_of
from sim.reporting.page import page as page_of
from sim.reporting.result import read
from sim.statistics.calibration import effective_size
from tests.explorer.browsers import FLAGS, chromium
from tests.explorer.worlds import HOSTILE
from tests.report import pages
from tests.worlds import chain

REPLICATIONS = 300
WHO = "<img src=x onerror=window.broken=1>"

NEWS = f"""
[[observed]]
figure = "delivered_units.'{WHO}'"
date = 2023-02-15
value = 150
range = [50, 300]
published = 2023-02-20
source = "<b onclick='window.broken=1'>paper</b>"
[[observed]]
figure = "delivered_share.'{WHO}'"
date = 2023-03-31
least = 0.1
published = 2023-04-02
source = "another"
"""

Reals = NDArray[np.float64]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, compiled_kernel: None) -> tuple[sim.Sweep, Path]:
    """A sweep of a scenario with hostile names, with its report; the news lie beside it."""
    del compiled_kernel
    out = tmp_path_factory.mktemp("inside")
    news = out / "news.toml"
    news.write_text(NEWS, encoding="utf-8")
    done = sim.sweep(chain(HOSTILE), REPLICATIONS, engine="compiled", out=out)
    sim.report(done.folder, observed=news)
    return done, news


@pytest.fixture(scope="module")
def shown(made: tuple[sim.Sweep, Path]) -> Iterator[Page]:
    """The report opened from its file, in a browser that asks for nothing else and finds nothing wrong."""
    if not chromium():
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        yield from _opened(browser, made[0].folder / "report.html")
        browser.close()


def _opened(browser: Browser, file: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url == file.as_uri() else wrong.append(asked.url))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-explorer=ready]")
    yield page
    assert page.evaluate("window.broken === undefined")
    assert page.locator("#explorer img, #explorer b").count() == 0
    assert wrong == []


@pytest.fixture
def page(shown: Page) -> Page:
    """The page as it is at first."""
    reset = shown.get_by_role("button", name="Reset")
    if reset.is_enabled():
        reset.click()
    return shown


def status(page: Page) -> str:
    """What the page says of the replications left, once it has followed what was done."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator(".status").inner_text()


def chances(page: Page) -> list[str]:
    """The cells of the table of probabilities, row by row."""
    return page.locator(".tables > .scroll tbody td").all_inner_texts()


def figures(page: Page) -> dict[str, list[str]]:
    """The cells of each key figure, by its name."""
    rows = "Array.from(document.querySelectorAll('#explorer .tables details tr[data-name]'))"
    cells = "Array.from(row.querySelectorAll('td'), cell => cell.innerText)"
    found: dict[str, list[str]] = page.evaluate(f"Object.fromEntries({rows}.map(row => [row.dataset.name, {cells}]))")
    return found


def column(rows: pd.DataFrame, name: str) -> Reals:
    """A key figure, NaN where a replication has none."""
    return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)


def shares(done: sim.Sweep) -> list[str]:
    """Names of the reported shares."""
    return [figure_name("delivered_share", WHO, when) for when in done.scenario.report_dates]


def told(rows: pd.DataFrame, name: str, weights: Reals) -> str:
    """A key figure under weights, as the product writes it."""
    return middle(figure_of(name), described(column(rows, name), weights))


def reached(rows: pd.DataFrame, name: str, target: float, weights: Reals) -> str:
    """The probability of a target under weights."""
    values = column(rows, name)
    known = ~np.isnan(values)
    return percent(float(weights[known & (values >= target)].sum() / weights[known].sum()))


def move(page: Page, label: str, keys: Sequence[str]) -> tuple[float, float]:
    """Press keys on a slider; the range that is chosen then."""
    slider = page.get_by_role("slider", name=label)
    slider.focus()
    for key in keys:
        slider.press(key)
    output = page.locator("fieldset.unknown", has=slider).locator("output")
    status(page)
    return float(str(output.get_attribute("data-from"))), float(str(output.get_attribute("data-to")))


def test_page_runs_its_own_script_alone(made: tuple[sim.Sweep, Path]) -> None:
    """The policy names the one script by its hash; numbers are text that nothing runs; no name is markup."""
    text = (made[0].folder / "report.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(.*?)>(.*?)</script>", text, re.DOTALL)
    own = [content for kind, content in scripts if not kind]
    assert len(own) == 1
    assert f'script-src {allowed(own[0])}"' in text
    blocks = [content for kind, content in scripts if kind == ' type="application/octet-stream"']
    assert len(blocks) == 1
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", blocks[0])
    assert WHO not in text
    assert not re.search(
        r"innerHTML|insertAdjacent|document\.write|eval\(|fetch\(|https?:(?!//www\.w3\.org/2000/svg)", own[0]
    )


def test_numbers_of_all_replications_are_those_of_the_folder(page: Page, made: tuple[sim.Sweep, Path]) -> None:
    """With nothing chosen each key figure, chance and band is that of summary.json and bands.parquet."""
    done = made[0]
    summary = json.loads((done.folder / "summary.json").read_text(encoding="utf-8"))["points"][0]
    shown = figures(page)
    assert len(shown) > 10
    assert shown == {name: [middle(figure_of(name), summary["figures"][name])] for name in shown}
    by_date = summary["chances"][WHO].values()
    assert chances(page) == [percent(one["probability"]) for targets in by_date for one in targets.values()]
    page.get_by_text("The picture as a table", exact=True).click()
    rows = page.locator("#explorer .pictures details tbody tr")
    own = done.bands[(done.bands["buyer"] == WHO) & (done.bands["product"] == "all")]
    end = own[own["date"] == "2023-03-31"].set_index("curve")
    mean = end["mean"].to_dict()
    delivered = [end[name].to_dict()["delivered"] for name in ("p05", "p25", "p50", "p75", "p95")]
    ordered = [end[name].to_dict()["ordered"] for name in ("p05", "p95")]
    assert not end["p95"].to_dict()["switched"]  # so what is ordered, less switched, has the quantiles of the ordered
    expected = [mean["ordered"] - mean["switched"], *ordered, *delivered]
    assert rows.last.locator("td").all_inner_texts() == [f"{value:,.0f}" for value in expected]


def test_what_is_filtered_is_what_numpy_makes_of_the_rows(page: Page, made: tuple[sim.Sweep, Path]) -> None:
    """Ranges moved by keyboard, of numbers, dates and words, leave the rows that lie in them, and their numbers."""
    rows = made[0].replications
    low, high = move(page, "north: weekly capacity: from", ["PageUp"] * 3)
    first, last = move(page, "order: date: to", ["ArrowLeft"] * 5)
    page.get_by_role("checkbox", name="fifo").press("Space")
    capacity = column(rows, "sampled.distributor.north.weekly_capacity")
    days = rows["sampled.buyer.1.order.1.date"].to_numpy("datetime64[D]").astype(float)
    inside = (capacity >= low) & (capacity <= high) & (days >= first) & (days <= last)
    inside &= (rows["sampled.allocation"] != "fifo").to_numpy()
    assert FEWEST < inside.sum() < REPLICATIONS / 2
    assert status(page) == f"{inside.sum()} of {REPLICATIONS} replications left"
    kept, even, whole = rows[inside], np.ones(int(inside.sum())), np.ones(REPLICATIONS)
    shown = figures(page)
    assert shown == {name: [told(kept, name, even), told(rows, name, whole)] for name in shown}
    expected = [
        f"{reached(kept, name, target, even)} (all: {reached(rows, name, target, whole)})"
        for name in shares(made[0])
        for target in (0.5, 1.0)
    ]
    assert chances(page) == expected
    assert "sampled.allocation in [pro-rata]" in page.locator(".told").inner_text()


def test_what_is_weighed_is_what_update_makes_of_it(page: Page, made: tuple[sim.Sweep, Path]) -> None:
    """News ticked, or known by a day, give the weights, figures and chances of `gpu-supply update`, and its command."""
    done, news = made
    page.get_by_label("Known by").select_option(label="2 April 2023")
    answer = sim.update(done, news)
    assert FEWEST < answer.effective < REPLICATIONS - 1
    assert f"{REPLICATIONS} of {REPLICATIONS} replications left, worth {answer.effective:,.0f} " in status(page)
    shown, both = figures(page), answer.summary["figures"]
    assert shown == {name: [middle(figure_of(name), both[name][one]) for one in ("after", "before")] for name in shown}
    expected = [f"{percent(one['after'])} (all: {percent(one['before'])})" for one in answer.summary["chances"]]
    assert chances(page) == expected
    command = page.locator(".told pre").inner_text()
    folder = f"results/small/sweep-{done.manifest['work']}"
    assert command == f"gpu-supply update {folder} --observed news.toml --as-of 2023-04-02"
    page.get_by_role("checkbox", name="20 February 2023").press("Space")
    second = (
        sim.update(done, made[1]).known[1].one.compared(column(done.replications, shares(done)[1]), done.scenario.start)
    )
    own = np.where(np.isnan(second), 0.0, 1.0)
    assert f"worth {effective_size(own):,.0f}" in status(page)
    assert page.locator(".told pre").count() == 0


def test_too_few_replications_are_no_answer(page: Page) -> None:
    """Below the effective size at which `update` refuses there are dashes and a warning; Reset brings all back."""
    before = chances(page)
    move(page, "capacity a lot: from", ["End", *["ArrowLeft"] * 3])
    expect(page.get_by_role("alert")).to_contain_text(f"of fewer than {FEWEST} there is no answer")
    assert chances(page) == [f"{NONE} (all: {cell})" for cell in before]
    page.get_by_role("button", name="Reset").press("Enter")
    assert status(page) == f"{REPLICATIONS} of {REPLICATIONS} replications left"
    assert page.get_by_role("alert").count() == 0
    assert chances(page) == before


def test_page_fits_a_phone_and_prints_without_controls(page: Page) -> None:
    """At 390 points nothing of it has to be moved sideways; on paper what is chosen stays, and controls do not."""
    move(page, "capacity a lot: from", ["PageUp"])
    page.emulate_media(media="print")
    assert not page.locator("#explorer .panel").is_visible()
    assert page.locator("#explorer .pictures").is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_small_sweeps_have_none(page_once: Callable[[str], str], folder_once: Callable[[str], Path]) -> None:
    """A sweep of fewer replications than an answer needs has no explorer, and no script; nor is it weighed by news."""
    assert "<script" not in page_once("sweep")
    with pytest.raises(UsageError, match="is weighed by nothing; expected a sweep of 50 or more"):
        inside_of(read(folder_once("sweep")), [Path("china-2023")])


def heads(text: str) -> list[dict[str, Any]]:
    """What each block of a page says of its numbers."""
    found = []
    for block in re.findall(r'<script type="application/octet-stream">(.*?)</script>', text):
        whole = gzip.decompress(b64decode(block))
        found.append(json.loads(whole[4 : 4 + int.from_bytes(whole[:4], "little")]))
    return found


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """A small sweep of two points, each with as many replications as an answer needs."""
    points = {"allocation": ["fifo", "pro-rata"]}
    out = tmp_path_factory.mktemp("grid")
    return sim.sweep(pages.uncertain_chain(), FEWEST, grid=points, engine="simpy", out=out)


def test_a_grid_is_shown_point_by_point(grid: sim.Sweep) -> None:
    """The page of a grid has a block of numbers for each point, which a box chooses between; the same each time."""
    text = page_of(read(grid.folder))
    assert [head["curves"]["replications"] for head in heads(text)] == [FEWEST, FEWEST]
    assert "allocation policy fifo</option>" in text
    assert text == page_of(read(grid.folder))


def test_curves_that_are_not_the_folders_are_left_out(grid: sim.Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this version simulates otherwise than the one that made the folder, the page has no curves and says so."""
    monkeypatch.setattr(curves, "play", lambda plan, *rest: play(replace(plan, seed=1), *rest))
    assert [head["curves"] for head in heads(page_of(read(grid.folder)))] == [{"why": curves.OTHERS}] * 2
