"""Gates: the controls on dispatch in effect on a line, which leaves where each licenses it, within its quota."""

from typing import Protocol

from sim.model.entities import NO_QUOTA, Buyer, Control, Line, Product, Supply
from sim.model.lists import line_numbered
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import GRANTED, IN_EFFECT, PENDING, license_state, period_begins


class Applicant(Protocol):
    """Who holds licenses, by control: the first line of an order for all of it, or a buyer."""

    licenses: list[int]
    applied: list[int]
    refused_on: list[int]


def covers(control: Control, product: Product) -> bool:
    """Whether a control covers a product."""
    return product.covers[control.number] != 0


def concerns(control: Control, line: Line) -> bool:
    """Whether a control covers a line's product and concerns its buyer."""
    return covers(control, line.product) and control.concerns[line.buyer.number] != 0


def is_gate(supply: Supply, control: Control, line: Line) -> bool:
    """Whether a line may leave today with a control's license only."""
    number = control.number
    return supply.states[number] == IN_EFFECT and supply.on_dispatch[number] != 0 and concerns(control, line)


def license_of(supply: Supply, control: Control, line: Line) -> int:
    """The state of the license that a line has under a control: its order's, or its buyer's."""
    if control.per_buyer:
        return license_held(supply, control, line.buyer)
    return license_held(supply, control, line_numbered(supply, line.head))


def license_held(supply: Supply, control: Control, applicant: Applicant) -> int:
    """The state of an applicant's license under a control today."""
    number = control.number
    return license_state(applicant.licenses[number], supply.day, applicant.refused_on[number], control.again_days)


def line_may_leave(supply: Supply, line: Line) -> bool:
    """Whether every control in effect on a line has licensed it, and has quota left for it."""
    if line.product.control < 0:
        return True
    for control in supply.controls:
        if is_gate(supply, control, line) and (
            license_of(supply, control, line) != GRANTED or quota_left(control, line.buyer) <= 0
        ):
            return False
    return True


def line_may_yet_leave(supply: Supply, line: Line) -> bool:
    """Whether no control in effect on a line has refused it a license, or takes no application for one."""
    if line.product.control < 0:
        return True
    for control in supply.controls:
        if is_gate(supply, control, line) and license_of(supply, control, line) not in (GRANTED, PENDING):
            return False
    return True


def quota_place(control: Control, buyer: Buyer) -> int:
    """Where a control counts what is dispatched to a buyer towards its quota."""
    return buyer.number if control.quota_per_buyer else 0


def quota_left(control: Control, buyer: Buyer) -> int:
    """Units that a control's quota leaves to a buyer in this period."""
    if control.quota == NO_QUOTA:
        return NO_LIMIT
    return control.quota - control.quota_used[quota_place(control, buyer)]


def use_quotas(supply: Supply, line: Line, units: int) -> None:
    """Count units of a line that are dispatched towards the quota of each control in effect on it."""
    if line.product.control < 0:
        return
    for control in supply.controls:
        if control.quota != NO_QUOTA and is_gate(supply, control, line):
            control.quota_used[quota_place(control, line.buyer)] += units


def is_renewed(supply: Supply, control: Control, day: int) -> bool:
    """Whether a new period of a control's quota begins on a day."""
    if control.quota == NO_QUOTA or day == 0:
        return False
    return period_begins(control.quota_every, supply.quarters[day - 1], supply.quarters[day])


def renew_quota(control: Control) -> None:
    """Begin a new period: what was not used lapses."""
    for place in range(len(control.quota_used)):
        control.quota_used[place] = 0
