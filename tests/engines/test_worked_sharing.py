"""Examples of several shared lines, of successors in turn and of shipments, small enough to calculate by hand."""

import pytest

from sim.model.events import Account
from tests.engines.tables import buyer, control, distributor, on, product, talks, told, values, world
from tests.worlds import Engine

THREE = product(price=10), product("B", price=20), product("C", price=30)
NORTH = distributor()


def line(name: str, start: int, mix: str, capacity: int = 40, more: str = "") -> str:
    """A line with one lot, which finishes six days after it starts, and is divided two days before that."""
    return (
        f'[[line]]\nname = "{name}"\nstart = {on(start)}\nend = {on(start + 1)}\nlot_interval = 9\n'
        f"capacity = {capacity}\ncycle_time = 6\nsplit_days = 2\nmix = {{ {mix} }}\n{more}\n"
    )


def made(
    engine: Engine, *tables: str, kinds: tuple[str, ...] = ("lot_divided", "lot_finished", "diverted")
) -> list[tuple[int, str, str, int]]:
    """Day, event, whose it is (a product's, or a line's where it is none's), and units of what is made."""
    log = engine.log_of(world(*tables)).to_pandas()
    rows = log[log["event"].isin(kinds)]
    whose = rows["product"].astype(object).where(rows["product"].notna(), rows["channel"].astype(object))
    return list(zip(rows["day"], rows["event"], whose, rows["units"], strict=True))


def test_each_line_has_its_own_lots_and_parts(engine: Engine) -> None:
    """The second makes C and A: parts are in the order of the products, and each is finished by its own line."""
    lines = line("one", 0, "A = 0.5, B = 0.25"), line("two", 1, "C = 0.5, A = 0.25", 80)
    scenario = world(*THREE, NORTH, buyer("Ann"), *lines)
    assert made(engine, *THREE, NORTH, buyer("Ann"), *lines) == [
        (4, "lot_divided", "A", 20),
        (4, "lot_divided", "B", 10),
        (4, "diverted", "line:one", 10),
        (5, "lot_divided", "A", 20),
        (5, "lot_divided", "C", 40),
        (5, "diverted", "line:two", 20),
        (6, "lot_finished", "A", 20),
        (6, "lot_finished", "B", 10),
        (7, "lot_finished", "A", 20),
        (7, "lot_finished", "C", 40),
    ]
    orders = [order for _, _, order, _ in told(engine, scenario, "lot_started", "lot_divided", "diverted")]
    assert orders == [0] * 8
    assert values(engine, scenario, "lot_started") == [(40, 0), (80, 0)]
    assert values(engine, scenario, "lot_divided") == [(20, 200), (10, 200), (20, 200), (40, 1_200)]
    postings = engine.log_of(scenario).postings.tolist()
    assert [row for row in postings if row[1] == Account.lots_of_line and row[5]] == [
        [6, Account.lots_of_line, -1, -1, 0, 40],
        [7, Account.lots_of_line, -1, -1, 1, 80],
    ]


def test_lots_of_two_lines_that_finish_on_a_day_enter_by_product(engine: Engine) -> None:
    """A's parts of both, then B's, on the same day."""
    lines = line("one", 0, "A = 0.5, B = 0.5"), line("two", 0, "B = 0.25, A = 0.75")
    assert made(engine, *THREE, NORTH, buyer("Ann"), *lines, kinds=("lot_finished",)) == [
        (6, "lot_finished", "A", 20),
        (6, "lot_finished", "A", 30),
        (6, "lot_finished", "B", 20),
        (6, "lot_finished", "B", 10),
    ]


@pytest.mark.parametrize(("start", "finished"), [(24, [30]), (25, [])])
def test_lot_that_finishes_after_the_run_is_divided_and_no_more(
    engine: Engine, start: int, finished: list[int]
) -> None:
    """Of the last day, or of the day after it."""
    tables = *THREE, NORTH, buyer("Ann"), line("one", start, "A = 0.5, B = 0.5")
    rows = made(engine, *tables)
    assert [day for day, event, _, _ in rows if event == "lot_divided"] == [start + 4] * 2
    assert [day for day, event, _, _ in rows if event == "lot_finished"] == finished * 2
    postings = engine.log_of(world(*tables)).postings.tolist()
    assert [row[0] for row in postings if row[1] == Account.lots_of_line] == finished


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ("A", [("B", 30), ("C", 10)]),
        ("AB", [("C", 40)]),
        ("ABC", [("line:one", 40)]),
        ("C", [("A", 20), ("B", 10), ("line:one", 10)]),
    ],
)
def test_share_of_what_is_covered_goes_to_the_first_successor_that_is_not(
    engine: Engine, covers: str, expected: list[tuple[str, int]]
) -> None:
    """A's to B, B's to C, C's to nobody."""
    heirs = 'when_controlled = { A = "B", B = "C" }'
    tables = *THREE, NORTH, buyer("Ann"), line("one", 0, "A = 0.5, B = 0.25, C = 0.25", more=heirs)
    rows = made(engine, *tables, control("ban", covers, 0, 2))
    assert [(whose, units) for day, _, whose, units in rows if day == 4] == expected


def test_successor_may_be_the_first_product(engine: Engine) -> None:
    """A has its own half and B's quarter."""
    tables = *THREE, NORTH, buyer("Ann"), line("one", 0, "A = 0.5, B = 0.25", more='when_controlled = { B = "A" }')
    rows = made(engine, *tables, control("ban", "B", 0, 2))
    assert [(whose, units) for day, _, whose, units in rows if day == 4] == [("A", 30), ("line:one", 10)]


def test_rush_mix_is_of_products_in_a_window_alone(engine: Engine) -> None:
    """A control on orders hurries nothing; of two on dispatch the one in its window covers B."""
    rush = "rush_mix = { A = 0.6, B = 0.4 }"
    rules = (
        control("orders", "A", 0, 20, 'acts_on = "order"'),
        control("window", "B", 0, 20),
        control("later", "A", 9, 20),
    )
    tables = *THREE, NORTH, buyer("Ann"), line("one", 0, "A = 0.5, B = 0.25", more=rush)
    assert made(engine, *tables, *rules)[:3] == [
        (4, "lot_divided", "A", 20),
        (4, "lot_divided", "B", 16),
        (4, "diverted", "line:one", 4),
    ]


def test_steps_of_a_mix_hold_from_their_day_on(engine: Engine) -> None:
    """On the very day of the second step the share is 0.25, whatever a later one says; a number holds always."""
    table = f"A = {{ table = [[{on(1)}, 0.5], [{on(4)}, 0.25], [{on(5)}, 0.75]] }}, B = 0.25"
    rows = made(engine, *THREE, NORTH, buyer("Ann"), line("one", 0, table))
    assert [(whose, units) for day, _, whose, units in rows if day == 4] == [("A", 10), ("B", 10), ("line:one", 20)]


def test_shares_that_lack_a_millionth_of_one_divert_nothing(engine: Engine) -> None:
    """Three thirds of 3,000,000."""
    thirds = "A = 0.3333333333333333, B = 0.3333333333333333, C = 0.3333333333333334"
    rows = made(
        engine, *THREE, NORTH, buyer("Ann"), line("one", 0, thirds, 3_000_000), kinds=("lot_divided", "diverted")
    )
    assert [(whose, units) for _, _, whose, units in rows] == [("A", 1_000_002), ("B", 999_999), ("C", 999_999)]


def test_everything_that_leaves_by_a_channel_on_a_day_takes_as_long(engine: Engine) -> None:
    """Two lines of day 1 arrive together, one of day 2 by its own draw; a transit of no days takes one."""
    ways = distributor(transit=0)
    ann = buyer("Ann", (1, "A", 5), (1, "A", 6), (2, "A", 7))
    assert told(engine, world(product(stock=99), ways, ann), "delivered") == [
        (2, "delivered", 1, 5),
        (2, "delivered", 2, 6),
        (3, "delivered", 3, 7),
    ]


def test_week_is_counted_by_channel_and_anew_on_monday(engine: Engine) -> None:
    """10 a week by each of two, of 25 ordered by each on Sunday: 10 then, 10 on Monday and 5 a week later."""
    ways = distributor(capacity=10), distributor("south", capacity=10)
    ann = buyer("Ann", (0, "A", 50), via="north = 0.5, south = 0.5")
    assert told(engine, world(product(stock=99), *ways, ann), "dispatched") == [
        (day, "dispatched", order, units) for day, units in ((0, 10), (1, 10), (8, 5)) for order in (1, 2)
    ]


def test_credit_is_of_the_channel_that_the_goods_went_by(engine: Engine) -> None:
    """20 units at 10 dollars fill north's limit of 200 until they arrive, though the rest went to a contract."""
    north = distributor(more="credit_limit = 200")
    ann = buyer("Ann", (1, "A", 30), (5, "A", 9), more=talks(3, 1000, "custom = 0.0"))
    assert told(engine, world(product(stock=99, price=10), north, ann), "dispatched", "delivered") == [
        (1, "dispatched", 1, 20),
        (3, "dispatched", 1, 10),
        (4, "delivered", 1, 20),
        (4, "delivered", 1, 10),
        (5, "dispatched", 2, 9),
        (8, "delivered", 2, 9),
    ]


def test_goods_that_come_back_are_open_again_and_free_the_credit(engine: Engine) -> None:
    """20 called back on day 5, when 10 more are open: 20 leave on day 7 and the others when these have arrived."""
    north = distributor(transit=20, more="credit_limit = 200")
    rule = control("ban", "A", 0, 5, f'in_transit = "return"\nlifted = {on(7)}')
    scenario = world(product(stock=99, price=10), north, buyer("Ann", (1, "A", 30)), rule)
    assert told(engine, scenario, "dispatched", "returned") == [
        (1, "dispatched", 1, 20),
        (5, "returned", 1, 20),
        (7, "dispatched", 1, 20),
        (27, "dispatched", 1, 10),
    ]


def test_free_goods_that_come_back_need_no_money(engine: Engine) -> None:
    """At a price of 0 nothing is cancelled, even where the budget was passed before the run."""
    ann = buyer("Ann", (-2, "B", 9), (1, "A", 10), more="budget = 100")
    rule = control("ban", "A", 0, 5, f'in_transit = "return"\nlifted = {on(8)}')
    made_ = product(stock=10, price=0), product("B", price=20)
    assert told(engine, world(*made_, distributor(transit=20), ann, rule), "returned", "order_cancelled") == [
        (5, "returned", 2, 10)
    ]


def test_credit_counts_all_that_is_under_way(engine: Engine) -> None:
    """1,500 dollars: 10 units leave on day 1, 5 on day 2, and the rest when the first arrive.

    On day 3 the hub looks, as another is ordered, but 15 are under way.
    """
    north = distributor(more="credit_limit = 1500")
    scenario = world(product(stock=99), north, buyer("Ann", (1, "A", 10), (2, "A", 10), (3, "A", 1)))
    assert [(row[0], row[3]) for row in told(engine, scenario, "dispatched")] == [(1, 10), (2, 5), (4, 5), (4, 1)]


def test_need_of_what_left_is_met_and_of_what_came_back_is_not(engine: Engine) -> None:
    """Of 60 by 20 a week 40 have left when Ann gives up: 20 are lost. Under a ban that calls back all, 60 are."""
    north = distributor(capacity=20, transit=20)
    ann = buyer("Ann", (1, "A", 60), more='patience = 9\non_control = { A = "cancel" }')
    ban = control("ban", "A", 4, 5, 'in_transit = "return"')
    for rules, lost in (((), (20, 0)), ((ban,), (0, 60))):
        figures = engine.run(world(product(stock=99), north, ann, *rules)).summary
        assert (figures["lost_units.Ann.patience"], figures["lost_units.Ann.control"]) == lost


def test_lot_that_is_divided_on_the_first_day_is_told(engine: Engine) -> None:
    """Started four days before the run: after the stock of the day before is."""
    tables = *THREE, NORTH, buyer("Ann"), line("one", -4, "A = 0.5, B = 0.5")
    assert made(engine, *tables, kinds=("stock_opened", "lot_divided")) == [
        *[(0, "stock_opened", name, 0) for name in "ABC"],
        (0, "lot_divided", "A", 20),
        (0, "lot_divided", "B", 20),
    ]
