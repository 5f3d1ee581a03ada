"""What must always hold, read from an event log and the limits of its scenario; an engine is never asked."""

from sim.records.events import EventLog
from sim.records.invariants.carried import carried_market_share, carried_mix, carried_yield
from sim.records.invariants.channels import contract_first, credit_limit, lead_time, transit, weekly_capacity
from sim.records.invariants.controls import license_under_control, nothing_ordered_under_ban, quota_not_passed
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.records.invariants.held import held_stock
from sim.records.invariants.needs import carried_custom, need_of_orders, need_on_lines
from sim.records.invariants.occurrence import amounts_not_negative, days_in_order, stages_in_order
from sim.records.invariants.orders import budget, order_balance, order_identity, order_of_curves
from sim.records.invariants.shared_lines import division, parts_finish
from sim.records.invariants.stock import conservation, cycle_time, initial_stock
from sim.scenario.schema import Scenario

__all__ = ["INVARIANTS", "Violation", "violations"]

INVARIANTS: tuple[Invariant, ...] = (
    days_in_order,
    stages_in_order,
    amounts_not_negative,
    initial_stock,
    conservation,
    cycle_time,
    carried_yield,
    carried_market_share,
    carried_mix,
    division,
    parts_finish,
    held_stock,
    order_identity,
    order_balance,
    order_of_curves,
    budget,
    need_on_lines,
    need_of_orders,
    carried_custom,
    license_under_control,
    quota_not_passed,
    nothing_ordered_under_ban,
    weekly_capacity,
    credit_limit,
    contract_first,
    transit,
    lead_time,
)
"""Every invariant, each a function of the evidence."""


def violations(log: EventLog, scenario: Scenario) -> list[Violation]:
    """Everything that a log breaks; empty where all holds.

    `scenario` is the one that was simulated, with its sampled parameters in place (`Run.resolved`).
    """
    evidence = Evidence(log, scenario)
    return [violation for invariant in INVARIANTS for violation in invariant(evidence)]
