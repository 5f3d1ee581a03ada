"""Examples of stock under control with several products and controls, small enough to calculate by hand."""

import pytest

from sim.model.events import Account
from tests.engines.tables import buyer, control, distributor, lots, on, product, told, values, world
from tests.worlds import Engine

KEEPING = ("held", "released", "diverted", "scrapped")
NORTH = distributor(capacity=0)
"""A distributor that handles nothing."""

GRANTS = "license = { granted = 1.0 }"


def stranded(engine: Engine, *tables: str) -> dict[str, float]:
    """The key figures of what is stranded, as far as they are not 0."""
    figures = engine.run(world(*tables)).summary
    return {name: value for name, value in figures.items() if name.startswith("stranded_units") and value}


def test_only_open_lines_of_a_product_keep_its_stock(engine: Engine) -> None:
    """Both are licensed: of 100 A all but the 30 ordered are held, of 50 B all but 8."""
    ann = buyer("Ann", (1, "A", 30), (1, "B", 8))
    scenario = world(product(stock=100), product("B", 50), NORTH, ann, control("rule", "AB", 0, 3, GRANTS))
    assert told(engine, scenario, *KEEPING) == [(3, "held", 0, 70), (3, "held", 0, 42)]


def test_stock_of_a_product_that_no_control_covers_is_free(engine: Engine) -> None:
    """A ban on B leaves the first product alone."""
    scenario = world(product(stock=100), product("B", 50), NORTH, buyer("Ann"), control("ban", "B", 0, 3))
    assert values(engine, scenario, "held") == [(50, 5_000)]


def test_each_lot_adds_to_what_is_held(engine: Engine) -> None:
    """20 of 25 in stock are held, as 5 are for Ann; then a lot of 10, and one of 7."""
    made = product(stock=25, more=lots((5, 10), (6, 7)))
    scenario = world(made, NORTH, buyer("Ann", (1, "A", 2), (1, "A", 3)), control("rule", "A", 0, 3, GRANTS))
    assert told(engine, scenario, *KEEPING) == [(3, "held", 0, 20), (5, "held", 0, 10), (6, "held", 0, 7)]


def test_held_stock_is_told_at_its_price_when_it_is_free_again(engine: Engine) -> None:
    """25 units at 100 dollars, held and released."""
    scenario = world(product(stock=25), NORTH, buyer("Ann"), control("ban", "A", 0, 3, f"lifted = {on(6)}"))
    assert values(engine, scenario, "held") == values(engine, scenario, "released") == [(25, 2_500)]


@pytest.mark.parametrize(("what", "units"), [("divert", 22), ("scrap", 22)])
def test_what_no_line_may_take_goes_as_it_comes(engine: Engine, what: str, units: int) -> None:
    """20 on day 3, at 100 dollars; on day 5 the 2 of a lot of 7 that a new order of 5 leaves."""
    ann = buyer("Ann", (4, "A", 5))
    rule = control("rule", "A", 0, 3, f'unshipped = "{what}"\n{GRANTS}')
    scenario = world(product(stock=20, more=lots((5, 7))), NORTH, ann, rule)
    name = {"divert": "diverted", "scrap": "scrapped"}[what]
    assert values(engine, scenario, name) == [(20, 2_000), (2, 200)]
    figures = engine.run(scenario).summary
    assert figures[f"{name}_units.A"] == units
    assert figures["diverted_units.A.rule"] == (units if what == "divert" else 0)


def test_days_of_holding_count_from_the_day_that_a_control_was_moved_to(engine: Engine) -> None:
    """In effect on day 6 instead of day 3, held for 4 days: sold on day 10."""
    moved = f"moved = [{{ on = {on(2)}, to = {on(6)} }}]\nunshipped = {{ hold_days = 4 }}"
    scenario = world(product(stock=20), NORTH, buyer("Ann"), control("ban", "A", 0, 3, moved))
    assert told(engine, scenario, *KEEPING) == [(6, "held", 0, 20), (10, "diverted", 0, 20)]


def test_stock_that_is_held_already_when_the_run_begins_may_be_sold_on_its_first_day(engine: Engine) -> None:
    """In effect four days before, and held for so many."""
    ban = control("ban", "A", -9, -4, "unshipped = { hold_days = 4 }")
    assert told(engine, world(product(stock=20), NORTH, buyer("Ann"), ban), *KEEPING) == [(0, "diverted", 0, 20)]


def test_goods_called_back_are_held_by_the_control_that_is_new(engine: Engine) -> None:
    """Under an old control that licensed them 60 are under way; the new one calls them back, and they are held."""
    old, new = control("old", "A", -9, -4, GRANTS), control("new", "A", 0, 5, 'in_transit = "return"')
    ways = distributor(transit=20)
    scenario = world(product(stock=100), ways, buyer("Ann", (1, "A", 60)), old, new)
    assert told(engine, scenario, *KEEPING, "returned") == [
        (0, "held", 0, 100),
        (5, "returned", 1, 60),
        (5, "held", 0, 60),
    ]


def test_stock_ends_with_the_last_control(engine: Engine) -> None:
    """Two bans: what the first held stays held until the second ends."""
    bans = control("first", "A", 0, 3, f"lifted = {on(6)}"), control("second", "A", 0, 5, f"lifted = {on(9)}")
    scenario = world(product(stock=20), NORTH, buyer("Ann"), *bans)
    assert told(engine, scenario, *KEEPING) == [(3, "held", 0, 20), (9, "released", 0, 20)]


def test_what_was_held_and_is_all_ordered_since_is_held_no_more_by_a_control_that_sells(engine: Engine) -> None:
    """20 are held on day 3; Ann orders 23 by day 5, licensed by both controls: on day 8 nothing is left to sell."""
    rules = control("sells", "A", 0, 8, f'unshipped = "divert"\n{GRANTS}'), control("holds", "A", 0, 3, GRANTS)
    scenario = world(product(stock=20), NORTH, buyer("Ann", (4, "A", 20), (5, "A", 3)), *rules)
    assert told(engine, scenario, *KEEPING) == [(3, "held", 0, 20)]
    assert engine.run(scenario).summary["held_units.A"] == 0


def test_control_on_some_buyers_strands_nothing(engine: Engine) -> None:
    """Bob may have it all."""
    assert not stranded(
        engine, product(stock=20), NORTH, buyer("Ann"), buyer("Bob"), control("a", "A", 0, 3, 'buyers = ["Ann"]')
    )


def test_each_control_strands_its_own_products(engine: Engine) -> None:
    """Of two products the first is under one control, the second under another, two days later."""
    rules = control("one", "A", 0, 3), control("two", "B", 0, 5)
    assert stranded(engine, product(stock=20), product("B", 7), NORTH, buyer("Ann"), *rules) == {
        "stranded_units.A": 20,
        "stranded_units.A.one": 20,
        "stranded_units.B": 7,
        "stranded_units.B.two": 7,
    }


def test_open_lines_that_are_licensed_leave_the_less_stranded(engine: Engine) -> None:
    """Of 20 A 4 and 2 are ordered and licensed; 3 of B are none of them, nor are 4 of A that wait for a license."""
    ann = buyer("Ann", (1, "A", 4), (1, "B", 3), (1, "A", 2))
    late = buyer("Bob", (1, "A", 4))
    rules = (
        control("one", "A", 0, 3, GRANTS),
        control("two", "A", 0, 3, "license = { granted = 1.0, days = 4 }\n" + 'buyers = ["Bob"]'),
    )
    tables = product(stock=20), product("B", 7), NORTH, ann, late, *rules
    assert stranded(engine, *tables) == {"stranded_units.A": 14, "stranded_units.A.one": 14}


def test_what_is_sold_elsewhere_on_the_effective_day_is_stranded_by_who_did_it(engine: Engine) -> None:
    """Two take effect at once: the first of the file sells the 20; nothing is left for the second."""
    rules = control("one", "A", 0, 3, 'unshipped = "divert"'), control("two", "A", 0, 3)
    assert stranded(engine, product(stock=20), NORTH, buyer("Ann"), *rules) == {
        "stranded_units.A": 20,
        "stranded_units.A.one": 20,
    }


def test_what_was_held_before_counts_once_for_the_product(engine: Engine) -> None:
    """20 are stranded on day 3, and a lot of 9 is held besides: two more controls strand 29 each, which were held.

    Where the first is lifted on day 4 none are held on day 6: so the second strands 29 more of the product.
    """
    rules = control("one", "A", 0, 3), control("two", "A", 0, 6), control("three", "A", 0, 8)
    free = f"lifted = {on(4)}"
    made = product(stock=20, more=lots((4, 9)))
    assert stranded(engine, made, NORTH, buyer("Ann"), *rules)["stranded_units.A"] == 20
    early = (rules[0].replace("effective", free + "\neffective"), *rules[1:])
    assert stranded(engine, made, NORTH, buyer("Ann"), *early) == {
        "stranded_units.A": 20 + 29,
        "stranded_units.A.one": 20,
        "stranded_units.A.two": 29,
        "stranded_units.A.three": 29,
    }


def test_held_at_the_end_is_told_of_each_product(engine: Engine) -> None:
    """20 of A and 3 of a lot of the last day, 7 of B: an account of the product alone."""
    made = product(stock=20, more=lots((30, 3))), product("B", 7), product("C", 5)
    scenario = world(*made, NORTH, buyer("Ann"), control("ban", "AB", 0, 3))
    figures = engine.run(scenario).summary
    assert [figures[f"held_units.{name}"] for name in "ABC"] == [23, 7, 0]
    postings = engine.log_of(scenario).postings.tolist()
    assert [row for row in postings if row[1] == Account.held_at_end] == [
        [30, Account.held_at_end, 0, -1, 0, 23],
        [30, Account.held_at_end, 1, -1, 0, 7],
    ]


def test_what_is_stranded_is_an_account_of_product_and_control(engine: Engine) -> None:
    """Of no buyer: 20 by each of two controls, 20 of the second's held before."""
    rules = control("one", "A", 0, 3), control("two", "A", 0, 6)
    log = engine.log_of(world(product(stock=20), NORTH, buyer("Ann"), *rules))
    assert [row for row in log.postings.tolist() if row[1] in (Account.stranded, Account.stranded_before)] == [
        [3, Account.stranded, 0, -1, 0, 20],
        [3, Account.stranded_before, 0, -1, 0, 0],
        [6, Account.stranded, 0, -1, 1, 20],
        [6, Account.stranded_before, 0, -1, 1, 20],
    ]


def test_a_single_unit_is_held_too(engine: Engine) -> None:
    """On the effective day."""
    assert told(engine, world(product(stock=1), NORTH, buyer("Ann"), control("ban", "A", 0, 3)), *KEEPING) == [
        (3, "held", 0, 1)
    ]


def test_what_is_sold_of_stock_and_of_a_lot_on_the_effective_day_is_stranded_together(engine: Engine) -> None:
    """20 of 25 in the morning, as 5 are licensed, and a lot of 7 later: in the accounts of product and control.

    The 5 leave in the next week.
    """
    rule = control("rule", "A", 0, 3, f'unshipped = "divert"\n{GRANTS}')
    ways, ann = distributor(capacity=5), buyer("Ann", (1, "A", 5), (2, "A", 5))
    scenario = world(product(stock=30, more=lots((3, 7))), ways, ann, rule)
    assert told(engine, scenario, "dispatched", "diverted") == [
        (1, "dispatched", 1, 5),
        (3, "diverted", 0, 20),
        (3, "diverted", 0, 7),
        (8, "dispatched", 2, 5),
    ]
    kinds = (Account.stranded, Account.diverted_by_control)
    assert [row for row in engine.log_of(scenario).postings.tolist() if row[1] in kinds] == [
        [3, Account.diverted_by_control, 0, -1, 0, 20],
        [3, Account.diverted_by_control, 0, -1, 0, 7],
        [3, Account.stranded, 0, -1, 0, 27],
    ]
