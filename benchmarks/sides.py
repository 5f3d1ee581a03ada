"""What the benchmarks time of our engines, said once: the same replications, draws included. Not a benchmark itself."""

from collections.abc import Sequence

from sim.engines.compiled.engine import Batch, Machine
from sim.engines.simpy.engine import simulate
from sim.realisation.draw import realise
from sim.records.events import EventLog
from sim.scenario.schema import Scenario

SEED = 0
SIMPY, LOG, FIGURES = "SimPy engine", "compiled engine with its log", "compiled engine with key figures"


def on_simpy(scenario: Scenario, replication: int) -> EventLog:
    """A replication drawn and simulated by the SimPy engine."""
    return simulate(realise(scenario, SEED, replication))


def with_log(machine: Machine, replications: Sequence[int]) -> None:
    """Replications on the compiled engine, each of which leaves its log in memory for the time."""
    for replication in replications:
        machine.play(SEED, replication, None)


def with_figures(machine: Machine, replications: Sequence[int]) -> Batch:
    """Replications on the compiled engine that leave their key figures, as a sweep asks it to."""
    batch = machine.play_many(SEED, replications, None, "nothing")
    assert batch is not None, f"{machine.scenario.name}: the kernel can't draw it"
    return batch
