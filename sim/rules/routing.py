"""Routing by the shortest wait: how long a unit waits in a channel's queue, and how units spread over channels.

A unit at a place of a queue (1 is the first) waits 7 x place / weekly capacity days for its turn, and the mean transit.
Units go one by one to the shortest wait, or leave the longest; here by level, as there may be millions. A level is a
length of wait in `TICKS` a day; what it can't tell apart, a few units, goes one by one with exact fractions.
"""

from collections.abc import Sequence

TICKS = 2**16
"""Levels a day: the largest queue there can be, 3e12 units, at a unit a week still fits in 64 bits."""

WEEK = 7


def units_within(level: int, queue: int, capacity: int, transit: int, most: int) -> int:
    """How many of at most so many units behind a queue wait no longer than a level; none where there is no capacity."""
    if capacity == 0:
        return 0
    days, ticks = level // TICKS - transit, level % TICKS
    if days > WEEK * (queue + most) // capacity:
        return most
    places = (capacity * days + capacity * ticks // TICKS) // WEEK
    return min(most, max(0, places - queue))


def units_beyond(level: int, queue: int, capacity: int, transit: int) -> int:
    """How many of a queue's units, its last ones, wait longer than a level."""
    return queue - units_within(level, 0, capacity, transit, queue)


def level_of_all(queue: int, capacity: int, transit: int) -> int:
    """A level that the wait of no place of a queue passes."""
    return (WEEK * queue // capacity + transit + 2) * TICKS


def waits_longer(place: int, capacity: int, transit: int, place2: int, capacity2: int, transit2: int) -> bool:
    """Whether a place of one channel's queue waits longer than a place of another's; for ever without capacity."""
    if capacity == 0 or capacity2 == 0:
        return capacity == 0 and capacity2 != 0
    days, days2 = WEEK * place // capacity + transit, WEEK * place2 // capacity2 + transit2
    if days != days2:
        return days > days2
    return WEEK * place % capacity * capacity2 > WEEK * place2 % capacity2 * capacity


def spread(
    units: int, queues: Sequence[int], capacities: Sequence[int], transits: Sequence[int], parts: list[int]
) -> None:
    """Write into `parts` how many of the units go to each channel: each in turn to the shortest wait.

    Of equal waits the earlier channel has the shorter. A channel without capacity gets nothing; one must have some.
    """
    low, high = 0, 1
    for place, capacity in enumerate(capacities):
        if capacity > 0:
            high = max(high, level_of_all(queues[place] + units, capacity, transits[place]))
    while high - low > 1:
        middle = (low + high) // 2
        if all_within(middle, units, queues, capacities, transits) <= units:
            low = middle
        else:
            high = middle
    left = units
    for place, capacity in enumerate(capacities):
        parts[place] = units_within(low, queues[place], capacity, transits[place], units)
        left -= parts[place]
    for _ in range(left):
        parts[shortest(queues, capacities, transits, parts)] += 1


def all_within(
    level: int, units: int, queues: Sequence[int], capacities: Sequence[int], transits: Sequence[int]
) -> int:
    """How many units would wait no longer than a level, of so many for each channel."""
    count = 0
    for place, capacity in enumerate(capacities):
        count += units_within(level, queues[place], capacity, transits[place], units)
    return count


def shortest(queues: Sequence[int], capacities: Sequence[int], transits: Sequence[int], parts: Sequence[int]) -> int:
    """The channel where the next unit waits shortest, behind the queue and what went there before."""
    best = 0
    for place, capacity in enumerate(capacities):
        if waits_longer(
            queues[best] + parts[best] + 1,
            capacities[best],
            transits[best],
            queues[place] + parts[place] + 1,
            capacity,
            transits[place],
        ):
            best = place
    return best
