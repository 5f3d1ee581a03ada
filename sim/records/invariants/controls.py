"""Invariants of export controls: what is covered leaves with licenses, within quotas; what is banned is not ordered."""

from collections import Counter
from collections.abc import Iterator

from sim.clock import date_of
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Row, Violation
from sim.rules.control import IN_EFFECT
from sim.scenario.control_tables import Control, Quota


def in_effect(evidence: Evidence, row: Row, acts_on: str) -> list[Control]:
    """The controls in effect on the day of an event that cover its product and concern its buyer."""
    product, buyer = evidence.product(row).name, evidence.log.buyers[row.buyer]
    return [
        control
        for control in evidence.scenario.control
        if control.acts_on == acts_on
        and product in control.covers
        and (control.buyers is None or buyer in control.buyers)
        and evidence.control_state(control, row.day) == IN_EFFECT
    ]


class Granted:
    """How many licenses each order line has been granted, and each buyer for all its lines.

    A part that is divided off a line has the licenses of that line. An order that is switched may be switched line by
    line: what was granted to its substitute holds for the lines that join it later.
    """

    def __init__(self) -> None:
        self.of_lines: Counter[int] = Counter()
        self.of_buyers: Counter[int] = Counter()
        self._substitutes: dict[tuple[int, int], list[int]] = {}
        self._before: Row | None = None

    def note(self, row: Row) -> None:
        """Take an event in, one after the other."""
        before, self._before = self._before, row
        if row.event == Event.license_granted:
            self.of_lines[row.order] += row.order > 0
            self.of_buyers[row.buyer] += row.order == 0
        elif before is None:
            return
        elif row.event == Event.order_moved and before.event == Event.order_divided:
            self.of_lines[row.order] = self.of_lines[before.order]
        elif row.event == Event.order_placed and before.event == Event.order_switched:
            self._substitutes.setdefault((row.buyer, row.product), []).append(row.order)

    def to_line(self, row: Row) -> int:
        """Licenses of the line of an event, by order."""
        substitutes = self._substitutes.get((row.buyer, row.product), [])
        lines = substitutes if row.order in substitutes else [row.order]
        return max(self.of_lines[line] for line in lines)


def license_under_control(evidence: Evidence) -> Iterator[Violation]:
    """A dispatch under controls in effect needs as many licenses as there are controls, by order and by buyer.

    A license does not name its control, so one granted under a control since lifted counts too; under a
    control that gives no licenses nothing leaves.
    """
    granted = Granted()
    for row in evidence.rows:
        granted.note(row)
        if row.event != Event.dispatched:
            continue
        controls = in_effect(evidence, row, "dispatch")
        closed = [control.name for control in controls if control.license is None]
        needed = Counter(control.license.per for control in controls if control.license is not None)
        held = {"order": granted.to_line(row), "buyer": granted.of_buyers[row.buyer]}
        if closed or any(held[per] < count for per, count in needed.items()):
            names = ", ".join(closed or [control.name for control in controls])
            found = f"{row.units} units of {evidence.product(row).name} dispatched under {names}, {held} licenses"
            yield Violation("license under control", row.day, f"order {row.order}", found)


def quota_not_passed(evidence: Evidence) -> Iterator[Violation]:
    """What is dispatched under a control in effect is within its quota of the period."""
    used: Counter[tuple[str, str, int]] = Counter()
    for row in evidence.rows:
        if row.event != Event.dispatched:
            continue
        for control in in_effect(evidence, row, "dispatch"):
            quota = None if control.license is None else control.license.quota
            if quota is None:
                continue
            whose = evidence.log.buyers[row.buyer] if quota.per == "buyer" else ""
            key = (control.name, whose, period_of(evidence, quota, row.day))
            used[key] += row.units
            if used[key] > quota.units:
                found = f"{used[key]} units dispatched in the period, at most {quota.units}"
                yield Violation("quota not passed", row.day, control.name, found)


def period_of(evidence: Evidence, quota: Quota, day: int) -> int:
    """The number of the quota's period that a day falls in."""
    when = date_of(day, evidence.scenario.start)
    return {"once": 0, "year": when.year, "quarter": 4 * when.year + (when.month - 1) // 3}[quota.every]


def nothing_ordered_under_ban(evidence: Evidence) -> Iterator[Violation]:
    """No order of a covered product is placed under a control on orders in effect by a buyer that it concerns."""
    for row in evidence.rows:
        if row.event == Event.order_placed:
            for control in in_effect(evidence, row, "order"):
                found = f"{row.units} units of {evidence.product(row).name} ordered"
                yield Violation("nothing ordered under ban", row.day, control.name, found)


INVARIANTS: tuple[Invariant, ...] = (license_under_control, quota_not_passed, nothing_ordered_under_ban)
