"""Examples of controls small enough to calculate by hand: before the start, two at once, returns, surplus."""

import pytest

from sim.realisation.streams import Streams
from sim.records.events import Event
from sim.scenario.distributions.base import Distribution
from tests.worlds import CHAIN, Engine, chain

BEFORE = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2022-12-20\n'


@pytest.mark.parametrize(
    ("effective", "to", "written"), [("2022-12-25", "2023-01-01", 1), ("2023-01-01", "2022-12-30", 0)]
)
def test_effect_on_the_first_day_is_written_where_the_control_was_not_in_effect_before(
    engine: Engine, effective: str, to: str, written: int
) -> None:
    """A move before the start decides whether day 0 is the first day of effect."""
    ban = f"{BEFORE}effective = {effective}\nmoved = [{{ on = 2022-12-22, to = {to} }}]\n"
    assert engine.story(chain(CHAIN + ban)) == [
        (0, "stock_opened", 0, 100),
        *[(0, "control_effective", 0, 0)] * written,
        (0, "held", 0, 100),
        (1, "order_placed", 1, 60),
    ]


TWO = """
[[control]]
name = "old"
covers = ["A"]
announced = 2023-01-04
effective = 2023-01-04
license = { granted = 1.0, days = 1 }
[[control]]
name = "new"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-05
in_transit = "return"
license = { granted = 1.0, days = 2 }
"""


def test_returned_goods_apply_for_the_license_of_an_older_control_too(engine: Engine) -> None:
    """All 60 were under way when the first control took effect; back in the hub, they need both licenses."""
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 60").replace("transit_days = 3", "transit_days = 9")
    assert engine.story(chain(text + TWO))[2:] == [
        (1, "dispatched", 1, 60),
        (3, "control_announced", 0, 0),
        (3, "control_effective", 0, 0),
        (4, "control_announced", 0, 0),
        (4, "control_effective", 0, 0),
        (4, "returned", 1, 60),
        (5, "license_granted", 1, 60),
        (6, "license_granted", 1, 60),
        (6, "dispatched", 1, 60),
        (15, "delivered", 1, 60),
    ]


def test_what_was_over_ordered_stays_surplus_when_it_is_switched(engine: Engine) -> None:
    """Ann needs 20 and orders 30; switched to B, 10 are cancelled once 20 of B have left."""
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 0").replace("units = 60 }]", "units = 5 }")
    text = text.replace("order = ", 'shortage = { waits = 4, factor = 1.5 }\non_control = { A = "B" }\norder = ')
    text += ', { date = 2023-01-07, product = "A", units = 20 }]\n'
    text = text.replace("weekly_capacity = 1000", "weekly_capacity = 25")
    text += '[[product]]\nname = "B"\nprice = 50\ninitial_stock = 100\n'
    text += '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-10\neffective = 2023-01-10\n'
    assert engine.story(chain(text))[2:] == [
        (1, "order_placed", 1, 5),
        (6, "order_placed", 2, 30),
        (9, "control_announced", 0, 0),
        (9, "control_effective", 0, 0),
        (9, "order_switched", 1, 5),
        (9, "order_placed", 3, 5),
        (9, "order_switched", 2, 30),
        (9, "order_placed", 4, 30),
        (9, "dispatched", 3, 5),
        (9, "dispatched", 4, 20),
        (10, "order_cancelled", 4, 10),
        (12, "delivered", 3, 5),
        (12, "delivered", 4, 20),
    ]


def test_goods_return_in_the_order_in_which_they_left(engine: Engine) -> None:
    """Shipments of one line come back by day of dispatch, whichever was due first: 9, 5 and 7 days after it."""
    lots = ", ".join(f"{{ finishes = 2023-01-0{day}, units = {10 * day} }}" for day in (2, 3, 4))
    made = f"[product.production]\nstart = 2023-01-31\ncapacity = 0\nin_progress = [{lots}]"
    ban = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-05\n'
    slow = CHAIN.replace("transit_days = 3", "transit_days = { choice = [5, 7, 9] }")
    scenario = chain(slow.replace("initial_stock = 100", made) + ban + 'in_transit = "return"\n')
    days, chance = scenario.distributor[0].transit_days, Streams(63, 0).many("transit:north", 738_522, 3)
    assert isinstance(days, Distribution)
    assert [days.quantile(u) for u in chance] == [9, 5, 7]
    log = engine.log_of(scenario, 63)
    returned = log.rows[log.column("event") == Event.returned]
    assert returned[:, [0, 6]].tolist() == [[4, 20], [4, 30], [4, 10]]


def test_goods_called_back_are_open_at_what_their_channel_costs_as_far_as_the_budget_goes(engine: Engine) -> None:
    """30 of 60 left at 100; the contract takes the others at 150, which leaves 500 of 8,000: of 30 that return 7 go.

    They cost 1,500 more than they did; 7 units at 150 make up for the 1,000 that the budget lacks.
    """
    talks = "[buyer.negotiation]\nopens = 2023-01-04\ncontract = { weekly_capacity = 9, price = 150 }\n"
    ban = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-05\n'
    text = CHAIN.replace("initial_stock = 100", "initial_stock = 30").replace("transit_days = 3", "transit_days = 9")
    text = text.replace("order = ", "budget = 8_000\norder = ") + talks + ban + 'in_transit = "return"\n'
    assert engine.story(chain(text))[2:] == [
        (1, "dispatched", 1, 30),
        (3, "negotiation_opened", 0, 0),
        (3, "negotiation_round", 0, 0),
        (3, "contract_signed", 0, 30),
        (3, "order_moved", 1, 30),
        (4, "control_announced", 0, 0),
        (4, "control_effective", 0, 0),
        (4, "returned", 1, 30),
        (4, "order_moved", 1, 30),
        (4, "order_cancelled", 1, 7),
        (4, "held", 0, 30),
    ]
