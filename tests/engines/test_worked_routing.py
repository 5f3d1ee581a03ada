"""Examples of routing by the shortest wait, small enough to calculate by hand: queues, and what a contract takes over.

By a channel of c units a week and t days the unit at place p waits 7 p / c + t days.
"""

import pytest

from tests.engines.tables import buyer, control, distributor, lots, on, product, talks, told, world
from tests.worlds import Engine

BY_WAIT = 'routing = "shortest-wait"\n'
BOTH = "north = 0.5, south = 0.5"
TEN = distributor(capacity=10), distributor("south", capacity=10)


def placed(engine: Engine, *tables: str) -> list[tuple[str, int]]:
    """Channel and units of each line placed."""
    log = engine.log_of(world(*tables)).to_pandas()
    rows = log[log["event"] == "order_placed"]
    return list(zip(rows["channel"], rows["units"], strict=True))


def taken(engine: Engine, *tables: str) -> list[tuple[str, int]]:
    """Product and units of each line, or part of it, that a contract takes over."""
    log = engine.log_of(world(*tables)).to_pandas()
    rows = log[log["event"] == "order_moved"]
    return list(zip(rows["product"], rows["units"], strict=True))


def test_order_goes_behind_the_open_units_of_all_buyers(engine: Engine) -> None:
    """Bob's 10 are open by north: of Ann's 20 the first 10 go by south, then one by each in turn."""
    bob, ann = buyer("Bob", (1, "A", 10)), buyer("Ann", (2, "A", 20), via=BOTH, more=BY_WAIT)
    assert placed(engine, product(), *TEN, bob, ann) == [("north", 10), ("north", 5), ("south", 15)]


def test_what_a_control_keeps_back_is_nothing_to_a_queue(engine: Engine) -> None:
    """Of Bob's 10 by north that wait no more than A's 4 may leave: of 20 of A north gets 8."""
    bob = buyer("Bob", (1, "B", 6), (1, "A", 3), (1, "A", 1))
    ann = buyer("Ann", (2, "A", 20), via=BOTH, more=BY_WAIT)
    rule = control("rule", "B", 0, 1)
    assert placed(engine, product(), product("B"), *TEN, bob, ann, rule)[3:] == [("north", 8), ("south", 12)]


def test_queue_of_which_a_control_keeps_all_back_is_empty(engine: Engine) -> None:
    """By 20 a week a unit waits 0.35 days, a second one 0.7: as long as the first by 10 a week, which is of north."""
    ways = distributor(capacity=10), distributor("south", capacity=20)
    bob, ann = buyer("Bob", (1, "B", 6)), buyer("Ann", (2, "A", 2), via=BOTH, more=BY_WAIT)
    rule = control("rule", "B", 0, 1)
    assert placed(engine, product(), product("B"), *ways, bob, ann, rule)[1:] == [("north", 1), ("south", 1)]


@pytest.mark.parametrize("transit", ["9", "{ choice = [2, 16] }"])
def test_shorter_transit_outweighs_a_queue(engine: Engine, transit: str) -> None:
    """South takes 7 days less in the mean, in which 10 units leave: it gets the first 10 of 14, then each 2."""
    north = distributor(capacity=10).replace("transit_days = 3", f"transit_days = {transit}")
    ways = north, distributor("south", capacity=10, transit=2)
    ann = buyer("Ann", (1, "A", 14), via=BOTH, more=BY_WAIT)
    assert placed(engine, product(), *ways, ann) == [("north", 2), ("south", 12)]


def test_channel_without_capacity_is_left_out(engine: Engine) -> None:
    """All go by the other; by the first of two, where neither has any."""
    ann = buyer("Ann", (1, "A", 10**9), via=BOTH, more=BY_WAIT)
    shut = distributor(capacity=0), distributor("south", capacity=0)
    assert placed(engine, product(), shut[0], TEN[1], ann) == [("south", 10**9)]
    assert placed(engine, product(), *shut, ann) == [("north", 10**9)]


def test_credit_limit_of_just_the_price_is_enough(engine: Engine) -> None:
    """100 dollars carry a unit of A at a time."""
    ways = TEN[0], distributor("south", capacity=10, more="credit_limit = 100")
    ann = buyer("Ann", (1, "A", 14), via=BOTH, more=BY_WAIT)
    assert placed(engine, product(), *ways, ann) == [("north", 7), ("south", 7)]


def test_contract_is_a_channel_among_the_others(engine: Engine) -> None:
    """By 10 a week and a day under way, two less than by north, it gets 8 of 13: 3 units more than north's 5."""
    ann = buyer("Ann", (5, "A", 13), more=BY_WAIT + talks(2, 10))
    assert placed(engine, product(), TEN[0], ann) == [("north", 5), ("direct:Ann", 8)]


def test_channel_that_there_is_no_contract_for_gets_nothing(engine: Engine) -> None:
    """Before it is signed, and after it has ended."""
    for day in (1, 9):
        ann = buyer("Ann", (day, "A", 13), more=BY_WAIT + talks(2, 10, "term_days = 3"))
        assert placed(engine, product(), TEN[0], ann) == [("north", 13)]


def test_contract_takes_over_the_newest_lines_first(engine: Engine) -> None:
    """Of 12 and 12 by 10 a week and 3 days, 13 go to 10 a week and a day: all of the second and one of the first.

    The 13th waits 10.1 days there instead of 7 x 12 / 10 + 3 = 11.4; a 14th 10.8 instead of 10.7.
    """
    ann = buyer("Ann", (1, "A", 12), (2, "A", 12), more=BY_WAIT + talks(3, 10))
    assert told(engine, world(product(), TEN[0], ann), "contract_signed", "order_moved") == [
        (3, "contract_signed", 0, 13),
        (3, "order_moved", 3, 1),
        (3, "order_moved", 2, 12),
    ]


A_AND_B = product(), product("B", price=150)
"""South's credit of 120 dollars carries no unit of B."""

NORTH_AND_SOUTH = distributor(capacity=10), distributor("south", capacity=10, more="credit_limit = 120")


def split_by_product(contract: str, more: str = "") -> str:
    """Ann's 20 of B are open by north, her 20 of A by south: each last unit waits 17 days."""
    keys = BY_WAIT + more + "\n" + talks(3, 10, contract)
    return buyer("Ann", (1, "B", 20), (2, "A", 20), via=BOTH, more=keys)


def test_each_unit_leaves_the_longest_wait(engine: Engine) -> None:
    """Of equal waits the newest line's is the longer: A, B, A and so on, 15 in all.

    The 15th waits 11.5 days by the contract instead of 7 x 13 / 10 + 3 = 12.1; a 16th 12.2 instead of 12.1.
    """
    assert taken(engine, *A_AND_B, *NORTH_AND_SOUTH, split_by_product("")) == [("B", 7), ("A", 8)]


def test_what_may_not_leave_is_not_taken_over(engine: Engine) -> None:
    """A is banned: of B 11 go. The 11th waits 8.7 days instead of 7 x 10 / 10 + 3 = 10; a 12th 9.4 instead of 9.3."""
    rule = control("rule", "A", 0, 3)
    assert taken(engine, *A_AND_B, *NORTH_AND_SOUTH, split_by_product(""), rule) == [("B", 11)]
    one_way = buyer("Ann", (1, "B", 20), (2, "A", 20), more=BY_WAIT + talks(3, 10))
    assert taken(engine, *A_AND_B, TEN[0], one_way, rule) == [("B", 11)]


@pytest.mark.parametrize(("left", "units"), [(0, 0), (9, 0), (10, 1), (39, 3), (110, 11), (1000, 11)])
def test_dearer_contract_takes_over_as_many_units_as_the_budget_pays(engine: Engine, left: int, units: int) -> None:
    """Of 20 at 100 dollars 11 would go to the contract at 110, if 110 dollars were left."""
    ann = buyer("Ann", (1, "A", 20), more=f"budget = {2000 + left}\n" + BY_WAIT + talks(3, 10, "price = 110"))
    assert taken(engine, product(), TEN[0], ann) == [("A", units)] * bool(units)


@pytest.mark.parametrize("budget", ["", "budget = 5000\n"])
def test_cheaper_contract_takes_over_what_it_can(engine: Engine, budget: str) -> None:
    """The budget is used up, or there is none: it pays less for each of 15."""
    contract = split_by_product("price = 90", budget)
    assert taken(engine, *A_AND_B, *NORTH_AND_SOUTH, contract) == [("B", 7), ("A", 8)]


def test_what_a_unit_saves_pays_for_another(engine: Engine) -> None:
    """At 125 dollars B is 25 cheaper, A 25 dearer, with nothing left: B, A, B and so on, 15 in all."""
    contract = split_by_product("price = 125", "budget = 5000")
    assert taken(engine, *A_AND_B, *NORTH_AND_SOUTH, contract) == [("B", 8), ("A", 7)]


@pytest.mark.parametrize(("price", "units"), [("price = 149", [("B", 11)]), ("", [("B", 7), ("A", 8)])])
def test_budget_that_is_passed_already_pays_for_nothing_dearer(
    engine: Engine, price: str, units: list[tuple[str, int]]
) -> None:
    """An order older than the run has cost more than there was: what saves money goes, and what costs the same."""
    ann = buyer("Ann", (-2, "B", 20), (-1, "A", 20), via=BOTH, more=BY_WAIT + "budget = 100\n" + talks(3, 10, price))
    # At 149 dollars each unit of B saves one, of which 3,900 + 1,000 are lacking, and none of A goes.
    assert taken(engine, *A_AND_B, *NORTH_AND_SOUTH, ann) == units


def test_a_dollar_more_is_too_much_where_none_is_left(engine: Engine) -> None:
    """Of 20 at 100 dollars none goes to the contract at 101."""
    ann = buyer("Ann", (1, "A", 20), more="budget = 2000\n" + BY_WAIT + talks(3, 10, "price = 101"))
    assert taken(engine, product(), TEN[0], ann) == []


def dearer(engine: Engine, left: int, *orders: tuple[int, str, int]) -> list[tuple[int, str, int, int]]:
    """What is divided and moved of 40 units, half by each of two channels, where a unit costs 10 of so much more."""
    keys = f"budget = {4000 + left}\n" + BY_WAIT + talks(3, 10, "price = 110")
    ann = buyer("Ann", *orders, via=BOTH, more=keys)
    return told(engine, world(product(), *TEN, ann), "order_divided", "order_moved")


@pytest.mark.parametrize(("left", "north", "south"), [(9, 0, 0), (10, 0, 1), (20, 1, 1), (30, 1, 2), (39, 1, 2)])
def test_last_money_moves_the_newest_of_equal_waits(engine: Engine, left: int, north: int, south: int) -> None:
    """Lines of 20 and 20 wait equally long: south's, with the higher number, leaves a unit, then north's, and so on."""
    parts = [(line, units) for line, units in ((1, north), (2, south)) if units]
    moved = dearer(engine, left, (1, "A", 40))
    assert [row for row in moved if row[1] == "order_divided"] == [(3, "order_divided", *part) for part in parts]


def test_line_that_has_left_whole_leaves_its_turn_to_an_older_one(engine: Engine) -> None:
    """Lines 3 and 4 are of a unit, newer than 19 and 19: both move for 20 dollars, then one of line 2, as line 5."""
    assert dearer(engine, 30, (1, "A", 38), (2, "A", 2)) == [
        (3, "order_divided", 2, 1),
        (3, "order_moved", 5, 1),
        (3, "order_moved", 3, 1),
        (3, "order_moved", 4, 1),
    ]


def test_money_is_counted_over_all_lines_that_move(engine: Engine) -> None:
    """Of 12 and 5 units 70 dollars pay for 7: all of the newer line, and two of the other."""
    keys = "budget = 1770\n" + BY_WAIT + talks(3, 10, "price = 110")
    ann = buyer("Ann", (1, "A", 12), (2, "A", 5), more=keys)
    assert taken(engine, product(), TEN[0], ann) == [("A", 2), ("A", 5)]


def test_queues_of_others_count_where_a_contract_takes_over(engine: Engine) -> None:
    """Bob's 40 wait by north, so Ann's 20 went by south, of 20 a week: 8 of these go to the contract.

    The 8th waits 6.6 days instead of 7 x 13 / 20 + 3 = 7.55; a 9th 7.3 instead of 7.2.
    """
    ways = distributor(capacity=10), distributor("south", capacity=20)
    bob, ann = buyer("Bob", (1, "A", 40)), buyer("Ann", (2, "A", 20), via=BOTH, more=BY_WAIT + talks(3, 10))
    assert taken(engine, product(), *ways, bob, ann) == [("A", 8)]


def test_contract_never_takes_over_for_a_longer_wait(engine: Engine) -> None:
    """By a unit a week the first would wait 8 days, no less than the only one by north."""
    slow = talks(3, 1)
    assert (
        taken(engine, product(), distributor(capacity=1, transit=1), buyer("Ann", (1, "A", 1), more=BY_WAIT + slow))
        == []
    )
    assert taken(
        engine, product(), distributor(capacity=1, transit=2), buyer("Ann", (1, "A", 1), more=BY_WAIT + slow)
    ) == [("A", 1)]


def test_contract_that_handles_nothing_takes_over_nothing(engine: Engine) -> None:
    """Of 20 units, by a contract of no units a week."""
    ann = buyer("Ann", (1, "A", 20), more=BY_WAIT + talks(3, 0))
    assert told(engine, world(product(), TEN[0], ann), "contract_signed", "order_moved") == [
        (3, "contract_signed", 0, 0)
    ]


def test_money_that_is_used_up_keeps_nothing_from_a_contract_of_the_same_price(engine: Engine) -> None:
    """Of a billion and one by a million a week and 3 days 500,142,858 go to as many a week and a day.

    The last of n that go waits 7 n / 1,000,000 + 1 days there instead of 7 x (1,000,000,002 - n) / 1,000,000 + 3: that
    is shorter while 14 n is below 7,002,000,014.
    """
    way, keys = distributor(capacity=1_000_000), "budget = 1000000001\n" + BY_WAIT + talks(3, 1_000_000)
    ann = buyer("Ann", (1, "A", 1_000_000_000), (2, "A", 1), more=keys)
    assert taken(engine, product(price=1), way, ann) == [("A", 500_142_857), ("A", 1)]


def test_large_queues_are_divided_exactly(engine: Engine) -> None:
    """Of a million by 1,000 a week and 3 days half go to as many and a day, and 143 more, as 2 days are 286 units."""
    ann = buyer("Ann", (1, "A", 1_000_000), more=BY_WAIT + talks(3, 1_000))
    assert taken(engine, product(), distributor(capacity=1_000), ann) == [("A", 500_143)]


def test_goods_called_back_after_the_end_go_to_the_shortest_wait(engine: Engine) -> None:
    """Bob's 5 wait by north: 9 of Ann's that come back from the contract that ended go to south."""
    ban = control("ban", "A", 0, 7, f'lifted = {on(20)}\nin_transit = "return"\nbuyers = ["Ann"]')
    keys = BY_WAIT + talks(0, 100, "term_days = 4").replace("transit_days = 1", "transit_days = 9")
    made = product(more=lots((1, 9)))
    ann, bob = buyer("Ann", (1, "A", 9), via=BOTH, more=keys), buyer("Bob", (2, "A", 5))
    shut = distributor(capacity=1, transit=30), distributor("south", capacity=1, transit=30)
    log = engine.log_of(world(made, *shut, ann, bob, ban)).to_pandas()
    assert log[log["event"] == "order_moved"]["channel"].tolist() == ["south"]


def gone_home(engine: Engine, *tables: str) -> list[str]:
    """The channel to which each line goes that the end of a contract leaves."""
    log = engine.log_of(world(*tables)).to_pandas()
    return log[(log["event"] == "order_moved") & (log["day"] == 4)]["channel"].tolist()


UNTIL_DAY_4 = BY_WAIT + talks(0, 1000, "term_days = 4")


def test_each_line_that_goes_home_waits_behind_those_before_it(engine: Engine) -> None:
    """Behind Bob's 10 by north the first two of 8, 8 and 8 go to south; north is shorter then, by 11 to 17."""
    ann, bob = buyer("Ann", *[(1, "A", 8)] * 3, via=BOTH, more=UNTIL_DAY_4), buyer("Bob", (1, "A", 10))
    assert gone_home(engine, product(), *TEN, ann, bob) == ["south", "south", "north"]


def test_line_goes_home_to_where_its_first_unit_waits_shortest(engine: Engine) -> None:
    """By a unit a week and 3 days it waits 10 days, by 10 a week and 10 days 10.7."""
    ways = distributor(capacity=1), distributor("south", capacity=10, transit=10)
    assert gone_home(engine, product(), *ways, buyer("Ann", (1, "A", 1), via=BOTH, more=UNTIL_DAY_4)) == ["north"]


def test_line_goes_home_to_the_first_where_none_handles_anything(engine: Engine) -> None:
    """North and south are shut."""
    shut = distributor(capacity=0), distributor("south", capacity=0)
    assert gone_home(engine, product(), *shut, buyer("Ann", (1, "A", 5), via=BOTH, more=UNTIL_DAY_4)) == ["north"]
