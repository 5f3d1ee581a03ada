"""Export controls: their state by day, what a window changes, who may leave."""

from itertools import product

import pytest

from sim.rules.control import (
    ANNOUNCED,
    GRANTED,
    IN_EFFECT,
    NONE,
    NOT_APPLIED,
    PENDING,
    REFUSED,
    UNCHANGED,
    effective_on,
    first_in_effect,
    market_share,
    may_leave,
    may_yet_leave,
    overtime,
    state_on,
    withdrawn,
)

STATES = (NONE, ANNOUNCED, IN_EFFECT)
LICENSES = (NOT_APPLIED, PENDING, GRANTED, REFUSED)


@pytest.mark.parametrize(("day", "effective"), [(9, 40), (10, 50), (19, 50), (20, 30), (99, 30)])
def test_effective_day_is_the_one_known_by_then(day: int, effective: int) -> None:
    """First day 40; moved to 50, as announced on day 10, and to 30, as announced on day 20."""
    assert effective_on(day, 40, [(10, 50), (20, 30)]) == effective


def test_control_without_moves_keeps_its_day() -> None:
    """Where nothing moves, the effective day is the first one."""
    assert effective_on(99, 40, []) == 40


@pytest.mark.parametrize(
    ("day", "state"),
    [(4, NONE), (5, ANNOUNCED), (9, ANNOUNCED), (10, IN_EFFECT), (19, IN_EFFECT), (20, NONE), (21, NONE)],
)
def test_state_by_day(day: int, state: int) -> None:
    """Announced on day 5, in effect on day 10, lifted on day 20: each from its own day on."""
    assert state_on(day, 5, 10, [], 20) == state


@pytest.mark.parametrize(("day", "state"), [(11, IN_EFFECT), (12, ANNOUNCED), (14, ANNOUNCED), (15, IN_EFFECT)])
def test_move_announced_while_in_effect_suspends(day: int, state: int) -> None:
    """In effect from day 10; on day 12 it is moved to day 15."""
    assert state_on(day, 5, 10, [(12, 15)], 99) == state


def test_control_without_notice_has_no_window() -> None:
    """Announced and in effect on one day."""
    assert [state_on(day, 5, 5, [], 99) for day in (4, 5)] == [NONE, IN_EFFECT]


@pytest.mark.parametrize(
    ("states", "factors", "most"),
    [
        ([ANNOUNCED, ANNOUNCED], [1_200_000, 1_300_000], 1_300_000),
        ([ANNOUNCED, ANNOUNCED], [1_300_000, 1_200_000], 1_300_000),
        ([ANNOUNCED, IN_EFFECT, NONE], [1_200_000, 1_500_000, 2_000_000], 1_200_000),
        ([IN_EFFECT, ANNOUNCED], [1_500_000, 1_200_000], 1_200_000),
        ([IN_EFFECT, NONE], [1_500_000, 1_500_000], 1_000_000),
        ([ANNOUNCED], [UNCHANGED], 1_000_000),
        ([ANNOUNCED, ANNOUNCED], [UNCHANGED, 1_200_000], 1_200_000),
        ([ANNOUNCED], [0], 0),
        ([], [], 1_000_000),
    ],
)
def test_overtime_is_the_largest_of_open_windows(states: list[int], factors: list[int], most: int) -> None:
    """Several windows don't add up; one that is closed, or says nothing, counts as none."""
    assert overtime(states, factors) == most


@pytest.mark.parametrize(
    ("states", "covers", "shares", "share"),
    [
        ([ANNOUNCED, ANNOUNCED], [1, 1], [300_000, 350_000], 350_000),
        ([ANNOUNCED, ANNOUNCED], [1, 1], [350_000, 300_000], 350_000),
        ([ANNOUNCED, ANNOUNCED], [1, 0], [300_000, 900_000], 300_000),
        ([ANNOUNCED, IN_EFFECT], [1, 1], [300_000, 900_000], 300_000),
        ([IN_EFFECT, ANNOUNCED], [1, 1], [900_000, 300_000], 300_000),
        ([ANNOUNCED], [1], [100_000], 100_000),
        ([ANNOUNCED], [1], [0], 0),
        ([ANNOUNCED], [1], [UNCHANGED], 250_000),
        ([ANNOUNCED], [0], [900_000], 250_000),
        ([], [], [], 250_000),
    ],
)
def test_rush_share_replaces_the_lines_own(states: list[int], covers: list[int], shares: list[int], share: int) -> None:
    """The own share is a quarter; the largest of the open windows on the product stands for it, also a smaller one."""
    assert market_share(250_000, states, covers, shares) == share


@pytest.mark.parametrize(
    ("states", "covers", "first"),
    [
        ([IN_EFFECT, IN_EFFECT], [1, 1], 0),
        ([ANNOUNCED, IN_EFFECT, IN_EFFECT], [1, 1, 1], 1),
        ([IN_EFFECT, IN_EFFECT, IN_EFFECT], [0, 0, 1], 2),
        ([IN_EFFECT, ANNOUNCED], [0, 1], -1),
        ([], [], -1),
    ],
)
def test_first_in_effect_on_the_product(states: list[int], covers: list[int], first: int) -> None:
    """In file order, of those in effect that cover it."""
    assert first_in_effect(states, covers) == first


@pytest.mark.parametrize(("state", "covers", "license"), list(product(STATES, (0, 1), LICENSES)))
def test_one_control_is_a_gate(state: int, covers: int, license: int) -> None:  # noqa: A002
    """Only a control in effect on the product keeps a line back, unless it licensed it; hope lasts while it may yet."""
    is_gate = state == IN_EFFECT and covers == 1
    assert may_leave([state], [covers], [license]) == (not is_gate or license == GRANTED)
    assert may_yet_leave([state], [covers], [license]) == (not is_gate or license in (GRANTED, PENDING))


@pytest.mark.parametrize(("one", "other"), list(product(LICENSES, LICENSES)))
def test_several_controls_are_several_gates(one: int, other: int) -> None:
    """What leaves needs each one's license, in whatever order they stand."""
    both = ([IN_EFFECT, IN_EFFECT], [1, 1], [one, other])
    assert may_leave(*both) == (one == other == GRANTED)
    assert may_yet_leave(*both) == ({one, other} <= {GRANTED, PENDING})


@pytest.mark.parametrize(("stock", "kept", "out"), [(100, 40, 60), (40, 40, 0), (40, 100, 0), (40, 0, 40)])
def test_stock_beyond_what_may_yet_leave_is_withdrawn(stock: int, kept: int, out: int) -> None:
    """100 in stock, 40 of them kept for lines with a license or the hope of one: 60 go."""
    assert withdrawn(stock, kept) == out
