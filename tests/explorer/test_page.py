"""The page in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import sim
from sim.experiment.answer import question_of
from sim.explorer.view import PANELS, View
from sim.reporting.answer import Point, points_of
from sim.scenario.unit import unit_of
from tests.explorer.browsers import FLAGS, chromium
from tests.explorer.worlds import ALL_FAIL, HOSTILE, NEWS, SMALL
from tests.worlds import chain

PATIENCE = 60_000
"""Milliseconds that a busy machine may take for a picture."""

MEDIAN = "() => JSON.stringify(Array.from(document.querySelector('.js-plotly-plot').data.at(-1).y))"
HAS_PICTURE = "() => document.querySelector('.js-plotly-plot')?.data?.length > 0"
IS_WHOLE = "() => document.body.innerText.includes('1,000 replications, seed') && " + HAS_PICTURE[6:]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    if not chromium():
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose browser says nothing is wrong, and asks nobody but the server for anything."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if is_own(asked.url, address) else wrong.append(asked.url))
    yield page
    assert page.get_by_test_id("stException").count() == 0
    page.close()
    assert wrong == []


def is_own(url: str, address: str) -> bool:
    """Whether a request goes to the server, or nowhere."""
    return url.startswith((address, "data:", "blob:", address.replace("http", "ws")))


def shown(page: Page, address: str, query: str = "") -> str:
    """Open a link, wait for all replications, and give the median curve."""
    page.goto(f"{address}?{query}")
    return whole(page)


def settled(page: Page) -> None:
    """Wait until the page has nothing more to show."""
    page.wait_for_timeout(400)  # what was asked for has to begin before it can end
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def whole(page: Page) -> str:
    """The median curve once it is of all replications, and all else is there."""
    page.wait_for_function(IS_WHOLE)
    settled(page)
    return str(page.evaluate(MEDIAN))


def changed(page: Page, before: str) -> str:
    """The median curve once it is another, of all replications."""
    page.wait_for_function(f"before => ({MEDIAN})() !== before", arg=before)
    return whole(page)


def view_of(page: Page) -> dict[str, list[str]]:
    """What the page's address says."""
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a list."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def to_the_end(page: Page, label: str) -> None:
    """Move a slider as far as it goes, by the keyboard."""
    slider = page.get_by_role("slider", name=label)
    slider.focus()
    slider.press("End")


MOVES: dict[str, Callable[[Page], None]] = {
    "Rules": lambda page: choose(page, "allocation policy", "fifo"),
    "Distributor north": lambda page: to_the_end(page, "north: weekly capacity (drawn)"),
    "Product A": lambda page: to_the_end(page, "A: capacity a lot (drawn)"),
    "Buyer Ann": lambda page: to_the_end(page, "Ann's order: date (drawn)"),
}


def earlier(page: Page, label: str) -> None:
    """Move a date a month back by the keyboard."""
    month = page.get_by_role("spinbutton", name=f"month, {label}")
    month.focus()
    month.press("ArrowDown")
    for _ in ("day", "calendar", "away"):
        page.keyboard.press("Tab")


def test_each_kind_of_control_changes_the_picture(page: Page, address: str) -> None:
    """A slider of numbers or dates and a choice each change the curve, the address and the command; a ghost stays."""
    before = shown(page, address)
    for group, move in MOVES.items():
        choose(page, "What to move", group)
        move(page)
        before = changed(page, before)
        assert page.evaluate("document.querySelector('.js-plotly-plot').data.some(one => one.name === 'before')")
    settings = view_of(page)["set"]
    assert [one.partition("=")[0] for one in settings] == [
        "allocation", "distributor.north.weekly_capacity", "product.A.production.capacity", "buyer.Ann.order.1.date",
    ]  # fmt: skip
    command = page.get_by_test_id("stCode").inner_text()
    assert all(one in command for one in settings)


def test_date_of_a_ban_is_moved_by_keyboard(page: Page, address: str) -> None:
    """A date field takes another month from the keys, and the picture follows once the field is left."""
    before = shown(page, address)
    earlier(page, "ban: first effective date")
    changed(page, before)
    assert view_of(page)["set"] == ["control.ban.effective=2023-02-01"]


def test_picture_changes_in_its_place(page: Page, address: str) -> None:
    """What was drawn is changed, not made anew: its element stays, and there is one."""
    before = shown(page, address)
    page.evaluate("document.querySelector('.js-plotly-plot').known = true")
    choose(page, "What to move", "Distributor north")
    to_the_end(page, "north: weekly capacity (drawn)")
    changed(page, before)
    assert page.evaluate("document.querySelector('.js-plotly-plot').known")
    assert page.locator(".js-plotly-plot").count() == 1


def test_link_restores_the_view(page: Page, address: str) -> None:
    """A link has the same settings, curve, seed and panel in a page that never saw them."""
    link = "scenario=small&set=distributor.north.weekly_capacity%3D150&seed=3&panel=timeline"
    first = shown(page, address, link)
    assert shown(page, address, "scenario=small") != first
    assert shown(page, address, link) == first
    choose(page, "What to move", "Distributor north")
    slider = page.get_by_role("slider", name="north: weekly capacity (set)")
    expect(slider).to_have_attribute("aria-valuetext", "150 units")
    expect(page.get_by_label("Seed")).to_have_value("3")
    assert view_of(page)["panel"] == ["timeline"]


WRONG = {
    "set=product.A.production.capacity%3Dmany": "product.A.production.capacity",
    "set=product.B.price%3D3": "product.B.price",
    "seed=minus": "seed",
    "panel=nothing": "panel",
    "scenario=..%2F..%2Fetc%2Fpasswd": "expected one of",
    "toml=damaged": "damaged",
    "set=uncertain.control.ban.effective%3D%7Bchoice%3D[2023-01-01,2023-03-01]%7D": "announced (2023-01-10) or a later",
    "set=uncertain.allocation%3D%7Bempirical%3D%7Bfile%3D'small.toml'%7D%7D": "a page reads no files",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_is_explained(page: Page, address: str, query: str) -> None:
    """A link with a wrong value says which and what was expected, in the product's own words, and has no picture."""
    page.goto(f"{address}?{query}")
    wrong = page.locator(".st-key-wrong")
    expect(wrong).to_contain_text(WRONG[query])
    expect(wrong).not_to_contain_text("Traceback")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


def test_typed_value_that_cannot_be_changes_nothing(page: Page, address: str) -> None:
    """A wrong `PATH=VALUE` is explained where it was typed, and the picture stays."""
    before = shown(page, address)
    field = page.get_by_placeholder("PATH=VALUE")
    field.fill("buyer.Ann.order.1.units=-5")
    field.press("Enter")
    expect(page.get_by_text("buyer.Ann.order.1.units is -5")).to_be_visible()
    assert whole(page) == before
    assert "set" not in view_of(page)


def show(page: Page, panel: str) -> None:
    """Choose a panel."""
    page.get_by_role("radio", name=PANELS[panel], exact=True).click()
    settled(page)


def test_hostile_names_do_no_harm(page: Page, address: str) -> None:
    """Names and titles are shown as they are: nothing in them is run, loaded or styled, on any panel."""
    query = View(text=HOSTILE).query()
    shown(page, address, "&".join(f"{key}={quote(one)}" for key, some in query.items() for one in some))
    for panel in ("flows", "timeline", "figures", "days"):
        show(page, panel)
        assert page.evaluate("window.broken === undefined")
        assert page.locator("img[src='x'], a[href^='javascript'], img[src*='192.0.2.1']").count() == 0
    expect(page.get_by_role("heading", level=2).first).to_contain_text("![x](http://192.0.2.1/x.png) <b>[a]")


def test_pasted_scenario_is_explored(page: Page, address: str) -> None:
    """A text that is pasted is explored, a wrong one explained, and its link holds it."""
    shown(page, address)
    page.get_by_text("A scenario of your own").click()
    field = page.get_by_label("or its text")
    field.fill("start = 3")
    page.get_by_role("button", name="Explore it").click()
    expect(page.get_by_text("name is missing").first).to_be_visible()
    field.fill(SMALL.replace("Will Ann get her units?", "Mine"))
    page.get_by_role("button", name="Explore it").click()
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    whole(page)
    assert "toml" in view_of(page)


def test_page_is_used_by_keyboard_alone(page: Page, address: str) -> None:
    """Tab reaches a slider, which arrows move, and a panel's button, which the space bar chooses."""
    before = shown(page, address, "scenario=small&set=distributor.north.weekly_capacity%3D150")
    choose(page, "What to move", "Distributor north")
    reach(page, "slider")
    page.keyboard.press("ArrowLeft")
    changed(page, before)
    reach(page, "radio")
    for _ in range(list(PANELS).index("flows")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("Means of the replications")).to_be_visible()
    assert view_of(page)["panel"] == ["flows"]


def reach(page: Page, role: str) -> None:
    """Press Tab until something of this role has the focus."""
    focused = "(document.activeElement.type === 'range' ? 'slider' : document.activeElement.getAttribute('role'))"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == role:
            return
    pytest.fail(f"Tab reaches no {role}")


def test_every_panel_is_shown(page: Page, address: str) -> None:
    """Each panel shows something, and nothing that went wrong; its link names it."""
    shown(page, address)
    for panel in PANELS:
        show(page, panel)
        assert page.locator(".st-key-wrong").count() == 0, panel
        assert page.locator(".st-key-panel").inner_text().strip() or page.locator(".st-key-panel svg").count(), panel
        assert view_of(page)["panel"] == [panel]


def test_replications_that_fail_are_explained(page: Page, address: str) -> None:
    """Where no replication works, the page says why in the words of the first, and no panel goes wrong for it."""
    query = View(text=ALL_FAIL).query()
    page.goto(f"{address}?" + "&".join(f"{key}={quote(one)}" for key, some in query.items() for one in some))
    why = "control.ban.effective is 2023-02-10; expected announced (2023-02-20) or a later date"
    expect(page.locator(".st-key-fan")).to_contain_text(f"All failed, the first with ScenarioError: {why}")
    expect(page.locator(".st-key-panel")).to_contain_text("all replications failed, the first with Scen")
    show(page, "events")
    expect(page.locator(".st-key-panel")).to_contain_text(why)


def test_page_fits_a_phone(page: Page, address: str) -> None:
    """On a screen of 390 points nothing has to be moved sideways."""
    page.set_viewport_size({"width": 390, "height": 844})
    shown(page, address)
    page.get_by_test_id("stCode").wait_for()
    widest = "Math.max(...['html', '[data-testid=stMain]'].map(one => document.querySelector(one).scrollWidth))"
    assert page.evaluate(widest) <= 390


def test_evidence_is_that_of_the_command(page: Page, address: str, tmp_path: Path) -> None:
    """Figures that are pasted and a date change the answer; both are in the link, and the printed command says it."""
    shown(page, address, "scenario=small&panel=evidence")
    assert "update" not in page.get_by_test_id("stCode").inner_text()
    field = page.get_by_label("Observed figures")
    field.fill(NEWS)
    field.press("Control+Enter")
    expect(page.get_by_test_id("stCode")).to_contain_text("--observed observed.toml")
    settled(page)
    page.goto(f"{page.url}&as_of=2023-03-10")
    whole(page)
    command = page.get_by_test_id("stCode").inner_text()
    assert command.rstrip().endswith("--observed observed.toml --as-of 2023-03-10")
    (tmp_path / "observed.toml").write_text(NEWS, encoding="utf-8")
    done = sim.sweep(chain(SMALL), 1000, engine="compiled", out=tmp_path)
    assert f"gpu-supply update results/small/{done.folder.name} " in command
    said = sim.update(done.folder, tmp_path / "observed.toml", "2023-03-10").answer()
    points = points_of(said, [question_of(chain(SMALL))], unit_of(chain(SMALL)))
    shown_there = letters(page.locator(".st-key-panel").inner_text())
    assert len(points) == 2
    assert [one for one in words_of(points) if letters(one) not in shown_there] == []


def words_of(points: list[Point]) -> Iterator[str]:
    """The sentences of an answer."""
    for one in points:
        yield one.words
        yield from words_of(one.below)


def letters(text: str) -> str:
    """A text without what sets its words apart."""
    return "".join(one for one in text if one.isalnum())


def test_what_is_taken_away_is_what_is_shown(page: Page, address: str, tmp_path: Path) -> None:
    """The scenario is that of the settings, the tables are those of the sweep, and the report is one page of it."""
    shown(page, address, "scenario=small&set=distributor.north.weekly_capacity%3D150")
    files = {}
    for name in ("Scenario", "Replications", "Curves", "Report"):
        with page.expect_download() as found:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / found.value.suggested_filename
        found.value.save_as(files[name])
    asked = chain(SMALL).set("distributor.north.weekly_capacity", 150)
    assert sim.load(files["Scenario"]) == asked
    done = sim.sweep(asked, 1000, engine="compiled")
    delivered = "delivered_units.Ann.2023-02-15"
    assert pd.read_csv(files["Replications"])[delivered].tolist() == done.replications[delivered].tolist()
    assert pd.read_csv(files["Curves"])["curve"].nunique() == 3
    report = files["Report"].read_text(encoding="utf-8")
    assert report.lower().startswith("<!doctype html>")
    assert done.digest in report
