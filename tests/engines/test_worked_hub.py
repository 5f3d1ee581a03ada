"""Examples of the hub's day, small enough to calculate by hand: prices, room, credit, overtime, what is reserved."""

import pytest

import sim
from tests.engines.tables import buyer, control, distributor, lots, product, talks, told, values, world
from tests.own import newest_first, nothing_registered
from tests.worlds import Engine

OVERTIME = "rush = { channel_capacity = 1.5 }"


def test_one_unit_leaves_where_there_is_room_and_credit_for_one(engine: Engine) -> None:
    """One in stock, a week of one, a credit limit of its price."""
    scenario = world(product(stock=1), distributor(capacity=1, more="credit_limit = 100"), buyer("Ann", (1, "A", 1)))
    assert told(engine, scenario)[1:] == [(1, "order_placed", 1, 1), (1, "dispatched", 1, 1), (4, "delivered", 1, 1)]


def test_price_is_rounded_down_with_its_margin(engine: Engine) -> None:
    """A tenth on 99 dollars makes 108.9: each of 10 units costs 108."""
    scenario = world(product(stock=10, price=99), distributor(more="margin = 0.1"), buyer("Ann", (1, "A", 10)))
    assert values(engine, scenario, "order_placed") == [(10, 1_080)]


@pytest.mark.parametrize("price", [0, 1])
def test_price_of_a_contract_may_be_next_to_nothing(engine: Engine, price: int) -> None:
    """What it takes over costs what it says."""
    ann = buyer("Ann", (1, "A", 10), more=talks(3, 5, f"price = {price}"))
    assert values(engine, world(product(), distributor(), ann), "order_moved") == [(10, 10 * price)]


def test_credit_is_counted_at_what_goods_are_worth_without_margin(engine: Engine) -> None:
    """A limit of 1,000 has place for 10 units of 100, whatever the distributor takes for them."""
    north = distributor(more="credit_limit = 1000\nmargin = 0.5")
    scenario = world(product(stock=30), north, buyer("Ann", (1, "A", 15)))
    assert told(engine, scenario, "dispatched") == [(1, "dispatched", 1, 10), (4, "dispatched", 1, 5)]


LINES = [buyer("Ann", (1, "A", 60), via="shut = 1.0"), buyer("Bob", (1, "A", 40), (1, "A", 40))]


@pytest.mark.parametrize("policy", ["fifo", "pro-rata", "fair-share", "contract-first", "ranking"])
def test_line_without_room_takes_nothing_from_others(engine: Engine, policy: str) -> None:
    """Ann's channel handles nothing: Bob has all of the stock, under every policy."""
    ways = distributor("shut", capacity=0), distributor()
    scenario = world(product(stock=80), *ways, *LINES, more=f'allocation = "{policy}"\nranking = ["Ann", "Bob"]')
    assert told(engine, scenario, "dispatched") == [(1, "dispatched", 2, 40), (1, "dispatched", 3, 40)]


def test_policy_of_ones_own_sees_the_lines_that_may_leave(engine: Engine) -> None:
    """Of three lines that were placed it is given two, and serves the younger one first."""
    ways = distributor("shut", capacity=0), distributor()
    with nothing_registered():
        sim.allocation_policy("newest-first")(newest_first)
        scenario = world(product(stock=60), *ways, *LINES, more='allocation = "newest-first"')
        assert told(engine, scenario, "dispatched") == [(1, "dispatched", 2, 20), (1, "dispatched", 3, 40)]


def test_contract_is_served_from_its_reserve_whatever_the_policy(engine: Engine) -> None:
    """Half of 60 is Ann's, though a policy of one's own serves Bob's younger order first."""
    ann, bob = buyer("Ann", (4, "A", 40), more=talks(2, 1000, "reserved_share = 0.5")), buyer("Bob", (4, "A", 50))
    with nothing_registered():
        sim.allocation_policy("newest-first")(newest_first)
        scenario = world(product(more=lots((4, 60))), distributor(), ann, bob, more='allocation = "newest-first"')
        assert told(engine, scenario, "dispatched") == [(4, "dispatched", 1, 30), (4, "dispatched", 2, 30)]


def test_overtime_is_there_when_the_week_is_used_up(engine: Engine) -> None:
    """B uses up the 10 of the week; on the next day half as many of A leave in overtime, the others next week."""
    ann = buyer("Ann", (1, "B", 10), (2, "A", 9))
    rush = control("letter", "A", 0, 60, OVERTIME)
    scenario = world(product(stock=50), product("B", 50), distributor(capacity=10), ann, rush)
    assert told(engine, scenario, "dispatched") == [
        (1, "dispatched", 1, 10),
        (2, "dispatched", 2, 5),
        (8, "dispatched", 2, 4),
    ]


def test_overtime_uses_up_nothing_of_the_week(engine: Engine) -> None:
    """5 of A leave in overtime: there is room for 10 of B on the next day, and for none after it."""
    ann = buyer("Ann", (1, "A", 5), (2, "B", 11))
    rush = control("letter", "A", 0, 60, OVERTIME)
    scenario = world(product(stock=50), product("B", 50), distributor(capacity=10), ann, rush)
    assert told(engine, scenario, "dispatched") == [
        (1, "dispatched", 1, 5),
        (2, "dispatched", 2, 10),
        (8, "dispatched", 2, 1),
    ]


def test_goods_that_no_rush_covers_have_no_overtime(engine: Engine) -> None:
    """12 of B come first and have the week's 10; A, which is in the window, has the 5 of overtime."""
    ann = buyer("Ann", (1, "B", 12), (1, "A", 9))
    rush = control("letter", "A", 0, 60, OVERTIME)
    scenario = world(product(stock=50), product("B", 50), distributor(capacity=10), ann, rush)
    assert told(engine, scenario, "dispatched")[:2] == [(1, "dispatched", 1, 10), (1, "dispatched", 2, 5)]


def test_overtime_ends_with_the_window(engine: Engine) -> None:
    """In effect from day 2 on, but licensed: A leaves in the ordinary week, which B has used up."""
    ann = buyer("Ann", (1, "B", 10), (2, "A", 9))
    rule = control("letter", "A", 0, 2, OVERTIME + "\nlicense = { granted = 1.0, opens = 2023-01-02 }")
    scenario = world(product(stock=50), product("B", 50), distributor(capacity=10), ann, rule)
    assert told(engine, scenario, "dispatched") == [(1, "dispatched", 1, 10), (8, "dispatched", 2, 9)]


def test_contract_reserves_its_share_of_each_product(engine: Engine) -> None:
    """Half of 100 A and of 40 B are Ann's, though Bob's orders are older: he has the other halves."""
    bob = buyer("Bob", (1, "A", 200), (1, "B", 200))
    ann = buyer("Ann", (5, "A", 60), (5, "B", 60), via="north = 1.0", more=talks(2, 1000, "reserved_share = 0.5"))
    scenario = world(product(more=lots((5, 100))), product("B", more=lots((5, 40))), distributor(), bob, ann)
    assert told(engine, scenario, "dispatched") == [
        (5, "dispatched", 1, 50),
        (5, "dispatched", 2, 20),
        (5, "dispatched", 3, 50),
        (5, "dispatched", 4, 20),
    ]


def test_contracts_come_first_where_the_policy_says_so(engine: Engine) -> None:
    """30 in stock on day 5: Ann's younger order goes by her contract and has them all."""
    bob, ann = buyer("Bob", (1, "A", 20)), buyer("Ann", (4, "A", 30), more=talks(2, 1000))
    scenario = world(product(more=lots((5, 30))), distributor(), bob, ann, more='allocation = "contract-first"')
    assert told(engine, scenario, "dispatched") == [(5, "dispatched", 2, 30)]


def test_evening_on_which_a_control_keeps_a_line_is_no_waiting_for_a_shortage(engine: Engine) -> None:
    """One unit waits from day 1 on, kept back on days 3 to 5: 3 days on day 7, 4 on day 8, when Ann orders double."""
    ann = buyer("Ann", (1, "A", 1), (7, "A", 10), (8, "A", 10), more="shortage = { waits = 4, factor = 2.0 }")
    ban = control("ban", "A", 3, 3, "lifted = 2023-01-07")
    placed = told(engine, world(product(), distributor(), ann, ban), "order_placed")
    assert placed == [(1, "order_placed", 1, 1), (7, "order_placed", 2, 10), (8, "order_placed", 3, 20)]
