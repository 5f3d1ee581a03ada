"""Gates: the controls on dispatch in effect on a line, which leaves where each licenses it, within its quota."""

from typing import Protocol

from sim.model.entities import NO_QUOTA, Control, Line, Product, Supply
from sim.model.lists import line_numbered
from sim.model.quotas import quota_left, quota_place
from sim.rules.control import GRANTED, IN_EFFECT, PENDING, license_state


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
    return line.product.control < 0 or (is_licensed(supply, line) and has_quota(supply, line))


def has_quota(supply: Supply, line: Line) -> bool:
    """Whether every control in effect on a line has quota left for its buyer."""
    for control in supply.controls:
        if is_gate(supply, control, line) and quota_left(control, line.buyer) <= 0:
            return False
    return True


def is_licensed(supply: Supply, line: Line) -> bool:
    """Whether every control in effect on a line has licensed it, whatever its quota.

    That one has not is noted, as most lines are asked about every day, and few get a license on one.
    """
    if is_known_unlicensed(supply, line):
        return False
    for control in supply.controls:
        if is_gate(supply, control, line) and license_of(supply, control, line) != GRANTED:
            line.unlicensed_at = supply.licensing
            return False
    return True


def is_known_unlicensed(supply: Supply, line: Line) -> bool:
    """Whether it was seen, since licensing last changed, that a control in effect has not licensed a line."""
    return line.unlicensed_at == supply.licensing


def line_may_yet_leave(supply: Supply, line: Line) -> bool:
    """Whether no control in effect on a line has refused it a license, or takes no application for one."""
    if line.product.control < 0:
        return True
    for control in supply.controls:
        if is_gate(supply, control, line) and license_of(supply, control, line) not in (GRANTED, PENDING):
            return False
    return True


def count_dispatched(supply: Supply, line: Line, units: int) -> None:
    """Count units of a line that are dispatched towards the quota of each control in effect on it."""
    if line.product.control < 0:
        return
    for control in supply.controls:
        if control.quota != NO_QUOTA and is_gate(supply, control, line):
            control.quota_used[quota_place(control, line.buyer)] += units
