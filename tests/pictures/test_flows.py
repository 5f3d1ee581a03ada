"""The diagram of flows: what stands in its columns, and how high."""

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import sim
from sim.pictures.flows import flows_of_run, mean_flows, ribbons_of
from sim.pictures.sankey import BODY, LONGEST, ROOM, Ribbon, laid_out, merged
from sim.pictures.style import Picture
from sim.pictures.text import wide
from tests.pictures.tables import PICTURES, flows, small

ORDER = (["A", "B"], ["north", "still open"], ["Ann", "Bob"])


def texts_of(figure: Figure) -> list[Text]:
    """All texts of a picture."""
    return [one for one in figure.findobj() if isinstance(one, Text)]


def texts(figure: Figure) -> list[str]:
    """The texts of the diagram, from left to right and above to below."""
    return [text.get_text() for text in figure.axes[0].texts]


def test_bars_of_a_diagram_are_as_high_as_their_units() -> None:
    """Every column has all units, each bar its own, in the scenario's order, rests at the foot."""
    ribbons = [
        Ribbon("A", "still open", "Bob", 30, is_rest=True),
        Ribbon("B", "north", "Ann", 50),
        Ribbon("A", "north", "Bob", 20),
    ]
    layout = laid_out(merged(ribbons), ORDER)
    units = [[(name, node.units) for name, node in column.items()] for column in layout.columns]
    assert units == [[("A", 50), ("B", 50)], [("north", 70), ("still open", 30)], [("Ann", 50), ("Bob", 50)]]
    assert layout.scale == BODY / 100
    for column in layout.columns:
        upper, lower = column.values()
        assert lower.top > upper.top + layout.scale * upper.units


def test_drawn_bars_have_the_heights_of_the_layout() -> None:
    """What is drawn is what was laid out: the bars of each column add up to all units."""
    bars = [patch for patch in PICTURES["flows"]().axes[0].patches if isinstance(patch, Rectangle)]
    by_column: dict[float, float] = {}
    for bar in bars:
        by_column[bar.get_x()] = by_column.get(bar.get_x(), 0.0) + bar.get_height()
    assert list(by_column.values()) == pytest.approx([BODY] * 3, rel=0.01)


def test_small_nodes_of_a_long_column_become_one() -> None:
    """Of a hundred buyers the twelve largest stand alone, and no unit is lost."""
    ribbons = [Ribbon("A", "north", f"buyer {number}", number) for number in range(1, 101)]
    few = merged(ribbons)
    assert len(few) == 13
    assert sum(one.units for one in few) == sum(one.units for one in ribbons)
    assert few[0].buyer == "88 other buyers"


def test_a_channel_and_a_buyer_of_one_name_are_two_nodes() -> None:
    """Nodes are told apart by column, not by name."""
    layout = laid_out([Ribbon("A", "A", "A", 10)], (["A"], ["A"], ["A"]))
    assert [list(column) for column in layout.columns] == [["A"], ["A"], ["A"]]


def test_a_long_name_is_cut_and_told_whole() -> None:
    """A name that is too long for its place ends in an ellipsis; its bar says it whole."""
    name = "a buyer WHOSE NAME IS SO LONG THAT NO PICTURE HAS ROOM"
    buyer = {"name": name, "via": {"north": 1.0}}
    scenario = small().set("report", {}).set("buyer", [buyer])
    needs = {"need_units.all": 12_345.0, "met_units.all": 12_345.0}
    figure = flows_of_run({f"flow_units.A.north.{name}": 12_345.0, **needs}, scenario)
    assert isinstance(figure, Picture)
    (shown,) = (text for text in texts(figure) if "12,345" in text and text.startswith("a buyer"))
    assert shown.endswith("… 12,345")
    assert wide(shown, 9.0) <= LONGEST < ROOM
    assert f"{name}: 12,345 units" in figure.told.values()


def test_what_is_switched_is_left_out() -> None:
    """Units that a substitute was ordered for are none of the diagram: the substitute is."""
    units = sum(units for name, units in flows().items() if name.startswith("flow_"))
    assert sum(one.units for one in ribbons_of(flows(), small())) == units - 400
    assert not any("switched" in text for text in texts(PICTURES["flows"]()))


def test_means_tell_no_share() -> None:
    """A diagram of means says so and tells units; that of one replication tells the share too."""
    means = {name: {"mean": units, "low": units, "high": units} for name, units in flows().items()}
    point = {"figures": means, "replications": 7}
    said = [" ".join(text.get_text() for text in texts_of(figure))
            for figure in (PICTURES["flows"](), mean_flows(point, small(), 3, "fifo"))]  # fmt: skip
    assert "4,000 of Ann's 10,000 units are delivered (40%) by 30 June 2023" in said[0]
    assert "fifo: On average 4,000 of Ann's 10,000 units are delivered by 30 June 2023" in said[1].replace("\n", " ")
    assert "seed 3, 7 replications" in said[1]


def test_a_grid_has_a_diagram_for_each_point() -> None:
    """The diagram of a point says in words what sets it apart; of a point that is not there one message tells."""
    sweep = sim.sweep(small(), 2, grid={"allocation": ["fifo", "pro-rata"]}, keep="summary", engine="simpy")
    figure = sweep.plot_flows(1)
    assert isinstance(figure, Picture)
    assert figure.heading.title.startswith("allocation policy = pro-rata: On average ")
    for point in (-1, 2):
        with pytest.raises(sim.UsageError, match=f"point {point}: expected one of 2, counted from 0"):
            sweep.plot_flows(point)
