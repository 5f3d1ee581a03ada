"""Examples of what lets a line leave that could not before: nothing else comes about on that day, small enough by hand.

The hub looks at open lines only then. Whole logs, as what leaves too late is missing on one day and stands on another.
"""

from typing import Any

import pytest

import sim
from sim.records.events import EVENTS
from tests.engines.tables import buyer, control, distributor, lots, on, product, talks, world
from tests.own import nothing_registered
from tests.worlds import Engine

OVERTIME = "rush = {{ channel_capacity = {} }}"
ANN = buyer("Ann", (3, "A", 60))


def a_unit_a_day(requests: Any, limits: Any, granted: Any) -> None:
    """The oldest order gets a unit, nobody more."""
    if len(granted):
        sim.grant(requests, limits, granted, 0, 1)


def test_policy_of_ones_own_may_leave_something_for_another_day(engine: Engine) -> None:
    """One of 3 units leaves a day, though there are 10 in stock from the beginning, and room for all."""
    with nothing_registered():
        sim.allocation_policy("a-unit-a-day")(a_unit_a_day)
        tables = product(stock=10), distributor(), buyer("Ann", (3, "A", 3))
        assert engine.story(world(*tables, more='allocation = "a-unit-a-day"')) == [
            (0, "stock_opened", 0, 10),
            (3, "order_placed", 1, 3),
            (3, "dispatched", 1, 1),
            (4, "dispatched", 1, 1),
            (5, "dispatched", 1, 1),
            (6, "delivered", 1, 1),
            (7, "delivered", 1, 1),
            (8, "delivered", 1, 1),
        ]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (f"lifted = {on(5)}", [(5, "control_lifted", 0, 0)]),
        (f"moved = [{{ on = {on(5)}, to = {on(9)} }}]", [(5, "control_moved", 0, 0)]),
    ],
)
def test_line_leaves_when_its_ban_is_lifted_or_suspended(
    engine: Engine, ends: str, told: list[tuple[int, str, int, int]]
) -> None:
    """On day 5, with the stock that was held till then; when the ban is in effect again there is nothing left."""
    again = [(9, "control_effective", 0, 0)] if "moved" in ends else []
    assert engine.story(world(product(stock=60), distributor(), ANN, control("ban", "A", 0, 2, ends))) == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (2, "control_effective", 0, 0),
        (2, "held", 0, 60),
        (3, "order_placed", 1, 60),
        *told,
        (5, "released", 0, 60),
        (5, "dispatched", 1, 60),
        (8, "delivered", 1, 60),
        *again,
    ]


def test_line_under_two_bans_leaves_when_both_are_lifted(engine: Engine) -> None:
    """The first ends on day 5 and lets nothing leave, the second on day 11, a Thursday, as the first ended."""
    bans = control("one", "A", 0, 2, f"lifted = {on(5)}"), control("two", "A", 0, 2, f"lifted = {on(11)}")
    assert engine.story(world(product(stock=60), distributor(), ANN, *bans)) == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (0, "control_announced", 0, 0),
        (2, "control_effective", 0, 0),
        (2, "control_effective", 0, 0),
        (2, "held", 0, 60),
        (3, "order_placed", 1, 60),
        (5, "control_lifted", 0, 0),
        (11, "control_lifted", 0, 0),
        (11, "released", 0, 60),
        (11, "dispatched", 1, 60),
        (14, "delivered", 1, 60),
    ]


def test_overtime_begins_in_the_middle_of_a_week(engine: Engine) -> None:
    """10 of 20 leave in the week, 2 in overtime from day 3 on, 3 more when another letter gives 5; the others later."""
    letters = control("one", "A", 3, 60, OVERTIME.format(1.2)), control("two", "A", 5, 60, OVERTIME.format(1.5))
    tables = product(stock=20), distributor(capacity=10), buyer("Ann", (1, "A", 20))
    assert engine.story(world(*tables, *letters)) == [
        (0, "stock_opened", 0, 20),
        (1, "order_placed", 1, 20),
        (1, "dispatched", 1, 10),
        (3, "control_announced", 0, 0),
        (3, "dispatched", 1, 2),
        (4, "delivered", 1, 10),
        (5, "control_announced", 0, 0),
        (5, "dispatched", 1, 3),
        (6, "delivered", 1, 2),
        (8, "delivered", 1, 3),
        (8, "dispatched", 1, 5),
        (11, "delivered", 1, 5),
    ]


@pytest.mark.parametrize("more", ["days = 2", f"opens = {on(5)}", 'days = 2, per = "buyer"'])
def test_line_leaves_when_it_is_licensed(engine: Engine, more: str) -> None:
    """Applied for on day 3 and decided after two days, or applied for on day 5 and decided at once; for a buyer too."""
    rule = control("rule", "A", 0, 2, f"license = {{ granted = 1.0, {more} }}")
    whose = 0 if "buyer" in more else 1
    assert engine.story(world(product(stock=60), distributor(), ANN, rule)) == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (2, "control_effective", 0, 0),
        (2, "held", 0, 60),
        (3, "order_placed", 1, 60),
        (5, "license_granted", whose, 60),
        (5, "dispatched", 1, 60),
        (8, "delivered", 1, 60),
    ]


SEED = 2
"""A seed that refuses Ann's first order of A twice, then grants it its license."""


def test_line_leaves_when_it_is_licensed_after_a_refusal(engine: Engine) -> None:
    """Each decision takes a day, and Ann applies again two days after a refusal: refused on days 4 and 7."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.5, days = 1, again_days = 2 }")
    log = engine.log_of(world(product(stock=60), distributor(), ANN, rule), SEED)
    assert [(row[0], EVENTS[row[1]], row[5], row[6]) for row in log.rows.tolist()] == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (2, "control_effective", 0, 0),
        (2, "held", 0, 60),
        (3, "order_placed", 1, 60),
        (4, "license_refused", 1, 60),
        (7, "license_refused", 1, 60),
        (10, "license_granted", 1, 60),
        (10, "dispatched", 1, 60),
        (13, "delivered", 1, 60),
    ]


def test_quota_is_renewed_in_the_middle_of_a_week(engine: Engine) -> None:
    """20 a quarter, of 60 that were ordered and licensed in March: day 90 is the first of April, a Saturday."""
    quota = 'quota = { units = 20, every = "quarter" }'
    rule = control("rule", "A", 0, 86, f"license = {{ granted = 1.0, opens = {on(0)}, {quota} }}")
    scenario = world(product(stock=60), distributor(), buyer("Ann", (87, "A", 60)), rule, days=95)
    assert engine.story(scenario) == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (86, "control_effective", 0, 0),
        (86, "held", 0, 60),
        (87, "order_placed", 1, 60),
        (88, "license_granted", 1, 60),
        (88, "dispatched", 1, 20),
        (90, "dispatched", 1, 20),
        (91, "delivered", 1, 20),
        (93, "delivered", 1, 20),
    ]


def test_credit_is_free_again_in_the_middle_of_a_week(engine: Engine) -> None:
    """Place for 10 at a time: 20 leave in two turns, the second on the day on which the first are delivered."""
    north = distributor(more="credit_limit = 1000")
    assert engine.story(world(product(stock=30), north, buyer("Ann", (2, "A", 20)))) == [
        (0, "stock_opened", 0, 30),
        (2, "order_placed", 1, 20),
        (2, "dispatched", 1, 10),
        (5, "delivered", 1, 10),
        (5, "dispatched", 1, 10),
        (8, "delivered", 1, 10),
    ]


def test_lot_comes_for_an_order_that_is_older_than_the_run(engine: Engine) -> None:
    """60 were ordered a week before; 25 come on day 4 and leave at once, and 35 of the 50 of day 6."""
    made = product(more=lots((4, 25), (6, 50)))
    assert engine.story(world(made, distributor(), buyer("Ann", (-7, "A", 60)))) == [
        (0, "stock_opened", 0, 0),
        (0, "order_carried", 1, 60),
        (4, "lot_finished", 0, 25),
        (4, "dispatched", 1, 25),
        (6, "lot_finished", 0, 50),
        (6, "dispatched", 1, 35),
        (7, "delivered", 1, 25),
        (9, "delivered", 1, 35),
    ]


def test_line_leaves_by_the_contract_that_takes_it_over(engine: Engine) -> None:
    """North has no room; the contract of day 4 takes over the line as it is, and has room for 20 of 60."""
    tables = product(stock=60), distributor(capacity=0), buyer("Ann", (2, "A", 60), more=talks(4, 20))
    assert engine.story(world(*tables, days=8)) == [
        (0, "stock_opened", 0, 60),
        (2, "order_placed", 1, 60),
        (4, "negotiation_opened", 0, 0),
        (4, "negotiation_round", 0, 0),
        (4, "contract_signed", 0, 60),
        (4, "order_moved", 1, 60),
        (4, "dispatched", 1, 20),
        (5, "delivered", 1, 20),
    ]


def test_part_of_a_line_leaves_by_the_contract_that_takes_it_over(engine: Engine) -> None:
    """North has room for 10 of 60; the contract of day 4 takes over half of the other 50, and has room for 20."""
    ann = buyer("Ann", (2, "A", 60), more=talks(4, 20, "takes_over = 0.5"))
    assert engine.story(world(product(stock=60), distributor(capacity=10), ann, days=8)) == [
        (0, "stock_opened", 0, 60),
        (2, "order_placed", 1, 60),
        (2, "dispatched", 1, 10),
        (4, "negotiation_opened", 0, 0),
        (4, "negotiation_round", 0, 0),
        (4, "contract_signed", 0, 25),
        (4, "order_divided", 1, 25),
        (4, "order_moved", 2, 25),
        (4, "dispatched", 2, 20),
        (5, "delivered", 1, 10),
        (5, "delivered", 2, 20),
    ]


def test_line_leaves_by_the_distributor_that_it_goes_back_to(engine: Engine) -> None:
    """Ann orders by a contract without room, which ends on day 5, after three days."""
    ann = buyer("Ann", (3, "A", 60), more=talks(2, 0, "term_days = 3"))
    assert engine.story(world(product(stock=60), distributor(), ann)) == [
        (0, "stock_opened", 0, 60),
        (2, "negotiation_opened", 0, 0),
        (2, "negotiation_round", 0, 0),
        (2, "contract_signed", 0, 0),
        (3, "order_placed", 1, 60),
        (5, "contract_ended", 0, 60),
        (5, "order_moved", 1, 60),
        (5, "dispatched", 1, 60),
        (8, "delivered", 1, 60),
    ]


def test_substitute_leaves_on_the_day_of_the_refusal(engine: Engine) -> None:
    """On day 5 Ann, who is refused A, orders B instead, of which there is enough."""
    ann = buyer("Ann", (3, "A", 60), more='on_control = { A = "B" }')
    rule = control("rule", "A", 0, 2, "license = { granted = 0.0, days = 2 }")
    assert engine.story(world(product(), product("B", 80), distributor(), ann, rule)) == [
        (0, "stock_opened", 0, 0),
        (0, "stock_opened", 0, 80),
        (0, "control_announced", 0, 0),
        (2, "control_effective", 0, 0),
        (3, "order_placed", 1, 60),
        (5, "license_refused", 1, 60),
        (5, "order_switched", 1, 60),
        (5, "order_placed", 2, 60),
        (5, "dispatched", 2, 60),
        (8, "delivered", 2, 60),
    ]


def test_goods_called_back_leave_for_whom_the_control_does_not_name(engine: Engine) -> None:
    """Ann's 60 come back on day 5: Bob, who waits for 40 since day 4, has them at once."""
    rule = control("rule", "A", 0, 5, 'buyers = ["Ann"]\nin_transit = "return"')
    both = ANN, buyer("Bob", (4, "A", 40))
    assert engine.story(world(product(stock=60), distributor(), *both, rule)) == [
        (0, "stock_opened", 0, 60),
        (0, "control_announced", 0, 0),
        (3, "order_placed", 1, 60),
        (3, "dispatched", 1, 60),
        (4, "order_placed", 2, 40),
        (5, "control_effective", 0, 0),
        (5, "returned", 1, 60),
        (5, "dispatched", 2, 40),
        (8, "delivered", 2, 40),
    ]
