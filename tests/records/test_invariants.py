"""The invariants catch what breaks them: one broken log for each, and sound logs that pass."""

import pytest

from sim.model.events import Account
from sim.records.events import Event, EventLog
from sim.records.invariants import INVARIANTS, violations
from sim.scenario.schema import Scenario
from tests.records import line_logs
from tests.records.logs import (
    ANN,
    BOB,
    DIRECT,
    NORTH,
    OPENED,
    SOUND,
    A,
    B,
    Fact,
    accounts,
    altered,
    by_hand,
    log_by_hand,
)

ANN_ORDERS: Fact = (1, Event.order_placed, A, ANN, NORTH, 1, 100, 10_000)
BOB_SENT: Fact = (10, Event.dispatched, A, BOB, NORTH, 3, 40, 4_000)
BOB_GETS: Fact = (13, Event.delivered, A, BOB, NORTH, 3, 40, 4_000)
GRANTED: Fact = (25, Event.license_granted, B, BOB, NORTH, 2, 30, 300)
SIGNED: Fact = (7, Event.contract_signed, -1, ANN, DIRECT, 0, 50, 0)
HELD: Fact = (24, Event.held, B, -1, -1, 0, 15, 150)
LOT: Fact = (7, Event.lot_finished, A, -1, -1, 0, 50, 5_000)
ELSEWHERE: Fact = (7, Event.diverted, A, -1, -1, 0, 7, 700)
ANNOUNCED: Fact = (19, Event.control_announced, B)

BOB_ORDERS = [
    {"date": "2023-01-02", "product": "B", "units": 30},
    {"date": "2023-01-11", "product": "A", "units": 40},
]


def as_ordered() -> Scenario:
    """The scenario of the sound log, with the orders that are placed in it."""
    scenario = by_hand().set("buyer.Ann.order", [{"date": "2023-01-02", "product": "A", "units": 100}])
    return scenario.set("buyer.Bob.order", BOB_ORDERS).set("buyer.Bob.on_control", {"B": "A"})


def log_of(facts: list[Fact]) -> EventLog:
    """The log of facts, with the postings that they make."""
    return log_by_hand(facts, accounts(facts))


BROKEN: dict[str, tuple[list[Fact], int, str]] = {
    "days in order": ([*SOUND, (28, Event.negotiation_failed, -1, ANN)], 28, "negotiation_failed"),
    "stages in order": (altered(BOB_SENT, BOB_SENT, (10, Event.control_moved, B)), 10, "control_moved"),
    "amounts not negative": (altered(HELD, (24, Event.held, B, -1, -1, 0, -15, 150)), 24, "held"),
    "initial stock": (altered(OPENED[0], (0, Event.stock_opened, A, -1, -1, 0, 101, 10_100)), 0, "A"),
    "conservation": (altered(HELD, (24, Event.diverted, B, -1, -1, 0, 41, 410)), 24, "B"),
    "held stock": (altered(HELD, (24, Event.held, B, -1, -1, 0, 41, 410)), 24, "B"),
    "cycle time": (
        altered(ANN_ORDERS, (1, Event.lot_finished, A, -1, -1, 0, 1, 100), ANN_ORDERS),
        1,
        "A",
    ),
    "carried yield": (altered(LOT, (7, Event.lot_finished, A, -1, -1, 0, 49, 4_900)), 7, "A"),
    "carried market share": (altered(ELSEWHERE, (7, Event.diverted, A, -1, -1, 0, 8, 800)), 7, "A"),
    "order identity": (altered(ANN_ORDERS, (1, Event.order_placed, A, ANN, NORTH, 5, 100, 10_000)), 1, "order 5"),
    "order balance": (altered(BOB_SENT, (10, Event.dispatched, A, BOB, NORTH, 3, 41, 4_100)), 10, "order 3"),
    "order of curves": (altered(BOB_GETS, (13, Event.delivered, A, BOB, NORTH, 3, 41, 4_100)), 13, "Bob, A"),
    "budget": (altered(ANN_ORDERS, (1, Event.order_placed, A, ANN, NORTH, 1, 151, 15_100)), 1, "Ann"),
    "license under control": (altered(GRANTED), 25, "order 2"),
    "quota not passed": (SOUND, 25, "open letter"),
    "nothing ordered under ban": (SOUND, 1, "open letter"),
    "weekly capacity": (
        altered(ANN_ORDERS, (*ANN_ORDERS[:6], 200, 20_000), (1, Event.dispatched, A, ANN, NORTH, 1, 11, 1_100)),
        1,
        "north",
    ),
    "credit limit": (
        altered(BOB_SENT, BOB_SENT, (10, Event.dispatched, A, BOB, NORTH, 3, 41, 4_100)),
        10,
        "north",
    ),
    "contract first": (altered(SIGNED), 7, "direct:Ann"),
    "transit": (altered(BOB_GETS, (11, *BOB_GETS[1:])), 11, "north"),
    "lead time": (
        altered(
            (4, Event.delivered, A, ANN, NORTH, 1, 50, 5_000),
            (4, Event.delivered, A, ANN, NORTH, 1, 101, 10_100),
        ),
        4,
        "A",
    ),
}
"""By invariant: a log that breaks it (and perhaps others), the day, and who breaks it."""

BAN = {"name": "open letter", "covers": ["A"], "acts_on": "order", "announced": "2023-01-02", "effective": "2023-01-02"}
VARIANTS: dict[str, tuple[str, object]] = {
    "quota not passed": ("control.open letter.license.quota", {"units": 19}),
    "nothing ordered under ban": ("control", [BAN]),
}
"""What the scenario says otherwise where an invariant is broken."""


def test_sound_log_breaks_no_invariant() -> None:
    """A log in which every kind of event moves units as the model says passes every invariant."""
    assert violations(log_of(SOUND), as_ordered()) == []


@pytest.mark.parametrize("invariant", BROKEN)
def test_broken_log_is_caught(invariant: str) -> None:
    """A log that breaks an invariant is caught, with the invariant's name, the day and the entity."""
    facts, day, entity = BROKEN[invariant]
    scenario = as_ordered().set(*VARIANTS[invariant]) if invariant in VARIANTS else as_ordered()
    found = violations(log_of(facts), scenario)
    assert (invariant, day, entity) in [(violation.invariant, violation.day, violation.entity) for violation in found]
    assert any(str(violation).startswith(f"{invariant}: day {day}, {entity}: ") for violation in found)


def test_every_law_has_its_broken_log() -> None:
    """No invariant goes untested."""
    assert {invariant.__name__.replace("_", " ") for invariant in INVARIANTS} == {
        *BROKEN,
        *NEED_BROKEN,
        *(law for law, *_ in line_logs.BROKEN),
    }


def test_sound_log_of_a_shared_line_breaks_no_invariant() -> None:
    """A lot that is divided, finishes under a control and is free when that ends passes every invariant."""
    assert violations(line_logs.log_of(line_logs.SOUND), line_logs.shared_line()) == []


@pytest.mark.parametrize(("law", "facts", "day", "entity"), line_logs.BROKEN)
def test_broken_log_of_a_shared_line_is_caught(law: str, facts: list[Fact], day: int, entity: str) -> None:
    """What a lot is divided into, what finishes of it, and what is held of that, are told with day and entity."""
    found = violations(line_logs.log_of(facts), line_logs.shared_line())
    assert (law, day, entity) in [(violation.invariant, violation.day, violation.entity) for violation in found]


LOST: Fact = (9, Account.lost_by_patience, A, ANN, 0, 10)

NEED_BROKEN: dict[str, tuple[list[Fact], str]] = {
    "need on lines": ([(9, Account.on_line, A, ANN, 1, 1)], "order 1"),
    "need of orders": ([(9, Account.lost_by_budget, A, ANN, 0, 1)], "Ann"),
    "carried custom": ([], "Bob"),
}
"""By invariant of need: postings besides that break it, and who does."""


@pytest.mark.parametrize("invariant", NEED_BROKEN)
def test_broken_account_of_need_is_caught(invariant: str) -> None:
    """A unit too many on a line, one that nobody ordered, a distributor beyond its share are told with their owner."""
    more, entity = NEED_BROKEN[invariant]
    scenario = as_ordered()
    if invariant == "carried custom":
        scenario = scenario.set("buyer.Bob.on_control", {}).set("buyer.Bob.via.north", 0.5)
    found = violations(log_by_hand(SOUND, [*accounts(SOUND), *more]), scenario)
    assert (invariant, 29, entity) in [(violation.invariant, violation.day, violation.entity) for violation in found]


def test_account_of_what_is_lost_is_never_below_0() -> None:
    """What was never lost cannot come back."""
    found = violations(log_by_hand(SOUND, [*accounts(SOUND), (*LOST[:-1], -11)]), as_ordered())
    assert ("need on lines", "Ann") in [(violation.invariant, violation.entity) for violation in found]


ALSO_BROKEN: dict[str, tuple[list[Fact], str, int]] = {
    "a unit kept too many": (altered(ELSEWHERE, (7, Event.diverted, A, -1, -1, 0, 6, 600)), "carried market share", 7),
    "a day after the run": ([*SOUND, (30, Event.negotiation_failed, -1, ANN)], "days in order", 30),
    "stock opened twice": (altered(OPENED[0], OPENED[0], OPENED[0]), "initial stock", 0),
    "stock never opened": (altered(OPENED[1]), "initial stock", 0),
    "an order that was never placed": (altered(ANN_ORDERS), "order identity", 1),
    "another product": (altered(BOB_GETS, (13, Event.delivered, B, *BOB_GETS[3:])), "order identity", 13),
    "another channel": (altered(BOB_GETS, (*BOB_GETS[:4], DIRECT, *BOB_GETS[5:])), "order balance", 13),
    "more moved than open": (
        altered(
            (7, Event.order_moved, A, ANN, DIRECT, 1, 50, 4_500),
            (7, Event.order_moved, A, ANN, DIRECT, 1, 51, 4_590),
        ),
        "order balance",
        7,
    ),
    "a lot of a product without a line": (
        altered(ANNOUNCED, ANNOUNCED, (19, Event.lot_finished, B, -1, -1, 0, 1, 10)),
        "cycle time",
        19,
    ),
    "a contract of another buyer": (
        altered(BOB_SENT, (10, Event.dispatched, A, BOB, DIRECT, 3, 40, 4_000)),
        "contract first",
        10,
    ),
    "a dispatch before the license": (
        altered(GRANTED, (24, Event.dispatched, B, BOB, NORTH, 2, 1, 10), GRANTED),
        "license under control",
        24,
    ),
}


@pytest.mark.parametrize("case", ALSO_BROKEN)
def test_other_ways_to_break_a_law_are_caught(case: str) -> None:
    """An invariant has more than one side, and each is caught."""
    facts, invariant, day = ALSO_BROKEN[case]
    assert (invariant, day) in [(found.invariant, found.day) for found in violations(log_of(facts), as_ordered())]


def test_control_without_licenses_lets_nothing_leave() -> None:
    """A grant counts for nothing under a control that gives no licenses."""
    closed = as_ordered().set("control.open letter.license", None)
    assert [found.invariant for found in violations(log_of(SOUND), closed)] == ["license under control"]


@pytest.mark.parametrize(("covered", "most"), [("A", 90), ("B", 60)])
def test_overtime_of_an_open_window_is_for_what_it_covers(covered: str, most: int) -> None:
    """In the window 90 units may leave of what it covers, 60 of all else as in other weeks, and no unit more."""
    window: list[Fact] = [
        *OPENED,
        (15, Event.order_placed, A, BOB, NORTH, 1, 91, 9_100),
        (19, Event.control_announced, A if covered == "A" else B),
        (19, Event.dispatched, A, BOB, NORTH, 1, most, 100 * most),
    ]
    order = {"date": "2023-01-16", "product": "A", "units": 91}
    roomy = (
        by_hand()
        .set("buyer.Bob.order", [order])
        .set("distributor.north.credit_limit", None)
        .set("control.open letter.covers", [covered])
    )
    more: Fact = (20, Event.dispatched, A, BOB, NORTH, 1, 1, 100)
    assert violations(log_of(window), roomy) == []
    found = violations(log_of([*window, more]), roomy)
    assert [(violation.invariant, violation.day) for violation in found] == [("weekly capacity", 20)]
