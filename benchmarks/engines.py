"""The compiled engine against the SimPy engine, the same replications of each scenario that ships, draws included.

What a user runs is a whole sweep with default options on one worker, its curves, bands and files included: that of the
founding case is measured on both engines, and must give the same result digest. The engines alone are measured on every
scenario, the compiled one twice: leaving each replication's log, and in one batch that leaves key figures, as a sweep
asks it to. Before a ratio is reported, every pair of logs and every key figure is compared.
"""

import time

import sim
import table
import timing
from sides import FIGURES, LOG, SEED, SIMPY, on_simpy, with_figures, with_log
from sim.engines.compiled.engine import Machine
from sim.realisation.draw import sample_scenario
from sim.records.figures import key_figures
from sim.scenario.file import load, shipped
from sim.scenario.schema import Scenario
from table import Row

SCENARIO, TIMES = "china-2023", 100
"""The scenario whose whole sweep has a target: how many times faster it is on the compiled engine."""

OVERHEAD = 0.3
"""Of the kernel's time, what rows, curves, bands and files of a whole sweep may take besides."""

WHOLE = 3_000
"""Replications of the whole sweep."""


def compare(scenario: Scenario, machine: Machine, replications: range) -> int:
    """Make sure that both engines give the same; the events of all logs together."""
    batch, events = with_figures(machine, replications), 0
    for replication in replications:
        log = on_simpy(scenario, replication)
        with_log(machine, [replication])
        assert machine.log().digest() == log.digest(), (scenario.name, replication)
        events += len(log.rows)
        expected = key_figures(log, sample_scenario(scenario, SEED, replication)[0], scenario)
        for place, name in enumerate(machine.figures):
            values, missing = batch.figure(place, name)
            found = None if missing[replication] else values[replication]
            assert found == expected[name], (scenario.name, replication, name, found, expected[name])
    return events


def measured(scenario: Scenario, replications: range, repeats: int) -> tuple[dict[str, float], int]:
    """Seconds of all replications by engine, the least of the repeats; the events of all their logs together."""
    machine = Machine(scenario)
    events = compare(scenario, machine, replications)
    sides: dict[str, timing.Side] = {
        SIMPY: lambda: [on_simpy(scenario, replication) for replication in replications],
        LOG: lambda: with_log(machine, replications),
        FIGURES: lambda: with_figures(machine, replications),
    }
    return timing.best(sides, repeats), events


def rows_of(name: str, seconds: dict[str, float], events: int, replications: int) -> tuple[list[Row], list[Row]]:
    """A scenario's ratios, and its times."""
    ratios = [Row(f"{name}, {side}, against SimPy", seconds[SIMPY] / seconds[side], "times") for side in (LOG, FIGURES)]
    times = [Row(f"{name}, events", events / replications, "a replication")]
    times += [Row(f"{name}, {side}", 1000 * took / replications, "ms a replication") for side, took in seconds.items()]
    return ratios, times


def whole_sweeps(replications: int, kernel: float) -> tuple[list[Row], list[Row]]:
    """The ratio of whole sweeps, and their times; `kernel` is what the kernel alone takes for a replication."""
    seconds, digests = {}, set()
    for engine, repeats in (("compiled", 3), ("simpy", 1)):
        took = []
        for _ in range(repeats):
            begin = time.perf_counter()
            swept = sim.sweep(SCENARIO, replications, engine=engine)
            took.append(time.perf_counter() - begin)
            digests.add(swept.manifest["result_digest"])
        seconds[engine] = min(took) / replications
    assert len(digests) == 1, f"whole sweeps differ: {digests}"
    what = f"{SCENARIO}, whole sweep of {replications:,}"
    ratios = [Row(f"{what}, against SimPy", seconds["simpy"] / seconds["compiled"], "times", TIMES)]
    times = [Row(f"{what}, {engine} engine", 1000 * took, "ms a replication") for engine, took in seconds.items()]
    times.append(
        Row(
            f"{what}, what it takes besides the kernel",
            seconds["compiled"] / kernel - 1,
            "of the kernel",
            at_most=OVERHEAD,
        )
    )
    return ratios, times


def main() -> None:
    """Measure the scenarios asked for, write the table and the picture."""
    options = table.parser(__doc__)
    options.add_argument("scenario", nargs="*", help="scenarios that ship, or files; all that ship if none")
    asked = options.parse_args()
    replications, repeats = (range(5), 2) if asked.fast else (range(20), 5)
    ratios: list[Row] = []
    times: list[Row] = []
    for name in asked.scenario or sorted(shipped(), key=lambda name: name != SCENARIO):
        seconds, events = measured(load(name), replications, repeats)
        found = rows_of(name, seconds, events, len(replications))
        if name == SCENARIO:
            kernel = seconds[FIGURES] / len(replications)
            whole = whole_sweeps(WHOLE // 30 if asked.fast else WHOLE, kernel)
            found = whole[0] + found[0], whole[1] + found[1]
        ratios += found[0]
        times += found[1]
    table.record("engines", [*ratios, *times], asked.out)
    table.bars("engines", "The compiled engine against SimPy, draws included", ratios, asked.out, "times as fast")


if __name__ == "__main__":
    main()
