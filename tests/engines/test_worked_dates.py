"""Examples of controls' dates, small enough to calculate by hand: before the run, of a single day, who is told."""

from tests.engines.tables import buyer, control, distributor, lots, on, product, told, values, world
from tests.worlds import Engine

TWO = product(), product("B"), distributor()


def ban(name: str, covers: str, effective: int, lifted: int, more: str = "") -> str:
    """A control on orders, announced on the day on which it is in effect."""
    return control(name, covers, effective, effective, f'acts_on = "order"\nlifted = {on(lifted)}\n{more}')


def test_events_of_a_control_name_each_product_that_it_covers(engine: Engine) -> None:
    """B and C, not A."""
    rule = control("rule", "BC", 2, 6, f"moved = [{{ on = {on(4)}, to = {on(8)} }}]\nlifted = {on(9)}")
    log = engine.log_of(world(*TWO, product("C"), buyer("Ann"), rule)).to_pandas()
    rows = log[log["event"].str.startswith("control")]
    assert list(zip(rows["day"], rows["event"].str.removeprefix("control_"), rows["product"], strict=True)) == [
        (day, event, name)
        for day, event in ((2, "announced"), (4, "moved"), (8, "effective"), (9, "lifted"))
        for name in "BC"
    ]


def test_what_is_announced_after_the_run_is_no_part_of_it(engine: Engine) -> None:
    """A move, on the day after the last."""
    rule = control("rule", "A", 2, 6, f"moved = [{{ on = {on(31)}, to = {on(40)} }}]")
    assert told(engine, world(*TWO, buyer("Ann"), rule), "control_announced", "control_moved", "control_effective") == [
        (2, "control_announced", 0, 0),
        (6, "control_effective", 0, 0),
    ]


def test_ban_of_a_single_day_lets_its_orders_be_placed_on_the_next(engine: Engine) -> None:
    """In effect on day 5 alone."""
    scenario = world(*TWO, buyer("Ann", (5, "A", 60)), ban("ban", "A", 5, 6, "resume = true"))
    assert told(engine, scenario, "order_held_back", "order_placed") == [
        (5, "order_held_back", 0, 60),
        (6, "order_placed", 1, 60),
    ]


def test_lots_divided_before_the_run_follow_the_controls_of_their_day(engine: Engine) -> None:
    """Divided on days -5 and -2, in effect from day -4 to day 0: of the first lot A has 20, of the second B has all.

    The control was to be in effect on day -9, and was moved on day -10.
    """
    line = (
        f'[[line]]\nname = "dies"\nstart = {on(-9)}\nend = {on(-4)}\nlot_interval = 3\ncapacity = 40\ncycle_time = 10\n'
        'split_days = 6\nmix = { A = 0.5, B = 0.5 }\nwhen_controlled = { A = "B" }\n'
    )
    rule = control("rule", "A", -12, -9, f"moved = [{{ on = {on(-10)}, to = {on(-4)} }}]\nlifted = {on(1)}")
    log = engine.log_of(world(*TWO, line, buyer("Ann"), rule)).to_pandas()
    rows = log[log["event"] == "lot_finished"]
    assert list(zip(rows["day"], rows["product"], rows["units"], strict=True)) == [
        (1, "A", 20),
        (1, "B", 20),
        (4, "B", 40),
    ]


def test_days_before_the_run_on_which_controls_kept_an_order_back_are_no_waiting(engine: Engine) -> None:
    """Placed on day -6: one control keeps it back on days -6 to -4, another on days -5 to -3, a third on day 0.

    That is 5 days. Of 9 by day 3 it has waited 4, of 10 by day 4 it has waited 5, so Ann orders double. A ban on
    orders, and a control on Bob, keep nothing back.
    """
    others = ban("orders", "A", -20, 20), control("bob", "A", -20, -20, 'buyers = ["Bob"]')
    days = ("one", -6, -3), ("two", -5, -2), ("three", 0, 1)
    rules = [control(name, "A", -9, first, f"lifted = {on(end)}") for name, first, end in days]
    more = "shortage = { waits = 5, factor = 2.0 }"
    ann = buyer("Ann", (-6, "A", 9), (3, "B", 10), (4, "B", 10), more=more)
    story = told(engine, world(*TWO, ann, buyer("Bob"), *others, *rules), "order_placed")
    assert [(row[0], row[3]) for row in story] == [(3, 10), (4, 20)]


def test_goods_called_back_apply_for_an_older_license_at_once(engine: Engine) -> None:
    """All were under way when the old control took effect; the new one, which licenses nothing, calls them back."""
    old = control("old", "A", 0, 3, "license = { granted = 1.0, days = 1 }")
    new = control("new", "A", 0, 5, f'in_transit = "return"\nlifted = {on(8)}')
    ways = distributor(transit=20)
    scenario = world(product(stock=60), ways, buyer("Ann", (1, "A", 60)), old, new)
    assert told(engine, scenario, "returned", "license_granted", "dispatched")[1:] == [
        (5, "returned", 1, 60),
        (6, "license_granted", 1, 60),
        (8, "dispatched", 1, 60),
    ]


def test_what_a_control_calls_back_of_its_window_is_not_sent_in_it(engine: Engine) -> None:
    """60 leave on day 1 and 20 on day 3, in the window of days 2 to 4: all come back, 20 of them for 2,000 dollars."""
    rule = control("rule", "A", 2, 5, 'in_transit = "return"')
    scenario = world(product(stock=99), distributor(transit=20), buyer("Ann", (1, "A", 60), (3, "A", 20)), rule)
    figures = engine.run(scenario).summary
    assert (figures["window_dispatched_units.rule"], figures["window_dispatched_usd.rule"]) == (0, 0)
    assert values(engine, scenario, "returned") == [(60, 6_000), (20, 2_000)]


def test_goods_that_are_due_come_back_by_channel_then_by_order(engine: Engine) -> None:
    """South's shipment left first, north's is told first."""
    rule = control("rule", "A", 4, 5, 'in_transit = "return"')
    ways = distributor(transit=20), distributor("south", transit=20)
    ann = buyer("Ann", (3, "A", 5)), buyer("Bob", (1, "A", 6), (2, "A", 7), via="south = 1.0")
    made = product(stock=3, more=lots((3, 90)))
    assert told(engine, world(made, *ways, *ann, rule), "returned") == [
        (5, "returned", 3, 5),
        (5, "returned", 1, 3),
        (5, "returned", 1, 3),
        (5, "returned", 2, 7),
    ]
