"""A day's requests and limits in one row, and which limits a policy breaks, by hand."""

from typing import Any

import numpy as np
import pytest

from sim.rules.allocation import Limits, Requests
from sim.rules.capacity import NO_RUSH
from sim.rules.packed import (
    BROKEN,
    NOT_OPEN,
    OVER_CREDIT,
    OVER_QUOTA,
    OVER_ROOM,
    OVER_STOCK,
    SOUND,
    UNCOUNTED,
    broken_limit,
    grant,
    granted_in,
    limits_in,
    packed,
    requests_in,
    taken_over,
)
from sim.rules.quotas import Quotas


def requests() -> Requests:
    """Three lines of two products, two buyers and two channels; a rush gives the last one's channel 5 units more."""
    return Requests([0, 1, 0], [1, 0, 0], [0, 1, 1], [30, 20, 10], [0, 1, 0], [NO_RUSH, NO_RUSH, 5])


def limits(**other: Any) -> Limits:
    """Stock of 40 and 25, room of 35 and 22, credit of 900 dollars each; a quota leaves buyer 0 12 of product 1."""
    quotas = Quotas([0], [0, 1], [0, -1], [12], 2, 2)
    return Limits([40, 25], [35, 22], [0, 1], [900, 900], [10, 7], [1, 2, 3, 4], quotas)._replace(**other)


def day(**other: Any) -> Any:
    """The row of a day on which the first line has 4 units already."""
    return packed(requests(), limits(**other), [4, 0, 0])


def test_row_holds_all_that_a_policy_is_given() -> None:
    """What is read of a row is what was written to it."""
    row = day()
    assert [list(column) for column in requests_in(row)] == [list(column) for column in requests()]
    assert granted_in(row).tolist() == [4, 0, 0]
    *read, quotas = limits_in(row)
    assert [list(column) for column in read] == [list(column) for column in limits()[:-1]]
    assert [list(column) for column in quotas[:4]] == [[0], [0, 1], [0, -1], [12]]
    assert quotas[4:] == (2, 2)


def test_a_grant_counts_down_every_limit() -> None:
    """12 of 20 units, as the quota says; 8 of the last line: 4 in overtime (one of 5 is used), 4 in ordinary room."""
    row = day()
    assert grant(requests_in(row), limits_in(row), granted_in(row), 1, 99) == 12
    assert grant(requests_in(row), limits_in(row), granted_in(row), 2, 8) == 8
    left, granted = limits(), [4, 0, 0]
    taken_over(row, left, granted)
    assert granted == [4, 12, 8]
    assert left[:4] == ([32, 13], [35, 6], [0, 5], [900, 900 - 12 * 7 - 8 * 10])
    assert left.quotas.left == [0]
    assert broken_limit(day(), row) == SOUND


def test_row_holds_all_whatever_the_numbers_of_products_channels_and_buyers() -> None:
    """Three products, a channel, two buyers, a quota: no sequence is taken for another."""
    one = Requests([2], [1], [0], [30], [0], [NO_RUSH])
    three = Limits([7, 8, 9], [35], [1], [900], [10, 11, 12], [1, 2, 3], Quotas([0], [0, 1, 1], [0, -1], [12], 3, 2))
    row = packed(one, three, [5])
    *read, quotas = limits_in(row)
    assert [list(column) for column in (*read, *quotas[:4])] == [
        list(each) for each in (*three[:-1], *three.quotas[:4])
    ]
    assert len(row) == 8 + 7 + 3 + 1 + 1 + 1 + 3 + 3 + 1 + 3 + 2 + 1


@pytest.mark.parametrize("place", [-1, 3])
def test_no_request_stands_elsewhere(place: int) -> None:
    """Places count from 0 to one less than there are."""
    row = day()
    with pytest.raises(IndexError, match=r"^no request has this place$"):
        grant(requests_in(row), limits_in(row), granted_in(row), place, 1)


@pytest.mark.parametrize(
    ("place", "granted", "other", "broken"),
    [
        (0, 3, {}, NOT_OPEN),
        (0, 31, {}, NOT_OPEN),
        (0, 30, {"stock": [25, 25]}, OVER_STOCK),
        (1, 12, {"credit": [900, 83]}, OVER_CREDIT),
        (1, 13, {}, OVER_QUOTA),
        (0, 30, {"room": [25, 22]}, OVER_ROOM),
        (2, 10, {"room": [35, 5]}, OVER_ROOM),
        (2, 10, {"room": [35, 6]}, UNCOUNTED),
        (0, 5, {}, UNCOUNTED),
        (0, 4, {}, SOUND),
    ],
)
def test_each_broken_limit_is_known(place: int, granted: int, other: dict[str, Any], broken: int) -> None:
    """Units that are granted without being counted down: which limit says no first."""
    before = day(**other)
    after = before.copy()
    granted_in(after)[place] = granted
    assert broken_limit(before, after) == broken
    assert bool(BROKEN[broken]) == (broken != SOUND)


@pytest.mark.parametrize("name", ["stock", "room", "overtime_used", "credit"])
@pytest.mark.parametrize("more", [-1, 1])
def test_limits_count_what_was_granted_and_no_other(name: str, more: int) -> None:
    """A limit that is counted down or up by one too much."""
    after = day()
    grant(requests_in(after), limits_in(after), granted_in(after), 0, 10)
    getattr(limits_in(after), name)[0] += more
    assert broken_limit(day(), after) == UNCOUNTED


def test_quota_counts_what_was_granted() -> None:
    """What is left of a quota falls by what was granted under it."""
    after = day()
    grant(requests_in(after), limits_in(after), granted_in(after), 1, 10)
    limits_in(after).quotas.left[0] = 12
    assert broken_limit(day(), after) == UNCOUNTED


def test_overtime_serves_only_goods_of_a_rush() -> None:
    """A channel's overtime is used up to what the lines that it serves allow; one moved there for others is none."""
    after = day()
    grant(requests_in(after), limits_in(after), granted_in(after), 1, 10)
    limits_in(after).room[1] += 3
    limits_in(after).overtime_used[1] += 3
    assert broken_limit(day(), after) == UNCOUNTED
    assert np.array_equal(requests_in(after).units, [30, 20, 10])


@pytest.mark.parametrize(("granted", "late"), [(9, 0), (4, -1)])
def test_room_is_used_up_before_overtime_and_gives_none_back(granted: int, late: int) -> None:
    """9 units where the week has room for 5 and none is counted as overtime; 4, for which overtime is given back."""
    before = day(room=[35, 5])
    after = before.copy()
    granted_in(after)[2] = granted
    left = limits_in(after)
    left.stock[0] -= granted
    left.credit[1] -= 10 * granted
    left.room[1] -= granted - late
    left.overtime_used[1] += late
    assert broken_limit(before, after) == UNCOUNTED
