"""Scenarios at the edges of the kernel: more than it has room for at first, and draws that the scenario refuses."""

from sim.scenario.schema import Scenario
from tests.worlds import chain


def crowded() -> dict[str, Scenario]:
    """By what there is too little room for at first: a scenario that needs more of it before more of anything else."""
    few = [{"date": "2023-01-01", "product": "A", "units": 60}]
    rationed = {"allocation": "pro-rata", "product.A.initial_stock": 0}
    daily = {"start": "2023-01-01", "lot_interval": 1}
    many, fewer = ({"product.A.production": daily | {"capacity": units}} for units in (60, 33))
    rules = [
        {"name": name, "covers": ["A"], "announced": "2023-01-01", "effective": "2023-01-01"}
        | {"license": {"days": 20, "granted": 0.5}}
        for name in ("one", "two", "three")
    ]
    ban = {"name": "ban", "covers": ["A"], "acts_on": "order", "resume": True}
    ban |= {"announced": "2023-01-01", "effective": "2023-01-01"}
    changes: dict[str, dict[str, object]] = {
        "lines": {"buyer.Ann.order": 300 * few},
        "shipments": rationed | many | {"distributor.north.transit_days": 40, "buyer.Ann.order": 60 * few},
        "decisions": {"control": rules, "buyer.Ann.order": 200 * few},
        "orders held back": {"control": [ban], "buyer.Ann.order": 300 * few},
        "events": rationed | fewer | {"distributor.north.transit_days": 1, "buyer.Ann.order": 33 * few},
    }
    return {name: changed(chain(), own) for name, own in changes.items()}


def changed(scenario: Scenario, changes: dict[str, object]) -> Scenario:
    """A scenario with other values at some paths."""
    for path, value in changes.items():
        scenario = scenario.set(path, value)
    return scenario


def contrary() -> Scenario:
    """A scenario with two dates that may come in either order, of which only one is allowed."""
    ban = {"name": "ban", "covers": ["A"], "announced": "2023-01-05", "effective": "2023-01-10", "lifted": "2023-01-20"}
    drawn = {
        "control.ban.announced": {"choice": ["2023-01-03", "2023-01-10"]},
        "control.ban.effective": {"choice": ["2023-01-05", "2023-01-15"]},
    }
    return chain().set("control", [ban]).set("uncertain", drawn)
