"""What must always hold, read from an event log and the limits of its scenario; an engine is never asked."""

from sim.records.events import EventLog
from sim.records.invariants import (
    carried,
    channels,
    controls,
    held,
    needs,
    occurrence,
    orders,
    shared_lines,
    stock,
)
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.scenario.schema import Scenario

__all__ = ["INVARIANTS", "Violation", "violations"]

INVARIANTS: tuple[Invariant, ...] = (
    *occurrence.INVARIANTS,
    *stock.INVARIANTS,
    *carried.INVARIANTS,
    *shared_lines.INVARIANTS,
    *held.INVARIANTS,
    *orders.INVARIANTS,
    *needs.INVARIANTS,
    *controls.INVARIANTS,
    *channels.INVARIANTS,
)
"""Every invariant, each a function of the evidence."""


def violations(log: EventLog, scenario: Scenario) -> list[Violation]:
    """Everything that a log breaks; empty where all holds.

    `scenario` is the one that was simulated, with its sampled parameters in place (`Run.resolved`).
    """
    evidence = Evidence(log, scenario)
    return [violation for invariant in INVARIANTS for violation in invariant(evidence)]
