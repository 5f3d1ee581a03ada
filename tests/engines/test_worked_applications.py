"""Examples of applications for licenses, small enough to calculate by hand: who applies, when, and for what."""

import math

import pytest

from sim.model.events import Account
from sim.model.licenses import AGAIN
from sim.realisation.streams import mechanism_word, uniforms
from sim.records.events import Event
from tests.engines.tables import buyer, control, distributor, lots, on, product, talks, told, values, world
from tests.worlds import Engine

DECIDED = ("license_granted", "license_refused")
TWO = product(), product("B"), distributor()


def draw(seed: int, who: str, index: int, b: int = 0) -> float:
    """The uniform that decides on an application."""
    return float(uniforms(seed, 0, f"license:rule:{who}:granted", index, 1, 0, b)[0])


@pytest.mark.parametrize("seed", range(4))
def test_each_buyer_has_draws_of_its_own(engine: Engine, seed: int) -> None:
    """Ann's and Bob's first orders of A are decided by their own streams."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.5, days = 1 }")
    scenario = world(*TWO, buyer("Ann", (1, "A", 5)), buyer("Bob", (1, "A", 6)), rule)
    log = engine.log_of(scenario, seed).to_pandas()
    granted = (log[log["event"].isin(DECIDED)]["event"] == "license_granted").tolist()
    assert granted == [draw(seed, who, 1, mechanism_word("A")) < 0.5 for who in ("Ann", "Bob")]


def test_buyer_that_is_granted_its_license_is_served_the_same_day(engine: Engine) -> None:
    """Applied for on the day of the order, granted and dispatched on the next, on which there is another control."""
    rule = control("rule", "A", -9, -5, 'license = { granted = 1.0, days = 1, per = "buyer" }')
    both = buyer("Ann", (0, "A", 60)), buyer("Bob", (1, "A", 9))
    scenario = world(product(stock=69), product("B"), distributor(), *both, rule, control("other", "B", 2, 9))
    assert told(engine, scenario, "order_placed", *DECIDED, "dispatched") == [
        (0, "order_placed", 1, 60),
        (1, "license_granted", 0, 60),
        (1, "order_placed", 2, 9),
        (1, "dispatched", 1, 60),
        (2, "license_granted", 0, 9),
        (2, "dispatched", 2, 9),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_order_that_was_held_back_has_the_license_of_its_own_number(engine: Engine, seed: int) -> None:
    """Placed three days late, when the ban ends, the first dated order of A is decided as on its date."""
    ban = control("ban", "A", 1, 1, f'acts_on = "order"\nresume = true\nlifted = {on(5)}')
    rule = control("rule", "A", 0, 0, "license = { granted = 0.5, days = 1 }")
    log = engine.log_of(world(*TWO, buyer("Ann", (2, "A", 5)), ban, rule), seed).to_pandas()
    decided = log[log["event"].isin(DECIDED)]
    is_granted = draw(seed, "Ann", 1, mechanism_word("A")) < 0.5
    assert list(zip(decided["day"], decided["event"], strict=True)) == [(6, DECIDED[0 if is_granted else 1])]


@pytest.mark.parametrize("seed", range(4))
def test_buyer_that_was_refused_applies_again_with_a_draw_of_its_own(engine: Engine, seed: int) -> None:
    """Decided a day after each application, which comes five days after a refusal."""
    license_ = 'license = { granted = 0.4, days = 1, again_days = 5, per = "buyer" }'
    scenario = world(*TWO, buyer("Ann", (1, "A", 1)), control("rule", "A", 0, 2, license_))
    log = engine.log_of(scenario, seed).rows.tolist()
    expected, day = [], 3
    for application in range(5):
        is_granted = draw(seed, "Ann", application * AGAIN) < 0.4
        expected.append((day, Event.license_granted if is_granted else Event.license_refused))
        if is_granted:
            break
        day += 6
    assert [(row[0], row[1]) for row in log if row[1] in (Event.license_granted, Event.license_refused)] == expected


def test_license_of_a_buyer_is_of_what_the_control_covers(engine: Engine) -> None:
    """Of 5 A at 100 dollars and 7 at 100, and 9 of B, which is not covered: 12 units, 1,200 dollars."""
    license_ = 'license = { granted = 1.0, days = 1, per = "buyer" }'
    ann = buyer("Ann", (1, "A", 5), (1, "A", 7), (1, "B", 9))
    scenario = world(*TWO, ann, control("rule", "A", 0, 2, license_))
    assert values(engine, scenario, "license_granted") == [(12, 1_200)]
    figures = engine.run(scenario).summary
    assert (figures["licensed_units.rule"], figures["refused_units.rule"]) == (12, 0)


@pytest.mark.parametrize(("per", "first"), [("buyer", ["Ann", "Bob"]), ("order", ["Bob", "Ann"])])
def test_decisions_of_a_day_come_by_buyer_or_by_order(engine: Engine, per: str, first: list[str]) -> None:
    """Bob, who stands second in the file, ordered first."""
    license_ = f'license = {{ granted = 1.0, days = 1, per = "{per}" }}'
    ann, bob = buyer("Ann", (1, "A", 5)), buyer("Bob", (0, "A", 6))
    log = engine.log_of(world(*TWO, ann, bob, control("rule", "A", 0, 2, license_))).to_pandas()
    assert log[log["event"] == "license_granted"]["buyer"].tolist() == first


def test_order_of_the_first_day_applies_on_it_and_is_decided_on_the_next(engine: Engine) -> None:
    """Under a control that has been in effect for long."""
    rule = control("rule", "A", -9, -5, "license = { granted = 1.0 }")
    scenario = world(*TWO, buyer("Ann", (-3, "A", 5), (0, "A", 6)), rule)
    assert told(engine, scenario, *DECIDED) == [(0, "license_granted", 1, 5), (1, "license_granted", 2, 6)]


@pytest.mark.parametrize("seed", range(4))
def test_license_of_an_older_order_is_drawn_like_others(engine: Engine, seed: int) -> None:
    """By the number of the order among the buyer's of its product."""
    rule = control("rule", "A", -9, -5, "license = { granted = 0.5 }")
    scenario = world(*TWO, buyer("Ann", (-3, "A", 5), (-2, "A", 6)), rule)
    log = engine.log_of(scenario, seed).to_pandas()
    granted = (log[log["event"].isin(DECIDED)]["event"] == "license_granted").tolist()
    assert granted == [draw(seed, "Ann", number, mechanism_word("A")) < 0.5 for number in (1, 2)]


def test_decision_is_not_made_before_its_day(engine: Engine) -> None:
    """Of the last day of the run, or of the day after it."""
    for days, expected in ((29, [(30, "license_granted", 1, 5)]), (30, [])):
        rule = control("rule", "A", -9, -5, f"license = {{ granted = 1.0, days = {days} }}")
        scenario = world(*TWO, buyer("Ann", (1, "A", 5)), rule)
        assert told(engine, scenario, *DECIDED) == expected


def test_license_may_be_applied_for_again_on_any_day(engine: Engine) -> None:
    """Refused on day 2, again on days 4, 6 and so on: two days after each refusal, decided at once."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.0, again_days = 2 }")
    story = told(engine, world(*TWO, buyer("Ann", (1, "A", 5)), rule, days=9), *DECIDED)
    assert story == [(day, "license_refused", 1, 5) for day in (2, 4, 6, 8)]


def test_order_that_is_not_covered_applies_for_nothing(engine: Engine) -> None:
    """Of two controls one covers A, one names Bob."""
    license_ = "license = { granted = 1.0, days = 1 }"
    rules = control("rule", "A", 0, 2, license_), control("other", "AB", 0, 2, license_ + '\nbuyers = ["Bob"]')
    scenario = world(*TWO, buyer("Ann", (1, "A", 5), (1, "B", 6)), buyer("Bob", (1, "B", 7)), *rules)
    assert told(engine, scenario, *DECIDED) == [(3, "license_granted", 1, 5), (3, "license_granted", 3, 7)]


def test_applications_open_before_the_control_is_in_effect_for_later_orders_too(engine: Engine) -> None:
    """From day 4 on: the order of day 1 applies then, that of day 6 on its day."""
    rule = control("rule", "A", 0, 9, f"license = {{ granted = 1.0, days = 1, opens = {on(4)} }}")
    scenario = world(*TWO, buyer("Ann", (1, "A", 5), (6, "A", 6)), rule)
    assert told(engine, scenario, *DECIDED) == [(5, "license_granted", 1, 5), (7, "license_granted", 2, 6)]


def test_control_that_was_suspended_takes_applications_when_it_is_in_effect_again(engine: Engine) -> None:
    """Moved on day 4 to day 9: an order of day 5 applies on day 9."""
    moved = f"moved = [{{ on = {on(4)}, to = {on(9)} }}]\n"
    rule = control("rule", "A", 0, 2, moved + "license = { granted = 1.0, days = 1 }")
    scenario = world(*TWO, buyer("Ann", (1, "A", 5), (5, "A", 6)), rule)
    assert told(engine, scenario, *DECIDED) == [(3, "license_granted", 1, 5), (10, "license_granted", 2, 6)]


def test_order_of_a_day_on_which_the_control_is_suspended_applies_on_the_next(engine: Engine) -> None:
    """Moved on day 4 to day 5: a single unit that was ordered on day 4 applies on day 5."""
    moved = f"moved = [{{ on = {on(4)}, to = {on(5)} }}]\n"
    rule = control("rule", "A", 0, 2, moved + "license = { granted = 1.0, days = 1 }")
    scenario = world(*TWO, buyer("Ann", (4, "A", 1)), rule)
    assert told(engine, scenario, *DECIDED) == [(6, "license_granted", 1, 1)]


def test_license_may_be_applied_for_again_on_the_day_after_a_refusal(engine: Engine) -> None:
    """Of an order of a single unit that was open before: on each day."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.0, again_days = 1 }")
    story = told(engine, world(*TWO, buyer("Ann", (1, "A", 1)), rule, days=6), *DECIDED)
    assert story == [(day, "license_refused", 1, 1) for day in (2, 3, 4, 5)]


def test_all_refusals_that_lapse_on_a_day_are_applied_for_again(engine: Engine) -> None:
    """Two orders under two controls, all refused on day 2: all four are decided anew two days after each refusal."""
    license_ = "license = { granted = 0.0, again_days = 2 }"
    rules = control("rule", "A", 0, 2, license_), control("other", "A", 0, 2, license_)
    story = told(engine, world(*TWO, buyer("Ann", (1, "A", 5), (1, "A", 6)), *rules, days=7), *DECIDED)
    assert story == [(day, "license_refused", *line) for day in (2, 4, 6) for _ in rules for line in ((1, 5), (2, 6))]


def test_order_whose_first_line_is_closed_applies_again(engine: Engine) -> None:
    """Of two lines the first leaves whole before the control is in effect, the other by a unit a week."""
    license_ = f"license = {{ granted = 0.0, opens = {on(0)}, again_days = 3 }}"
    ways = distributor(), distributor("south", 1)
    ann = buyer("Ann", (1, "A", 10), via="north = 0.5, south = 0.5")
    story = told(engine, world(product(stock=10), *ways, ann, control("rule", "A", 0, 20, license_), days=9), *DECIDED)
    assert story == [(day, "license_refused", *line) for day in (2, 5, 8) for line in ((1, 0), (2, 4))]


def test_buyer_whose_first_line_is_closed_applies_again(engine: Engine) -> None:
    """5 A leave before the control is in effect; 6 B are still open."""
    license_ = f'license = {{ granted = 0.0, opens = {on(0)}, again_days = 3, per = "buyer" }}'
    tables = product(stock=5), product("B"), distributor(), buyer("Ann", (1, "A", 5), (1, "B", 6))
    story = told(engine, world(*tables, control("rule", "AB", 0, 20, license_), days=9), *DECIDED)
    assert story == [(day, "license_refused", 0, 6) for day in (2, 5, 8)]


def test_order_that_is_closed_applies_no_more(engine: Engine) -> None:
    """All 5 leave on the day of the order; the license is refused on the next, and nobody asks again."""
    license_ = f"license = {{ granted = 0.0, opens = {on(0)}, again_days = 3 }}"
    tables = product(stock=5), distributor(), buyer("Ann", (1, "A", 5))
    story = told(engine, world(*tables, control("rule", "A", 0, 20, license_), days=9), *DECIDED)
    assert story == [(2, "license_refused", 1, 0)]


@pytest.mark.parametrize("seed", range(4))
def test_days_until_a_decision_are_drawn_by_buyer(engine: Engine, seed: int) -> None:
    """From 1 to 20, by a stream of each."""
    rule = control("rule", "A", 0, 2, "license = { granted = 1.0, days = { uniform = [0, 20] } }")
    scenario = world(*TWO, buyer("Ann", (1, "A", 5)), buyer("Bob", (1, "A", 6)), rule)
    log = engine.log_of(scenario, seed).to_pandas()
    decided = log[log["event"] == "license_granted"]
    words = (f"license:rule:{who}:days" for who in ("Ann", "Bob"))
    draws = [float(uniforms(seed, 0, word, 1, 1, 0, mechanism_word("A"))[0]) for word in words]
    assert dict(zip(decided["buyer"], decided["day"], strict=True)) == {
        who: 2 + math.ceil(20 * u) for who, u in zip(("Ann", "Bob"), draws, strict=True)
    }


def test_what_is_licensed_is_an_account_of_buyer_and_control(engine: Engine) -> None:
    """Of no product: an order of 60 over two channels, of which 15 each have left."""
    ways = distributor(capacity=15), distributor("south", capacity=15)
    rule = control("rule", "A", 0, 2, "license = { granted = 1.0, days = 1 }")
    ann = buyer("Ann", (1, "A", 60), via="north = 0.5, south = 0.5")
    log = engine.log_of(world(product(stock=99), *ways, buyer("Bob"), ann, rule))
    assert [row for row in log.postings.tolist() if row[1] == Account.licensed] == [[3, Account.licensed, -1, 1, 0, 30]]


def test_substitute_that_the_buyer_is_licensed_for_is_ordered(engine: Engine) -> None:
    """Ann's license for B is granted on day 3, as a buyer's: her order of A is switched to B on day 5."""
    ann = buyer("Ann", (1, "A", 10), (1, "B", 10), more='on_control = { A = "B" }')
    rules = control("a", "A", 2, 5), control("b", "B", 2, 2, 'license = { granted = 1.0, days = 1, per = "buyer" }')
    scenario = world(*TWO, ann, *rules)
    assert told(engine, scenario, "order_placed")[2:] == [(5, "order_placed", 3, 10)]


def test_order_that_was_divided_applies_again_by_its_oldest_line(engine: Engine) -> None:
    """A contract takes over 5 of order 1, as line 3, which is as old: order 1 applies by line 1, and comes before 2."""
    rule = control("rule", "A", 0, 2, "license = { granted = 0.0, days = 1, again_days = 4 }")
    ann = buyer("Ann", (1, "A", 10), (1, "A", 10), more=talks(4, 0, "takes_over = 0.25"))
    assert told(engine, world(*TWO, ann, rule, days=10), "order_divided", *DECIDED) == [
        (3, "license_refused", 1, 10),
        (3, "license_refused", 2, 10),
        (4, "order_divided", 1, 5),
        (8, "license_refused", 1, 5),
        (8, "license_refused", 3, 5),
        (8, "license_refused", 2, 10),
    ]


def test_order_applies_again_by_the_line_that_is_oldest_whenever_it_joined(engine: Engine) -> None:
    """Lines 3, 4 and 6 are one order of B, switched on days 3 and 5, and of 5 units that left line 3 on day 6.

    Line 3 leaves whole on day 7. Line 6 has its age, though 4 joined the order before: it applies, after Bob's line 5.
    """
    bans = control("one", "A", 0, 3), control("two", "A", 0, 5, 'in_transit = "return"')
    rule = control("three", "B", 0, 9, "license = { granted = 0.0, days = 1, again_days = 3 }")
    answer = 'on_control = { A = "B" }\n' + talks(6, 0, "takes_over = 0.25")
    ann = buyer("Ann", (1, "A", 20), via="north = 0.5, south = 0.5", more=answer)
    ways = distributor(transit=20), distributor("south", transit=20)
    tables = product(stock=10), product("B", more=lots((7, 5))), *ways, ann, buyer("Bob", (5, "B", 7))
    assert told(
        engine, world(*tables, *bans, rule, days=16), "order_placed", "order_divided", "dispatched", *DECIDED
    ) == [
        (1, "order_placed", 1, 10),
        (1, "order_placed", 2, 10),
        (1, "dispatched", 1, 10),
        (3, "order_placed", 3, 10),
        (5, "order_placed", 4, 10),
        (5, "order_placed", 5, 7),
        (6, "order_divided", 3, 5),
        (7, "dispatched", 3, 5),
        (10, "license_refused", 5, 7),
        (10, "license_refused", 3, 0),
        (10, "license_refused", 4, 10),
        (10, "license_refused", 6, 5),
        (14, "license_refused", 5, 7),
        (14, "license_refused", 3, 0),
        (14, "license_refused", 4, 10),
        (14, "license_refused", 6, 5),
    ]
