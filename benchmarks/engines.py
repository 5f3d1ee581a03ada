"""The compiled engine against the SimPy engine: the same replications of each scenario that ships, draws included.

Before a ratio is reported, every pair of logs and every key figure is compared. The compiled engine is measured twice:
leaving each replication's log, and in one batch that leaves key figures, as a sweep asks it to.
"""

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
"""The scenario that has a target: how many times faster the compiled engine is."""


def compare(scenario: Scenario, machine: Machine, replications: range) -> int:
    """Make sure that both engines give the same; the events of all logs together."""
    batch, events = with_figures(machine, replications), 0
    for replication in replications:
        log = on_simpy(scenario, replication)
        with_log(machine, [replication])
        assert machine.log().digest() == log.digest(), (scenario.name, replication)
        events += len(log.rows)
        expected = key_figures(log, sample_scenario(scenario, SEED, replication)[0])
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
    least = TIMES if name == SCENARIO else None
    ratios = [
        Row(f"{name}, {side}, against SimPy", seconds[SIMPY] / seconds[side], "times", least) for side in (LOG, FIGURES)
    ]
    times = [Row(f"{name}, events", events / replications, "a replication")]
    times += [Row(f"{name}, {side}", 1000 * took / replications, "ms a replication") for side, took in seconds.items()]
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
        found = rows_of(name, *measured(load(name), replications, repeats), len(replications))
        ratios += found[0]
        times += found[1]
    table.record("engines", [*ratios, *times], asked.out)
    table.bars("engines", "The compiled engine against SimPy, draws included", ratios, asked.out, "times as fast")


if __name__ == "__main__":
    main()
