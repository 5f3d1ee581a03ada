"""Examples of how buyers answer controls, small enough to calculate by hand: substitutes, what is held back twice."""

import pytest

from sim.model.entities import KINDS
from sim.realisation.streams import mechanism, mechanism_word, uniforms
from tests.engines.tables import buyer, control, distributor, on, product, talks, told, values, world
from tests.worlds import Engine

ORDERS = ("order_placed", "order_switched", "order_cancelled", "order_held_back")
REFUSES = "license = { granted = 0.0, days = 1 }"
THREE = product(), product("B"), product("C")


def ban(name: str, covers: str, effective: int, lifted: int, more: str = "resume = true") -> str:
    """A control on orders, announced on the day on which it is in effect."""
    return control(name, covers, effective, effective, f'acts_on = "order"\nlifted = {on(lifted)}\n{more}')


def test_what_was_held_back_is_placed_once_by_its_own_buyer(engine: Engine) -> None:
    """A is free again on day 15, B on day 20: each buyer places its own, and no need is lost in the end."""
    ann, bob = buyer("Ann", (7, "A", 60), (8, "B", 10)), buyer("Bob", (7, "A", 5))
    scenario = world(*THREE, distributor(), ann, bob, ban("first", "A", 5, 15), ban("second", "B", 5, 20))
    log = engine.log_of(scenario).to_pandas()
    orders = log[log["event"].isin(ORDERS)]
    assert list(zip(orders["day"], orders["event"], orders["buyer"], orders["units"], strict=True)) == [
        (7, "order_held_back", "Ann", 60),
        (7, "order_held_back", "Bob", 5),
        (8, "order_held_back", "Ann", 10),
        (15, "order_placed", "Ann", 60),
        (15, "order_placed", "Bob", 5),
        (20, "order_placed", "Ann", 10),
    ]
    figures = engine.run(scenario).summary
    names = ("need_units.Ann", "lost_units.Ann.control", "need_units.Bob", "lost_units.Bob.control")
    assert [figures[name] for name in names] == [70, 0, 5, 0]


def test_what_a_control_holds_back_again_that_never_resumes_is_lost(engine: Engine) -> None:
    """The second ends on day 20, on which what a third held back is placed: of A nothing is ordered any more."""
    lasting = ban("second", "A", 5, 20, "resume = false")
    bans = ban("first", "A", 5, 15), lasting, ban("third", "B", 5, 20)
    scenario = world(*THREE, distributor(), buyer("Ann", (7, "A", 60), (7, "B", 9)), *bans)
    assert told(engine, scenario, *ORDERS) == [
        (7, "order_held_back", 0, 60),
        (7, "order_held_back", 0, 9),
        (15, "order_held_back", 0, 60),
        (20, "order_placed", 1, 9),
    ]


def test_order_that_is_held_back_is_told_at_its_price_and_of_no_channel(engine: Engine) -> None:
    """60 units at 100 dollars, of which a quarter would have been bought elsewhere."""
    ann = buyer("Ann", (7, "A", 60), via="north = 0.75")
    scenario = world(*THREE, distributor(), ann, ban("first", "A", 5, 15))
    assert values(engine, scenario, "order_held_back") == [(45, 4_500)]
    log = engine.log_of(scenario).to_pandas()
    assert log[log["event"] == "order_held_back"]["channel"].isna().all()


def test_stock_is_told_at_the_products_price(engine: Engine) -> None:
    """30 units at 70 dollars, whatever the distributor would take for them."""
    scenario = world(product(stock=30, price=70), distributor(more="margin = 0.5"), buyer("Ann"))
    assert values(engine, scenario, "stock_opened") == [(30, 2_100)]


def test_the_first_product_of_the_file_may_be_a_substitute(engine: Engine) -> None:
    """A single open unit of B is switched to A."""
    ann = buyer("Ann", (1, "B", 1), more='on_control = { B = "A" }')
    scenario = world(*THREE, distributor(), ann, control("rule", "B", 2, 5))
    assert told(engine, scenario, *ORDERS)[1:] == [(5, "order_switched", 1, 1), (5, "order_placed", 2, 1)]


def test_substitute_that_the_buyer_was_refused_a_license_for_is_not_ordered(engine: Engine) -> None:
    """Ann's license for B is refused on day 3, as a buyer's: on day 5 her order of A is cancelled."""
    ann = buyer("Ann", (1, "A", 10), (1, "B", 10), more='on_control = { A = "B" }')
    rules = control("a", "A", 2, 5), control("b", "B", 2, 2, 'license = { granted = 0.0, days = 1, per = "buyer" }')
    scenario = world(*THREE, distributor(), ann, *rules)
    assert told(engine, scenario, *ORDERS)[2:] == [(5, "order_cancelled", 1, 10)]


def test_substitute_of_an_order_that_was_refused_is_answered_at_once(engine: Engine) -> None:
    """Of an order of A over two channels 10 units are switched to B, and when B is refused, to C.

    The other 10 were under way: called back on day 8 they are B, of the same order, and so C at once.
    """
    ways = distributor(capacity=0), distributor("south", transit=20)
    ann = buyer("Ann", (1, "A", 20), via="north = 0.5, south = 0.5", more='on_control = { A = "B", B = "C" }')
    rules = control("a", "A", 0, 5), control("b", "B", 0, 5, REFUSES), control("c", "A", 0, 8, 'in_transit = "return"')
    scenario = world(product(stock=10), product("B"), product("C"), *ways, ann, *rules)
    assert told(engine, scenario, *ORDERS) == [
        (1, "order_placed", 1, 10),
        (1, "order_placed", 2, 10),
        (5, "order_switched", 1, 10),
        (5, "order_placed", 3, 10),
        (6, "order_switched", 3, 10),
        (6, "order_placed", 4, 10),
        (8, "order_switched", 2, 10),
        (8, "order_placed", 5, 10),
        (8, "order_switched", 5, 10),
        (8, "order_placed", 6, 10),
    ]


def test_only_controls_that_stop_a_line_count_it(engine: Engine) -> None:
    """Of three in effect one licenses A, one refuses it, one is about B."""
    ann = buyer("Ann", (1, "A", 10), more='on_control = { A = "cancel" }')
    rules = (
        control("grants", "A", 0, 2, "license = { granted = 1.0 }"),
        control("refuses", "A", 0, 2, REFUSES),
        control("other", "B", 0, 2),
    )
    figures = engine.run(world(*THREE, distributor(), ann, *rules)).summary
    stopped = [figures[f"stopped_units.{name}"] for name in ("grants", "refuses", "other")]
    assert stopped == [0, 10, 0]


def test_substitute_goes_by_the_shortest_wait(engine: Engine) -> None:
    """Of A, which may not leave, each of two equal channels has 5; switched one after the other they are 3 and 2 of B.

    The second 5 go behind these, 2 and 3.
    """
    ways = distributor(capacity=10), distributor("south", capacity=10)
    ann = buyer("Ann", (2, "A", 10), via="north = 0.5, south = 0.5", more='routing = "shortest-wait"')
    answer = 'on_control = { A = "B" }\n'
    scenario = world(*THREE, *ways, ann + answer, control("a", "A", 0, 2))
    assert told(engine, scenario, "order_placed") == [
        (2, "order_placed", 1, 5),
        (2, "order_placed", 2, 3),
        (2, "order_placed", 3, 2),
        (2, "order_placed", 4, 5),
        (2, "order_placed", 5, 2),
        (2, "order_placed", 6, 3),
    ]


def test_substitute_of_a_contracts_line_goes_by_the_contract(engine: Engine) -> None:
    """Ann's 10 of A are hers by contract: so are the 10 of B."""
    ann = buyer("Ann", (2, "A", 10), more='on_control = { A = "B" }\n' + talks(1, 50))
    log = engine.log_of(world(*THREE, distributor(), ann, control("a", "A", 0, 5))).to_pandas()
    assert log[log["event"] == "order_placed"]["channel"].tolist() == ["direct:Ann"] * 2


@pytest.mark.parametrize("seed", range(4))
def test_license_of_a_substitute_is_drawn_as_the_next_generation_of_its_order(engine: Engine, seed: int) -> None:
    """A's order is the first of Ann's; refused on day 3 it is B's, with a draw of its own that names A."""
    ann = buyer("Ann", (1, "A", 10), more='on_control = { A = "B" }')
    rules = control("a", "A", 0, 2), control("b", "B", 0, 2, "license = { granted = 0.5, days = 1 }")
    word = mechanism("license", "b", "Ann") + ":granted"
    draw = uniforms(seed, 0, word, 1, 1, KINDS, mechanism_word("A"))[0]
    log = engine.log_of(world(*THREE, distributor(), ann, *rules), seed).to_pandas()
    decisions = log[log["event"].str.startswith("license")]
    assert decisions["event"].tolist() == ["license_granted" if draw < 0.5 else "license_refused"]


def test_goods_that_come_back_are_answered_as_far_as_their_order_has_been(engine: Engine) -> None:
    """Line 2 was refused on day 4, then its substitute B of lines 3 and 4: when line 1 comes back B is left at once.

    It is ordered by both channels again, as lines 9 and 10 of the order that was refused; all ends in C that day.
    """
    keys = 'routing = "shortest-wait"\non_control = { A = "B", B = "C" }'
    ann = buyer("Ann", (1, "A", 20), via="north = 0.5, south = 0.5", more=keys)
    refuses = control("refuses", "AB", 0, 3, "license = { granted = 0.0, days = 1 }")
    recalls = control("recalls", "A", 0, 6, 'in_transit = "return"')
    ways = distributor(transit=20), distributor("south", transit=20)
    scenario = world(product(stock=10), product("B"), product("C"), *ways, ann, refuses, recalls)
    assert told(engine, scenario, "dispatched", "returned", "order_switched") == [
        (1, "dispatched", 1, 10),
        (4, "order_switched", 2, 10),
        (5, "order_switched", 3, 5),
        (5, "order_switched", 4, 5),
        (6, "returned", 1, 10),
        (6, "order_switched", 1, 10),
        (6, "order_switched", 9, 5),
        (6, "order_switched", 10, 5),
    ]
