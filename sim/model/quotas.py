"""Quotas: units that may be dispatched under a control's licenses, of each buyer or all, once or by period."""

from sim.model.entities import NO_QUOTA, Buyer, Control, Supply
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import IN_EFFECT, period_begins
from sim.rules.quotas import Quotas
from sim.rules.sorting import first


def prepare_quota(supply: Supply, control: Control) -> None:
    """What a control's quota counts: of which products, of whom, and where."""
    products, buyers = len(supply.products), len(supply.buyers)
    for product in supply.products:
        supply.quota_covered[control.number * products + product.number] = product.covers[control.number]
    for buyer in supply.buyers:
        place = control.number * buyers + quota_place(control, buyer)
        concerned = control.concerns[buyer.number] != 0
        supply.quota_counted[control.number * buyers + buyer.number] = place if concerned else -1


def quota_place(control: Control, buyer: Buyer) -> int:
    """Where a control counts what is dispatched to a buyer."""
    return buyer.number if control.quota_per_buyer else 0


def quota_left(control: Control, buyer: Buyer) -> int:
    """Units that a control's quota leaves to a buyer in this period."""
    if control.quota == NO_QUOTA:
        return NO_LIMIT
    return control.quota - control.quota_used[quota_place(control, buyer)]


def quotas_today(supply: Supply) -> Quotas:
    """The quotas of the controls in effect, and what is left of each."""
    count, buyers = 0, len(supply.buyers)
    for control in supply.controls:
        if control.quota != NO_QUOTA and supply.states[control.number] == IN_EFFECT:
            supply.quota_controls[count] = control.number
            count += 1
            for place, used in enumerate(control.quota_used):
                supply.quota_left[control.number * buyers + place] = control.quota - used
    return Quotas(
        first(supply.quota_controls, count),
        supply.quota_covered,
        supply.quota_counted,
        supply.quota_left,
        len(supply.products),
        buyers,
    )


def is_renewed(supply: Supply, control: Control, day: int) -> bool:
    """Whether a new period of a control's quota begins on a day."""
    if control.quota == NO_QUOTA or day <= 0:
        return False
    return period_begins(control.quota_every, supply.quarters[day - 1], supply.quarters[day])


def renew_quota(control: Control) -> None:
    """Begin a new period: what was not used lapses."""
    for place in range(len(control.quota_used)):
        control.quota_used[place] = 0
