"""Examples of what a buyer does in its turn, small enough to calculate by hand: patience, rush, shortage, budget."""

import pytest

from sim.model.entities import PULLED
from sim.realisation.streams import mechanism_word, uniforms
from tests.engines.tables import buyer, control, distributor, on, product, told, world
from tests.worlds import Engine

TWO = product(), product("B"), distributor()
ORDERS = ("order_placed", "order_held_back", "order_cancelled")
RUSH = "pull_forward = 0.5"


def ban(name: str, covers: str, effective: int, lifted: int, more: str = "resume = true") -> str:
    """A control on orders, announced on the day on which it is in effect."""
    return control(name, covers, effective, effective, f'acts_on = "order"\nlifted = {on(lifted)}\n{more}')


def test_a_single_unit_is_given_up_too(engine: Engine) -> None:
    """On the third day of waiting, with a patience of two."""
    scenario = world(*TWO, buyer("Ann", (1, "A", 1), more="patience = 2"))
    assert told(engine, scenario, *ORDERS)[1:] == [(4, "order_cancelled", 1, 1)]


def test_window_that_opened_before_the_run_pulls_forward_on_its_first_day(engine: Engine) -> None:
    """Announced five days before: half of what is due on day 9 is ordered on day 0."""
    scenario = world(*TWO, buyer("Ann", (9, "A", 60), more=RUSH), control("rule", "A", -5, 20))
    assert told(engine, scenario, *ORDERS) == [(0, "order_placed", 1, 30), (9, "order_placed", 2, 30)]


@pytest.mark.parametrize("announced", [0, 4])
def test_window_pulls_forward_on_its_first_day_alone(engine: Engine, announced: int) -> None:
    """A ban forbids to order A on that day; the day after, it is too late to pull anything forward."""
    rules = control("rule", "A", announced, 20), ban("ban", "A", announced, announced + 1)
    scenario = world(*TWO, buyer("Ann", (9, "A", 60), more=RUSH), *rules)
    assert told(engine, scenario, *ORDERS) == [(9, "order_placed", 1, 60)]


def test_order_is_pulled_forward_once(engine: Engine) -> None:
    """Half of 60 in the first window, none in a second; of 20 that no window has covered before, half."""
    rules = control("first", "A", 2, 20), control("second", "AB", 4, 20)
    scenario = world(*TWO, buyer("Ann", (9, "A", 60), (9, "B", 20), more=RUSH), *rules)
    assert told(engine, scenario, *ORDERS) == [
        (2, "order_placed", 1, 30),
        (4, "order_placed", 2, 10),
        (9, "order_placed", 3, 30),
        (9, "order_placed", 4, 10),
    ]


def test_each_window_pulls_forward_whatever_the_file_has_before_it(engine: Engine) -> None:
    """The first control of the file names Bob, the second is announced later, the third opens Ann's window."""
    rules = (
        control("first", "A", 2, 20, 'buyers = ["Bob"]'),
        control("second", "A", 5, 20),
        control("third", "A", 2, 20),
    )
    scenario = world(*TWO, buyer("Ann", (9, "A", 60), more=RUSH), buyer("Bob"), *rules)
    assert told(engine, scenario, *ORDERS) == [(2, "order_placed", 1, 30), (9, "order_placed", 2, 30)]


def test_order_of_the_first_day_of_a_window_is_placed_whole(engine: Engine) -> None:
    """It is due that day: only later ones are pulled forward."""
    scenario = world(*TWO, buyer("Ann", (4, "A", 60), (5, "A", 8), more=RUSH), control("rule", "A", 4, 20))
    assert told(engine, scenario, *ORDERS) == [
        (4, "order_placed", 1, 4),
        (4, "order_placed", 2, 60),
        (5, "order_placed", 3, 4),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_license_of_an_order_that_is_pulled_forward_is_its_own(engine: Engine, seed: int) -> None:
    """Drawn by the number of the later order, as one that was pulled forward, and by no order before it."""
    license_ = f"license = {{ granted = 0.5, days = 1, opens = {on(4)} }}"
    ann = buyer("Ann", (1, "B", 5), (9, "A", 60), more="pull_forward = 1.0")
    log = engine.log_of(world(*TWO, ann, control("rule", "AB", 4, 8, license_)), seed).to_pandas()
    decided = log[log["event"].str.startswith("license")]
    kinds = ((0, "B"), (PULLED, "A"))
    draws = [uniforms(seed, 0, "license:rule:Ann:granted", 1, 1, kind, mechanism_word(what))[0] for kind, what in kinds]
    events = ["license_granted" if draw < 0.5 else "license_refused" for draw in draws]
    assert list(zip(decided["order"], decided["event"], strict=True)) == [(1, events[0]), (2, events[1])]


@pytest.mark.parametrize("seed", range(4))
def test_license_of_an_order_that_was_held_back_is_its_own(engine: Engine, seed: int) -> None:
    """The second of its product: its license is drawn as if it had been placed on its day."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.5, days = 1 }")
    ann = buyer("Ann", (1, "A", 5), (7, "A", 60))
    log = engine.log_of(world(*TWO, ann, rule, ban("ban", "A", 5, 15)), seed).to_pandas()
    decided = log[log["event"].str.startswith("license")]
    draws = [uniforms(seed, 0, "license:rule:Ann:granted", 1 + place, 1, 0, mechanism_word("A"))[0] for place in (0, 1)]
    events = ["license_granted" if draw < 0.5 else "license_refused" for draw in draws]
    assert list(zip(decided["order"], decided["event"], strict=True)) == [(1, events[0]), (2, events[1])]


def test_what_is_held_back_again_keeps_its_turn(engine: Engine) -> None:
    """A is held back by one control, then by the first of the file, which held B back a day later: A comes first."""
    rules = ban("last", "AB", 8, 20), ban("first", "A", 5, 15)
    scenario = world(*TWO, buyer("Ann", (7, "A", 60), (8, "B", 5)), *rules)
    assert told(engine, scenario, *ORDERS) == [
        (7, "order_held_back", 0, 60),
        (8, "order_held_back", 0, 5),
        (15, "order_held_back", 0, 60),
        (20, "order_placed", 1, 60),
        (20, "order_placed", 2, 5),
    ]


def test_order_that_was_pulled_forward_whole_is_not_held_back(engine: Engine) -> None:
    """Nothing of it is left on its day, on which a ban is in effect."""
    rules = control("rule", "A", 2, 20), ban("ban", "A", 5, 15)
    scenario = world(*TWO, buyer("Ann", (7, "A", 60), more="pull_forward = 1.0"), *rules)
    assert told(engine, scenario, *ORDERS) == [(2, "order_placed", 1, 60)]


@pytest.mark.parametrize(("budget", "lost"), [(0, 20), (500, 15)])
def test_what_the_budget_cuts_of_each_line_is_lost(engine: Engine, budget: int, lost: int) -> None:
    """Of 10 by each channel the budget pays none, or 5 of the first."""
    ann = buyer("Ann", (1, "A", 20), via="north = 0.5, south = 0.5", more=f"budget = {budget}")
    figures = engine.run(world(product(), distributor(), distributor("south"), ann)).summary
    assert (figures["need_units.Ann"], figures["lost_units.Ann.budget"]) == (20, lost)


def test_decision_on_an_order_is_told_of_each_of_its_lines(engine: Engine) -> None:
    """Of three lines of 20 two have left: the license that the third applies for is theirs, too."""
    ways = distributor(capacity=0), distributor("south"), distributor("east")
    ann = buyer("Ann", (1, "A", 60), via="north = 0.4, south = 0.3, east = 0.3")
    rule = control("rule", "A", 0, 4, "license = { granted = 1.0, days = 1 }")
    assert told(engine, world(product(stock=36), *ways, ann, rule), "license_granted") == [
        (5, "license_granted", 1, 24),
        (5, "license_granted", 2, 0),
        (5, "license_granted", 3, 0),
    ]


def test_order_of_the_day_has_not_waited(engine: Engine) -> None:
    """With no patience for waiting at all Ann orders double as soon as anything is open."""
    ann = buyer("Ann", (1, "A", 10), (1, "A", 10), more="shortage = { waits = 0, factor = 2.0 }")
    assert [row[3] for row in told(engine, world(*TWO, ann), "order_placed")] == [10, 20]


def test_order_that_is_open_for_a_day_is_no_shortage(engine: Engine) -> None:
    """Four days are; the oldest line decides."""
    ann = buyer("Ann", (1, "A", 10), (2, "A", 10), (5, "A", 10), more="shortage = { waits = 4, factor = 2.0 }")
    assert [row[3] for row in told(engine, world(*TWO, ann), "order_placed")] == [10, 10, 20]


def test_nobody_is_short_who_has_nothing_open(engine: Engine) -> None:
    """The first order has left when the second comes."""
    ann = buyer("Ann", (1, "A", 10), (9, "A", 10), more="shortage = { waits = 4, factor = 2.0 }")
    assert [row[3] for row in told(engine, world(product(stock=99), distributor(), ann), "order_placed")] == [10, 10]
