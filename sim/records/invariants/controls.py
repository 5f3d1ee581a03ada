"""The invariant of export controls: what is covered does not leave without a license."""

from collections import Counter
from collections.abc import Iterator

from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Violation
from sim.rules.control import IN_EFFECT


def license_under_control(evidence: Evidence) -> Iterator[Violation]:
    """A dispatch under controls in effect needs as many licenses granted to its order as there are controls.

    A license does not name its control, so one granted under a control since lifted counts too; under a
    control that gives no licenses nothing leaves.
    """
    granted: Counter[int] = Counter()
    for row in evidence.rows:
        if row.event == Event.license_granted:
            granted[row.order] += 1
        if row.event != Event.dispatched:
            continue
        product = evidence.product(row).name
        in_effect = [
            control
            for control in evidence.scenario.control
            if product in control.covers and evidence.control_state(control, row.day) == IN_EFFECT
        ]
        closed = [control.name for control in in_effect if control.license is None]
        if closed or granted[row.order] < len(in_effect):
            names = ", ".join(closed or [control.name for control in in_effect])
            found = f"{row.units} units of {product} dispatched under {names}, {granted[row.order]} licenses"
            yield Violation("license under control", row.day, f"order {row.order}", found)
