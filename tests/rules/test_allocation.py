"""Allocation of a day's stock, calculated by hand."""

import pytest

from sim.rules.allocation import (
    CONTRACT_FIRST,
    FAIR_SHARE,
    FIFO,
    POLICIES,
    PRO_RATA,
    RANKING,
    cut,
    grant,
    level,
    most,
    turns,
)
from tests.rules.hub import AMPLE, Hub, Line

ALL = range(len(POLICIES))


def test_policies_have_their_codes() -> None:
    """A policy's name stands at the place that is its code."""
    assert (POLICIES[FIFO], POLICIES[PRO_RATA], POLICIES[FAIR_SHARE]) == ("fifo", "pro-rata", "fair-share")
    assert (POLICIES[CONTRACT_FIRST], POLICIES[RANKING]) == ("contract-first", "ranking")


@pytest.mark.parametrize(
    ("policy", "granted"),
    [
        (FIFO, [60, 30, 10]),  # in order of order number
        (RANKING, [20, 30, 50]),  # buyers 2, 1, 0
        (CONTRACT_FIRST, [50, 0, 50]),  # the contract's line, then the others in order
        (PRO_RATA, [43, 21, 36]),  # 60, 30, 50 of 140: 42.86, 21.43, 35.71
        (FAIR_SHARE, [35, 30, 35]),  # 30 is below a third of 100; 35 for each of the others
    ],
)
def test_policy_says_who_gets_of_too_little(policy: int, granted: list[int]) -> None:
    """Wants of 60, 30 and 50 for 100 units; buyers ranked 2, 1, 0, the last with a contract that reserves nothing."""
    lines = [Line(60, buyer=0), Line(30, buyer=1), Line(50, buyer=2, by_contract=True)]
    assert Hub(lines, [100], rank=[2, 1, 0]).granted(policy) == granted


@pytest.mark.parametrize("policy", ALL)
def test_enough_for_everybody(policy: int) -> None:
    """Where there is enough everybody gets all, under every policy, and the rest is still there."""
    hub = Hub([Line(60), Line(30, buyer=1), Line(0, buyer=2)], [100], [95], [1_000], [10])
    granted, left = hub.served(policy)
    assert granted == [60, 30, 0]
    assert (left.stock, left.room, left.credit) == ([10], [5], [100])


@pytest.mark.parametrize("policy", ALL)
def test_room_credit_and_stock_each_bind(policy: int) -> None:
    """One line by each of three channels: 25 of room, 3,050 USD of credit at 100 each, all that is in stock."""
    lines = [Line(60, channel=0), Line(60, channel=1), Line(60, channel=2, product=1)]
    hub = Hub(lines, [1_000, 7], [25, AMPLE, AMPLE], [AMPLE, 3_050, AMPLE], [100, 100])
    granted, left = hub.served(policy)
    assert granted == [25, 30, 7]
    assert left.credit[1] == 50


@pytest.mark.parametrize("policy", ALL)
def test_what_costs_nothing_needs_no_credit(policy: int) -> None:
    """Credit that is used up, even overdrawn, stops paid goods and no others."""
    hub = Hub([Line(5), Line(6, product=1)], [9, 9], [AMPLE], [-40], [10, 0])
    assert hub.granted(policy) == [0, 6]


@pytest.mark.parametrize(
    ("policy", "granted"),
    [
        (FIFO, [40, 10]),  # the first line takes all that is not reserved
        (PRO_RATA, [20, 30]),  # 40 for the 40 and 40 that are still open: 20 more for each
        (FAIR_SHARE, [20, 30]),
        (RANKING, [0, 50]),  # the second buyer is ranked first
        (CONTRACT_FIRST, [0, 50]),
    ],
)
def test_reserve_comes_first_and_its_rest_is_free(policy: int, granted: list[int]) -> None:
    """Wants of 40 and 50 for 50 units, 10 of them reserved to the second's contract; the policy shares the other 40."""
    lines = [Line(40, buyer=0), Line(50, buyer=1, channel=1, by_contract=True)]
    hub = Hub(lines, [50], [AMPLE, AMPLE], reserves=[0, 10], rank=[1, 0])
    assert hub.granted(policy) == granted


@pytest.mark.parametrize("policy", ALL)
def test_reserve_is_used_up_by_the_oldest_lines(policy: int) -> None:
    """A reserve of 30 for two lines of 20: 20 and 10; all else is taken by reserves of nobody."""
    lines = [Line(20, by_contract=True), Line(20, by_contract=True)]
    granted, left = Hub(lines, [30], reserves=[30]).served(policy)
    assert granted == [20, 10]
    assert left.reserves == [0]


def test_reserve_that_is_not_wanted_is_free_the_same_day() -> None:
    """Of 100 in stock 30 are reserved, of which 10 are wanted: the other 90 go to the line that came first."""
    lines = [Line(100), Line(10, buyer=1, channel=1, by_contract=True)]
    granted, left = Hub(lines, [100], [AMPLE, AMPLE], reserves=[0, 30]).served(FIFO)
    assert granted == [90, 10]
    assert left.reserves == [0, 20]


def test_reserve_is_of_a_channel_and_a_product() -> None:
    """Two contracts, two products: each line takes from the reserve of its own channel and product only."""
    lines = [
        Line(9, buyer=0, channel=0, product=0, by_contract=True),
        Line(9, buyer=0, channel=0, product=1, by_contract=True),
        Line(9, buyer=1, channel=1, product=0, by_contract=True),
        Line(9, buyer=1, channel=1, product=1, by_contract=True),
    ]
    hub = Hub(lines, [5, 9], [AMPLE, AMPLE], reserves=[1, 2, 4, 7], rank=[1, 0])
    granted, left = hub.served(FIFO)
    assert granted == [1, 2, 4, 7]
    assert left.reserves == [0, 0, 0, 0]


def test_reserve_serves_contracts_alone() -> None:
    """A line without a contract takes nothing from a reserve, though it goes by the same channel."""
    lines = [Line(10), Line(10, by_contract=True)]
    granted, left = Hub(lines, [15], reserves=[15], rank=[0]).served(FIFO)
    assert granted == [5, 10]
    assert left.reserves == [5]


def test_products_are_divided_before_channels() -> None:
    """10 of a product and 20 of another are wanted by one channel with room for 12, 20 of each by two buyers.

    The products' stock leaves offers of 10 and 20; of 12, pro rata, these get 4 and 8. The other way round it were
    12 for wants of 20 and 20, so 6 and 6.
    """
    lines = [Line(20, buyer=0, product=0), Line(20, buyer=1, product=1)]
    assert Hub(lines, [10, 20], [12]).granted(PRO_RATA) == [4, 8]


def test_what_a_full_channel_leaves_is_divided_again() -> None:
    """60, 30 and 50 of 100, the first by a channel with room for 10.

    First 43, 21 and 36, cut to 10, 21 and 36; of the 33 that are left the others want 9 and 14, and get them.
    """
    lines = [Line(60, channel=0), Line(30, buyer=1, channel=1), Line(50, buyer=2, channel=1)]
    granted, left = Hub(lines, [100], [10, AMPLE]).served(PRO_RATA)
    assert granted == [10, 30, 50]
    assert left.stock == [10]


def test_several_passes_until_nobody_can_take_more() -> None:
    """Three lines of 100 for 90 units by channels with room for 5, 20 and 100: 30 each is cut to 5, 20, 30.

    The 35 that are left can go by the third alone, as the others are full.
    """
    lines = [Line(100, buyer=place, channel=place) for place in range(3)]
    for policy in (PRO_RATA, FAIR_SHARE):
        assert Hub(lines, [90], [5, 20, 100]).granted(policy) == [5, 20, 65]


def test_fair_share_is_between_buyers_not_lines() -> None:
    """30 for a buyer with lines of 10 and 20, and one with 30: 15 each, the first buyer's oldest line first."""
    lines = [Line(10, buyer=0), Line(30, buyer=1), Line(20, buyer=0)]
    assert Hub(lines, [30]).granted(FAIR_SHARE) == [10, 15, 5]
    assert Hub(lines, [31]).granted(FAIR_SHARE) == [10, 15, 6]


def test_single_unit_of_a_fair_share_goes_to_the_buyer_first_in_the_file() -> None:
    """31 for two buyers are 15 each and one more for buyer 0, though buyer 1 ordered earlier."""
    assert Hub([Line(30, buyer=1), Line(30, buyer=0)], [31]).granted(FAIR_SHARE) == [15, 16]


def test_order_within_a_buyer_of_a_ranking() -> None:
    """The buyer ranked first has two lines: the older is served before the newer, both before anybody else."""
    lines = [Line(10, buyer=0), Line(10, buyer=1), Line(10, buyer=0), Line(10, buyer=1)]
    assert Hub(lines, [25], rank=[1, 0]).granted(RANKING) == [5, 10, 0, 10]


def test_turns_by_hand() -> None:
    """Buyers come by their rank; of equal rank requests come in order of age. Room may be for more of them."""
    lines = [Line(1, buyer=0), Line(1, buyer=1, by_contract=True), Line(1, buyer=0), Line(1, buyer=1, by_contract=True)]
    requests = Hub(lines, [1]).requests()
    assert turns(requests, [5, 2], [0] * 6) == [2 * 4 + 1, 2 * 4 + 3, 5 * 4 + 0, 5 * 4 + 2]


def test_most_is_the_smallest_limit() -> None:
    """Of 8 in stock, room for 6 and 35 USD of credit at 10 each: 3."""
    assert most(Hub([], [8], [6], [35], [10]).limits(), 0, 0) == 3
    assert most(Hub([], [8], [6], [90], [10]).limits(), 0, 0) == 6
    assert most(Hub([], [5], [6], [90], [10]).limits(), 0, 0) == 5


def test_grant_counts_down_every_limit() -> None:
    """A grant of 3 at 10 USD each takes 3 of stock and room and 30 of credit; a second one what is still open."""
    hub = Hub([Line(5)], [8], [7], [60], [10])
    requests, limits, granted = hub.requests(), hub.limits(), [0]
    assert grant(requests, granted, limits, 0, 3) == 3
    assert (granted, limits.stock, limits.room, limits.credit) == ([3], [5], [4], [30])
    assert grant(requests, granted, limits, 0, 9) == 2
    assert (granted, limits.stock, limits.room, limits.credit) == ([5], [3], [2], [10])
    assert grant(requests, granted, limits, 0, 9) == 0
    assert (granted, limits.stock, limits.room, limits.credit) == ([5], [3], [2], [10])


def test_nothing_is_taken_back() -> None:
    """Who wants less than nothing gets nothing, and the limits stay as they are."""
    hub = Hub([Line(5)], [8], [7], [60], [10])
    requests, limits, granted = hub.requests(), hub.limits(), [0]
    assert grant(requests, granted, limits, 0, -2) == 0
    assert (granted, limits.stock, limits.room, limits.credit) == ([0], [8], [7], [60])


def test_cut_is_within_groups() -> None:
    """Offers of 6 and 6 in a group of 9, 5 in one of 9, and none: pro rata 5 and 4 (4.5 each), 5 and none."""
    offers = [6, 5, 6, 0]
    work = Hub([Line(0)] * 4, [9, 9]).workspace()
    cut(PRO_RATA, offers, [1, 0, 1, 1], [9, 9], [0, 1, 2, 3], work)
    assert offers == [5, 5, 4, 0]


def test_level_by_hand() -> None:
    """13 for buyer 4 with lines of 5 and 9 and buyer 2 with one of 4: 4 for that one, 5 and 4 for the other's.

    The entries are offers of the requests 1, 2 and 3, whose buyers are 4, 2 and 4.
    """
    work = Hub([Line(0, buyer=9)] * 3, [9]).workspace()
    for total, parts in ((13, [5, 4, 4]), (7, [3, 4, 0]), (20, [5, 4, 9])):
        level(total, [5, 4, 9], [1, 2, 3], [9, 4, 2, 4], work)
        assert work.parts == parts


@pytest.mark.parametrize("policy", ALL)
def test_overtime_is_for_what_a_rush_covers(policy: int) -> None:
    """A week of 10 ordinary units and 5 in overtime: 8 that no rush covers leave in full, of 20 covered ones 5 and 2.

    So covered goods work the overtime first, and leave the ordinary room to the others.
    """
    hub = Hub([Line(20, overtime=5), Line(8, buyer=1)], [30], [10], rank=[1, 0])
    granted, left = hub.served(policy)
    assert left.overtime_used == [5]
    assert sum(granted) == 15
    if policy == RANKING:
        assert granted == [7, 8]


def test_what_no_rush_covers_is_cut_to_the_ordinary_room() -> None:
    """Wants of 20, 10 covered and 10 not, for 10 ordinary units and 10 in overtime: each gets 10 pro rata.

    Offers of 10 that no rush covers fit the ordinary room, and all offers the 20 of both.
    """
    assert Hub([Line(10, overtime=10), Line(10, buyer=1)], [20], [10]).granted(PRO_RATA) == [10, 10]
    assert Hub([Line(10), Line(10, buyer=1)], [20], [10]).granted(PRO_RATA) == [5, 5]


def test_overtime_of_several_windows_is_the_largest() -> None:
    """Of 8 units of overtime, 3 of which are for the first line too: it works these, the second the other 5."""
    granted, left = Hub([Line(9, overtime=3), Line(9, overtime=8)], [30], [0]).served(FIFO)
    assert (granted, left.overtime_used) == ([3, 5], [8])


def test_overtime_worked_in_the_week_counts() -> None:
    """4 units of overtime were worked: 1 of 5 is left for the rush, none for one that gives 3."""
    lines = [Line(9, overtime=5), Line(9, overtime=3)]
    assert Hub(lines, [30], [0], overtime_used=[4]).granted(FIFO) == [1, 0]
