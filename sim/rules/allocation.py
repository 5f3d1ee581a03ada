"""Allocation of a day's hub stock to open order lines, within each channel's room and credit.

Policies differ only in who is served before whom, or how stock is divided; limits are the same for all.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.rules.capacity import NO_RUSH, affordable, overtime_room
from sim.rules.quotas import Quotas, quota_room, use_quotas
from sim.rules.shares import max_min, proportional
from sim.rules.sorting import ascending

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


def allocate(policy: int, requests: Requests, limits: Limits, rank: Sequence[int], granted: list[int]) -> None:
    """Write the units granted to each request into `granted`, zeros before; `rank` is each buyer's in the ranking.

    Contracts' reserves are served first; what they leave goes to everybody under the policy.
    """
    serve_reserved(requests, granted, limits)
    if policy in (PRO_RATA, FAIR_SHARE):
        divide_all(policy, requests, granted, limits)
    else:
        for place in turns(policy, requests, rank):
            grant(requests, granted, limits, place, requests.units[place])


def turns(policy: int, requests: Requests, rank: Sequence[int]) -> list[int]:
    """Places of the requests as a sequential policy serves them: class by class, within one in order of age."""
    count = len(requests.units)
    turn = [class_of(policy, requests, rank, place) * count + place for place in range(count)]
    return [key % count for key in ascending(turn)]


def class_of(policy: int, requests: Requests, rank: Sequence[int], place: int) -> int:
    """The class of a request under a sequential policy: lower ones come first."""
    if policy == CONTRACT_FIRST:
        return 0 if requests.by_contract[place] else 1
    return rank[requests.buyer[place]] if policy == RANKING else 0


def most(limits: Limits, product: int, channel: int, overtime: int = NO_RUSH) -> int:
    """Units that stock, room and credit leave to a line of a product and a channel, with so much overtime a week."""
    money = affordable(limits.credit[channel], limits.price[product])
    room = limits.room[channel] + overtime_room(overtime, limits.overtime_used[channel])
    return min(limits.stock[product], room, money)


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


def divide_all(policy: int, requests: Requests, granted: list[int], limits: Limits) -> None:
    """Divide each product's stock, cut by each channel's room, and again until nobody can take more.

    Credit and quotas are counted line by line in order of age. Every pass grants at least one unit or ends.
    """
    passed = 1
    while passed:
        offers = [
            units - granted[place] if granted[place] < units and bound(requests, limits, place) > 0 else 0
            for place, units in enumerate(requests.units)
        ]
        cut(policy, offers, requests.product, list(limits.stock), requests.buyer)
        cut_to_room(policy, offers, requests, limits)
        passed = 0
        for place, offer in enumerate(offers):
            if offer > 0:
                passed += grant(requests, granted, limits, place, offer)


def cut_to_room(policy: int, offers: list[int], requests: Requests, limits: Limits) -> None:
    """Cut the offers of each channel: what no rush covers to the ordinary room, then all to that and the overtime."""
    rooms, is_rush = list(limits.room), False
    for overtime in requests.overtime:
        is_rush = is_rush or overtime > NO_RUSH
    if is_rush:
        plain = [0 if requests.overtime[place] > NO_RUSH else offer for place, offer in enumerate(offers)]
        cut(policy, plain, requests.channel, rooms, requests.buyer)
        for place, channel in enumerate(requests.channel):
            if requests.overtime[place] == NO_RUSH:
                offers[place] = plain[place]
            elif offers[place] > 0:
                late = overtime_room(requests.overtime[place], limits.overtime_used[channel])
                rooms[channel] = max(rooms[channel], limits.room[channel] + late)
    cut(policy, offers, requests.channel, rooms, requests.buyer)


def cut(policy: int, offers: list[int], group: Sequence[int], totals: list[int], buyers: Sequence[int]) -> None:
    """Cut the offers of every group (a product's lines, a channel's lines) that come to more than the group's total."""
    wanted = [0 for _ in totals]
    for place, offer in enumerate(offers):
        wanted[group[place]] += offer
    for number, total in enumerate(totals):
        if wanted[number] > total:
            places = [place for place, offer in enumerate(offers) if offer > 0 and group[place] == number]
            cut_group(policy, offers, places, total, buyers)


def cut_group(policy: int, offers: list[int], places: list[int], total: int, buyers: Sequence[int]) -> None:
    """Cut the offers at some places to a total."""
    wants = [offers[place] for place in places]
    parts = proportional(total, wants) if policy == PRO_RATA else level(total, wants, places, buyers)
    for entry, place in enumerate(places):
        offers[place] = parts[entry]


def level(total: int, wants: list[int], places: list[int], buyers: Sequence[int]) -> list[int]:
    """Max-min among buyers, first come first served among a buyer's own lines."""
    count = 0
    for place in places:
        count = max(count, buyers[place] + 1)
    demand = [0 for _ in range(count)]
    for entry, place in enumerate(places):
        demand[buyers[place]] += wants[entry]
    left, parts = max_min(total, demand), [0 for _ in wants]
    for entry, place in enumerate(places):
        parts[entry] = min(wants[entry], left[buyers[place]])
        left[buyers[place]] -= parts[entry]
    return parts
