"""Examples of controls on orders, and of answers to controls, small enough to calculate by hand."""

import pytest

from sim.records.events import Event
from tests.worlds import CHAIN, Engine, chain

BAN = """
[[control]]
name = "ban"
covers = ["A"]
acts_on = "order"
announced = 2023-01-02
effective = 2023-01-06
lifted = 2023-01-16
"""
"""Announced on day 1, in effect from day 5 to day 14."""

B = '[[product]]\nname = "B"\nprice = 50\ninitial_stock = 100\n'
C = '[[product]]\nname = "C"\nprice = 10\ninitial_stock = 100\n'
DAY_7 = CHAIN.replace("2023-01-02", "2023-01-08")
"""The small chain, but Ann orders her 60 on day 7."""

Story = list[tuple[int, str, int, int]]


def answering(text: str, answers: str) -> str:
    """The same where Ann answers controls."""
    return text.replace("order = ", f"on_control = {{ {answers} }}\norder = ")


def since_day(story: Story, first: int) -> Story:
    """What happens from a day on."""
    return [row for row in story if row[0] >= first]


def test_order_that_is_held_back_is_placed_when_the_control_ends(engine: Engine) -> None:
    """With `resume` the order of day 7 is placed on day 15, with that day's age."""
    assert engine.story(chain(DAY_7 + BAN + "resume = true\n")) == [
        (0, "stock_opened", 0, 100),
        (1, "control_announced", 0, 0),
        (5, "control_effective", 0, 0),
        (7, "order_held_back", 0, 60),
        (15, "control_lifted", 0, 0),
        (15, "order_placed", 1, 60),
        (15, "dispatched", 1, 60),
        (18, "delivered", 1, 60),
    ]


def test_order_that_is_held_back_is_lost_for_ever_otherwise(engine: Engine) -> None:
    """Nothing is ordered any more, and its need is lost by the control; what was bought elsewhere is none of it."""
    scenario = chain(DAY_7.replace("north = 1.0", "north = 0.75") + BAN)
    assert since_day(engine.story(scenario), 7) == [(7, "order_held_back", 0, 45), (15, "control_lifted", 0, 0)]
    summary = engine.run(scenario).summary
    assert (summary["need_units.Ann"], summary["lost_units.Ann.control"]) == (45, 45)


def test_held_back_order_uses_up_no_carried_rounding(engine: Engine) -> None:
    """Of orders of one unit with a third bought elsewhere the first goes here, also where one before was held back."""
    text = DAY_7.replace("north = 1.0", "north = 0.7").replace("units = 60", "units = 1")
    assert [row for row in engine.story(chain(text + BAN + "resume = true\n")) if row[1].startswith("order")] == [
        (7, "order_held_back", 0, 1),
        (15, "order_placed", 1, 1),
    ]


def test_banned_order_is_of_a_substitute_at_once(engine: Engine) -> None:
    """B is ordered in place of A, without a word of A; need and budget are of B."""
    text = answering(DAY_7, 'A = "B"') + B
    scenario = chain(text + BAN)
    assert since_day(engine.story(scenario), 7) == [
        (7, "order_placed", 1, 60),
        (7, "dispatched", 1, 60),
        (10, "delivered", 1, 60),
        (15, "control_lifted", 0, 0),
    ]
    assert engine.log_of(scenario).rows[-4].tolist()[2:] == [1, 0, 0, 1, 60, 3_000]


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("", []),
        ('A = "cancel"', [(5, "order_cancelled", 1, 40)]),
        ('A = "B"', [(5, "order_switched", 1, 40), (5, "order_placed", 2, 40), (8, "dispatched", 2, 20)]),
    ],
)
def test_open_line_is_answered_or_goes_on_being_served(engine: Engine, answer: str, then: Story) -> None:
    """20 of 60 leave a week: without an answer 20 more leave on day 8; it is cancelled or switched on day 5."""
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 20")
    scenario = chain((answering(text, answer) if answer else text) + B + BAN)
    story = [row for row in since_day(engine.story(scenario), 5) if row[0] <= 8 and "control" not in row[1]]
    served = [row for row in story if row[1] != "delivered"]
    assert served == (then or [(8, "dispatched", 1, 20)])


def test_banned_order_is_not_pulled_forward(engine: Engine) -> None:
    """A window that opens on day 6 brings nothing forward of what was banned on day 5; that of a ban itself does."""
    other = '[[control]]\nname = "letter"\ncovers = ["A"]\nannounced = 2023-01-07\neffective = 2023-01-20\n'
    text = DAY_7.replace("order = ", "pull_forward = 0.5\norder = ")
    sudden = chain(text + BAN.replace("2023-01-02", "2023-01-06") + other)
    announced = chain(text + BAN + other)
    sudden_orders, orders = (
        [row for row in engine.story(one) if row[1].startswith("order")] for one in (sudden, announced)
    )
    assert sudden_orders == [(7, "order_held_back", 0, 60)]
    assert orders == [(1, "order_placed", 1, 30), (7, "order_held_back", 0, 30)]


def test_ban_concerns_the_buyers_that_it_names(engine: Engine) -> None:
    """Bob orders what Ann may not; nothing of the hub's stock is held."""
    bob = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\norder = [{ date = 2023-01-08, product = "A", units = 9 }]\n'
    assert since_day(engine.story(chain(DAY_7 + bob + BAN + 'buyers = ["Ann"]\n')), 7)[:3] == [
        (7, "order_held_back", 0, 60),
        (7, "order_placed", 1, 9),
        (7, "dispatched", 1, 9),
    ]


def test_order_that_another_control_forbids_when_the_first_ends_is_held_back_again(engine: Engine) -> None:
    """The first in file order that forbids it holds it back; on day 15 the other does, and on day 20 it is placed."""
    other = BAN.replace('"ban"', '"other"').replace("2023-01-16", "2023-01-21") + "resume = true\n"
    held = [row for row in engine.story(chain(DAY_7 + BAN + "resume = true\n" + other)) if row[1].startswith("order")]
    assert held == [(7, "order_held_back", 0, 60), (15, "order_held_back", 0, 60), (20, "order_placed", 1, 60)]


LETTER = '[[control]]\nname = "letter"\ncovers = ["A", "B"]\nannounced = 2023-01-03\neffective = 2023-01-06\n'
NONE_YET = CHAIN.replace("initial_stock = 100", "initial_stock = 0")


def test_substitute_is_the_first_that_may_be_ordered(engine: Engine) -> None:
    """B is covered too and takes no applications: C is ordered straight away, and B never."""
    text = answering(NONE_YET, 'A = "B", B = "C"') + B + C + LETTER
    assert [row for row in engine.story(chain(text)) if row[1].startswith("order")] == [
        (1, "order_placed", 1, 60),
        (5, "order_switched", 1, 60),
        (5, "order_placed", 2, 60),
    ]
    assert engine.log_of(chain(text)).rows[-2].tolist()[1:6] == [Event.dispatched, 2, 0, 0, 2]


def test_order_without_a_substitute_that_may_be_ordered_is_cancelled(engine: Engine) -> None:
    """B is covered too and has no answer of its own."""
    text = answering(NONE_YET, 'A = "B"') + B + LETTER
    assert [row for row in engine.story(chain(text)) if row[1].startswith("order")] == [
        (1, "order_placed", 1, 60),
        (5, "order_cancelled", 1, 60),
    ]


def test_substitute_that_may_be_licensed_is_ordered_and_applies(engine: Engine) -> None:
    """A is refused on day 6 and B ordered in its place, which applies as the next of the order's generations."""
    text = answering(NONE_YET, 'A = "B"') + B + LETTER + "license = { granted = 0.0, days = 1 }\n"
    told = [row for row in engine.story(chain(text)) if row[1].startswith(("order", "license"))]
    assert told == [
        (1, "order_placed", 1, 60),
        (6, "license_refused", 1, 60),
        (6, "order_switched", 1, 60),
        (6, "order_placed", 2, 60),
        (7, "license_refused", 2, 60),
    ]


def test_switch_hands_on_the_need_that_is_left_within_the_budget(engine: Engine) -> None:
    """30 of 60 have left at 100 each; of 30 of the dearer substitute the budget pays for 20, and need of 10 is lost."""
    dear = B.replace("price = 50", "price = 150")
    text = answering(CHAIN.replace("initial_stock = 100", "initial_stock = 30"), 'A = "B"') + dear
    scenario = chain(text.replace("order = ", "budget = 6_000\norder = ") + LETTER.replace(', "B"', ""))
    assert [row for row in engine.story(scenario) if row[1].startswith("order")] == [
        (1, "order_placed", 1, 60),
        (5, "order_switched", 1, 30),
        (5, "order_placed", 2, 20),
    ]
    summary = engine.run(scenario).summary
    assert summary["need_units.Ann"] == 60
    assert summary["lost_units.Ann.budget"] == 10
    assert summary["delivered_share.Ann.2023-01-31"] == pytest.approx(50 / 60)
