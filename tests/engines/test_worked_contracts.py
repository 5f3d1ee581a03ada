"""Contracts, routing and overtime small enough to calculate by hand, asserted as whole logs."""

import pytest

from sim.records.events import EVENTS
from sim.records.invariants import violations
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, Engine, chain

SLOW = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 10")
TALKS = """
[buyer.negotiation]
opens = 2023-01-04
[buyer.negotiation.contract]
weekly_capacity = 100
transit_days = 1
"""
"""Signed on day 3."""


def story(engine: Engine, scenario: Scenario) -> list[tuple[int, str, str, int, int]]:
    """The whole log as day, event, channel, order number, units."""
    log = engine.log_of(scenario)
    channels = (*log.channels, "")
    return [(row[0], EVENTS[row[1]], channels[row[4]], row[5], row[6]) for row in log.rows.tolist()]


def test_contract_takes_over_its_share_oldest_lines_first(engine: Engine) -> None:
    """Of 20 and 30 open units it takes over 0.6, that is 30: the older line, and 10 of the other as a line."""
    two = SLOW.replace("units = 60 }", 'units = 30 }, { date = 2023-01-03, product = "A", units = 30 }')
    assert story(engine, chain(two + TALKS + "takes_over = 0.6\n")) == [
        (0, "stock_opened", "", 0, 100),
        (1, "order_placed", "north", 1, 30),
        (1, "dispatched", "north", 1, 10),
        (2, "order_placed", "north", 2, 30),
        (3, "negotiation_opened", "", 0, 0),
        (3, "negotiation_round", "", 0, 0),
        (3, "contract_signed", "direct:Ann", 0, 30),
        (3, "order_moved", "direct:Ann", 1, 20),
        (3, "order_divided", "north", 2, 10),
        (3, "order_moved", "direct:Ann", 3, 10),
        (3, "dispatched", "direct:Ann", 1, 20),
        (3, "dispatched", "direct:Ann", 3, 10),
        (4, "delivered", "north", 1, 10),
        (4, "delivered", "direct:Ann", 1, 20),
        (4, "delivered", "direct:Ann", 3, 10),
        (8, "dispatched", "north", 2, 10),
        (11, "delivered", "north", 2, 10),
        (15, "dispatched", "north", 2, 10),
        (18, "delivered", "north", 2, 10),
    ]


def test_divided_line_keeps_its_place_in_the_queue(engine: Engine) -> None:
    """What leaves an order of day 1 comes before one of day 2, though its number is higher."""
    bob = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\norder = [{ date = 2023-01-03, product = "A", units = 50 }]\n'
    scarce = SLOW.replace("initial_stock = 100", "initial_stock = 25").replace("capacity = 10\n", "capacity = 15\n")
    rows = story(engine, chain(scarce + TALKS + "takes_over = 0.5\nreserved_share = 0.0\n" + bob))
    assert [row for row in rows if row[1] == "dispatched"] == [
        (1, "dispatched", "north", 1, 15),
        (3, "dispatched", "direct:Ann", 3, 10),
    ]


def test_contract_that_the_budget_does_not_allow_takes_over_nothing(engine: Engine) -> None:
    """30 units at 100 use up a budget of 3,000: at 300 each the 20 that are open stay where they are."""
    poor = SLOW.replace("units = 60", "units = 30").replace("via =", "budget = 3_000\nvia =")
    assert story(engine, chain(poor + TALKS + "price = 300\n"))[3:] == [
        (3, "negotiation_opened", "", 0, 0),
        (3, "negotiation_round", "", 0, 0),
        (3, "contract_signed", "direct:Ann", 0, 0),
        (4, "delivered", "north", 1, 10),
        (8, "dispatched", "north", 1, 10),
        (11, "delivered", "north", 1, 10),
        (15, "dispatched", "north", 1, 10),
        (18, "delivered", "north", 1, 10),
    ]


def test_cheaper_contract_leaves_money_for_later_orders(engine: Engine) -> None:
    """A budget of 3,000 pays 30 units at 100; the 20 that a contract takes over at 50 leave 1,000 for 20 at 50 more."""
    poor = SLOW.replace("units = 60 }", 'units = 30 }, { date = 2023-01-06, product = "A", units = 99 }')
    placed = story(engine, chain(poor.replace("via =", "budget = 3_000\nvia =") + TALKS + "price = 50\n"))
    assert [row for row in placed if row[1] == "order_placed"] == [
        (1, "order_placed", "north", 1, 30),
        (5, "order_placed", "direct:Ann", 2, 20),
    ]


TWO = SLOW.replace(
    "[[buyer]]", '[[distributor]]\nname = "south"\nweekly_capacity = 10\ntransit_days = 3\n[[buyer]]'
).replace("north = 1.0", "north = 0.5, south = 0.5")


def test_open_lines_go_back_to_who_is_furthest_below_its_share(engine: Engine) -> None:
    """At the end of a week's term 10, 20 and 20 are open, half of them each distributor's: 10 to the first, 20, 20."""
    orders = 'units = 60 }, { date = 2023-01-05, product = "A", units = 20 }'
    contract = TALKS.replace("100", "5") + "term_days = 7\n"
    assert story(engine, chain(TWO.replace("units = 60 }", orders) + contract))[7:25] == [
        (3, "contract_signed", "direct:Ann", 0, 40),
        (3, "order_moved", "direct:Ann", 1, 20),
        (3, "order_moved", "direct:Ann", 2, 20),
        (3, "dispatched", "direct:Ann", 1, 5),
        (4, "delivered", "north", 1, 10),
        (4, "delivered", "south", 2, 10),
        (4, "delivered", "direct:Ann", 1, 5),
        (4, "order_placed", "direct:Ann", 3, 20),
        (8, "dispatched", "direct:Ann", 1, 5),
        (9, "delivered", "direct:Ann", 1, 5),
        (10, "contract_ended", "direct:Ann", 0, 50),
        (10, "order_moved", "north", 1, 10),
        (10, "order_moved", "south", 2, 20),
        (10, "order_moved", "north", 3, 20),
        (10, "dispatched", "north", 1, 10),
        (10, "dispatched", "south", 2, 10),
        (13, "delivered", "north", 1, 10),
        (13, "delivered", "south", 2, 10),
    ]


def test_what_the_budget_does_not_allow_at_the_end_is_cancelled(engine: Engine) -> None:
    """40 units at 50 use up 2,000; of the 30 that are open at the end, 1,500 pay for 15 at 100: the others are lost."""
    poor = SLOW.replace("units = 60", "units = 40").replace("via =", "budget = 2_000\nvia =")
    soon = TALKS.replace("2023-01-04", "2023-01-01").replace("100", "10") + "price = 50\nterm_days = 4\n"
    assert story(engine, chain(poor.replace("2023-01-02", "2023-01-03") + soon))[4:9] == [
        (2, "order_placed", "direct:Ann", 1, 40),
        (2, "dispatched", "direct:Ann", 1, 10),
        (3, "delivered", "direct:Ann", 1, 10),
        (4, "contract_ended", "direct:Ann", 0, 15),
        (4, "order_cancelled", "direct:Ann", 1, 15),
    ]


def test_line_of_which_the_end_leaves_nothing_goes_nowhere(engine: Engine) -> None:
    """20 USD don't pay for one of the 2 units that are open: the license of the whole line is told where it ended."""
    poor = SLOW.replace("units = 60", "units = 12").replace("via =", "budget = 120\nvia =")
    soon = TALKS.replace("2023-01-04", "2023-01-01").replace("100", "10") + "price = 10\nterm_days = 4\n"
    rule = (
        '[[control]]\nname = "rule"\ncovers = ["A"]\nannounced = 2023-01-01\neffective = 2023-01-04\n'
        "license = { granted = 1.0, days = 5 }\n"
    )
    assert story(engine, chain(poor.replace("2023-01-02", "2023-01-03") + soon + rule))[5:] == [
        (2, "order_placed", "direct:Ann", 1, 12),
        (2, "dispatched", "direct:Ann", 1, 10),
        (3, "control_effective", "", 0, 0),
        (3, "held", "", 0, 88),
        (3, "delivered", "direct:Ann", 1, 10),
        (4, "contract_ended", "direct:Ann", 0, 0),
        (4, "order_cancelled", "direct:Ann", 1, 2),
        (8, "license_granted", "direct:Ann", 1, 0),
    ]


def test_custom_of_a_contract_is_of_what_is_bought_here(engine: Engine) -> None:
    """Of orders of 10, 4 are bought elsewhere; the contract gets half of the 6 that are left, the distributor 3."""
    later = SLOW.replace("2023-01-02", "2023-01-10").replace("units = 60", "units = 10").replace("1.0", "0.6")
    assert [row for row in story(engine, chain(later + TALKS + "custom = 0.5\n")) if row[1] == "order_placed"] == [
        (9, "order_placed", "north", 1, 3),
        (9, "order_placed", "direct:Ann", 2, 3),
    ]


def test_minimum_quantity_orders_nothing(engine: Engine) -> None:
    """What of it is not ordered is paid for without goods, so no event tells of it."""
    assert story(engine, chain(SLOW.replace("units = 60", "units = 5") + TALKS + "minimum_units = 50\n"))[1:] == [
        (1, "order_placed", "north", 1, 5),
        (1, "dispatched", "north", 1, 5),
        (3, "negotiation_opened", "", 0, 0),
        (3, "negotiation_round", "", 0, 0),
        (3, "contract_signed", "direct:Ann", 0, 0),
        (4, "delivered", "north", 1, 5),
    ]


def test_goods_called_back_to_a_contract_that_ended_go_to_a_distributor(engine: Engine) -> None:
    """9 units under way by a contract of 4 days are called back on day 7: open again by the distributor."""
    ban = (
        '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-01\neffective = 2023-01-08\n'
        'lifted = 2023-01-20\nin_transit = "return"\n'
    )
    soon = TALKS.replace("2023-01-04", "2023-01-01").replace("transit_days = 1", "transit_days = 9") + "term_days = 4\n"
    assert story(engine, chain(SLOW.replace("units = 60", "units = 9") + soon + ban))[5:] == [
        (1, "order_placed", "direct:Ann", 1, 9),
        (1, "dispatched", "direct:Ann", 1, 9),
        (4, "contract_ended", "direct:Ann", 0, 0),
        (7, "control_effective", "", 0, 0),
        (7, "returned", "direct:Ann", 1, 9),
        (7, "order_moved", "north", 1, 9),
        (7, "held", "", 0, 100),
        (19, "control_lifted", "", 0, 0),
        (19, "released", "", 0, 100),
        (19, "dispatched", "north", 1, 9),
        (22, "delivered", "north", 1, 9),
    ]


def test_goods_called_back_on_the_last_morning_are_the_contract_s_until_talks_begin(engine: Engine) -> None:
    """10 units left on day 1 for 9 days; the other 50 were taken over on day 3, and left; the term ends on day 5."""
    far = SLOW.replace("transit_days = 3", "transit_days = 9") + TALKS + "term_days = 2\n"
    ban = (
        '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-01\neffective = 2023-01-06\n'
        'in_transit = "return"\n'
    )
    assert [row for row in story(engine, chain(far + ban)) if row[0] >= 5] == [
        (5, "control_effective", "", 0, 0),
        (5, "returned", "north", 1, 10),
        (5, "order_moved", "direct:Ann", 1, 10),
        (5, "held", "", 0, 50),
        (5, "contract_ended", "direct:Ann", 0, 10),
        (5, "order_moved", "north", 1, 10),
    ]
    log = engine.log_of(chain(far + ban))
    assert violations(log, chain(far + ban)) == []
    log.rows[-1, 4] = log.rows[-2, 4]  # as if the last move had been to the contract that has just ended
    assert "contract first" in {broken.invariant for broken in violations(log, chain(far + ban))}


WAITING = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 20").replace(
    "via =", 'routing = "shortest-wait"\nvia ='
)


def test_units_move_while_that_shortens_the_longest_wait(engine: Engine) -> None:
    """40 are open by 20 a week and 3 days: the last waits 17 days. A contract of 5 a week and 1 day takes over 9.

    The ninth waits 7 x 9 / 5 + 1 = 13.6 days there instead of 7 x 32 / 20 + 3 = 14.2; a tenth 15 instead of 13.85.
    """
    assert story(engine, chain(WAITING + TALKS.replace("100", "5")))[3:] == [
        (3, "negotiation_opened", "", 0, 0),
        (3, "negotiation_round", "", 0, 0),
        (3, "contract_signed", "direct:Ann", 0, 9),
        (3, "order_divided", "north", 1, 9),
        (3, "order_moved", "direct:Ann", 2, 9),
        (3, "dispatched", "direct:Ann", 2, 5),
        (4, "delivered", "north", 1, 20),
        (4, "delivered", "direct:Ann", 2, 5),
        (8, "dispatched", "north", 1, 20),
        (8, "dispatched", "direct:Ann", 2, 4),
        (9, "delivered", "direct:Ann", 2, 4),
        (11, "delivered", "north", 1, 20),
        (15, "dispatched", "north", 1, 11),
        (18, "delivered", "north", 1, 11),
    ]


@pytest.mark.parametrize("capacity", [0, 20])
def test_contract_by_the_shortest_wait_is_never_worse_than_none(engine: Engine, capacity: int) -> None:
    """One of 20 units a week, or of none, beside 200 a week delivers no less than these alone."""
    wide = WAITING.replace("weekly_capacity = 20", "weekly_capacity = 200").replace("= 100\n[[dist", "= 5000\n[[dist")
    wide = wide.replace("units = 60", "units = 600")
    alone, beside = (
        sum(row[4] for row in story(engine, chain(text)) if row[1] == "dispatched")
        for text in (wide, wide + TALKS.replace("100", str(capacity)))
    )
    assert (alone, beside) == (600, 600)


ROUTED = TWO.replace("via =", 'routing = "shortest-wait"\nvia =')


def placed(engine: Engine, text: str) -> list[tuple[str, int]]:
    """Channel and units of the order lines placed."""
    return [(row[2], row[4]) for row in story(engine, chain(text)) if row[1] == "order_placed"]


def test_order_goes_where_the_wait_is_shortest(engine: Engine) -> None:
    """Of 30 units a third is bought elsewhere; 20 go to 10 and 20 a week, equally far: 7 and 13."""
    text = ROUTED.replace("south = 0.5", "south = 0.16666667").replace("units = 60", "units = 30")
    text = text.replace('"south"\nweekly_capacity = 10', '"south"\nweekly_capacity = 20')
    assert placed(engine, text) == [("north", 7), ("south", 13)]


def test_channel_whose_credit_never_suffices_is_left_out(engine: Engine) -> None:
    """A credit limit of 99 USD carries no unit at 100: all 60 go by the other; by the first, if that has one too."""
    broke = ROUTED.replace("transit_days = 3\n[[distr", "credit_limit = 99\n[[distr")
    assert placed(engine, broke) == [("south", 60)]
    assert placed(engine, broke.replace("transit_days = 3\n[[buyer", "credit_limit = 99\n[[buyer")) == [("north", 60)]


def test_overtime_is_worked_by_what_the_rush_covers(engine: Engine) -> None:
    """A week of 10 and 5 in overtime: 8 that no rush covers, then of 9 that it does 5 in overtime and 2 in the week."""
    text = SLOW.replace("[[distributor]]", '[[product]]\nname = "B"\nprice = 100\ninitial_stock = 100\n[[distributor]]')
    text = text.replace("[{ date", '[{ date = 2023-01-02, product = "B", units = 8 }, { date').replace("= 60", "= 9")
    rush = '[[control]]\nname = "letter"\ncovers = ["A"]\nannounced = 2023-01-01\neffective = 2023-03-01\n'
    assert story(engine, chain(text + rush + "rush = { channel_capacity = 1.5 }\n"))[3:] == [
        (1, "order_placed", "north", 1, 8),
        (1, "order_placed", "north", 2, 9),
        (1, "dispatched", "north", 1, 8),
        (1, "dispatched", "north", 2, 7),
        (4, "delivered", "north", 1, 8),
        (4, "delivered", "north", 2, 7),
        (8, "dispatched", "north", 2, 2),
        (11, "delivered", "north", 2, 2),
    ]
