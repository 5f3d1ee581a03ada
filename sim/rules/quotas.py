"""Quotas: how many units the controls in effect still let leave to a buyer, of a product, under their licenses."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.rules.capacity import NO_LIMIT


class Quotas(NamedTuple):
    """The quotas that bind today, which allocation counts down.

    `controls` are the numbers of those in effect that have one. `covered` is by control, then product: 0 or 1;
    `counted` by control, then buyer: the place in `left` where the buyer's units are counted, -1 where none are.
    """

    controls: Sequence[int]
    covered: Sequence[int]
    counted: Sequence[int]
    left: list[int]
    products: int
    buyers: int


def quota_room(quotas: Quotas, product: int, buyer: int) -> int:
    """Units of a product that the quotas leave to a buyer: the least of several."""
    least = NO_LIMIT
    for control in quotas.controls:
        place = quotas.counted[control * quotas.buyers + buyer]
        if place >= 0 and quotas.covered[control * quotas.products + product]:
            least = min(least, quotas.left[place])
    return least


def use_quotas(quotas: Quotas, product: int, buyer: int, units: int) -> None:
    """Count units towards every quota that bounds them."""
    for control in quotas.controls:
        place = quotas.counted[control * quotas.buyers + buyer]
        if place >= 0 and quotas.covered[control * quotas.products + product]:
            quotas.left[place] -= units
