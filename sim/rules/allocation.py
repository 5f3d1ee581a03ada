"""Allocation of a day's hub stock to open order lines, within each channel's room and credit.

A `Request` is an open line that may be dispatched. Policies differ only in who is served before whom, or
how stock is divided; limits are the same for all. Every function returns units by request.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.rules.capacity import affordable
from sim.rules.shares import max_min, part, proportional


@dataclass(frozen=True, slots=True)
class Request:
    """An open order line: its number, what is open of it, and whom it belongs to."""

    order: int
    product: int
    buyer: int
    channel: int
    units: int
    by_contract: bool


@dataclass(slots=True)
class Limits:
    """What may still leave today; allocation counts it down. Lists by product or by channel."""

    stock: list[int]
    room: list[int]
    credit: list[int]
    price: Sequence[int]
    reserved: Sequence[int]

    def most(self, request: Request) -> int:
        """Units that stock, room and credit leave to a request's product and channel."""
        money = affordable(self.credit[request.channel], self.price[request.product])
        return min(self.stock[request.product], self.room[request.channel], money)

    def take(self, request: Request, units: int) -> None:
        """Count granted units against every limit."""
        self.stock[request.product] -= units
        self.room[request.channel] -= units
        self.credit[request.channel] -= units * self.price[request.product]


Divide = Callable[[int, Sequence[Request], Sequence[int]], list[int]]


def allocate(policy: str, requests: Sequence[Request], limits: Limits, rank: Sequence[int]) -> list[int]:
    """Units granted to each request (in order of order number); `rank` is each buyer's place in the ranking.

    Contracts' reserved shares are served first; what they leave goes to everybody under the policy.
    """
    granted = [0] * len(requests)
    _serve_reserved(requests, granted, limits)
    if policy == "pro-rata":
        _share(requests, granted, limits, _by_line)
    elif policy == "fair-share":
        _share(requests, granted, limits, _by_buyer)
    else:
        for place in _sequence(policy, requests, rank):
            _grant(requests, granted, limits, place, requests[place].units)
    return granted


def _sequence(policy: str, requests: Sequence[Request], rank: Sequence[int]) -> list[int]:
    """The order in which a sequential policy serves the requests; equals stay in order of order number."""
    places = list(range(len(requests)))
    if policy == "contract-first":
        places.sort(key=lambda place: not requests[place].by_contract)
    elif policy == "ranking":
        places.sort(key=lambda place: rank[requests[place].buyer])
    return places


def _grant(requests: Sequence[Request], granted: list[int], limits: Limits, place: int, wanted: int) -> int:
    request = requests[place]
    units = min(wanted, request.units - granted[place], limits.most(request))
    if units > 0:
        limits.take(request, units)
        granted[place] += units
    return max(0, units)


def _serve_reserved(requests: Sequence[Request], granted: list[int], limits: Limits) -> None:
    """Each contract's lines take from their share of the day's stock, oldest order first."""
    opening = list(limits.stock)
    left = {
        (channel, product): part(stock, share)
        for channel, share in enumerate(limits.reserved)
        if share
        for product, stock in enumerate(opening)
    }
    if not left:
        return
    for place, request in enumerate(requests):
        key = (request.channel, request.product)
        if request.by_contract and left.get(key):
            left[key] -= _grant(requests, granted, limits, place, left[key])


def _by_line(total: int, _: Sequence[Request], wants: Sequence[int]) -> list[int]:
    return proportional(total, wants)


def _by_buyer(total: int, requests: Sequence[Request], wants: Sequence[int]) -> list[int]:
    """Max-min among buyers, first come first served among a buyer's own lines."""
    buyers = sorted({request.buyer for request in requests})
    demand = [
        sum(want for request, want in zip(requests, wants, strict=True) if request.buyer == buyer) for buyer in buyers
    ]
    left = dict(zip(buyers, max_min(total, demand), strict=True))
    parts = []
    for request, want in zip(requests, wants, strict=True):
        units = min(want, left[request.buyer])
        left[request.buyer] -= units
        parts.append(units)
    return parts


def _share(requests: Sequence[Request], granted: list[int], limits: Limits, divide: Divide) -> None:
    """Divide each product's stock, cut by each channel's room, and again until nobody can take more.

    Credit is counted line by line in order of order number. Every pass grants at least one unit or ends.
    """
    while True:
        active = [
            place
            for place, request in enumerate(requests)
            if request.units > granted[place] and limits.most(request) > 0
        ]
        if not active:
            return
        offer = {place: requests[place].units - granted[place] for place in active}
        _divide_by(offer, requests, divide, limits.stock, lambda request: request.product)
        _divide_by(offer, requests, divide, limits.room, lambda request: request.channel)
        if not sum(_grant(requests, granted, limits, place, offer[place]) for place in active):
            return


def _divide_by(
    offer: dict[int, int],
    requests: Sequence[Request],
    divide: Divide,
    totals: Sequence[int],
    group_of: Callable[[Request], int],
) -> None:
    """Cut the offers of every group (a product's lines, a channel's lines) to the group's total."""
    for group in sorted({group_of(requests[place]) for place in offer}):
        places = [place for place in offer if group_of(requests[place]) == group]
        parts = divide(totals[group], [requests[place] for place in places], [offer[place] for place in places])
        offer.update(zip(places, parts, strict=True))
