"""Examples of production, small enough to calculate by hand: shared lines, and rounding that is carried."""

import pytest

from sim.records.events import EVENTS, EventLog
from tests.worlds import CHAIN, Engine, chain

DIES = """
[[line]]
name = "dies"
start = 2023-01-02
end = 2023-01-10
capacity = 40
yield = 0.9
cycle_time = 8
split_days = 3
mix = { A = 0.5, B = 0.25 }
"""
"""A lot on days 1 and 8, good units 36: divided on days 6 and 13, finished on days 9 and 16."""

SHARED = (
    CHAIN.replace("initial_stock = 100\n", "")
    .replace("weekly_capacity = 1000", "weekly_capacity = 30")
    .replace("[[distributor]]", '[[product]]\nname = "B"\nprice = 10\n[[distributor]]')
)
"""A and B without lines of their own; Ann orders 60 A on day 1."""

BAN = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-05\neffective = 2023-01-09\n'

Fact = tuple[int, str, str | None, str | None, int]


def told(log: EventLog) -> list[Fact]:
    """Day, event, product, channel and units of each event."""
    rows = log.rows.tolist()
    name = [log.products, log.channels]
    return [
        (
            row[0],
            EVENTS[row[1]],
            *(of[at] if at >= 0 else None for of, at in zip(name, (row[2], row[4]), strict=True)),
            row[6],
        )
        for row in rows
    ]


def made(log: EventLog) -> list[Fact]:
    """The same of what is made alone, but for what is started."""
    return [fact for fact in told(log) if fact[1] in ("lot_divided", "lot_finished", "diverted", "held")]


def test_a_shared_lot_is_divided_late_and_leaves_days_after(engine: Engine) -> None:
    """A lot belongs to no product until three days before its finish; what the mix leaves goes elsewhere then."""
    assert told(engine.log_of(chain(SHARED + DIES)))[:13] == [
        (0, "stock_opened", "A", None, 0),
        (0, "stock_opened", "B", None, 0),
        (1, "lot_started", None, "line:dies", 40),
        (1, "order_placed", "A", "north", 60),
        (6, "lot_divided", "A", "line:dies", 18),
        (6, "lot_divided", "B", "line:dies", 9),
        (6, "diverted", None, "line:dies", 9),
        (8, "lot_started", None, "line:dies", 40),
        (9, "lot_finished", "A", None, 18),
        (9, "lot_finished", "B", None, 9),
        (9, "dispatched", "A", "north", 18),
        (12, "delivered", "A", "north", 18),
        (13, "lot_divided", "A", "line:dies", 18),
    ]


def test_value_of_a_shared_lot_is_that_of_the_products_it_becomes(engine: Engine) -> None:
    """Dies of no product have no price, so neither has what is started or diverted of them."""
    log = engine.log_of(chain(SHARED + DIES))
    values = {(EVENTS[row[1]], row[7]) for row in log.rows.tolist() if row[4] == 1}
    assert values == {("lot_started", 0), ("lot_divided", 1_800), ("lot_divided", 90), ("diverted", 0)}


def test_the_mix_is_that_of_the_day_of_the_division(engine: Engine) -> None:
    """Begun long before, the first lot is divided a day after the first step of A, the second on the day of another."""
    steps = DIES.replace("A = 0.5", "A = { table = [[2023-01-06, 0.25], [2023-01-14, 0.75]] }")
    assert made(engine.log_of(chain(SHARED + steps.replace("2023-01-02", "2022-12-26")))) == [
        (2, "lot_finished", "B", None, 9),  # divided the day before the run, of A nothing yet
        (6, "lot_divided", "A", "line:dies", 9),
        (6, "lot_divided", "B", "line:dies", 9),
        (6, "diverted", None, "line:dies", 18),
        (9, "lot_finished", "A", None, 9),
        (9, "lot_finished", "B", None, 9),
        (13, "lot_divided", "A", "line:dies", 27),
        (13, "lot_divided", "B", "line:dies", 9),
        (16, "lot_finished", "A", None, 27),
        (16, "lot_finished", "B", None, 9),
    ]


def test_a_rush_raises_a_share_of_the_mix_and_lowers_none(engine: Engine) -> None:
    """In the window A has 0.7 instead of 0.5 of the 36; B keeps its quarter, which the rush would lower."""
    rush = "rush_mix = { A = 0.7, B = 0.1 }\n"
    both = BAN.replace('["A"]', '["A", "B"]')
    assert made(engine.log_of(chain(SHARED + DIES + rush + both)))[:3] == [
        (6, "lot_divided", "A", "line:dies", 25),  # 25.2
        (6, "lot_divided", "B", "line:dies", 9),
        (6, "diverted", None, "line:dies", 2),  # 1.8
    ]


@pytest.mark.parametrize(
    ("heirs", "units_of_b", "diverted"), [("A = 'B'", 27, 9), ("A = 'A'", 9, 27), ("B = 'A'", 9, 27)]
)
def test_a_covered_products_share_goes_to_its_successor(
    engine: Engine, heirs: str, units_of_b: int, diverted: int
) -> None:
    """From the effective date on B has what A had, or other markets have, where none is named or naming leads round.

    The first lot's part of A, divided the days before, finishes under the ban, and is held.
    """
    heir = f"when_controlled = {{ {heirs} }}\n"
    assert made(engine.log_of(chain(SHARED + DIES + heir + BAN)))[3:] == [
        (9, "lot_finished", "A", None, 18),
        (9, "held", "A", None, 18),
        (9, "lot_finished", "B", None, 9),
        (13, "lot_divided", "B", "line:dies", units_of_b),
        (13, "diverted", None, "line:dies", diverted),
        (16, "lot_finished", "B", None, units_of_b),
    ]


def test_a_control_on_some_buyers_changes_no_mix(engine: Engine) -> None:
    """A ban that leaves other buyers free neither hurries nor ends a product's share."""
    bob = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n'
    rush = "rush_mix = { A = 0.7 }\nwhen_controlled = { A = 'B' }\n"
    some = engine.log_of(chain(SHARED + bob + DIES + rush + BAN + 'buyers = ["Ann"]\n'))
    assert made(some) == made(engine.log_of(chain(SHARED + bob + DIES)))


def test_lots_of_a_unit_go_to_the_products_in_turn(engine: Engine) -> None:
    """Of a unit a day A may claim 0.5, B 0.3, others 0.2: ten are five, three and two, the largest first."""
    small = DIES.replace("capacity = 40", "capacity = 1\nlot_interval = 1").replace("yield = 0.9", "yield = 1.0")
    small = small.replace("end = 2023-01-10", "end = 2023-01-12").replace("B = 0.25", "B = 0.3")
    facts = [fact for fact in made(engine.log_of(chain(SHARED + small))) if fact[3] == "line:dies"]
    assert [fact[2] for fact in facts] == ["A", "B", None, "A", "A", "B", "A", None, "B", "A"]
    assert [fact[0] for fact in facts] == list(range(6, 16))


MARKET = CHAIN.replace(
    "initial_stock = 100",
    "[product.production]\nstart = 2023-01-01\nend = 2023-01-09\nlot_interval = 1\ncapacity = 3\nmarket_share = 0.25",
)


def test_market_share_of_small_lots_is_carried(engine: Engine) -> None:
    """A quarter of 3 a day: 0.75, 1.5, 2.25, 3.0; so nothing on the first day, then a unit on each of three."""
    rows = [row for row in engine.story(chain(MARKET)) if row[1] == "diverted"]
    assert rows == [(day, "diverted", 0, 3 if day % 4 == 0 else 2) for day in range(8)]


def test_yield_of_small_lots_is_carried_over_all_lots(engine: Engine) -> None:
    """Half of 3 each: 1, 2, 1, 2; a lot that was in progress comes first, and leaves half a unit to the next."""
    text = MARKET.replace("market_share = 0.25", "yield = 0.5\nin_progress = [{ finishes = 2023-01-01, units = 5 }]")
    rows = [row[3] for row in engine.story(chain(text)) if row[1] == "lot_finished"]
    assert rows == [2, 2, 1, 2, 1, 2, 1, 2, 1]


def test_a_rush_lowers_no_market_share(engine: Engine) -> None:
    """In the window of days 4 to 7 the line's own quarter stays, as the rush's tenth is less."""
    rush = BAN + "rush = { market_share = 0.1 }\n"
    assert [row for row in engine.story(chain(MARKET + rush)) if row[1] == "diverted"] == [
        (day, "diverted", 0, 3 if day % 4 == 0 else 2) for day in range(8)
    ]
