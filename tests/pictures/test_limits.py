"""Pictures of what is unusual: nothing falls out of them, and no label lies on another."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import sim
from sim.pictures.chances import chances_chart
from sim.pictures.curves import delivered_versus_ordered
from sim.pictures.fan import Fan, fan_chart, page_of_fans
from sim.pictures.style import house_style
from sim.scenario.file import build
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from tests.pictures.tables import PICTURES, bands, books, figures, reached, small

LONG = "Ännchen & Söhne <b>_$x_1$_frac{1}{2} $100 per $GPU 北京字节跳动科技有限公司"


def changed(**tables: Any) -> Scenario:
    """The small scenario with other tables."""
    return build(dump(small()) | {"uncertain": {}} | tables)


def control(name: str, when: date, **others: Any) -> dict[str, Any]:
    """A control announced and in effect on one day."""
    return {"name": name, "covers": ["A"], "announced": when, "effective": when} | others


def buyers(names: list[str], when: date) -> list[dict[str, Any]]:
    """Buyers of one order each."""
    order = {"date": when, "product": "A", "units": 100}
    return [{"name": name, "via": {"north": 1.0}, "order": [order]} for name in names]


START, END = small().start, small().end
LONG_CONTROL = "a rule whose name takes sixty characters and more to write out"
UNUSUAL: dict[str, Callable[[], Scenario]] = {
    "one day": lambda: changed(end=START, report={"dates": [START]}, buyer=buyers(["Ann"], START)),
    "two days": lambda: changed(
        end=START + timedelta(days=1), report={"dates": [START]}, buyer=buyers(["Ann", "Bob"], START)
    ),
    "ten years": lambda: changed(end=date(2032, 12, 31)),
    "no buyer reported": lambda: changed(report={"dates": [END]}),
    "forty buyers": lambda: changed(buyer=buyers([f"buyer number {number}" for number in range(40)], START), report={}),
    "long names": lambda: changed(
        name="a-name-of-a-scenario-that-is-much-longer-than-usual-and-goes-on", title=f"{LONG} {LONG} {LONG}?",
        buyer=buyers([LONG, f"{LONG} 2"], START), report={"buyer": LONG, "dates": [END]},
        control=[control(LONG, START), control(LONG_CONTROL, END)],
    ),
    "controls at both ends": lambda: changed(control=[control("first", START), control("last", END, lifted=END)]),
    "six controls in a week": lambda: changed(
        control=[control(f"rule number {n} of the week", START + timedelta(days=100 + n)) for n in range(6)]
    ),
    "many controls at the end": lambda: changed(
        control=[control(f"{LONG_CONTROL} {n}", END - timedelta(days=n), lifted=END) for n in range(5)]
    ),
}  # fmt: skip


def drawn(scenario: Scenario) -> dict[str, Figure]:
    """The pictures of a scenario."""
    own = bands(scenario)
    return {
        "curves": delivered_versus_ordered(books(scenario), figures(scenario), scenario),
        "fan": fan_chart(own, reached(scenario), scenario, 0, title=scenario.title),
        "page": page_of_fans([Fan(own, scenario)] * 3, scenario.title or "Three of them"),
    }


def boxes(figure: Figure, renderer: RendererBase) -> Iterator[tuple[str, Bbox]]:
    """Each panel with all that belongs to it, and each text of the figure's own, with what it is."""
    for text in figure.texts:
        yield text.get_text(), text.get_window_extent(renderer)
    for place, axes in enumerate(figure.axes):
        found = axes.get_tightbbox(renderer)
        if found is not None:
            yield f"panel {place}", found


@house_style()
def check_room(figure: Figure) -> None:
    """Nothing falls out of the figure, panels keep room, and labels above and in a panel lie clear of each other."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer, whole = canvas.get_renderer(), figure.bbox
    for what, box in boxes(figure, renderer):
        assert box.x0 >= whole.x0 - 1, what
        assert box.y0 >= whole.y0 - 1, what
        assert box.x1 <= whole.x1 + 1, what
        assert box.y1 <= whole.y1 + 1, what
    for axes in figure.axes:
        assert axes.bbox.height > 0.4 * figure.dpi
        texts: list[Text] = [text for text in [*axes.texts, axes.title] if text.get_text()]
        placed = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        legend = axes.get_legend()
        if legend is not None:
            placed.append(("legend", legend.get_window_extent(renderer)))
        for (one, here), (other, there) in combinations(placed, 2):
            assert not here.padded(-1).overlaps(there.padded(-1)), f"{one!r} lies on {other!r}"


@pytest.mark.parametrize("name", PICTURES)
def test_usual_pictures_have_room(name: str) -> None:
    """In each kind of picture all text lies within it, no label on another."""
    check_room(PICTURES[name]())


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_scenarios_have_room(name: str) -> None:
    """In pictures of an unusual scenario too, and drawing them warns of nothing."""
    for figure in drawn(UNUSUAL[name]()).values():
        check_room(figure)


def test_dollars_in_names_are_no_mathematics() -> None:
    """A name with `$` stands in the picture as it is."""
    scenario = UNUSUAL["long names"]()
    figure = drawn(scenario)["fan"]
    figure.draw_without_rendering()
    assert any("$x_1$" in text.get_text() for text in figure.findobj(Text))
    assert not any(text.get_parse_math() for text in figure.findobj(Text) if text.get_text())


def test_nothing_on_order() -> None:
    """Where nothing is ordered the pictures say so."""
    scenario = changed(buyer=[{"name": "Ann", "via": {"north": 1.0}}])
    run = sim.run(scenario)
    pictures = [run.plot(), fan_chart(bands(scenario, units=0), {}, scenario, 0), chances_chart({}, scenario, 0, 9)]
    for figure in pictures:
        check_room(figure)
    said = ["\n".join(text.get_text() for text in figure.findobj(Text)) for figure in pictures]
    assert "nothing on order" in said[0]
    assert "nothing on order" in said[1]
    assert "Nothing of Ann's order to deliver" in said[2]


def test_one_replication_and_none_delivered() -> None:
    """A sweep of one replication in which nothing arrives has its pictures."""
    slow = small().set("distributor.north.transit_days", 365)
    sweep = sim.sweep(slow, 1)
    for figure in (sweep.plot(), sweep.plot_chances(), sweep.plot(f"delivered_share.Ann.{END}"), sim.overview([sweep])):
        check_room(figure)


def test_failed_replications() -> None:
    """A fan whose bands are empty, as where all replications failed, is drawn and says how many."""
    none = bands(small()).iloc[:0]
    figure = fan_chart(none, {0.5: np.array([])}, small(), 0, failed=7)
    check_room(figure)
    assert any("7 more failed" in text.get_text() for text in figure.texts)
