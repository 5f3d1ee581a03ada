"""Examples of what contracts take over and give back, small enough to calculate by hand: money, need, queues, homes."""

import pytest

from sim.model.events import Account
from sim.records.events import Event
from tests.engines.tables import Order, buyer, control, distributor, lots, on, product, talks, told, world
from tests.worlds import Engine

MOVES = ("order_divided", "order_moved", "order_cancelled")
BAN = control("ban", "A", 1, 2)


def moved(engine: Engine, *tables: str) -> list[tuple[str, int, int]]:
    """Channel, order number and units of what goes on by another channel, in the order in which it does."""
    log = engine.log_of(world(*tables)).to_pandas()
    rows = log[log["event"] == "order_moved"]
    return list(zip(rows["channel"], rows["order"].astype(int), rows["units"], strict=True))


def test_contract_is_told_of_its_buyer_and_channel_and_of_no_product(engine: Engine) -> None:
    """Signed on day 3, with a unit taken over, which goes back on day 5."""
    ann = buyer("Ann", (1, "A", 1), more=talks(3, 0, "term_days = 2"))
    log = engine.log_of(world(product(), product("B"), distributor(), ann))
    kinds = (Event.contract_signed, Event.contract_ended, Event.order_moved)
    assert [row for row in log.rows.tolist() if row[1] in kinds] == [
        [3, Event.contract_signed, -1, 0, 1, 0, 1, 0],
        [3, Event.order_moved, 0, 0, 1, 1, 1, 100],
        [5, Event.contract_ended, -1, 0, 1, 0, 1, 0],
        [5, Event.order_moved, 0, 0, 0, 1, 1, 100],
    ]


@pytest.mark.parametrize(
    ("orders", "budget", "price", "units"),
    [
        ([10], 1100, 110, [10]),
        ([10], 1099, 110, []),
        ([1], 100, 101, []),
        ([10, 10], 2100, 110, [10]),
        ([10, 10], 2200, 110, [10, 10]),
        ([10, 10], 2100, 90, [10, 10]),
    ],
)
def test_dearer_contract_takes_over_what_the_budget_pays(
    engine: Engine, orders: list[int], budget: int, price: int, units: list[int]
) -> None:
    """Each line of 10 at 100 dollars costs 100 more at 110; what is left of the budget pays one, or both."""
    each = [(1, "A", units) for units in orders]
    ann = buyer("Ann", *each, more=f"budget = {budget}\n" + talks(3, 0, f"price = {price}"))
    assert [row[3] for row in told(engine, world(product(), distributor(), ann), "order_moved")] == units


def test_contract_at_the_same_price_takes_over_what_is_beyond_the_budget(engine: Engine) -> None:
    """An order older than the run may have cost more than the budget: to move costs nothing."""
    ann = buyer("Ann", (-2, "A", 10), more="budget = 500\n" + talks(3, 0))
    assert told(engine, world(product(), distributor(), ann), "order_moved") == [(3, "order_moved", 1, 10)]


def test_need_of_an_inflated_line_is_divided_with_it(engine: Engine) -> None:
    """30 are ordered for a need of 20, 6 leave; of the 24 that are open 11 go, with 14 x 11 / 24 of the need, so 6.

    These leave by the contract, and on the next day the 5 that are left are cancelled.
    """
    ann = buyer(
        "Ann",
        (1, "B", 1),
        (5, "A", 20),
        more="shortage = { waits = 4, factor = 1.5 }\n" + talks(6, 6, "takes_over = 0.5"),
    )
    story = told(engine, world(product(stock=50), product("B"), distributor(capacity=6), ann))
    assert [row for row in story if row[0] in (6, 7) and not row[1].startswith("negotiation")] == [
        (6, "contract_signed", 0, 12),
        (6, "order_moved", 1, 1),
        (6, "order_divided", 2, 11),
        (6, "order_moved", 3, 11),
        (6, "dispatched", 3, 6),
        (7, "delivered", 3, 6),
        (7, "order_cancelled", 3, 5),
    ]


def test_divided_line_has_been_kept_back_as_long(engine: Engine) -> None:
    """Kept back on the evenings of days 2 to 6, both halves have waited two days on day 8: no shortage."""
    ann = buyer(
        "Ann",
        (1, "A", 10),
        (8, "A", 4),
        more="shortage = { waits = 4, factor = 2.0 }\n" + talks(3, 0, "takes_over = 0.5"),
    )
    rule = control("ban", "A", 1, 2, f"lifted = {on(7)}")
    placed = told(engine, world(product(), distributor(), ann, rule), "order_placed", "order_moved")
    assert placed == [(1, "order_placed", 1, 10), (3, "order_moved", 2, 5), (8, "order_placed", 3, 4)]


def test_divided_line_is_switched_like_the_rest(engine: Engine) -> None:
    """Both halves are ordered as B on day 5, each on its channel."""
    ann = buyer("Ann", (1, "A", 10), more='on_control = { A = "B" }\n' + talks(3, 0, "takes_over = 0.5"))
    log = engine.log_of(world(product(), product("B"), distributor(), ann, control("ban", "A", 1, 5))).to_pandas()
    placed = log[(log["event"] == "order_placed") & (log["day"] == 5)]
    assert list(zip(placed["channel"], placed["units"], strict=True)) == [("north", 5), ("direct:Ann", 5)]


def test_what_a_contract_takes_over_waits_by_its_old_channel_no_more(engine: Engine) -> None:
    """Two lines of Ann's have left north's queue: Bob's 10 go by north and south alike."""
    ways = distributor(capacity=10), distributor("south", capacity=10)
    ann = buyer("Ann", (1, "A", 10), (2, "A", 20), more=talks(3, 10))
    bob = buyer("Bob", (5, "A", 10), via="north = 0.5, south = 0.5", more='routing = "shortest-wait"')
    assert [row[3] for row in told(engine, world(product(), *ways, ann, bob), "order_placed")] == [10, 20, 5, 5]


def test_what_a_contract_takes_over_waits_by_it(engine: Engine) -> None:
    """Of 40 by 10 a week and 3 days, a contract of 10 a week and 1 day takes over 21; 10 more then go half and half.

    The 21st waits 7 x 21 / 10 + 1 = 15.7 days there instead of 7 x 20 / 10 + 3 = 17, a 22nd 16.4 instead of 16.3. Of
    the 10 the first waits 16.4 days by the contract, the second 17 by north, the third 17.1 by the contract, and so on.
    """
    ann = buyer("Ann", (1, "A", 20), (2, "A", 20), (5, "A", 10), more='routing = "shortest-wait"\n' + talks(3, 10))
    story = told(engine, world(product(), distributor(capacity=10), ann), "order_placed", "order_moved")
    assert [row[3] for row in story] == [20, 20, 1, 20, 5, 5]


@pytest.mark.parametrize(("term", "first"), [("", 2), ("term_days = 1", 1)])
def test_what_a_contract_takes_over_is_its_own_while_it_lasts(engine: Engine, term: str, first: int) -> None:
    """30 in stock on day 5 go to Ann's line by contract before Bob's older one; to Bob's, if the term has ended."""
    bob, ann = buyer("Bob", (1, "A", 30)), buyer("Ann", (2, "A", 30), more=talks(3, 1000, term))
    scenario = world(product(more=lots((5, 30))), distributor(), bob, ann, more='allocation = "contract-first"')
    assert told(engine, scenario, "dispatched") == [(5, "dispatched", first, 30)]


def test_term_that_ends_on_the_last_day_ends_there(engine: Engine) -> None:
    """On the last day of a run a contract ends as on any other; a day later the run is over."""
    last = world(product(), distributor(), buyer("Ann", (1, "A", 1))).days - 1
    for term, ends in ((last - 3, [last]), (last - 2, [])):
        ann = buyer("Ann", (1, "A", 1), more=talks(3, 0, f"term_days = {term}"))
        rows = engine.log_of(world(product(), distributor(), ann)).rows.tolist()
        assert [row[0] for row in rows if row[1] == Event.contract_ended] == ends


def test_nothing_is_ordered_through_a_contract_that_ended(engine: Engine) -> None:
    """Not even a unit of a million."""
    ann = buyer("Ann", (8, "A", 1_000_000), more=talks(3, 10, "term_days = 2"))
    log = engine.log_of(world(product(), distributor(), ann)).to_pandas()
    assert log[log["event"] == "order_placed"]["channel"].tolist() == ["north"]


def test_only_what_went_by_the_contract_goes_back(engine: Engine) -> None:
    """Half of 10 was taken over: it goes back, the other half stays where it is."""
    ann = buyer("Ann", (1, "A", 10), more=talks(3, 0, "takes_over = 0.5\nterm_days = 2"))
    assert moved(engine, product(), distributor(), ann) == [("direct:Ann", 2, 5), ("north", 2, 5)]


CHEAP = "price = 50\nterm_days = 4"


def test_budget_pays_the_lines_that_go_back_one_after_the_other(engine: Engine) -> None:
    """20 units at 50 leave 700 of 1,700 dollars; at 100 the first 10 leave 200, which with 500 pay for 7 more."""
    ann = buyer("Ann", (2, "A", 10), (2, "A", 10), more="budget = 1700\n" + talks(1, 0, CHEAP))
    scenario = world(product(), distributor(), ann)
    assert told(engine, scenario, "contract_ended", *MOVES) == [
        (5, "contract_ended", 0, 17),
        (5, "order_moved", 1, 10),
        (5, "order_cancelled", 2, 3),
        (5, "order_moved", 2, 7),
    ]
    figures = engine.run(scenario).summary
    assert (figures["need_units.Ann"], figures["lost_units.Ann.budget"]) == (20, 3)
    lost = [row for row in engine.log_of(scenario).postings.tolist() if row[1] == Account.lost_by_budget]
    assert lost == [[5, Account.lost_by_budget, 0, 0, 0, 3]]


def test_need_of_a_line_that_is_divided_stays_what_it_is(engine: Engine) -> None:
    """10 in all, of which 4 are the part's."""
    ann = buyer("Ann", (1, "A", 10), more=talks(3, 0, "takes_over = 0.4"))
    scenario = world(product(), distributor(), ann)
    assert engine.run(scenario).summary["need_units.Ann"] == 10
    needs = [row[4:] for row in engine.log_of(scenario).postings.tolist() if row[1] == Account.on_line]
    assert needs == [[1, 10], [1, -4], [2, 4]]


@pytest.mark.parametrize(
    ("budget", "units", "homes"),
    [
        # Of 20 the budget pays 6 of the first line; of the 16 that are left 12 are north's share, south's is 4.
        (1100, (10, 10), [("north", 1, 6), ("north", 2, 5)]),
        # Of 27 it pays 14 of the first; of the 23 that are left 17.25 are north's, 3.25 more than it has, south's 5.75.
        (1850, (18, 9), [("north", 1, 14), ("south", 2, 4)]),
    ],
)
def test_what_is_cancelled_at_the_end_counts_in_no_share(
    engine: Engine, budget: int, units: tuple[int, int], homes: list[tuple[str, int, int]]
) -> None:
    """North has three quarters of Ann's custom; each line goes where most is missing of the share of what is open."""
    more = f"budget = {budget}\n" + talks(1, 0, CHEAP)
    ann = buyer("Ann", *[(2, "A", each) for each in units], via="north = 0.75, south = 0.25", more=more)
    assert moved(engine, product(), distributor(), distributor("south"), ann) == homes


TWO = product(), distributor(capacity=0), distributor("south", capacity=5)
HALVES = "north = 0.5, south = 0.5"


def test_lines_go_back_behind_what_the_buyer_has_open_there(engine: Engine) -> None:
    """North has two lines of 10 of Ann's open, south 15, as 5 have left: the contract's 6 go to south."""
    orders: list[Order] = [(1, "A", 20), (2, "A", 20), (4, "A", 6)]
    ann = buyer("Ann", *orders, via=HALVES, more=talks(3, 0, "takes_over = 0.0\nterm_days = 2"))
    assert moved(engine, product(stock=5), *TWO[1:], ann) == [("south", 5, 6)]


@pytest.mark.parametrize(
    ("more", "rule", "homes"),
    [
        ("", "", ["north", "south", "north"]),
        ("", BAN, ["north", "south", "north"]),
        ('routing = "shortest-wait"\n', "", ["north", "south", "north"]),
        ('routing = "shortest-wait"\n', BAN, ["north", "north", "north"]),
    ],
    ids=["shares", "shares under a ban", "wait", "wait under a ban"],
)
def test_lines_go_back_one_behind_the_other(engine: Engine, more: str, rule: str, homes: list[str]) -> None:
    """Three of 10 by turns, as shares say and the queue does; to a queue what may not leave is nothing."""
    three = buyer("Ann", *[(day, "A", 10) for day in (2, 3, 4)], via=HALVES, more=more + talks(1, 30, "term_days = 5"))
    ways = distributor(capacity=1), distributor("south", capacity=1)
    assert [channel for channel, _, _ in moved(engine, product(), *ways, three, rule)] == homes


@pytest.mark.parametrize(
    ("price", "dearer", "budget", "cancelled"), [(100, 150, 9000, []), (100, 150, 8999, [1]), (0, 1, 40, [20])]
)
def test_goods_that_come_back_are_cancelled_as_far_as_the_budget_lacks(
    engine: Engine, price: int, dearer: int, budget: int, cancelled: list[int]
) -> None:
    """30 of 60 have left when a dearer contract takes over the rest: as many come back, each at 50 dollars more.

    A dollar that lacks costs a unit. Of what was free, and costs a dollar now, 20 are cancelled for 20 dollars.
    """
    ann = buyer("Ann", (1, "A", 60), more=f"budget = {budget}\n" + talks(3, 0, f"price = {dearer}"))
    ban = control("ban", "A", 4, 4, 'in_transit = "return"')
    scenario = world(product(stock=30, price=price), distributor(transit=9), ann, ban)
    assert [row[3] for row in told(engine, scenario, "order_cancelled")] == cancelled
