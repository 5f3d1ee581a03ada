"""Examples of talks and of orders older than the run, small enough to calculate by hand."""

import pytest

from sim.model.open_lines import OpenLines
from tests.engines.tables import buyer, control, distributor, product, talks, told, values, world
from tests.worlds import Engine

TALKS = ("negotiation_opened", "negotiation_round", "negotiation_failed", "contract_signed", "contract_ended")
NORTH = distributor()


def opening(backlog: int, more: str = "", contract: str = "") -> str:
    """Talks that open at a backlog."""
    keys = f"opens = {{ backlog = {backlog} }}\n{more}\n"
    return f"[buyer.negotiation]\n{keys}[buyer.negotiation.contract]\nweekly_capacity = 0\n{contract}\n"


@pytest.mark.parametrize(("backlog", "day"), [(0, 0), (10, 2), (11, 4), (15, 4), (16, None)])
def test_talks_open_on_the_day_after_so_many_units_are_open(engine: Engine, backlog: int, day: int | None) -> None:
    """10 are open from day 1 on, 15 from day 3 on; no unit need be open for a backlog of 0."""
    ann = buyer("Ann", (1, "A", 10), (3, "A", 5), more=opening(backlog))
    story = told(engine, world(product(), NORTH, ann), *TALKS)
    assert [row[:2] for row in story] == [
        (day, kind) for kind in ("negotiation_opened", "negotiation_round", "contract_signed")
    ] * (day is not None)


@pytest.mark.parametrize(("rounds", "days"), [(1, [4]), (3, [4, 6, 8])])
def test_talks_fail_after_the_last_round(engine: Engine, rounds: int, days: list[int]) -> None:
    """Rounds of two days, none of which ends in a contract; there are no further talks."""
    keys = f"rounds = {rounds}\nround_days = 2\nsuccess = 0.0\n[buyer.negotiation.contract]"
    ann = buyer("Ann", (1, "A", 10), more=talks(2, 9).replace("[buyer.negotiation.contract]", keys))
    rows = engine.log_of(world(product(), product("B"), NORTH, buyer("Bob"), ann)).rows.tolist()
    assert [row for row in rows if 13 <= row[1] <= 16] == [
        [2, 13, -1, 1, -1, 0, 0, 0],
        *[[day, 14, -1, 1, -1, 0, 0, 0] for day in days],
        [days[-1], 16, -1, 1, -1, 0, 0, 0],
    ]


def test_a_contract_lasts_from_the_day_of_its_signature_for_its_term(engine: Engine) -> None:
    """Signed on day 4, after a round of two days, for five: what is ordered on day 8 goes by it, on day 9 no more."""
    text = talks(2, 99, "term_days = 5").replace(
        "[buyer.negotiation.contract]", "round_days = 2\n[buyer.negotiation.contract]"
    )
    ann = buyer("Ann", *[(day, "A", 1) for day in (3, 4, 8, 9)], more=text)
    log = engine.log_of(world(product(stock=9), NORTH, ann)).to_pandas()
    assert log[log["event"] == "order_placed"]["channel"].tolist() == ["north", "direct:Ann", "direct:Ann", "north"]
    assert log[log["event"] == "contract_ended"]["day"].tolist() == [9]


def test_term_that_ends_after_the_run_is_told_of_by_nothing(engine: Engine) -> None:
    """Signed on day 2 for 29 days: it would end on day 31, one after the last; for 28 it ends."""
    for days, ends in ((29, []), (28, [30])):
        ann = buyer("Ann", more=talks(2, 9, f"term_days = {days}"))
        assert [row[0] for row in told(engine, world(product(), NORTH, ann), "contract_ended")] == ends


def test_each_buyer_has_its_own_talks(engine: Engine) -> None:
    """Bob's direct channel comes after Ann's, and takes over his order alone."""
    ann, bob = buyer("Ann", (1, "A", 5), more=talks(4, 0)), buyer("Bob", (1, "A", 6), more=talks(3, 0))
    log = engine.log_of(world(product(), NORTH, ann, bob)).to_pandas()
    moved = log[log["event"] == "order_moved"]
    assert list(zip(moved["day"], moved["channel"], moved["units"], strict=True)) == [
        (3, "direct:Bob", 6),
        (4, "direct:Ann", 5),
    ]


def test_orders_older_than_the_run_come_by_date_then_as_the_file_has_them(engine: Engine) -> None:
    """Of day -4 Ann's comes before Bob's, of day -2 her first; one of day 0 is not older."""
    ann = buyer("Ann", (-2, "A", 1), (-4, "A", 2), (-2, "A", 3), (0, "A", 4))
    bob = buyer("Bob", (-9, "A", 5), (-4, "A", 6))
    assert told(engine, world(product(), NORTH, ann, bob), "order_carried", "order_placed") == [
        (0, "order_carried", 1, 5),
        (0, "order_carried", 2, 2),
        (0, "order_carried", 3, 6),
        (0, "order_carried", 4, 1),
        (0, "order_carried", 5, 3),
        (0, "order_placed", 6, 4),
    ]


def test_lines_of_an_older_order_share_its_license_and_its_price(engine: Engine) -> None:
    """Three lines of 20, by each channel's margin; one decision is told of each of them."""
    ways = (
        distributor(capacity=0, more="margin = 0.1"),
        distributor("south", capacity=0),
        distributor("east", capacity=0),
    )
    ann = buyer("Ann", (-3, "A", 60), via="north = 0.4, south = 0.4, east = 0.2", more="budget = 10")
    rule = control("rule", "A", -9, -9, "license = { granted = 1.0, days = 1 }")
    scenario = world(product(), *ways, ann, rule)
    assert values(engine, scenario, "order_carried") == [(24, 2_640), (24, 2_400), (12, 1_200)]
    assert told(engine, scenario, "license_granted") == [
        (1, "license_granted", number, units) for number, units in ((1, 24), (2, 24), (3, 12))
    ]
    figures = engine.run(scenario).summary
    assert (figures["need_units.Ann"], figures["lost_units.Ann.budget"]) == (60, 0)


def test_older_order_of_which_all_was_delivered_is_told_and_closed(engine: Engine) -> None:
    """10 of 10: nothing is open, nothing leaves."""
    ann = buyer("Ann", (-3, "A", 10)).replace("units = 10", "units = 10, delivered = 10")
    assert told(engine, world(product(stock=50), NORTH, ann))[1:] == [
        (0, "order_carried", 1, 10),
        (0, "delivered_earlier", 1, 10),
    ]


class Line:
    """An order line as lists of open lines know it."""

    def __init__(self, number: int, placed: int, open_: int) -> None:
        self.number, self.placed, self.open = number, placed, open_


def test_open_lines_are_in_order_of_age() -> None:
    """By day, then by number: as they come, as they close, and as they are open again."""
    lines: OpenLines[Line] = OpenLines()
    one, two, three, four = Line(1, 5, 9), Line(2, 5, 9), Line(3, 4, 9), Line(4, 6, 9)
    for line in (one, two):
        lines.update(line)
    assert lines.tidy() == [one, two]
    lines.update(three)
    lines.update(four)
    lines.update(two)
    assert lines.tidy() == [three, one, two, four]
    one.open = 0
    lines.update(one)
    lines.update(one)
    assert lines.tidy() == [three, two, four]
    four.open = 0
    lines.update(four)
    one.open = four.open = 1
    lines.update(four)
    lines.update(one)
    assert lines.tidy() == [three, one, two, four]
