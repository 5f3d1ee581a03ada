"""Pictures of the page: where their marks stand."""

import re
from datetime import date

import pytest

from sim.reporting.svg.axes import date_ticks, ticks, units_in_short
from sim.reporting.svg.curves import Band, Chart, Event, Line, curves_picture
from sim.reporting.svg.intervals import Interval, intervals_picture
from sim.reporting.svg.marks import CHARACTER, element, steps_of
from sim.reporting.svg.sankey import BODY, Ribbon, merged, sankey_picture

ORDER = (["A", "B"], ["north", "still open"], ["Ann", "Bob"])


def bars(picture: str) -> list[dict[str, float]]:
    """Place and size of the bars of a diagram, from above to below and left to right."""
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', picture)
    return [dict(zip(("x", "y", "height"), map(float, one), strict=True)) for one in found]


def test_attributes_and_text_are_escaped() -> None:
    """Neither an attribute nor a text can end its element."""
    assert element("text", '<b>"&', class_='"><b>') == '<text class="&#34;&gt;&lt;b&gt;">&lt;b&gt;&#34;&amp;</text>'


def test_ticks_are_round_and_cover_the_range() -> None:
    """Ticks are whole steps of 1, 2, 2.5 or 5 times a power of ten, and both ends lie within."""
    assert ticks(0, 78_965, 5) == [0, 20_000, 40_000, 60_000, 80_000]
    assert ticks(-0.18, 0.9, 5) == [-0.25, 0, 0.25, 0.5, 0.75, 1.0]
    assert ticks(0, 0, 5)[0] == 0


def test_counts_in_short() -> None:
    """A tick of thousands, millions and billions is three digits and a letter."""
    assert [units_in_short(value) for value in (0, 750, 25_000, 2.5e6, 1e9)] == ["0", "750", "25k", "2.5M", "1B"]


def test_date_ticks_are_month_starts_or_weeks() -> None:
    """A long run has ticks on the firsts of months, years named where new; a short one on days a week apart."""
    long = date_ticks(date(2022, 11, 15), 120, 12)
    assert long == [(16, "Dec\n2022"), (47, "Jan\n2023"), (78, "Feb"), (106, "Mar")]
    assert date_ticks(date(2023, 1, 30), 16, 12) == [(0, "30 Jan"), (7, "6 Feb"), (14, "13 Feb")]


@pytest.mark.parametrize("days", [1, 2, 8, 75, 400, 4000])
@pytest.mark.parametrize("width", [360.0, 900.0])
def test_curves_of_any_length_are_drawn_inside_the_picture(days: int, width: float) -> None:
    """Whatever the number of days, every coordinate lies inside the picture."""
    line = Line("delivered", [float(day) for day in range(days)], "a")
    chart = Chart(
        date(2023, 1, 1), days, [line], [Band("range", [0.0] * days, line.values, "a outer")], [Event(0, "x" * 30)]
    )
    picture = curves_picture(chart, "finding", width, 300)
    numbers = [float(value) for value in re.findall(r'[ "MHVL](-?\d+(?:\.\d+)?)(?=[ "HVLZ])', picture)]
    assert numbers
    assert all(-0.1 <= value <= max(width, 300) + 1 for value in numbers)
    assert len(re.findall(r'class="tick"', picture)) > 2


def test_steps_are_drawn_only_where_a_curve_changes() -> None:
    """A stair goes level to the day of the change, then up."""
    assert steps_of([(0.0, 9.0), (1.0, 9.0), (2.0, 5.0), (3.0, 5.0)]) == "M0 9H2V5H3"


def test_bars_of_a_diagram_are_as_high_as_their_units() -> None:
    """Every column of a Sankey diagram has all units, each bar its own, in the scenario's order, rests at the foot."""
    ribbons = [
        Ribbon("A", "still open", "Bob", 30, is_rest=True),
        Ribbon("B", "north", "Ann", 50),
        Ribbon("A", "north", "Bob", 20),
    ]
    found = bars(sankey_picture(ribbons, ORDER, "finding", 900.0))
    scale = BODY / 100
    assert [one["height"] for one in found] == pytest.approx(
        [scale * units for units in (50, 50, 70, 30, 50, 50)], abs=0.1
    )
    assert len({one["x"] for one in found}) == 3
    assert all(lower["y"] > upper["y"] for upper, lower in zip(found[::2], found[1::2], strict=True))


def test_small_nodes_of_a_long_column_become_one() -> None:
    """Of a hundred buyers the twelve largest stand alone, and no unit is lost."""
    ribbons = [Ribbon("A", "north", f"buyer {number}", number) for number in range(1, 101)]
    few = merged(ribbons)
    assert len(few) == 13
    assert sum(one.units for one in few) == sum(one.units for one in ribbons)
    assert few[0].buyer == "88 other buyers"


def test_a_channel_and_a_buyer_of_one_name_are_two_nodes() -> None:
    """Nodes are told apart by column, not by name."""
    found = bars(sankey_picture([Ribbon("A", "A", "A", 10)], (["A"], ["A"], ["A"]), "finding", 360.0))
    assert len(found) == 3


def test_intervals_beyond_the_axis_are_cut_off() -> None:
    """With a highest value nothing is drawn beyond the axis."""
    rows = [Interval("one", -3.0, 0.5, 9.0, other=-1.0)]
    picture = intervals_picture(rows, "finding", 900.0, "{:.1f}".format, 1.0)
    ends = re.search(r'<line x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)" y2="[\d.]+" class="range">', picture)
    ticks_at = [
        float(x) for x in re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="middle" class="tick">', picture)
    ]
    assert ends is not None
    assert float(ends[1]) == min(ticks_at)
    assert float(ends[2]) == max(ticks_at)


@pytest.mark.parametrize("width", [360.0, 900.0])
@pytest.mark.parametrize("words", ["ban in effect, drawn between 15 Aug 2023 and 1 Nov 2023, or so", "x" * 200])
def test_long_words_of_an_event_stay_inside_the_picture(words: str, width: float) -> None:
    """What is too long for a line stands in two, the last part below, and ends in an ellipsis at worst."""
    chart = Chart(date(2023, 1, 1), 300, [Line("units", [1.0] * 300, "a")], (), [Event(200, words, 280)])
    svg = str(curves_picture(chart, "finding", width, 300))
    said = re.findall(
        r'<text x="([\d.]+)"[^>]*text-anchor="(start|end)" class="tick">([^<]*(?:ban|drawn|x)[^<]*)<', svg
    )
    assert said
    for x, anchor, text in said:
        long = CHARACTER * len(text)
        left = float(x) if anchor == "start" else float(x) - long
        assert left >= -1
        assert left + long <= width + 1
    assert svg.count('class="drawn"') == 1
