"""Licenses: applied for under a control by an order, or a buyer, and decided on a day for all its lines.

A decision is drawn by who applies and how often it did before, never by channel: nothing that another order or a
contract does shifts it.
"""

from sim.model.book import record_line
from sim.model.draws import draw, quantity
from sim.model.entities import KINDS, Buyer, Control, Decision, Line, Supply
from sim.model.events import Account, Event
from sim.model.gates import Applicant, concerns, license_held, license_of
from sim.model.lists import line_numbered, new_decision, open_lines, open_lines_of, plan_decision, post, record
from sim.rules.control import GRANTED, NOT_APPLIED, PENDING, REFUSED, takes_applications
from sim.rules.rounding import whole_days

AGAIN = 2**32
"""What a further application adds to an index: more than any order's number."""


def takes_applications_on(control: Control, day: int) -> bool:
    """Whether a control takes applications on a day, the eve of day 0 included."""
    return control.licenses != 0 and takes_applications(control.states[day + 1], day, control.opens)


def apply_all(supply: Supply) -> None:
    """Apply for licenses of open lines in the control stage: on the first day on which they may.

    That is where a control begins to take applications, goods returned, or a refusal has lapsed.
    """
    day = supply.day
    if not (supply.is_to_apply or supply.turning[day] or supply.lapses[day]):
        return
    is_due = supply.is_to_apply
    for control in supply.controls:
        if takes_applications_on(control, day):
            is_due = is_due or day == 0 or not takes_applications_on(control, day - 1)
    supply.is_to_apply = False
    if is_due:
        for line in open_lines(supply):
            if line.open > 0:
                apply_for_licenses(supply, line, day)
    else:
        apply_again(supply)


def apply_again(supply: Supply) -> None:
    """Apply where a refusal lapses today: for the oldest line of the order that is open, or of all its buyer's."""
    controls = len(supply.controls)
    refused = supply.lapses[supply.day]
    while refused:
        line, control = line_numbered(supply, refused // controls), supply.controls[refused % controls]
        refused = line.lapses[control.number]
        if control.per_buyer:
            for other in open_lines_of(line.buyer):
                if other.open > 0:
                    apply_under(supply, control, other, supply.day)
        else:
            number = oldest_open_of(supply, line.head)
            if number > 0:
                apply_under(supply, control, line_numbered(supply, number), supply.day)


def oldest_open_of(supply: Supply, head: int) -> int:
    """The number of an order's oldest open line, 0 where none is open; those of a later day may come before others."""
    number, oldest = head, 0
    while number > 0:
        line = line_numbered(supply, number)
        if line.open > 0 and (oldest == 0 or line.placed < line_numbered(supply, oldest).placed):
            oldest = number
        number = line.following
    return oldest


def apply_for_licenses(supply: Supply, line: Line, earliest: int) -> None:
    """Apply for a line under every control that takes applications and has none of it, decided from `earliest` on."""
    for control in supply.controls:
        apply_under(supply, control, line, earliest)


def apply_under(supply: Supply, control: Control, line: Line, earliest: int) -> None:
    """Apply for a line under a control, if it takes applications, and has none of the line that still counts."""
    if not takes_applications_on(control, supply.day) or not concerns(control, line):
        return
    if license_of(supply, control, line) != NOT_APPLIED:
        return
    if control.per_buyer:
        granted, days = apply_as_buyer(supply, control, line.buyer)
    else:
        granted, days = apply_as_order(supply, control, line_numbered(supply, line.head))
    day = max(earliest, supply.day + days)
    if day < supply.days:
        decision = new_decision(supply)
        decision.line = line
        decision.control = control
        decision.granted = granted
        plan_decision(supply, decision, day)


def apply_as_order(supply: Supply, control: Control, first: Line) -> tuple[bool, int]:
    """A decision for an order, known by its first line, and the days until then."""
    index = first.ordinal + applications(control, first) * AGAIN
    return drawn_decision(supply, control, first.buyer, index, first.generation * KINDS + first.kind, first.origin.word)


def apply_as_buyer(supply: Supply, control: Control, buyer: Buyer) -> tuple[bool, int]:
    """A decision for a buyer, and the days until then."""
    return drawn_decision(supply, control, buyer, applications(control, buyer) * AGAIN, 0, 0)


def applications(control: Control, applicant: Applicant) -> int:
    """Note one application more; gives how many there were before."""
    before = applicant.applied[control.number]
    applicant.applied[control.number] = before + 1
    applicant.licenses[control.number] = PENDING
    return before


def drawn_decision(supply: Supply, control: Control, buyer: Buyer, index: int, a: int, b: int) -> tuple[bool, int]:
    """Whether a license is granted, and after how many days."""
    granted = draw(supply, control.license_words[2 * buyer.number], index, a, b) < control.granted
    u = draw(supply, control.license_words[2 * buyer.number + 1], index, a, b)
    return granted, whole_days(quantity(control.license_days, u))


def turn(decision: Decision) -> int:
    """The number of the buyer, or of the order line that applied: it says whose decision of a day comes first."""
    return decision.line.buyer.number if decision.control.per_buyer else decision.line.number


def decide(supply: Supply, line: Line, control: Control, granted: bool) -> None:
    """Grant or refuse a license: an event for each line of the order, or one for the buyer."""
    event = Event.license_granted if granted else Event.license_refused
    supply.may_serve = supply.may_serve or granted
    if not granted:
        note_refusal(supply, line, control)
    if control.per_buyer:
        note_decision(supply, control, line.buyer, granted)
        supply.licensing += 1
        units = record_for_buyer(supply, event, control, line.buyer)
    else:
        note_decision(supply, control, line_numbered(supply, line.head), granted)
        units = record_for_order(supply, event, control, line.head)
    account = Account.licensed if granted else Account.refused
    post(supply, supply.day, account, -1, line.buyer.number, control.number, units)


def note_decision(supply: Supply, control: Control, applicant: Applicant, granted: bool) -> None:
    """Note how an application ended."""
    applicant.licenses[control.number] = GRANTED if granted else REFUSED
    applicant.refused_on[control.number] = supply.day


def note_refusal(supply: Supply, line: Line, control: Control) -> None:
    """Note that the application of a line is refused: lines may be stopped by it today, and it lapses on some day."""
    supply.stops_on = supply.day
    lapse = supply.day + control.again_days
    if lapse < supply.days:
        line.lapses[control.number] = supply.lapses[lapse]
        supply.lapses[lapse] = line.number * len(supply.controls) + control.number


def record_for_order(supply: Supply, event: int, control: Control, head: int) -> int:
    """Write a decision on an order, for each of its covered lines; gives what is open of them."""
    number, units = head, 0
    while number > 0:
        line = line_numbered(supply, number)
        line.unlicensed_at = -1
        if concerns(control, line):
            record_line(supply, event, line, line.open)
            units += line.open
        number = line.following
    return units


def record_for_buyer(supply: Supply, event: int, control: Control, buyer: Buyer) -> int:
    """Write a decision on a buyer; gives what is open of its covered lines."""
    units, value = 0, 0
    for line in open_lines_of(buyer):
        if concerns(control, line):
            units += line.open
            value += line.open * line.price
    record(supply, event, -1, buyer.number, -1, 0, units, value)
    return units


def is_refused(supply: Supply, control: Control, buyer: Buyer) -> bool:
    """Whether a control has refused the buyer its license."""
    return control.per_buyer != 0 and license_held(supply, control, buyer) == REFUSED
