"""Export control: what state a control is in on each day, and what an open window changes."""

from collections.abc import Sequence

from sim.rules.shares import MILLION

NONE, ANNOUNCED, IN_EFFECT = 0, 1, 2
"""States of a control on a day: not there (or lifted), announced and not yet in effect, in effect."""


def effective_on(day: int, effective: int, moves: Sequence[tuple[int, int]]) -> int:
    """The effective day as it is known on `day`, after the moves that were announced by then."""
    for on, to in moves:
        if on <= day:
            effective = to
    return effective


def state_on(day: int, announced: int, effective: int, moves: Sequence[tuple[int, int]], lifted: int) -> int:
    """The control's state on a day. A move to a later date, announced while in effect, suspends it."""
    if day < announced or day >= lifted:
        return NONE
    return IN_EFFECT if day >= effective_on(day, effective, moves) else ANNOUNCED


def overtime(windows: Sequence[int]) -> int:
    """Millionths of their weekly capacity that channels work, given the overtime of every open window."""
    return max(windows) if windows else MILLION


def market_share(base: int, windows: Sequence[int]) -> int:
    """Millionths of a lot for this market: a rush replaces the line's own share, the largest of several."""
    return max(windows) if windows else base
