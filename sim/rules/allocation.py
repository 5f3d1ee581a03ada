"""Allocation of a day's hub stock to open order lines, within each channel's room and credit.

Policies differ only in who is served before whom, or how stock is divided; limits are the same for all.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.rules.capacity import NO_RUSH, overtime_room, paid_for
from sim.rules.quotas import Quotas, quota_room, use_quotas
from sim.rules.shares import divide, max_min
from sim.rules.sorting import ascending, first

FIFO, PRO_RATA, FAIR_SHARE, CONTRACT_FIRST, RANKING = range(5)
"""Codes of the policies."""

POLICIES = ("fifo", "pro-rata", "fair-share", "contract-first", "ranking")
"""Their names in a scenario, by code."""


class Requests(NamedTuple):
    """The open lines that may be dispatched, in order of age: one entry a line in each sequence.

    `overtime` are the units a week beyond the ordinary that a rush gives the line's channel for it, or `NO_RUSH`.
    """

    product: Sequence[int]
    buyer: Sequence[int]
    channel: Sequence[int]
    units: Sequence[int]
    by_contract: Sequence[int]
    overtime: Sequence[int]


class Limits(NamedTuple):
    """What may still leave today, which allocation counts down: by product or by channel.

    `room` is the ordinary one. `overtime_used` is counted up: what a channel has worked of it in this week.
    `reserves` are by channel, then product: what a contract keeps for its buyer of the day's opening stock.
    """

    stock: list[int]
    room: list[int]
    overtime_used: list[int]
    credit: list[int]
    price: Sequence[int]
    reserves: list[int]
    quotas: Quotas


class Workspace(NamedTuple):
    """Room for what is calculated on the way: what stands there before and after means nothing.

    A number a request, then a buyer (`demand`, `fair`, `levels`), a product or channel (`wanted`), a channel (`rooms`).
    """

    ranks: list[int]
    offers: list[int]
    plain: list[int]
    places: list[int]
    wants: list[int]
    parts: list[int]
    demand: list[int]
    fair: list[int]
    levels: list[int]
    wanted: list[int]
    rooms: list[int]


def allocate(
    policy: int, requests: Requests, limits: Limits, rank: Sequence[int], granted: list[int], work: Workspace
) -> None:
    """Write the units granted to each request into `granted`, zeros before; `rank` is each buyer's in the ranking.

    Contracts' reserves are served first; what they leave goes to everybody under the policy.
    """
    serve_reserved(requests, granted, limits)
    if policy in (PRO_RATA, FAIR_SHARE):
        divide_all(policy, requests, granted, limits, work)
    elif policy == RANKING:
        for turn in turns(requests, rank, work.ranks):
            place = turn % len(granted)
            grant(requests, granted, limits, place, requests.units[place])
    else:
        serve_by_age(policy, requests, granted, limits)


def turns(requests: Requests, rank: Sequence[int], ranks: list[int]) -> list[int]:
    """The turns in which the ranking serves requests: a buyer's rank times the number of these, and place."""
    count = len(requests.units)
    for place in range(count):
        ranks[place] = rank[requests.buyer[place]] * count + place
    return ascending(ranks, count)


def serve_by_age(policy: int, requests: Requests, granted: list[int], limits: Limits) -> None:
    """Serve requests one after the other, the oldest order first; contracts' own before all under `contract-first`."""
    for contract in range(1 if policy == CONTRACT_FIRST else 0, -1, -1):
        for place, units in enumerate(requests.units):
            if requests.by_contract[place] >= contract:
                grant(requests, granted, limits, place, units)


def most(limits: Limits, product: int, channel: int, overtime: int = NO_RUSH) -> int:
    """Units that stock, room and credit leave to a line of a product and a channel, with so much overtime a week."""
    room = limits.room[channel] + overtime_room(overtime, limits.overtime_used[channel])
    return paid_for(min(limits.stock[product], room), limits.credit[channel], limits.price[product])


def bound(requests: Requests, limits: Limits, place: int) -> int:
    """Units that the limits leave to a request, the quotas of its buyer and product among them."""
    product = requests.product[place]
    units = most(limits, product, requests.channel[place], requests.overtime[place])
    return min(units, quota_room(limits.quotas, product, requests.buyer[place]))


def grant(requests: Requests, granted: list[int], limits: Limits, place: int, wanted: int) -> int:
    """Grant a request what it wants, as far as it is open and the limits allow: overtime first; gives the units."""
    product, channel = requests.product[place], requests.channel[place]
    if wanted <= 0 or limits.stock[product] <= 0:  # mostly: no other limit has to be looked at
        return 0
    units = min(wanted, requests.units[place] - granted[place], bound(requests, limits, place))
    if units <= 0:
        return 0
    late = min(units, overtime_room(requests.overtime[place], limits.overtime_used[channel]))
    limits.stock[product] -= units
    limits.overtime_used[channel] += late
    limits.room[channel] -= units - late
    limits.credit[channel] -= units * limits.price[product]
    use_quotas(limits.quotas, product, requests.buyer[place], units)
    granted[place] += units
    return units


def serve_reserved(requests: Requests, granted: list[int], limits: Limits) -> None:
    """Each contract's lines take from its reserve, oldest order first."""
    for place in range(len(granted)):
        if requests.by_contract[place]:
            reserve = requests.channel[place] * len(limits.stock) + requests.product[place]
            limits.reserves[reserve] -= grant(requests, granted, limits, place, limits.reserves[reserve])


def divide_all(policy: int, requests: Requests, granted: list[int], limits: Limits, work: Workspace) -> None:
    """Divide each product's stock, cut by each channel's room, and again until nobody can take more.

    Credit and quotas are counted line by line in order of age. Every pass grants at least one unit or ends.
    """
    offers, passed = work.offers, 1
    while passed:
        wanted = 0
        for place, units in enumerate(requests.units):
            left = units - granted[place]
            offers[place] = left if left > 0 and bound(requests, limits, place) > 0 else 0
            wanted += offers[place]
        if wanted == 0:
            return
        cut(policy, offers, requests.product, limits.stock, requests.buyer, work)
        cut_to_room(policy, requests, limits, work)
        passed = 0
        for place in range(len(granted)):
            if offers[place] > 0:
                passed += grant(requests, granted, limits, place, offers[place])


def cut_to_room(policy: int, requests: Requests, limits: Limits, work: Workspace) -> None:
    """Cut the offers of each channel: what no rush covers to the ordinary room, then all to that and the overtime."""
    offers, plain, rooms, is_rush = work.offers, work.plain, work.rooms, False
    for channel, room in enumerate(limits.room):
        rooms[channel] = room
    for place, overtime in enumerate(requests.overtime):
        is_rush = is_rush or overtime > NO_RUSH
        plain[place] = 0 if overtime > NO_RUSH else offers[place]
    if is_rush:
        cut(policy, plain, requests.channel, rooms, requests.buyer, work)
        for place, channel in enumerate(requests.channel):
            if requests.overtime[place] == NO_RUSH:
                offers[place] = plain[place]
            elif offers[place] > 0:
                late = overtime_room(requests.overtime[place], limits.overtime_used[channel])
                rooms[channel] = max(rooms[channel], limits.room[channel] + late)
    cut(policy, offers, requests.channel, rooms, requests.buyer, work)


def cut(
    policy: int, offers: list[int], group: Sequence[int], totals: list[int], buyers: Sequence[int], work: Workspace
) -> None:
    """Cut the offers of every group (a product's lines, a channel's lines) that come to more than the group's total."""
    for number in range(len(totals)):
        work.wanted[number] = 0
    for place, number in enumerate(group):
        work.wanted[number] += offers[place]
    for number, total in enumerate(totals):
        if work.wanted[number] > total:
            count = 0
            for place, other in enumerate(group):
                if other == number and offers[place] > 0:
                    work.places[count] = place
                    work.wants[count] = offers[place]
                    count += 1
            cut_group(policy, total, first(work.places, count), first(work.wants, count), buyers, work)
            for entry in range(count):
                offers[work.places[entry]] = work.parts[entry]


def cut_group(
    policy: int, total: int, places: list[int], wants: list[int], buyers: Sequence[int], work: Workspace
) -> None:
    """Write into `parts` what a total gives to the offers at some places, which want more than that."""
    if policy == PRO_RATA:
        divide(total, wants, work.parts, work.ranks)
    else:
        level(total, wants, places, buyers, work)


def level(total: int, wants: list[int], places: list[int], buyers: Sequence[int], work: Workspace) -> None:
    """Max-min among buyers, first come first served among a buyer's own lines, into `parts`."""
    demand, fair = work.demand, work.fair
    for buyer in range(len(demand)):
        demand[buyer] = 0
    for entry, place in enumerate(places):
        demand[buyers[place]] += wants[entry]
    max_min(total, demand, fair, work.levels)
    for entry, place in enumerate(places):
        work.parts[entry] = min(wants[entry], fair[buyers[place]])
        fair[buyers[place]] -= work.parts[entry]
