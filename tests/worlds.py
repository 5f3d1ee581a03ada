"""Small scenarios for tests."""

import tomllib
from dataclasses import dataclass
from typing import Any

from sim.experiment import engine_choice
from sim.experiment.run import Run, run
from sim.experiment.sweep import Sweep, sweep
from sim.records.events import EVENTS, EventLog
from sim.scenario.file import build
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


def chain(text: str = CHAIN, **changes: Any) -> Scenario:
    """The small chain with other values; in a path `.` is written `__`."""
    scenario = build(tomllib.loads(text))
    for path, value in changes.items():
        scenario = scenario.set(path.replace("__", "."), value)
    return scenario


def log_of(scenario: Scenario, seed: int = 0, replication: int = 0) -> EventLog:
    """The event log of a replication, on the readable engine."""
    return engine_choice.log_of(scenario, seed, replication, "simpy")[0]


@dataclass
class Engine:
    """An engine, and how often it has simulated: a test that is given one has to use it."""

    name: str
    simulated: int = 0

    def run(self, scenario: Scenario, replication: int = 0, seed: int = 0) -> Run:
        """A replication."""
        self.simulated += 1
        return run(scenario, seed, replication, self.name)

    def sweep(self, scenario: Scenario, replications: int) -> Sweep:
        """Rows of replications, without curves."""
        self.simulated += 1
        return sweep(scenario, replications, engine=self.name, keep="summary")

    def outcome(self, scenario: Scenario, seed: int = 0, replication: int = 0) -> tuple[EventLog, dict[str, object]]:
        """The event log of a replication, and the values of its uncertain parameters."""
        self.simulated += 1
        return engine_choice.log_of(scenario, seed, replication, self.name)

    def log_of(self, scenario: Scenario, seed: int = 0, replication: int = 0) -> EventLog:
        """The event log of a replication."""
        return self.outcome(scenario, seed, replication)[0]

    def story(self, scenario: Scenario, replication: int = 0) -> list[tuple[int, str, int, int]]:
        """The whole log as day, event, order number, units."""
        rows = self.log_of(scenario, replication=replication).rows.tolist()
        return [(row[0], EVENTS[row[1]], row[5], row[6]) for row in rows]
