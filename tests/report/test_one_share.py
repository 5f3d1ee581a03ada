"""One need that shares are of: answer, picture, page and table of the same result say the same numbers."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.clock import in_words
from sim.experiment.results import write_run
from sim.experiment.run import Run
from sim.pictures import registry
from sim.records.figures import Figures
from sim.records.words import percent
from sim.reporting.page import page
from sim.reporting.result import read
from sim.scenario.schema import Scenario
from sim.scenario.words import possessive
from tests.report.pages import Page
from tests.worlds import CHAIN, chain

NUMBER = r"([\d,]+)"
LARGEST = 1_000_000
"""Characters of a page."""
SWITCHED = """
[[product]]
name = "B"
price = 200
initial_stock = 30
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-10
effective = 2023-01-10
"""


def switching() -> Scenario:
    """Ann orders 60 of A; 20 have left when a ban has her order 40 of B instead, of which 30 are there.

    On the 20th she gives up the 10 that are left: 50 of an order of 60 are delivered, 30 of them for 6,000 dollars.
    """
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 50").replace("stock = 100", "stock = 20")
    answered = text.replace("via = ", 'patience = 9\non_control = { A = "B" }\nvia = ').replace(
        "[[dist", SWITCHED + "[[dist"
    )
    return chain(answered).set("report.dates", ["2023-01-08", "2023-01-31"])


def texts_of(figure: Figure) -> list[Text]:
    """All texts of a picture."""
    return [one for one in figure.findobj() if isinstance(one, Text)]


def texts(figure: Figure) -> str:
    """All text of a picture, a line each."""
    return "\n".join(text.get_text() for text in texts_of(figure))


def ends(figure: Figure) -> dict[str, float]:
    """The last value of each line of a picture's large panel, by its words in the legend."""
    return {str(line.get_label()): float(np.asarray(line.get_ydata())[-1]) for line in figure.axes[0].lines}


def page_of(done: Run, out: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The text of the page about a run, whose folder has no drawn pictures."""
    monkeypatch.setattr(registry, "drawn", lambda _: [])
    text = page(read(write_run(done, out, datetime.now(UTC))))
    assert len(text) < LARGEST
    return re.sub(r"\s+", " ", Page(text).text)


def number(summary: Figures, name: str) -> int:
    """A key figure that has a value."""
    return int(summary[name] or 0)


def says_one_share(done: Run, said: str) -> None:
    """Fails unless answer, picture and page tell the shares and units of the key figures, of the same order."""
    scenario, summary, answer, figure = done.scenario, done.summary, done.answer(), done.plot()
    who = scenario.report.buyer or "all"
    name = possessive("all buyers" if who == "all" else who)
    dates = scenario.report.dates or (scenario.end,)
    drawn = figure.axes[0].lines
    order = number(summary, f"need_units.{who}")
    if drawn:
        assert ends(figure).get("needed in the whole run", ends(figure)["ordered, less switched"]) == order
    for when in dates:
        share, units, usd = (summary[f"delivered_{figure}.{who}.{when}"] for figure in ("share", "units", "usd"))
        assert share is not None
        assert units is not None
        assert share == number(summary, f"met_units.{who}.{when}") / order
        told = rf"By {in_words(when, full=True)}, {NUMBER} \S+ of .* (?:is|are) delivered \((\S+)\), worth \${NUMBER}"
        found = re.search(rf"{told}(?:; {NUMBER} of them were needed)?\.", answer)
        assert found if units else f"By {in_words(when, full=True)}, nothing of" in answer
        met = number(summary, f"met_units.{who}.{when}")
        needed = None if met == units else f"{met:,}"
        assert not found or list(found.groups()) == [f"{units:,}", percent(share), f"{usd:,}", needed]
        told = f"{percent(share)} of {'all orders' if who == 'all' else f'{name} order'} delivered"
        assert f"{told} by {in_words(when, True)}" in said
        assert f"delivered_share.{who}.{when}{100 * share:,.1f}%" in said
    last = min(max(dates), scenario.end)
    share, units = summary[f"delivered_share.{who}.{max(dates)}"], summary[f"met_units.{who}.{max(dates)}"]
    title = rf"By {in_words(last)}, {NUMBER} of {re.escape(name)} {NUMBER} \S+ (?:is|are) delivered \((\S+)\)"
    for text in (texts(figure), said):
        found = re.search(title, text)
        assert found
        assert list(found.groups()) == [f"{units:,}", f"{order:,.0f}", percent(share or 0)]
    flows = (
        rf"{NUMBER} of {re.escape(name)} {NUMBER} \S+ (?:is|are) delivered \((\S+)\) by {in_words(scenario.end, True)}"
    )
    found = re.search(flows, said)
    assert found
    delivered = number(summary, f"met_units.{who}")
    assert list(found.groups()) == [f"{delivered:,.0f}", f"{order:,.0f}", percent(delivered / order)]


def test_units_that_switch_and_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is switched is not counted twice, what is given up stays in the order: 50 of 60 in words and pictures."""
    done = sim.run(switching())
    assert done.summary["delivered_share.all.2023-01-31"] == 50 / 60
    assert done.summary["cancelled_units.all"] == 10
    said = page_of(done, tmp_path, monkeypatch)
    says_one_share(done, said)
    assert "10 units not delivered\n$2,000" in texts(done.plot())
    assert "A 20B 40channelnorth 50cancelled 10buyerAnn 60" in said


@pytest.mark.parametrize("seed", [0, 2])
@pytest.mark.parametrize("name", sim.shipped())
def test_every_scenario_that_ships(name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer, title, page and table of a run of each scenario that ships tell one share."""
    done = sim.run(name, seed, engine="simpy")
    says_one_share(done, page_of(done, tmp_path, monkeypatch))


def test_sweep(tmp_path: Path) -> None:
    """A sweep's answer, fan, chances, page and table tell the same shares and the same order."""
    scenario = switching().set("uncertain", {"product.B.initial_stock": {"uniform": [0, 60]}})
    sweep = sim.sweep(scenario, 9, engine="simpy", out=tmp_path)
    answer, figure, point = sweep.answer(), sweep.plot(), sweep.summary["points"][0]
    said = re.sub(r"\s+", " ", Page(page(read(sweep.folder))).text)
    rows = sweep.replications
    assert ends(figure)["ordered, less switched: mean"] == rows["ordered_units.all.2023-01-31"].mean() == 60
    for when in ("2023-01-08", "2023-01-31"):
        share = point["figures"][f"delivered_share.all.{when}"]
        assert share["mean"] == pytest.approx((rows[f"delivered_units.all.{when}"] / 60).mean())
        told = f"{percent(share['p50'])} of the order of all buyers delivered"
        assert f"by {when}: {told}" in answer
        assert f"{percent(share['p50'])} of all orders delivered by {in_words(date.fromisoformat(when), True)}" in said
    reached = [float(np.asarray(line.get_ydata())[-1]) for line in figure.axes[1].lines[:4]]
    chances = [chance["probability"] for chance in point["chances"]["all"]["2023-01-31"].values()]
    assert reached[-len(chances) :] == pytest.approx(chances[::-1]) or sorted(reached)[: len(chances)] == sorted(
        chances
    )
    mean = point["figures"]["delivered_units.all.2023-01-31"]["mean"]
    assert f"On average {mean:,.0f} of all buyers' 60 units are delivered by 31 January 2023" in said
