"""Export controls: their state by day, what a window changes, who may leave."""

import pytest

from sim.clock import NEVER
from sim.rules.control import (
    ANNOUNCED,
    GRANTED,
    IN_EFFECT,
    NONE,
    NOT_APPLIED,
    ONCE,
    PENDING,
    QUARTER,
    REFUSED,
    UNCHANGED,
    YEAR,
    effective_on,
    first_in_effect,
    license_state,
    market_share,
    period_begins,
    state_on,
    takes_applications,
)

STATES = (NONE, ANNOUNCED, IN_EFFECT)
LICENSES = (NOT_APPLIED, PENDING, GRANTED, REFUSED)


@pytest.mark.parametrize(("day", "effective"), [(9, 40), (10, 50), (19, 50), (20, 30), (99, 30)])
def test_effective_day_is_the_one_known_by_then(day: int, effective: int) -> None:
    """First day 40; moved to 50, as announced on day 10, and to 30, as announced on day 20."""
    assert effective_on(day, 40, [10, 20], [50, 30]) == effective


def test_control_without_moves_keeps_its_day() -> None:
    """Where nothing moves, the effective day is the first one."""
    assert effective_on(99, 40, [], []) == 40


@pytest.mark.parametrize(
    ("day", "state"),
    [(4, NONE), (5, ANNOUNCED), (9, ANNOUNCED), (10, IN_EFFECT), (19, IN_EFFECT), (20, NONE), (21, NONE)],
)
def test_state_by_day(day: int, state: int) -> None:
    """Announced on day 5, in effect on day 10, lifted on day 20: each from its own day on."""
    assert state_on(day, 5, 10, [], [], 20) == state


@pytest.mark.parametrize(("day", "state"), [(11, IN_EFFECT), (12, ANNOUNCED), (14, ANNOUNCED), (15, IN_EFFECT)])
def test_move_announced_while_in_effect_suspends(day: int, state: int) -> None:
    """In effect from day 10; on day 12 it is moved to day 15."""
    assert state_on(day, 5, 10, [12], [15], 99) == state


def test_control_without_notice_has_no_window() -> None:
    """Announced and in effect on one day."""
    assert [state_on(day, 5, 5, [], [], 99) for day in (4, 5)] == [NONE, IN_EFFECT]


@pytest.mark.parametrize(
    ("states", "covers", "shares", "share"),
    [
        ([ANNOUNCED, ANNOUNCED], [1, 1], [300_000, 350_000], 350_000),
        ([ANNOUNCED, ANNOUNCED], [1, 1], [350_000, 300_000], 350_000),
        ([ANNOUNCED, ANNOUNCED], [1, 0], [300_000, 900_000], 300_000),
        ([ANNOUNCED, IN_EFFECT], [1, 1], [300_000, 900_000], 300_000),
        ([IN_EFFECT, ANNOUNCED], [1, 1], [900_000, 300_000], 300_000),
        ([ANNOUNCED], [1], [100_000], 250_000),
        ([ANNOUNCED], [1], [0], 250_000),
        ([ANNOUNCED], [1], [UNCHANGED], 250_000),
        ([ANNOUNCED], [0], [900_000], 250_000),
        ([], [], [], 250_000),
    ],
)
def test_rush_share_stands_for_a_smaller_one(
    states: list[int], covers: list[int], shares: list[int], share: int
) -> None:
    """The own share is a quarter; the largest of the open windows on the product stands for it, if it is larger."""
    assert market_share(250_000, states, covers, shares) == share


@pytest.mark.parametrize(
    ("states", "covers", "acts", "first"),
    [
        ([IN_EFFECT, IN_EFFECT], [1, 1], [1, 1], 0),
        ([ANNOUNCED, IN_EFFECT, IN_EFFECT], [1, 1, 1], [1, 1, 1], 1),
        ([IN_EFFECT, IN_EFFECT, IN_EFFECT], [0, 0, 1], [1, 1, 1], 2),
        ([IN_EFFECT, IN_EFFECT], [1, 1], [0, 1], 1),
        ([IN_EFFECT, ANNOUNCED], [0, 1], [1, 1], -1),
        ([], [], [], -1),
    ],
)
def test_first_in_effect_on_the_product(states: list[int], covers: list[int], acts: list[int], first: int) -> None:
    """In file order, of those in effect that cover it and act on what is asked for."""
    assert first_in_effect(states, covers, acts) == first


@pytest.mark.parametrize("day", [9, 10, 11])
@pytest.mark.parametrize("state", STATES)
def test_applications_are_taken_in_effect_or_from_their_own_date(state: int, day: int) -> None:
    """Without a date of their own while the control is in effect, else from that date on, once it is announced."""
    assert takes_applications(state, day, NEVER) == (state == IN_EFFECT)
    assert takes_applications(state, day, 10) == (state != NONE and day >= 10)


@pytest.mark.parametrize(
    ("day", "again", "known"), [(14, 5, REFUSED), (15, 5, NOT_APPLIED), (11, 1, NOT_APPLIED), (99, 0, REFUSED)]
)
def test_refused_license_may_be_applied_for_again(day: int, again: int, known: int) -> None:
    """What was refused on day 10 is so for 5 days, or 1; for ever without. Nothing else changes by itself."""
    assert license_state(REFUSED, day, 10, again) == known
    assert [license_state(state, day, 10, again) for state in LICENSES[:3]] == list(LICENSES[:3])


@pytest.mark.parametrize(
    ("every", "before", "now", "begins"),
    [
        (ONCE, 8091, 8092, False),
        (QUARTER, 8091, 8092, True),
        (QUARTER, 8092, 8093, True),
        (QUARTER, 8093, 8093, False),
        (YEAR, 8091, 8092, True),
        (YEAR, 8092, 8093, False),
        (YEAR, 8093, 8094, False),
        (YEAR, 8092, 8092, False),
    ],
)
def test_period_of_a_quota_begins_with_a_calendar_quarter_or_year(
    every: int, before: int, now: int, begins: bool
) -> None:
    """Quarter 8092 is the first of 2023; a quota once for all never begins anew."""
    assert period_begins(every, before, now) is begins
