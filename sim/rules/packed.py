"""A day's requests and limits in one row of numbers, as a policy of the user's own is given them, and what it may do.

The row is what both engines hand over: sequences of whole numbers one after the other, their lengths first.
"""

from typing import Any

import numpy as np

from sim.rules.allocation import Limits, Requests
from sim.rules.allocation import grant as grant_request
from sim.rules.quotas import Quotas, use_quotas

HEAD = 8
"""Numbers before the sequences: how many requests, products, channels, buyers; the lengths of the four of quotas."""

(SOUND, NOT_OPEN, OVER_STOCK, OVER_ROOM, OVER_CREDIT, OVER_QUOTA, UNCOUNTED) = range(7)
"""Whether what a policy granted keeps the limits, or which it breaks."""

BROKEN = (
    "",
    "more than is open",
    "more than is in stock",
    "more than a channel has room for",
    "more than a channel has credit for",
    "more than a quota leaves",
    "units that the limits don't count",
)
"""What a policy grants that breaks a limit, by code."""


def packed(requests: Requests, limits: Limits, granted: Any) -> Any:
    """Requests, limits and what is granted so far, in one row."""
    count, products, channels, quotas = len(requests.units), len(limits.stock), len(limits.room), limits.quotas
    sizes = (count, products, channels, quotas.buyers)
    more = (len(quotas.controls), len(quotas.covered), len(quotas.counted), len(quotas.left))
    total = HEAD + 7 * count + 2 * products + 3 * channels + products * channels
    row = np.zeros(total + more[0] + more[1] + more[2] + more[3], dtype=np.int64)
    for place in range(4):
        row[place] = sizes[place]
        row[4 + place] = more[place]
    end = put(row, HEAD, requests.product)
    end = put(row, end, requests.buyer)
    end = put(row, end, requests.channel)
    end = put(row, end, requests.units)
    end = put(row, end, requests.by_contract)
    end = put(row, end, requests.overtime)
    end = put(row, end, granted)
    end = put(row, end, limits.stock)
    end = put(row, end, limits.price)
    end = put(row, end, limits.room)
    end = put(row, end, limits.overtime_used)
    end = put(row, end, limits.credit)
    end = put(row, end, limits.reserves)
    end = put(row, end, quotas.controls)
    end = put(row, end, quotas.covered)
    end = put(row, end, quotas.counted)
    put(row, end, quotas.left)
    return row


def put(row: Any, first: int, numbers: Any) -> int:
    """Write numbers into a row from a place on; gives the place after them."""
    for place in range(len(numbers)):
        row[first + place] = numbers[place]
    return first + len(numbers)


def requests_in(row: Any) -> Requests:
    """The requests of a row."""
    count = row[0]
    buyer = HEAD + count
    channel = buyer + count
    units = channel + count
    by_contract = units + count
    overtime = by_contract + count
    return Requests(
        row[HEAD:buyer],
        row[buyer:channel],
        row[channel:units],
        row[units:by_contract],
        row[by_contract:overtime],
        row[overtime : overtime + count],
    )


def granted_in(row: Any) -> Any:
    """What a row grants, by request."""
    return row[HEAD + 6 * row[0] : HEAD + 7 * row[0]]


def limits_in(row: Any) -> Limits:
    """The limits of a row."""
    products, channels = row[1], row[2]
    stock = HEAD + 7 * row[0]
    price = stock + products
    room = price + products
    used = room + channels
    credit = used + channels
    reserves = credit + channels
    controls = reserves + products * channels
    covered = controls + row[4]
    counted = covered + row[5]
    left = counted + row[6]
    quotas = Quotas(row[controls:covered], row[covered:counted], row[counted:left], row[left:], products, row[3])
    return Limits(
        row[stock:price],
        row[room:used],
        row[used:credit],
        row[credit:reserves],
        row[price:room],
        row[reserves:controls],
        quotas,
    )


def taken_over(row: Any, limits: Limits, granted: Any) -> None:
    """Take what a row grants, and what it leaves of the limits."""
    left = limits_in(row)
    put(granted, 0, granted_in(row))
    put(limits.stock, 0, left.stock)
    put(limits.room, 0, left.room)
    put(limits.overtime_used, 0, left.overtime_used)
    put(limits.credit, 0, left.credit)
    put(limits.quotas.left, 0, left.quotas.left)


def broken_limit(before: Any, after: Any) -> int:
    """Which limit a policy breaks that made one row of another; `SOUND` where it keeps all, as `grant` does."""
    requests, given, taken = requests_in(before), granted_in(before), granted_in(after)
    left, right = limits_in(after), limits_in(before.copy())
    used: Any = limits_in(before).overtime_used
    most_late = used.copy()
    for place in range(len(given)):
        units, product, channel = taken[place] - given[place], requests.product[place], requests.channel[place]
        if units < 0 or taken[place] > requests.units[place]:
            return NOT_OPEN
        right.stock[product] -= units
        right.room[channel] -= units
        right.credit[channel] -= units * right.price[product]
        use_quotas(right.quotas, product, requests.buyer[place], units)
        if units:
            most_late[channel] = max(most_late[channel], requests.overtime[place])
    if is_negative(right.stock):
        return OVER_STOCK
    if is_negative(right.credit):
        return OVER_CREDIT
    if is_negative(right.quotas.left):
        return OVER_QUOTA
    if is_negative(right.room + most_late - used):
        return OVER_ROOM
    return UNCOUNTED if differ(right, left, used, most_late) else SOUND


def differ(right: Any, left: Any, used: Any, most_late: Any) -> bool:
    """Whether limits are counted down otherwise than what was granted makes them; of a rush only by channel."""
    late = left.overtime_used - used
    return (
        is_other(right.stock, left.stock)
        or is_other(right.credit, left.credit)
        or is_other(right.quotas.left, left.quotas.left)
        or is_other(right.room + late, left.room)
        or is_negative(left.room)
        or is_negative(late)
        or is_negative(most_late - left.overtime_used)
    )


def is_negative(numbers: Any) -> bool:
    """Whether any number is less than 0."""
    for number in numbers:
        if number < 0:
            return True
    return False


def is_other(numbers: Any, others: Any) -> bool:
    """Whether any two numbers differ."""
    for place in range(len(numbers)):
        if numbers[place] != others[place]:
            return True
    return False


def grant(requests: Requests, limits: Limits, granted: Any, place: int, units: int) -> int:
    """Grant a request units, as far as it is open and the limits allow, and count these down; gives how many.

    `place` is the request's, from 0 on. Raises `IndexError` where there is none.
    """
    if not 0 <= place < len(granted):
        raise IndexError("no request has this place")
    return grant_request(requests, granted, limits, place, units)
