"""Causes of a gap: for each, the scenario in which it is taken away."""

from collections.abc import Callable

from sim.scenario.change import with_values
from sim.scenario.paths import joined
from sim.scenario.production_tables import Lots
from sim.scenario.quantities import MOST_UNITS
from sim.scenario.schema import Scenario

Changes = dict[str, object]
"""Paths and the values that take a cause away; empty where the scenario lacks it."""


def _lines(scenario: Scenario) -> list[tuple[str, Lots]]:
    """Every production line, with its path."""
    made = [(joined("product", one.name, "production"), one.production) for one in scenario.product]
    return [(path, line) for path, line in made if line is not None] + [
        (joined("line", line.name), line) for line in scenario.line
    ]


def _ramp(scenario: Scenario) -> Changes:
    """Full capacity at once."""
    return {f"{path}.ramp": None for path, line in _lines(scenario) if line.ramp is not None}


def _yield(scenario: Scenario) -> Changes:
    """Every unit of a lot is good."""
    return {f"{path}.yield": 1.0 for path, line in _lines(scenario) if line.yield_ != 1.0}


def _controls(scenario: Scenario) -> Changes:
    """No export control, and so no window either."""
    return {"control": []} if scenario.control else {}


def _capacity(scenario: Scenario) -> Changes:
    """Distributors handle whatever comes."""
    return {joined("distributor", one.name, "weekly_capacity"): MOST_UNITS for one in scenario.distributor}


def _credit(scenario: Scenario) -> Changes:
    """Distributors need no credit."""
    limited = [one.name for one in scenario.distributor if one.credit_limit is not None]
    return {joined("distributor", name, "credit_limit"): None for name in limited}


def _talks(scenario: Scenario) -> Changes:
    """Who negotiates has its contract on the first day."""
    signed = {"opens": scenario.start, "rounds": 1, "round_days": 0, "success": 1.0}
    return {
        joined("buyer", buyer.name, "negotiation", key): value
        for buyer in scenario.buyer
        if buyer.negotiation is not None
        for key, value in signed.items()
    }


def _patience(scenario: Scenario) -> Changes:
    """Nobody gives up an order."""
    return {joined("buyer", buyer.name, "patience"): None for buyer in scenario.buyer if buyer.patience is not None}


CAUSES: dict[str, Callable[[Scenario], Changes]] = {
    "ramp": _ramp,
    "yield": _yield,
    "ban": _controls,
    "distributor capacity": _capacity,
    "credit": _credit,
    "talks": _talks,
    "patience": _patience,
}


def causes_of(scenario: Scenario) -> tuple[str, ...]:
    """The causes that a scenario has."""
    return tuple(name for name, changes in CAUSES.items() if changes(scenario))


def without(scenario: Scenario, causes: tuple[str, ...]) -> Scenario:
    """The scenario with some of its causes taken away; what is uncertain of them is gone with them."""
    changes: Changes = {}
    for cause in causes:
        changes |= CAUSES[cause](scenario)
    return with_values(scenario, changes, extremes=False) if changes else scenario
