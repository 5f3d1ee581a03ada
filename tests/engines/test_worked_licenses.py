"""Examples of licenses small enough to calculate by hand: whose they are, when applied for, how often, how much of."""

import math

import pytest

from sim.realisation.streams import mechanism, mechanism_word, uniforms
from sim.records.events import EVENTS, Event
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, Engine, chain

LOT = "[product.production]\nstart = 2023-01-31\ncapacity = 0\nin_progress = [{ finishes = 2023-01-12, units = 100 }]\n"
LATE = CHAIN.replace("initial_stock = 100\n", LOT)
"""The small chain, but all there is comes on day 11; Ann has ordered 60 on day 1."""

BOB = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\norder = [{ date = 2023-01-03, product = "A", units = 20 }]\n'
SOUTH = '[[distributor]]\nname = "south"\nweekly_capacity = 1000\ntransit_days = 3\n'
TWO_CHANNELS = LATE.replace("via = { north = 1.0 }", "via = { north = 0.5, south = 0.5 }") + SOUTH

Story = list[tuple[int, str, int, int]]


def controlled(text: str, license_: str, effective: str = "2023-01-05", more: str = "") -> Scenario:
    """A scenario with a control on A that is announced on day 2 and in effect from day 4 on."""
    control = f'[[control]]\nname = "rule"\ncovers = ["A"]\nannounced = 2023-01-03\neffective = {effective}\n{more}'
    return chain(f"{text}{control}license = {{ {license_} }}\n" if license_ else text + control)


def also(text: str, units: int, day: int, more: str = "") -> str:
    """Ann orders once more of A."""
    order = f'units = 60 }}, {{ date = 2023-01-{day:02}, product = "A", units = {units} }}]{more}'
    return text.replace("units = 60 }]", order)


def since(story: Story, first: str) -> Story:
    """What happens from the first event of a kind on."""
    return story[[event for _, event, _, _ in story].index(first) :]


def test_lines_of_an_order_share_its_license(engine: Engine) -> None:
    """An order over two channels is decided once, with an event for each line; what no line may take is held."""
    assert since(engine.story(controlled(TWO_CHANNELS, "granted = 1.0, days = 3")), "control_effective") == [
        (4, "control_effective", 0, 0),
        (7, "license_granted", 1, 30),
        (7, "license_granted", 2, 30),
        (11, "lot_finished", 0, 100),
        (11, "held", 0, 40),
        (11, "dispatched", 1, 30),
        (11, "dispatched", 2, 30),
        (14, "delivered", 1, 30),
        (14, "delivered", 2, 30),
    ]


CHANCE = "granted = 0.5, days = { uniform = [1, 20] }"
DIRECT = "[buyer.negotiation]\nopens = 2023-01-04\ncontract = { weekly_capacity = 9 }\n"


@pytest.mark.parametrize("way", [TWO_CHANNELS, LATE, LATE + DIRECT])
def test_license_is_drawn_by_order_whatever_its_channels(engine: Engine, way: str) -> None:
    """Over two channels, over one or by a contract, an order's license has one decision, on one day: that of its draws.

    Another product's order changes neither.
    """
    more = '[[product]]\nname = "B"\nprice = 1\ninitial_stock = 5\n'
    text = also(way, 1, 2).replace('product = "A", units = 1 }', 'product = "B", units = 1 }') + more
    words = [mechanism("license", "rule", "Ann") + what for what in (":granted", ":days")]
    for seed in range(8):
        granted, days = (uniforms(seed, 0, word, 1, 1, 0, mechanism_word("A"))[0] for word in words)
        log = engine.log_of(controlled(text if seed % 2 else way, CHANCE), seed)
        decided = {(day, EVENTS[event]) for day, event, *_ in log.rows.tolist() if "license" in EVENTS[event]}
        event = "license_granted" if granted < 0.5 else "license_refused"
        assert decided == {(4 + math.ceil(1 + 19 * days), event)}


def test_buyer_applies_once_for_all_its_lines(engine: Engine) -> None:
    """The decision of day 9 is of both orders, and of those to come; it names the buyer alone."""
    scenario = controlled(also(LATE, 5, 9), 'granted = 1.0, days = 5, per = "buyer"')
    assert since(engine.story(scenario), "control_effective") == [
        (4, "control_effective", 0, 0),
        (8, "order_placed", 2, 5),
        (9, "license_granted", 0, 65),
        (11, "lot_finished", 0, 100),
        (11, "held", 0, 35),
        (11, "dispatched", 1, 60),
        (11, "dispatched", 2, 5),
        (14, "delivered", 1, 60),
        (14, "delivered", 2, 5),
    ]
    log = engine.log_of(scenario)
    assert log.rows[log.column("event") == Event.license_granted].tolist() == [
        [9, Event.license_granted, -1, 0, -1, 0, 65, 6_500]
    ]


def test_buyer_that_was_refused_answers_for_later_orders_at_once(engine: Engine) -> None:
    """The refusal of day 9 stands for the order of day 11 too."""
    text = also(LATE, 5, 12, '\non_control = { A = "cancel" }')
    scenario = controlled(text, 'granted = 0.0, days = 5, per = "buyer"')
    assert since(engine.story(scenario), "license_refused") == [
        (9, "license_refused", 0, 60),
        (9, "order_cancelled", 1, 60),
        (11, "lot_finished", 0, 100),
        (11, "held", 0, 100),
        (11, "order_placed", 2, 5),
        (11, "order_cancelled", 2, 5),
    ]


def test_decision_without_days_comes_in_the_stage_of_effect_or_on_the_next_day(engine: Engine) -> None:
    """What is open on the effective day is decided at once; what is ordered later in the next day's control stage."""
    assert since(engine.story(controlled(also(LATE, 5, 9), "granted = 1.0")), "control_effective")[:4] == [
        (4, "control_effective", 0, 0),
        (4, "license_granted", 1, 60),
        (8, "order_placed", 2, 5),
        (9, "license_granted", 2, 5),
    ]


def test_applications_may_open_before_the_effective_date(engine: Engine) -> None:
    """Applied for from day 3 on and granted on day 5, the order may leave when the control is in effect."""
    scenario = controlled(LATE, "granted = 1.0, days = 2, opens = 2023-01-04", "2023-01-10")
    assert since(engine.story(scenario), "license_granted") == [
        (5, "license_granted", 1, 60),
        (9, "control_effective", 0, 0),
        (11, "lot_finished", 0, 100),
        (11, "held", 0, 40),
        (11, "dispatched", 1, 60),
        (14, "delivered", 1, 60),
    ]


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("", [(9, "license_granted", 1, 60), (11, "lot_finished", 0, 100), (11, "held", 0, 40)]),
        (
            '\non_control = { A = "cancel" }',
            [(4, "order_cancelled", 1, 60), (11, "lot_finished", 0, 100), (11, "held", 0, 100)],
        ),
    ],
)
def test_no_license_can_save_a_line_before_applications_open(engine: Engine, answer: str, then: Story) -> None:
    """In effect from day 4, applied for from day 7 on: a line that waits applies then, another is cancelled before."""
    text = LATE.replace("units = 60 }]", f"units = 60 }}]{answer}")
    story = engine.story(controlled(text, "granted = 1.0, days = 2, opens = 2023-01-08"))
    assert since(story, "control_effective")[1:4] == then


SEED = 2
"""A seed that refuses the order twice, then grants it its license."""


def test_refused_order_applies_again_with_a_new_draw(engine: Engine) -> None:
    """Refused after 2 days it applies again 10 days later, as often as it is refused; each draw is its own."""
    scenario = controlled(LATE, "granted = 0.5, days = 2, again_days = 10")
    word = mechanism("license", "rule", "Ann") + ":granted"
    draws = [uniforms(SEED, 0, word, 1 + application * 2**32, 1, 0, mechanism_word("A"))[0] for application in range(3)]
    assert [bool(draw < 0.5) for draw in draws] == [False, False, True]
    log = engine.log_of(scenario, SEED)
    assert [(day, EVENTS[event]) for day, event, *_ in log.rows.tolist() if "license" in EVENTS[event]] == [
        (6, "license_refused"),
        (18, "license_refused"),
        (30, "license_granted"),
    ]


@pytest.mark.parametrize(
    ("quota", "sent"),
    [
        ("{ units = 70 }", [60, 10]),
        ('{ units = 70, per = "all" }', [60, 10]),
        ('{ units = 30, per = "buyer" }', [30, 20]),
        ('{ units = 0, every = "year" }', []),
    ],
)
def test_quota_bounds_each_buyer_or_all_together(engine: Engine, quota: str, sent: list[int]) -> None:
    """Both of Ann's 60 and Bob's 20 are licensed; what the quota leaves goes to whose turn comes first."""
    story = engine.story(controlled(LATE + BOB, f"granted = 1.0, quota = {quota}"))
    assert [row for row in story if row[1] in ("license_granted", "dispatched")] == [
        (4, "license_granted", 1, 60),
        (4, "license_granted", 2, 20),
        *[(11, "dispatched", order, units) for order, units in enumerate(sent, 1)],
    ]


def test_quota_is_whole_again_with_the_next_calendar_quarter(engine: Engine) -> None:
    """40 of 60 leave in March, the others on the first of April; what is called back is not given back."""
    text = also(LATE, 60, 18).replace("2023-01-18", "2023-04-05")
    dates = {"2023-01-01": "2023-03-20", "2023-01-31": "2023-04-19", "2023-01-02": "2023-03-21"}
    for before, after in (dates | {"2023-01-12": "2023-03-22"}).items():
        text = text.replace(before, after)
    scenario = controlled(text, 'granted = 1.0, quota = { units = 40, every = "quarter" }')
    assert since(engine.story(scenario), "lot_finished") == [
        (2, "lot_finished", 0, 100),
        (2, "held", 0, 40),
        (2, "dispatched", 1, 40),
        (5, "delivered", 1, 40),
        (12, "dispatched", 1, 20),
        (15, "delivered", 1, 20),
        (16, "order_placed", 2, 60),
        (17, "license_granted", 2, 60),
        (17, "dispatched", 2, 20),
        (20, "delivered", 2, 20),
    ]


def test_control_that_names_buyers_keeps_back_their_lines_alone(engine: Engine) -> None:
    """Ann's order may not leave, Bob's does; no stock is held."""
    text = CHAIN.replace("2023-01-02", "2023-01-06") + BOB.replace("2023-01-03", "2023-01-07")
    assert since(engine.story(controlled(text, "", more='buyers = ["Ann"]\n')), "control_effective") == [
        (4, "control_effective", 0, 0),
        (5, "order_placed", 1, 60),
        (6, "order_placed", 2, 20),
        (6, "dispatched", 2, 20),
        (9, "delivered", 2, 20),
    ]


def test_decisions_of_a_day_come_by_control_then_by_order(engine: Engine) -> None:
    """Two controls decide on two orders on day 7: the first on both, then the second."""
    second = '[[control]]\nname = "other"\ncovers = ["A"]\nannounced = 2023-01-04\neffective = 2023-01-04\n'
    text = LATE + BOB + second + "license = { granted = 0.0, days = 4 }\n"
    scenario = controlled(text, "granted = 1.0, days = 3").set("control.other.effective", "2023-01-04")
    log = engine.log_of(scenario)
    assert [(day, EVENTS[row[0]], row[4]) for day, *row in log.rows.tolist() if "license" in EVENTS[row[0]]] == [
        (7, "license_refused", 1),
        (7, "license_refused", 2),
        (7, "license_granted", 1),
        (7, "license_granted", 2),
    ]
