"""Small scenarios for tests."""

import tomllib
from typing import Any

from sim.experiment import engines
from sim.records.events import EVENTS, EventLog
from sim.scenario.build import build
from sim.scenario.schema import Scenario

CHAIN = """
name = "chain"
start = 2023-01-01
end = 2023-01-31
[[product]]
name = "A"
price = 100
initial_stock = 100
[[distributor]]
name = "north"
weekly_capacity = 1000
transit_days = 3
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 60 }]
"""
"""One product in stock, one distributor, one buyer; day 0 is a Sunday."""


IN_USE = ["simpy"]
"""The engine that tests of behaviour run on; a fixture of theirs sets it."""


def chain(text: str = CHAIN, **changes: Any) -> Scenario:
    """The small chain with other values; in a path `.` is written `__`."""
    scenario = build(tomllib.loads(text))
    for path, value in changes.items():
        scenario = scenario.set(path.replace("__", "."), value)
    return scenario


def log_of(scenario: Scenario, seed: int = 0, replication: int = 0) -> EventLog:
    """The event log of a replication, on the engine in use."""
    return engines.log_of(scenario, seed, replication, IN_USE[0])[0]


def story(scenario: Scenario) -> list[tuple[int, str, int, int]]:
    """The whole log as day, event, order number, units."""
    rows = log_of(scenario).rows.tolist()
    return [(row[0], EVENTS[row[1]], row[5], row[6]) for row in rows]
