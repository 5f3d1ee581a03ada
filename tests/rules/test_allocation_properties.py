"""Allocation on random days at the hub: what holds under all five policies, and what each of them promises."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.rules.allocation import CONTRACT_FIRST, FAIR_SHARE, FIFO, POLICIES, PRO_RATA, RANKING, most
from sim.rules.capacity import NO_LIMIT
from tests.rules.hub import AMPLE, Hub, Line

every_policy = pytest.mark.parametrize("policy", range(len(POLICIES)), ids=POLICIES)
CHANNELS, BUYERS = 4, 3


@st.composite
def hubs(draw: DrawFn, reserved: bool = True) -> Hub:
    """A day with up to three products; the last two channels are contracts of buyers 0 and 1."""
    products = draw(st.integers(1, 3))
    amounts = st.integers(0, 40)

    def line() -> Line:
        buyer = draw(st.integers(0, BUYERS - 1))
        own = [2 + buyer] if buyer < CHANNELS - 2 else []
        channel = draw(st.sampled_from([0, 1, *own]))
        return Line(draw(amounts), buyer, channel, draw(st.integers(0, products - 1)), channel >= 2)

    def several(count: int, what: st.SearchStrategy[int]) -> list[int]:
        return draw(st.lists(what, min_size=count, max_size=count))

    lines = [line() for _ in range(draw(st.integers(0, 8)))]
    stock = several(products, st.integers(0, 60))
    reserves = [0] * (2 * products) + [
        draw(st.integers(0, stock[product])) if reserved else 0 for _ in range(2) for product in range(products)
    ]
    credit = several(CHANNELS, st.one_of(st.just(NO_LIMIT), st.integers(-20, 300)))
    room = several(CHANNELS, st.integers(0, 60))
    rank = draw(st.permutations(range(BUYERS)))
    return Hub(lines, stock, room, credit, several(products, st.integers(0, 9)), reserves, rank)


@st.composite
def simple(draw: DrawFn) -> Hub:
    """A day at which stock alone is short: one product, one channel, several buyers."""
    lines = draw(st.lists(st.builds(Line, st.integers(0, 40), st.integers(0, BUYERS - 1)), min_size=1, max_size=8))
    return Hub(lines, [draw(st.integers(0, 120))], [AMPLE], rank=draw(st.permutations(range(BUYERS))))


@every_policy
@settings(max_examples=60, deadline=None)
@given(hub=hubs())
def test_no_limit_is_passed_and_each_is_counted_down(policy: int, hub: Hub) -> None:
    """No line gets more than is open, no product or channel gives more than it has; what is left is the difference."""
    granted, left = hub.served(policy)
    sent, moved, spent = Counter[int](), Counter[int](), Counter[int]()
    for line, units in zip(hub.lines, granted, strict=True):
        assert 0 <= units <= line.units
        sent[line.product] += units
        moved[line.channel] += units
        spent[line.channel] += units * hub.price[line.product]
    assert left.stock == [stock - sent[place] for place, stock in enumerate(hub.stock)]
    assert left.room == [room - moved[place] for place, room in enumerate(hub.room)]
    assert left.credit == [credit - spent[place] for place, credit in enumerate(hub.credit)]
    assert min(*left.stock, *left.room, *left.reserves) >= 0
    assert all(credit >= min(0, before) for credit, before in zip(left.credit, hub.credit, strict=True))


@every_policy
@settings(max_examples=60, deadline=None)
@given(hub=hubs())
def test_nothing_is_kept_that_somebody_can_take(policy: int, hub: Hub) -> None:
    """A line that is still open has no stock, no room or no credit left: reserves included, nothing lies idle."""
    granted, left = hub.served(policy)
    for line, units in zip(hub.lines, granted, strict=True):
        assert units == line.units or most(left, line.product, line.channel) == 0


@every_policy
@settings(max_examples=30, deadline=None)
@given(hub=hubs())
def test_same_day_gives_the_same(policy: int, hub: Hub) -> None:
    """Allocation is a function of what it is given."""
    assert hub.served(policy) == hub.served(policy)


@every_policy
@settings(max_examples=60, deadline=None)
@given(hub=hubs())
def test_reserve_is_served_before_anybody_else(policy: int, hub: Hub) -> None:
    """A contract's lines of a product get at least what its reserve, room and credit give to them alone."""
    granted, _ = hub.served(policy)
    alone = [line if line.by_contract else Line(0, line.buyer, line.channel, line.product) for line in hub.lines]
    reserves = Hub(alone, hub.stock, hub.room, hub.credit, hub.price, hub.reserves, hub.rank)
    wanted: Counter[tuple[int, int]] = Counter()
    given_now: Counter[tuple[int, int]] = Counter()
    for line, units in zip(reserves.lines, granted, strict=True):
        wanted[line.channel, line.product] += line.units
        given_now[line.channel, line.product] += units
    for channel, product in wanted:
        if channel < 2 or len({line.product for line in hub.lines if line.channel == channel}) > 1:
            continue  # several products share its room and credit
        others = sum(reserve for other in (2, 3) if other != channel for reserve in [_reserve(hub, other, product)])
        free = max(0, hub.stock[product] - others)
        own = min(_reserve(hub, channel, product), most(hub.limits(), product, channel), free)
        assert given_now[channel, product] >= min(own, wanted[channel, product])


def _reserve(hub: Hub, channel: int, product: int) -> int:
    return hub.reserves[channel * len(hub.stock) + product]


@settings(max_examples=60, deadline=None)
@given(hub=hubs(reserved=False))
def test_sequential_policies_serve_in_their_order(hub: Hub) -> None:
    """First come, contracts first or by rank: who is served earlier goes short only where a limit of its own ends.

    So a line that is served later has nothing of a product and a channel of which an earlier one went short.
    """
    keys = {
        FIFO: lambda place: place,
        CONTRACT_FIRST: lambda place: (not hub.lines[place].by_contract, place),
        RANKING: lambda place: (hub.rank[hub.lines[place].buyer], place),
    }
    for policy, key in keys.items():
        granted = hub.granted(policy)
        short: set[tuple[int, int]] = set()
        for place in sorted(range(len(hub.lines)), key=key):
            line = hub.lines[place]
            assert not (granted[place] and (line.product, line.channel) in short)
            if granted[place] < line.units:
                short.add((line.product, line.channel))


@settings(max_examples=100, deadline=None)
@given(hub=simple())
def test_pro_rata_is_within_a_unit_of_the_exact_quota(hub: Hub) -> None:
    """Where stock alone is short, a line gets its share rounded down, or up where its remainder is a large one."""
    granted, whole, stock = hub.granted(PRO_RATA), sum(line.units for line in hub.lines), hub.stock[0]
    if whole <= stock:
        assert granted == [line.units for line in hub.lines]
        return
    rests = [units * stock % whole for units in (line.units for line in hub.lines)]
    extra = [units - line.units * stock // whole for units, line in zip(granted, hub.lines, strict=True)]
    assert set(extra) <= {0, 1}
    order = sorted(range(len(rests)), key=lambda place: (-rests[place], place))
    assert [extra[place] for place in order] == sorted(extra, reverse=True)


@settings(max_examples=100, deadline=None)
@given(hub=simple())
def test_fair_share_is_max_min_between_buyers(hub: Hub) -> None:
    """A buyer that goes short has at most one unit less than any other; of its own lines the older are served first."""
    granted = hub.granted(FAIR_SHARE)
    got, wants = Counter[int](), Counter[int]()
    for line, units in zip(hub.lines, granted, strict=True):
        assert not units or got[line.buyer] == wants[line.buyer]
        got[line.buyer] += units
        wants[line.buyer] += line.units
    for buyer in wants:
        if got[buyer] < wants[buyer]:
            assert max(got.values()) <= got[buyer] + 1


@every_policy
@settings(max_examples=40, deadline=None)
@given(hub=simple(), more=st.integers(1, 50))
def test_more_stock_never_lowers_what_leaves(policy: int, hub: Hub, more: int) -> None:
    """Where stock alone is short, as much more leaves as is added and still wanted, and no buyer has less."""
    before = hub.granted(policy)
    after = Hub(hub.lines, [hub.stock[0] + more], hub.room, rank=hub.rank).granted(policy)
    wanted = sum(line.units for line in hub.lines)
    assert sum(after) == min(wanted, sum(before) + more)
    if policy != PRO_RATA:  # largest remainders may take a unit from one who had it: the Alabama paradox
        assert all(later >= earlier for earlier, later in zip(before, after, strict=True))
