"""Routing by the shortest wait, calculated by hand and unit by unit."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.rules.routing import TICKS, level_of_all, shortest, spread, units_beyond, units_within, waits_longer

MOST_QUEUE = 3 * 10**12
"""Open units of all buyers at most."""


def wait(place: int, capacity: int, transit: int) -> Fraction:
    """Days that a place of a queue waits, as the model defines it."""
    return Fraction(7 * place, capacity) + transit


@pytest.mark.parametrize(
    ("units", "queues", "capacities", "transits", "parts"),
    [
        (30, [0, 0], [10, 20], [1, 1], [10, 20]),  # waits of 7 days at most in both
        (1, [0, 0], [10, 10], [1, 1], [1, 0]),  # of equals the first
        (1, [0, 0], [10, 11], [1, 1], [0, 1]),
        (7, [0, 0], [7, 7], [1, 4], [5, 2]),  # a day a unit: 2 to 4 days for 3, then 5 and 5, 6 and 6
        (4, [9, 0], [10, 10], [1, 1], [0, 4]),  # behind 9 others
        (5, [0, 0], [0, 10], [1, 30], [0, 5]),  # no capacity: nothing, though it is nearer
        (0, [3, 4], [10, 10], [1, 1], [0, 0]),
        (3, [2], [10], [1], [3]),
    ],
)
def test_units_go_to_the_shortest_wait(
    units: int, queues: list[int], capacities: list[int], transits: list[int], parts: list[int]
) -> None:
    """Each unit waits 7 x its place / capacity days, and the transit."""
    found = [99] * len(parts)
    spread(units, queues, capacities, transits, found)
    assert found == parts


@st.composite
def channels(draw: DrawFn) -> tuple[list[int], list[int], list[int]]:
    """Queues, capacities and transits of up to four channels, one of which can carry something."""
    count = draw(st.integers(1, 4))
    small = st.lists(st.integers(0, 30), min_size=count, max_size=count)
    queues, capacities, transits = draw(small), draw(small), draw(small)
    capacities[draw(st.integers(0, count - 1))] += 1
    return queues, capacities, transits


@settings(max_examples=300, deadline=None)
@given(channels(), st.integers(0, 80))
def test_by_level_is_unit_by_unit(world: tuple[list[int], list[int], list[int]], units: int) -> None:
    """What the level gives is what each unit in turn would choose, ties to the earlier channel."""
    queues, capacities, transits = world
    expected = [0] * len(queues)
    for _ in range(units):
        waits = [
            wait(queue + got + 1, capacity, transit) if capacity else Fraction(10**9)
            for queue, got, capacity, transit in zip(queues, expected, capacities, transits, strict=True)
        ]
        expected[waits.index(min(waits))] += 1
    found = [0] * len(queues)
    spread(units, queues, capacities, transits, found)
    assert found == expected


def _is_level(parts: Sequence[int], queues: Sequence[int], capacities: Sequence[int], transits: Sequence[int]) -> bool:
    """Whether no unit that went somewhere would have waited shorter elsewhere."""
    state = list(zip(parts, queues, capacities, transits, strict=True))
    last = max(wait(queue + part, capacity, transit) for part, queue, capacity, transit in state if part)
    return all(wait(queue + part + 1, capacity, transit) >= last for part, queue, capacity, transit in state)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, MOST_QUEUE), min_size=3, max_size=3),
    st.lists(st.integers(1, 10**9), min_size=3, max_size=3),
    st.lists(st.integers(1, 36_525), min_size=3, max_size=3),
    st.integers(1, 3 * 10**9),
)
def test_millions_of_units_are_spread_within_64_bits(
    queues: list[int], capacities: list[int], transits: list[int], units: int
) -> None:
    """At the limits of a scenario every unit still goes to the shortest wait, and no number leaves 64 bits."""
    parts = [0, 0, 0]
    spread(units, queues, capacities, transits, parts)
    assert sum(parts) == units
    assert _is_level(parts, queues, capacities, transits)
    assert 2 * level_of_all(max(queues) + units, 1, max(transits)) < 2**63


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 60 * TICKS), st.integers(0, 40), st.integers(0, 20), st.integers(0, 20), st.integers(0, 40))
def test_within_and_beyond_a_level(level: int, queue: int, capacity: int, transit: int, most: int) -> None:
    """Units behind a queue that wait no longer than a level, and those of a queue that wait longer, one by one."""
    days = Fraction(level, TICKS)
    behind = [
        place for place in range(queue + 1, queue + most + 1) if capacity and wait(place, capacity, transit) <= days
    ]
    assert units_within(level, queue, capacity, transit, most) == len(behind)
    longer = [place for place in range(1, queue + 1) if not capacity or wait(place, capacity, transit) > days]
    assert units_beyond(level, queue, capacity, transit) == len(longer)


small = st.tuples(st.integers(0, 60), st.integers(0, 12), st.integers(0, 12))


@given(small, small)
def test_waits_are_compared_exactly(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """A wait is a fraction of days; without capacity it is for ever, and none is longer than that."""
    lengths = [wait(*channel) if channel[1] else Fraction(10**9) for channel in (one, other)]
    assert waits_longer(*one, *other) == (lengths[0] > lengths[1])


def test_next_unit_goes_behind_those_before_it() -> None:
    """Of two channels of 7 a week, equally far, the second is next once the first has one."""
    assert shortest([0, 0], [7, 7], [1, 1], [0, 0]) == 0
    assert shortest([0, 0], [7, 7], [1, 1], [1, 0]) == 1
    assert shortest([0, 0], [0, 7], [1, 1], [0, 0]) == 1


@pytest.mark.parametrize(
    ("queue", "capacity", "transit"), [(1, 10, 1), (10, 7, 3), (13, 7, 3), (10**6, 1, 40), (0, 5, 2)]
)
def test_no_place_of_a_queue_waits_longer_than_the_level_of_all(queue: int, capacity: int, transit: int) -> None:
    """All of it wait no longer, and none of its last units do."""
    level = level_of_all(queue, capacity, transit)
    assert units_within(level, 0, capacity, transit, queue) == queue
    assert units_beyond(level, queue, capacity, transit) == 0
