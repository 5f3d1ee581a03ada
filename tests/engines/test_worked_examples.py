"""Examples small enough to calculate by hand, asserted as whole logs."""

import pytest

from tests.worlds import CHAIN, Engine, chain


def test_order_is_dispatched_from_stock_and_arrives_after_its_transit(engine: Engine) -> None:
    """An order placed on day 1 leaves the same day and arrives three days later."""
    assert engine.story(chain()) == [
        (0, "stock_opened", 0, 100),
        (1, "order_placed", 1, 60),
        (1, "dispatched", 1, 60),
        (4, "delivered", 1, 60),
    ]


def test_capacity_is_renewed_on_monday(engine: Engine) -> None:
    """Sunday uses up the old week, Monday begins a new one, and the rest waits for the next Monday."""
    scenario = chain(distributor__north__weekly_capacity=25).set("buyer.Ann.order.1.date", "2023-01-01")
    assert [row for row in engine.story(scenario) if row[1] == "dispatched"] == [
        (0, "dispatched", 1, 25),
        (1, "dispatched", 1, 25),
        (8, "dispatched", 1, 10),
    ]


def test_credit_is_free_again_on_delivery(engine: Engine) -> None:
    """Goods for 3,000 USD fill the credit limit; the day they arrive, as many leave again."""
    assert engine.story(chain(distributor__north__credit_limit=3000))[2:] == [
        (1, "dispatched", 1, 30),
        (4, "delivered", 1, 30),
        (4, "dispatched", 1, 30),
        (7, "delivered", 1, 30),
    ]


LINE = CHAIN.replace(
    "initial_stock = 100",
    "[product.production]\nstart = 2023-01-01\nend = 2023-01-02\ncapacity = 80\ncycle_time = 9",
)
BAN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-10
"""


def test_ban_on_the_day_of_a_lot_strands_the_lot(engine: Engine) -> None:
    """The lot finishes on the effective day: control comes before production, so none of it leaves."""
    assert engine.story(chain(LINE + BAN))[1:] == [
        (0, "lot_started", 0, 80),
        (1, "order_placed", 1, 60),
        (4, "control_announced", 0, 0),
        (9, "control_effective", 0, 0),
        (9, "lot_finished", 0, 80),
        (9, "held", 0, 80),
    ]


def test_ban_that_moved_lets_the_lot_leave(engine: Engine) -> None:
    """Moved to a later day before it took effect, the ban strands only what is not sold by then."""
    moved = BAN + "moved = [{ on = 2023-01-08, to = 2023-01-12 }]\n"
    assert engine.story(chain(LINE + moved))[1:] == [
        (0, "lot_started", 0, 80),
        (1, "order_placed", 1, 60),
        (4, "control_announced", 0, 0),
        (7, "control_moved", 0, 0),
        (9, "lot_finished", 0, 80),
        (9, "dispatched", 1, 60),
        (11, "control_effective", 0, 0),
        (11, "held", 0, 20),
        (12, "delivered", 1, 60),
    ]


def test_ban_lifted_before_the_lot_leaves_it_alone(engine: Engine) -> None:
    """A ban in effect for two days only holds up what would have left on these days."""
    lifted = BAN.replace("2023-01-10", "2023-01-06") + "lifted = 2023-01-08\n"
    assert engine.story(chain(LINE + lifted))[1:] == [
        (0, "lot_started", 0, 80),
        (1, "order_placed", 1, 60),
        (4, "control_announced", 0, 0),
        (5, "control_effective", 0, 0),
        (7, "control_lifted", 0, 0),
        (9, "lot_finished", 0, 80),
        (9, "dispatched", 1, 60),
        (12, "delivered", 1, 60),
    ]


def test_open_order_is_switched_to_its_substitute_on_the_effective_day(engine: Engine) -> None:
    """What is open of a banned product is ordered again as the substitute, and leaves the same day."""
    text = LINE.replace(
        "[[distributor]]", '[[product]]\nname = "B"\nprice = 50\ninitial_stock = 70\n[[distributor]]'
    ).replace("order =", 'on_control = { A = "B" }\norder =')
    assert engine.story(chain(text + BAN))[5:] == [
        (9, "control_effective", 0, 0),
        (9, "lot_finished", 0, 80),
        (9, "held", 0, 80),
        (9, "order_switched", 1, 60),
        (9, "order_placed", 2, 60),
        (9, "dispatched", 2, 60),
        (12, "delivered", 2, 60),
    ]


def test_contract_takes_over_open_orders(engine: Engine) -> None:
    """Signed on day 5, the contract carries at once what the distributor could not."""
    text = (
        CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 10")
        + "[buyer.negotiation]\nopens = 2023-01-04\nround_days = 2\n"
        + "contract = { weekly_capacity = 100, transit_days = 1, price = 90 }\n"
    )
    assert engine.story(chain(text))[2:] == [
        (1, "dispatched", 1, 10),
        (3, "negotiation_opened", 0, 0),
        (4, "delivered", 1, 10),
        (5, "negotiation_round", 0, 0),
        (5, "contract_signed", 0, 50),
        (5, "order_moved", 1, 50),
        (5, "dispatched", 1, 50),
        (6, "delivered", 1, 50),
    ]


def test_pro_rata_gives_the_rest_to_the_largest_remainder(engine: Engine) -> None:
    """100 units for wants of 60, 30 and 50: 42.86, 21.43 and 35.71, so 43, 21 and 36."""
    also = ", ".join(f'{{ date = 2023-01-02, product = "A", units = {units} }}' for units in (30, 50))
    more = CHAIN.replace("units = 60 }]", f"units = 60 }}, {also}]")
    rows = engine.story(chain(more, allocation="pro-rata"))
    assert [row for row in rows if row[1] == "dispatched"] == [
        (1, "dispatched", 1, 43),
        (1, "dispatched", 2, 21),
        (1, "dispatched", 3, 36),
    ]


def test_patience_that_runs_out_on_the_day_of_delivery_cancels_what_is_open_only(engine: Engine) -> None:
    """Arrival comes before the order stage: what arrives that day is delivered, what is open is given up."""
    scenario = chain(distributor__north__weekly_capacity=25, buyer__Ann__patience=2)
    assert engine.story(scenario)[1:] == [
        (1, "order_placed", 1, 60),
        (1, "dispatched", 1, 25),
        (4, "delivered", 1, 25),
        (4, "order_cancelled", 1, 35),
    ]


@pytest.mark.parametrize(("policy", "first"), [("fifo", 1), ("ranking", 2), ("contract-first", 1)])
def test_policy_decides_who_is_served_first(engine: Engine, policy: str, first: int) -> None:
    """With stock for one order only, the oldest is served, or the one ranked first."""
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 60").replace(
        'name = "chain"', 'name = "chain"\nranking = ["Bob"]'
    )
    text += '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n'
    text += 'order = [{ date = 2023-01-02, product = "A", units = 60 }]\n'
    rows = engine.story(chain(text, allocation=policy))
    assert [row[2:] for row in rows if row[1] == "dispatched"] == [(first, 60)]


def test_fair_share_levels_buyers(engine: Engine) -> None:
    """Wants of 10 and 60 for 40 units: 10 and 30."""
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 40")
    text += '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n'
    text += 'order = [{ date = 2023-01-02, product = "A", units = 10 }]\n'
    rows = engine.story(chain(text, allocation="fair-share"))
    assert [row[2:] for row in rows if row[1] == "dispatched"] == [(1, 30), (2, 10)]


def test_goods_under_way_return_where_the_control_says_so(engine: Engine) -> None:
    """What is due on the effective day or later goes back to the hub, and is stranded there."""
    ban = BAN.replace("2023-01-05", "2023-01-03").replace("2023-01-10", "2023-01-04") + 'in_transit = "return"\n'
    assert engine.story(chain(CHAIN + ban))[2:] == [
        (1, "dispatched", 1, 60),
        (2, "control_announced", 0, 0),
        (3, "control_effective", 0, 0),
        (3, "returned", 1, 60),
        (3, "held", 0, 100),
    ]


def test_license_lets_an_order_leave_under_a_control(engine: Engine) -> None:
    """Stock for what applies for a license stays in the hub, the rest is stranded; once granted, it leaves."""
    ban = BAN.replace("2023-01-05", "2023-01-02").replace("2023-01-10", "2023-01-02")
    ban += "license = { granted = 1.0, days = 2 }\n"
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 25").replace(
        "date = 2023-01-02", "date = 2023-01-01"
    )
    assert engine.story(chain(text + ban)) == [
        (0, "stock_opened", 0, 100),
        (0, "order_placed", 1, 60),
        (0, "dispatched", 1, 25),
        (1, "control_announced", 0, 0),
        (1, "control_effective", 0, 0),
        (1, "held", 0, 40),
        (3, "license_granted", 1, 35),
        (3, "delivered", 1, 25),
        (3, "dispatched", 1, 25),
        (6, "delivered", 1, 25),
        (8, "dispatched", 1, 10),
        (11, "delivered", 1, 10),
    ]


def test_shortage_orders_more_and_cancels_the_surplus(engine: Engine) -> None:
    """With its first order waiting for 4 days, Ann orders 30 for a need of 20; once 20 have left, 10 are cancelled."""
    second = ', { date = 2023-01-06, product = "A", units = 20 }]'
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 81").replace("units = 60 }]", "units = 61 }" + second)
    text = text.replace("order =", "shortage = { waits = 4, factor = 1.5 }\norder =")
    text = text.replace("weekly_capacity = 1000", "weekly_capacity = 60")
    assert engine.story(chain(text))[1:] == [
        (1, "order_placed", 1, 61),
        (1, "dispatched", 1, 60),
        (4, "delivered", 1, 60),
        (5, "order_placed", 2, 30),
        (8, "dispatched", 1, 1),
        (8, "dispatched", 2, 20),
        (9, "order_cancelled", 2, 10),
        (11, "delivered", 1, 1),
        (11, "delivered", 2, 20),
    ]


def test_budget_is_never_passed(engine: Engine) -> None:
    """A budget of 5,050 USD pays for 50 units at 100."""
    assert engine.story(chain(buyer__Ann__budget=5050))[1] == (1, "order_placed", 1, 50)


def test_rush_pulls_orders_forward(engine: Engine) -> None:
    """On the announcement, half of the later order is placed at once; the rest comes on its date."""
    text = CHAIN.replace("order =", "pull_forward = 0.5\norder =").replace("date = 2023-01-02", "date = 2023-01-08")
    assert engine.story(chain(text + BAN))[1:] == [
        (4, "control_announced", 0, 0),
        (4, "order_placed", 1, 30),
        (4, "dispatched", 1, 30),
        (7, "delivered", 1, 30),
        (7, "order_placed", 2, 30),
        (7, "dispatched", 2, 30),
        (9, "control_effective", 0, 0),
        (9, "held", 0, 40),
        (10, "delivered", 2, 30),
    ]


def test_talks_that_open_at_a_backlog_may_fail(engine: Engine) -> None:
    """Opened the morning after the backlog passed the threshold, two rounds without success end the talks."""
    talks = "[buyer.negotiation]\nopens = { backlog = 50 }\nround_days = 2\nrounds = 2\nsuccess = 0.0\n"
    text = (
        CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 0") + talks + "contract = { weekly_capacity = 9 }\n"
    )
    assert engine.story(chain(text))[2:] == [
        (2, "negotiation_opened", 0, 0),
        (4, "negotiation_round", 0, 0),
        (6, "negotiation_round", 0, 0),
        (6, "negotiation_failed", 0, 0),
    ]
