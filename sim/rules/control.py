"""Export control: what state a control is in on each day, what an open window changes, who is licensed.

Functions on several controls take one entry a control: its state today, whether it covers the product in question,
what it sets.
"""

from collections.abc import Sequence

from sim.clock import NEVER

NONE, ANNOUNCED, IN_EFFECT = 0, 1, 2
"""States of a control on a day: not there (or lifted), announced and not yet in effect, in effect."""

NOT_APPLIED, PENDING, GRANTED, REFUSED = 0, 1, 2, 3
"""States of an order line's license under a control."""

PERIODS = ("once", "quarter", "year")
"""Over what a quota counts units, by code: the whole run, a calendar quarter, a calendar year."""

ONCE, QUARTER, YEAR = range(3)

UNCHANGED = -1
"""Stands for a share that a rush does not set."""


def effective_on(day: int, effective: int, move_on: Sequence[int], move_to: Sequence[int]) -> int:
    """The effective day as it is known on `day`; by move the day on which it is announced, the effective day then."""
    for place, on in enumerate(move_on):
        if on <= day:
            effective = move_to[place]
    return effective


def state_on(
    day: int, announced: int, effective: int, move_on: Sequence[int], move_to: Sequence[int], lifted: int
) -> int:
    """The control's state on a day. A move to a later date, announced while in effect, suspends it."""
    if day < announced or day >= lifted:
        return NONE
    return IN_EFFECT if day >= effective_on(day, effective, move_on, move_to) else ANNOUNCED


def market_share(base: int, states: Sequence[int], covers: Sequence[int], shares: Sequence[int]) -> int:
    """Millionths of a lot for this market: the line's own share, or a rush's that is larger."""
    for control in range(len(states)):
        if states[control] == ANNOUNCED and covers[control]:
            base = max(base, shares[control])
    return base


def first_in_effect(states: Sequence[int], covers: Sequence[int], acts: Sequence[int]) -> int:
    """The first control that acts in some way (1, else 0) and is in effect on a product; -1 where none is."""
    for control in range(len(states)):
        if states[control] == IN_EFFECT and covers[control] and acts[control]:
            return control
    return -1


def takes_applications(state: int, day: int, opens: int) -> bool:
    """Whether a control takes applications on a day: from `opens` on, once announced; without it while in effect."""
    if opens == NEVER:
        return state == IN_EFFECT
    return state != NONE and day >= opens


def license_state(state: int, day: int, refused_on: int, again_days: int) -> int:
    """The state of a license on a day: what was refused is as if never applied for `again_days` later, if set."""
    if state == REFUSED and 0 < again_days <= day - refused_on:
        return NOT_APPLIED
    return state


def period_begins(every: int, before: int, now: int) -> bool:
    """Whether a quota's period begins between two days, given by the numbers of their calendar quarters, 4 a year."""
    if every == ONCE:
        return False
    return before != now if every == QUARTER else before // 4 != now // 4
