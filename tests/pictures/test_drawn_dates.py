"""A date that replications draw is shown as the range that it is drawn from, on pictures, pages and timelines."""

import re
from datetime import date
from pathlib import Path

import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.reporting.page import page
from sim.reporting.result import read
from sim.scenario.drawn_dates import Dates, Turn, When
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

CONTROL = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-20
moved = [{ on = 2023-01-08, to = 2023-01-22 }]
lifted = 2023-01-28
"""
RANGE = {"uniform": ["2023-01-12", "2023-01-26"]}
TO = "control.ban.moved.1.to"


def drawn(laws: dict[str, object]) -> Scenario:
    """The small chain under a control, with dates that are drawn."""
    return chain(CHAIN + CONTROL).set("uncertain", laws)


def labels(figure: Figure) -> str:
    """All text of a picture."""
    return "\n".join(one.get_text() for one in figure.findobj() if isinstance(one, Text))


def places(figure: Figure) -> set[float]:
    """Where vertical lines stand in the large panel, in days."""
    lines = [line.get_xdata() for line in figure.axes[0].lines]
    return {float(ends[0]) for ends in lines if len(ends) == 2 and ends[0] == ends[1]}  # type: ignore[arg-type, index]


def test_sweep_shows_the_range(tmp_path: Path) -> None:
    """The fan chart and the page say between which dates a control's date is drawn, and its nominal date nowhere."""
    sweep = sim.sweep(drawn({TO: RANGE}), 4, engine="simpy", out=tmp_path)
    figure = sweep.plot()
    assert "ban in effect, drawn between 12 Jan 2023 and 26 Jan 2023" in labels(figure)
    assert "ban effect moved to a drawn date" in labels(figure)
    assert "22 Jan 2023" not in labels(figure)
    assert places(figure) == {date2num(date(2023, 1, day)) for day in (5, 8, 12, 26, 28)}
    (veil,) = figure.axes[0].patches
    low, high = (float(end) for end in veil.get_window_extent().intervalx)
    assert low < high
    text = re.sub(r"<[^>]+>", " ", page(read(sweep.folder)))
    assert "ban in effect, drawn between 12 Jan 2023 and 26 Jan 2023" in text
    timeline = text[text.rindex("Timeline") : text.rindex("Key figures")]
    assert "drawn between 12 January 2023 and 26 January 2023" in timeline
    assert "22 January 2023" not in timeline


def test_run_shows_the_date_that_it_drew() -> None:
    """A replication has one date, and its picture shows it."""
    run = sim.run(drawn({TO: {"choice": ["2023-01-15"]}}))
    assert "effect moved to 15 Jan 2023" in labels(run.plot())
    assert "drawn" not in labels(run.plot())


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (RANGE, "drawn between 12 Jan 2023 and 26 Jan 2023"),
        ({"triangular": ["2023-01-12", "2023-01-14", "2023-01-26"]}, "drawn between 12 Jan 2023 and 26 Jan 2023"),
        ({"choice": ["2023-01-12", "2023-01-26"]}, "drawn: 12 Jan 2023 or 26 Jan 2023"),
        ({"choice": ["2023-01-26", "2023-01-12", "2023-01-20"]}, "drawn between 12 Jan 2023 and 26 Jan 2023"),
        ({"choice": ["2023-01-12", "2023-01-26"], "weights": [1, 0]}, ""),
    ],
)
def test_words_of_a_law(law: dict[str, object], said: str) -> None:
    """Each law of dates is said with its ends; a value without weight is none, and one value alone is a fact."""
    (when,) = [turn.when for turn in turns(drawn({TO: law})) if turn.what == "in effect"]
    assert when.is_drawn == bool(said)
    assert not said or when.drawn_in_words() == said


@pytest.mark.parametrize("key", ["announced", "moved.1.on", "lifted"])
def test_every_date_of_a_control(key: str) -> None:
    """Whatever date of a control is drawn is shown as a range."""
    ranges = {"announced": [2, 4], "moved.1.on": [6, 9], "lifted": [24, 30]}
    low, high = (f"2023-01-{day:02}" for day in ranges[key])
    found = turns(drawn({f"control.ban.{key}": {"uniform": [low, high]}}))
    assert [turn.when for turn in found if turn.when.is_drawn] == [
        When(date.fromisoformat(low), date.fromisoformat(high))
    ]


def turns(scenario: Scenario) -> list[Turn]:
    """What the control does."""
    return Dates(scenario).of_control(0, scenario.control[0])
