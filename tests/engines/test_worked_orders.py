"""Orders, by examples small enough to calculate by hand: how one is split, older ones, shortage, pulling forward."""

import pytest

from tests.worlds import CHAIN, Engine, chain

TWO = CHAIN.replace("[[buyer]]", '[[distributor]]\nname = "south"\nweekly_capacity = 1000\ntransit_days = 5\n[[buyer]]')


def orders(*each: tuple[str, int], product: str = "A") -> str:
    """The dated orders of a buyer: date and units of each."""
    tables = (f'{{ date = {day}, product = "{product}", units = {units} }}' for day, units in each)
    return f"order = [{', '.join(tables)}]\n"


def with_orders(text: str, *each: tuple[str, int]) -> str:
    """A small chain with other orders."""
    return text[: text.index("order =")] + orders(*each)


def placed(engine: Engine, text: str) -> list[tuple[int, str, int]]:
    """Day, channel and units of each line placed."""
    log = engine.log_of(chain(text))
    events = log.to_pandas()
    rows = events[events["event"] == "order_placed"]
    return list(zip(rows["day"].tolist(), rows["channel"].tolist(), rows["units"].tolist(), strict=True))


def test_shares_that_sum_to_one_leave_nothing_to_another_channel(engine: Engine) -> None:
    """Of millions a millionth would show: half go to each of two, and none to a contract that there is none of."""
    text = TWO.replace("via = { north = 1.0 }", "via = { north = 0.5, south = 0.5 }")
    orders = placed(engine, with_orders(text, ("2023-01-02", 9_000_000)))
    assert orders == [(1, "north", 4_500_000), (1, "south", 4_500_000)]


def test_single_units_go_to_the_channels_in_turn(engine: Engine) -> None:
    """Half of a unit is claimed by each: the first in the file gets one, which the other has next."""
    text = TWO.replace("via = { north = 1.0 }", "via = { north = 0.5, south = 0.5 }")
    days = [(f"2023-01-0{day}", 1) for day in range(2, 6)]
    assert placed(engine, with_orders(text, *days)) == [
        (1, "north", 1),
        (2, "south", 1),
        (3, "north", 1),
        (4, "south", 1),
    ]


def test_what_is_bought_elsewhere_takes_its_turn_last(engine: Engine) -> None:
    """Of single units north claims 0.3, south 0.3, elsewhere 0.4: there the first one goes, then north, south."""
    text = TWO.replace("via = { north = 1.0 }", "via = { north = 0.3, south = 0.3 }")
    days = [(f"2023-01-0{day}", 1) for day in range(2, 7)]
    # Claims after each day, in hundredths: 30 30 -60 | -40 60 -20 | -10 -10 20 | 20 20 -40 | -50 50 0
    assert placed(engine, with_orders(text, *days)) == [(2, "north", 1), (3, "south", 1), (5, "north", 1)]


def test_shares_that_miss_one_by_rounding_alone_leave_nothing_elsewhere(engine: Engine) -> None:
    """Three thirds are a millionth less than one: it is the first one's, and every unit is ordered here."""
    thirds = "via = { north = 0.3333333333333333, south = 0.3333333333333333, east = 0.3333333333333334 }"
    text = TWO.replace("[[buyer]]", '[[distributor]]\nname = "east"\nweekly_capacity = 1000\n[[buyer]]')
    text = with_orders(text.replace("via = { north = 1.0 }", thirds), *[(f"2023-01-0{day}", 1) for day in range(2, 8)])
    assert [channel for _, channel, _ in placed(engine, text)] == ["north", "south", "east"] * 2


def test_each_product_is_split_for_itself(engine: Engine) -> None:
    """A unit of another product is its first: it goes to the first channel again."""
    text = TWO.replace("via = { north = 1.0 }", "via = { north = 0.5, south = 0.5 }")
    text = text.replace("[[distributor]]", '[[product]]\nname = "B"\nprice = 50\ninitial_stock = 9\n[[distributor]]', 1)
    other = ', { date = 2023-01-03, product = "B", units = 1 }]\n'
    text = text[: text.index("order =")] + orders(("2023-01-02", 1), ("2023-01-04", 1))[:-2] + other
    assert placed(engine, text) == [(1, "north", 1), (2, "north", 1), (3, "south", 1)]


def test_order_older_than_the_run_is_open_on_day_0_with_its_true_age(engine: Engine) -> None:
    """Of 60 units 20 were delivered before; the rest leaves before a younger order, and is given up at 13 days."""
    text = with_orders(CHAIN, ("2023-01-01", 30)).replace(
        "units = 30 }", 'units = 30 }, { date = 2022-12-22, product = "A", units = 60, delivered = 20 }'
    )
    text = text.replace("weekly_capacity = 1000", "weekly_capacity = 25").replace("order =", "patience = 12\norder =")
    assert engine.story(chain(text)) == [
        (0, "stock_opened", 0, 100),
        (0, "order_carried", 1, 60),
        (0, "delivered_earlier", 1, 20),
        (0, "order_placed", 2, 30),
        (0, "dispatched", 1, 25),
        (1, "dispatched", 1, 15),
        (1, "dispatched", 2, 10),
        (3, "delivered", 1, 25),
        (4, "delivered", 1, 15),
        (4, "delivered", 2, 10),
        (8, "dispatched", 2, 20),
        (11, "delivered", 2, 20),
    ]
    early = text.replace("2022-12-22", "2022-12-20")
    assert engine.story(chain(early))[5:7] == [(1, "order_cancelled", 1, 15), (1, "dispatched", 2, 25)]


def test_waiting_of_an_older_order_counts_from_its_own_date(engine: Engine) -> None:
    """25 units arrive after 13 days, 15 after 14; of a later order 10 after 4, 20 after 11: 795 days for 70 units."""
    text = with_orders(CHAIN, ("2023-01-01", 30)).replace("weekly_capacity = 1000", "weekly_capacity = 25")
    older = ', { date = 2022-12-22, product = "A", units = 60, delivered = 20 }]\n'
    figures = engine.run(chain(text[:-2] + older)).summary
    names = ("wait_days_mean.Ann", "wait_days_p50.Ann", "wait_days_p90.Ann")
    assert [figures[name] for name in names] == [pytest.approx(795 / 70), 13, 14]
    assert figures["need_units.Ann"] == 90
    assert figures["delivered_units.Ann.2023-01-31"] == 90


def test_what_was_delivered_before_is_divided_over_the_parts(engine: Engine) -> None:
    """Of 10 units, 6 by north, 3 by south and 1 elsewhere, 5 were delivered: 3, 1.5 and 0.5 of them, so 3, 2 and 0."""
    text = TWO.replace("via = { north = 1.0 }", "via = { north = 0.6, south = 0.3 }")
    text = with_orders(text, ("2022-12-30", 10)).replace("units = 10", "units = 10, delivered = 5")
    assert engine.story(chain(text))[1:] == [
        (0, "order_carried", 1, 6),
        (0, "delivered_earlier", 1, 3),
        (0, "order_carried", 2, 3),
        (0, "delivered_earlier", 2, 2),
        (0, "dispatched", 1, 3),
        (0, "dispatched", 2, 1),
        (3, "delivered", 1, 3),
        (5, "delivered", 2, 1),
    ]


def test_older_orders_are_numbered_by_date_then_buyer(engine: Engine) -> None:
    """Bob's order of the day before Ann's is the first, though he stands after her; those of one day go by buyer."""
    text = with_orders(CHAIN, ("2022-12-30", 3)).replace(
        "units = 3 }", 'units = 3 }, { date = 2022-12-29, product = "A", units = 4 }'
    )
    text += '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n' + orders(("2022-12-28", 5), ("2022-12-29", 6))
    assert engine.story(chain(text))[1:5] == [
        (0, "order_carried", 1, 5),
        (0, "order_carried", 2, 4),
        (0, "order_carried", 3, 6),
        (0, "order_carried", 4, 3),
    ]


def test_budget_counts_older_orders_whole_and_cuts_none(engine: Engine) -> None:
    """An order of 6,000 USD was placed with a budget of 5,000: it stands, and nothing can be ordered besides."""
    text = with_orders(CHAIN, ("2022-12-30", 60), ("2023-01-05", 10)).replace("order =", "budget = 5_000\norder =")
    assert engine.story(chain(text))[1:] == [
        (0, "order_carried", 1, 60),
        (0, "dispatched", 1, 60),
        (3, "delivered", 1, 60),
    ]


BAN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2022-12-01
effective = 2022-12-01
"""


def test_older_order_applies_and_is_answered_on_day_0(engine: Engine) -> None:
    """Under a control in effect since before the run: a license is decided in the control stage, or the order ends."""
    text = with_orders(CHAIN, ("2022-12-30", 60))
    licensed = BAN + "license = { granted = 1.0 }\n"
    assert engine.story(chain(text + licensed))[1:4] == [
        (0, "order_carried", 1, 60),
        (0, "license_granted", 1, 60),
        (0, "held", 0, 40),
    ]
    ended = text.replace("order =", 'on_control = { A = "cancel" }\norder =')
    assert engine.story(chain(ended + BAN))[1:] == [
        (0, "order_carried", 1, 60),
        (0, "held", 0, 100),
        (0, "order_cancelled", 1, 60),
    ]


SHORTAGE = """
[[product]]
name = "B"
price = 100
initial_stock = 0
[[buyer]]
name = "Ann"
via = { north = 1.0 }
shortage = { waits = 10, factor = 2.0 }
"""


@pytest.mark.parametrize(("is_banned", "ordered"), [(True, 10), (False, 20)])
def test_waiting_that_a_control_causes_is_no_shortage(engine: Engine, is_banned: bool, ordered: int) -> None:
    """B lacks for ten days when ten of A are needed: twice as many are ordered, unless B is banned all the while."""
    text = CHAIN[: CHAIN.index("[[buyer]]")] + SHORTAGE
    text += orders(("2023-01-02", 5), product="B")[:-2] + ', { date = 2023-01-12, product = "A", units = 10 }]\n'
    rows = engine.story(chain(text + (BAN.replace('["A"]', '["B"]') if is_banned else "")))
    assert [units for _, event, order, units in rows if (event, order) == ("order_placed", 2)] == [ordered]


def test_shortage_multiplies_each_line_of_an_order(engine: Engine) -> None:
    """A need of 3 is 2 by north and 1 by south; one and a half times is 3 and, rounded down, 1."""
    text = TWO.replace("initial_stock = 100", "initial_stock = 0").replace(
        "via = { north = 1.0 }", "via = { north = 0.5, south = 0.5 }"
    )
    text = with_orders(text, ("2023-01-02", 1), ("2023-01-06", 3)).replace(
        "order =", "shortage = { waits = 4, factor = 1.5 }\norder ="
    )
    # After the first unit the claims are -0.5 and 0.5: of three more, 1 and 2.
    assert placed(engine, text) == [(1, "north", 1), (5, "north", 1), (5, "south", 3)]


def test_what_the_budget_cuts_of_a_pull_forward_stays_with_the_later_order(engine: Engine) -> None:
    """100 units are pulled forward while the budget has 10 left; 90 given up free it, and 90 come on their date."""
    text = CHAIN.replace(
        "[[distributor]]", '[[product]]\nname = "B"\nprice = 100\ninitial_stock = 1000\n[[distributor]]'
    )
    text = text.replace("initial_stock = 100\n", "initial_stock = 0\n", 1)
    text = text[: text.index("order =")] + "budget = 10_000\npatience = 8\npull_forward = 1.0\n"
    text += orders(("2023-01-02", 90))[:-2] + ', { date = 2023-01-20, product = "B", units = 100 }]\n'
    rush = BAN.replace('["A"]', '["B"]').replace("announced = 2022-12-01", "announced = 2023-01-05")
    rush = rush.replace("effective = 2022-12-01", "effective = 2023-01-31")
    assert engine.story(chain(text + rush))[2:-2] == [
        (1, "order_placed", 1, 90),
        (4, "control_announced", 0, 0),
        (4, "order_placed", 2, 10),
        (4, "dispatched", 2, 10),
        (7, "delivered", 2, 10),
        (10, "order_cancelled", 1, 90),
        (19, "order_placed", 3, 90),
        (19, "dispatched", 3, 90),
        (22, "delivered", 3, 90),
    ]


def test_pull_forward_carries_its_rounding(engine: Engine) -> None:
    """Half of each of four orders of one unit: two of them come early."""
    text = with_orders(CHAIN, *[(f"2023-01-1{day}", 1) for day in range(4)]).replace(
        "order =", "pull_forward = 0.5\norder ="
    )
    rush = BAN.replace("announced = 2022-12-01", "announced = 2023-01-05").replace("= 2022-12-01", "= 2023-01-31")
    assert placed(engine, text + rush) == [(4, "north", 1), (4, "north", 1), (9, "north", 1), (11, "north", 1)]
