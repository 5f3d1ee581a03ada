"""Sharing whole units: parts in millionths, largest remainder, max-min."""

from collections.abc import Sequence

from sim.rules.sorting import ascending, number_at

MILLION = 1_000_000
"""One, in whole millionths: how shares, margins, factors and yields are held in the state."""


def part(amount: int, millionths: int) -> int:
    """A share of an amount, rounded down to whole units."""
    return amount * millionths // MILLION


def carry(claim: int, units: int, share: int) -> tuple[int, int]:
    """What a share of a flow gives at this step, and what it may claim of the next, less than a unit; in millionths.

    What was given so far is the floor of the running sum of units times share, so no fraction is lost.
    """
    claim += units * share
    return claim // MILLION, claim % MILLION


def complete(shares: list[int]) -> int:
    """Have shares that miss one only because each was rounded to millionths sum to one; gives what they leave of it.

    The difference goes to the first that is not 0.
    """
    left = MILLION - sum(shares)
    if abs(left) <= len(shares):
        for place, share in enumerate(shares):
            if share > 0 and share + left > 0:
                shares[place] += left
                return 0
    return left


def divide_carried(units: int, shares: Sequence[int], claims: list[int], parts: list[int]) -> None:
    """Divide a step of a flow by shares (millionths, which sum to one), each with its claim of the steps before.

    A claim is what a part's share comes to so far less what it got, in millionths of a unit. Units go one by one to
    the largest claim, of equal ones to the earlier, and none to a part whose share is 0. `claims` and `parts` are
    written over. Claims sum to 0 after each step, so all units are given.
    """
    left = units
    for place, share in enumerate(shares):
        claims[place] += units * share
        # Going one by one, every claim of a unit or more comes before what is left of any: so by as many at once.
        parts[place] = max(0, claims[place]) // MILLION if share > 0 else 0
        claims[place] -= parts[place] * MILLION
        left -= parts[place]
    while left > 0:
        left -= 1
        _give(_largest_claim(shares, claims), 1, claims, parts)
    while left < 0:  # claims below 0 stand against these whole units: the last ones given are the smallest claims
        left += 1
        _give(_smallest_claim(claims, parts), -1, claims, parts)


def _give(place: int, units: int, claims: list[int], parts: list[int]) -> None:
    parts[place] += units
    claims[place] -= units * MILLION


def _largest_claim(shares: Sequence[int], claims: Sequence[int]) -> int:
    """The first part with the largest claim, of those whose share is not 0."""
    largest = 0
    while shares[largest] == 0:
        largest += 1
    for place, share in enumerate(shares):
        if share > 0 and claims[place] > claims[largest]:
            largest = place
    return largest


def _smallest_claim(claims: Sequence[int], parts: Sequence[int]) -> int:
    """The last part with the smallest claim, of those that got units."""
    smallest = 0
    while parts[smallest] == 0:
        smallest += 1
    for place, units in enumerate(parts):
        if units > 0 and claims[place] <= claims[smallest]:
            smallest = place
    return smallest


def divide(total: int, weights: Sequence[int], parts: list[int], ranks: list[int]) -> None:
    """Divide `total` in proportion to `weights` in whole units, the rest by largest remainder (Hamilton), into `parts`.

    Equal remainders go to the earlier entry. The parts sum to `total`, or to 0 where all weights are 0. In `ranks` is
    room for as many numbers.
    """
    whole = sum(weights)
    left = total if whole else 0
    for entry, weight in enumerate(weights):
        parts[entry] = total * weight // whole if whole else 0
        ranks[entry] = total * weight - parts[entry] * whole
        left -= parts[entry]
    if left:
        count = len(weights)
        least, ties = number_at(ranks, count, count - left), left
        for place in range(count):
            ties -= 1 if ranks[place] > least else 0
        for entry, weight in enumerate(weights):
            remainder = total * weight - parts[entry] * whole
            if remainder > least or (remainder == least and ties > 0):
                parts[entry] += 1
                ties -= 1 if remainder == least else 0


def max_min(total: int, wants: list[int], parts: list[int], ranks: list[int]) -> None:
    """Fair share: nobody gets more than wanted, and nobody's part can grow but at the cost of a smaller one.

    Water filling (Bertsekas and Gallager, Data Networks, 6.5.2), into `parts`; single units that do not divide go to
    the earlier entries. In `ranks` is room for as many numbers.
    """
    left, waiting = total, len(wants)
    for entry, want in enumerate(wants):
        ranks[entry] = want
    for want in ascending(ranks, len(wants)):
        if want > left // waiting:
            break
        left -= want
        waiting -= 1
    level = left // waiting if waiting else total
    extra = left - level * waiting
    for entry, want in enumerate(wants):
        parts[entry] = want
        if want > level:
            parts[entry] = level + (1 if extra > 0 else 0)
            extra -= 1
