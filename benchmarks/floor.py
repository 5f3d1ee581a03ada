"""Each engine against its floor: what so many events take where nothing is done, and where the rest of the time goes.

The compiled engine's floor is a compiled loop that takes an event from a binary heap of (tick, rank, number) and puts
one in; the SimPy engine's is a process that waits for one timeout after the other. Both handle as many events as a
replication's log has.
"""

import heapq
import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from unittest.mock import patch

import numba
from matplotlib.figure import Figure
from simpy import Environment, Event

import table
import timing
from sampling import shares_by_module
from sides import SIMPY, on_simpy, with_log
from sim.engines.compiled.engine import Machine
from sim.engines.simpy.engine import simulate
from sim.realisation.draw import Realisation, realise
from sim.scenario.file import load
from sim.scenario.schema import Scenario
from table import Row

SCENARIO = "china-2023"
LARGEST = 10
"""Modules that are listed; the others are added up."""

COMPILED, HEAP, TIMEOUTS = "compiled engine", "empty compiled heap loop", "SimPy's timeouts"


@numba.njit  # type: ignore[untyped-decorator]
def heap_loop(events: int, actors: int) -> int:
    """So many events from a heap that holds one an actor, which puts its next in; gives the last tick."""
    heap = [(0, rank, rank) for rank in range(actors)]
    tick = 0
    for number in range(events):
        tick, rank, _ = heapq.heappop(heap)
        heapq.heappush(heap, (tick + 7, rank, number))
    return tick


def timeouts(events: int) -> int:
    """As many timeouts of a SimPy process, one after the other; gives the last one's time."""
    env = Environment()

    def process() -> Generator[Event, None, None]:
        for _ in range(events):
            yield env.timeout(1)

    env.run(until=env.process(process()))
    return int(env.now)


def scheduled(world: Realisation) -> int:
    """Events that SimPy schedules in a replication, of which the log shows some."""
    schedule = Environment.schedule
    with patch.object(Environment, "schedule", autospec=True, side_effect=schedule) as counting:
        simulate(world)
    return counting.call_count


def nanoseconds(scenario: Scenario, batch: int, repeats: int) -> tuple[dict[str, float], Realisation, int]:
    """Nanoseconds an event of both engines and of their floors; a realisation, and how many events its log has."""
    machine, world = Machine(scenario), realise(scenario)
    log = simulate(world)
    with_log(machine, [0])
    assert machine.log().digest() == log.digest(), "the engines differ"
    events = len(log.rows)
    actors = len(log.products) + len(log.channels) + len(log.buyers)
    assert heap_loop(events, actors) == 7 * ((events - 1) // actors), "the heap loop left events out"
    assert timeouts(events) == events, "SimPy left timeouts out"
    best = timing.best(
        {
            COMPILED: lambda: with_log(machine, [0] * batch),
            HEAP: lambda: [heap_loop(events, actors) for _ in range(batch)],
            SIMPY: lambda: simulate(world),
            TIMEOUTS: lambda: timeouts(events),
        },
        repeats,
    )
    times = {COMPILED: batch, HEAP: batch, SIMPY: 1, TIMEOUTS: 1}
    return {side: 1e9 * seconds / times[side] / events for side, seconds in best.items()}, world, events


def stages(scenario: str, replications: int) -> dict[str, float]:
    """The kernel's parts as shares of its time."""
    command = [sys.executable, str(Path(__file__).with_name("stages.py")), scenario, str(replications)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"floor: the kernel's parts could not be timed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def modules(scenario: Scenario, seconds: float) -> dict[str, float]:
    """The modules that the SimPy engine's time goes to, its draws included: the largest, and all others together."""
    shares = list(shares_by_module(lambda: on_simpy(scenario, 0), seconds).items())
    return dict(shares[:LARGEST]) | {"all others": sum(share for _, share in shares[LARGEST:])}


def draw(name: str, kernel: list[Row], simpy: list[Row], out: Path) -> None:
    """The picture: where each engine's time goes."""
    figure = Figure(figsize=(12, 5), layout="constrained")
    for axes, engine, rows in zip(figure.subplots(1, 2), (COMPILED, SIMPY), (kernel, simpy), strict=True):
        bars = axes.barh([row.what.split(": ")[1] for row in rows], [row.value for row in rows], color=table.NEUTRAL)
        axes.bar_label(bars, [f"{row.value:.1f} %" for row in rows], padding=3)
        axes.invert_yaxis()
        axes.margins(x=0.15)
        axes.set(title=f"Where the {engine}'s time goes", xlabel="% of a replication's time, draws included")
    table.save(figure, name, out)


def main() -> None:
    """Measure, write the table and the picture."""
    options = table.parser(__doc__)
    options.add_argument("--scenario", default=SCENARIO, help="a scenario that ships, or a file")
    asked = options.parse_args()
    scenario = load(asked.scenario)
    found, world, events = nanoseconds(scenario, batch=100, repeats=10 if asked.fast else 50)
    rows = [
        Row(f"{COMPILED}, an event", found[COMPILED], "ns"),
        Row(f"{HEAP}, an event", found[HEAP], "ns"),
        Row("compiled engine over its floor", found[COMPILED] / found[HEAP], "times"),
        Row(f"{SIMPY}, an event", found[SIMPY] / 1000, "µs"),
        Row(f"{TIMEOUTS}, an event", found[TIMEOUTS] / 1000, "µs"),
        Row("SimPy engine over its floor", found[SIMPY] / found[TIMEOUTS], "times"),
        Row("events that SimPy schedules, for an event of the log", scheduled(world) / events, ""),
    ]
    shares = stages(asked.scenario, 200 if asked.fast else 1000)
    kernel = [Row(f"{COMPILED}: {name.replace('_', ' ')}", 100 * share, "%") for name, share in shares.items()]
    looked = modules(scenario, 3 if asked.fast else 15)
    simpy = [Row(f"{SIMPY}: {name}", 100 * share, "%") for name, share in looked.items()]
    name = "floor" if asked.scenario == SCENARIO else f"floor of {scenario.name}"
    table.record(name, [*rows, *kernel, *simpy], asked.out)
    draw(name, kernel, simpy, asked.out)


if __name__ == "__main__":
    main()
