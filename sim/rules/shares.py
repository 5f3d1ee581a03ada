"""Sharing whole units: parts in millionths, largest remainder, max-min."""

from collections.abc import Sequence

MILLION = 1_000_000
"""One, in whole millionths: how shares, margins, factors and yields are held in the state."""


def part(amount: int, millionths: int) -> int:
    """A share of an amount, rounded down to whole units."""
    return amount * millionths // MILLION


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` in proportion to `weights` in whole units, the rest by largest remainder (Hamilton).

    Equal remainders go to the earlier entry. The parts sum to `total`, or to 0 where all weights are 0.
    """
    parts = [0 for _ in weights]
    divide(total, weights, parts)
    return parts


def divide(total: int, weights: Sequence[int], parts: list[int]) -> None:
    """The same, written into `parts`."""
    whole = sum(weights)
    left = total if whole else 0
    for entry, weight in enumerate(weights):
        parts[entry] = total * weight // whole if whole else 0
        left -= parts[entry]
    if left:
        remainders = sorted([(-(total * weight % whole), entry) for entry, weight in enumerate(weights)])
        for _, entry in remainders[:left]:
            parts[entry] += 1


def proportional(total: int, wants: Sequence[int]) -> list[int]:
    """Pro rata: everybody in full where there is enough, else in proportion to what is wanted."""
    if sum(wants) <= total:
        return list(wants)
    return largest_remainder(total, wants)


def max_min(total: int, wants: Sequence[int]) -> list[int]:
    """Fair share: nobody gets more than wanted, and nobody's part can grow but at the cost of a smaller one.

    Water filling (Bertsekas and Gallager, Data Networks, 6.5.2); single units that do not divide go to the
    earlier entries.
    """
    parts = list(wants)
    if sum(wants) <= total:
        return parts
    left = total
    waiting = len(wants)
    for want, _ in sorted([(want, entry) for entry, want in enumerate(wants)]):
        if want > left // waiting:
            break
        left -= want
        waiting -= 1
    level = left // waiting
    extra = left - level * waiting
    for entry, want in enumerate(wants):
        if want > level:
            parts[entry] = level + (1 if extra > 0 else 0)
            extra -= 1
    return parts
