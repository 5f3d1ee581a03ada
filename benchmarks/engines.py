"""The compiled engine against the readable one: the same replications one after the other, draws included.

Usage: python benchmarks/engines.py [--replications N] [SCENARIO ...]
Before it reports a time, each pair of logs is compared. Writes results/benchmarks/engines.csv and engines.png.
"""

import argparse
import time
from pathlib import Path

import matplotlib as mpl
import pandas as pd

from sim.engines.compiled.engine import Machine
from sim.engines.simpy.engine import simulate
from sim.realisation.draw import realise
from sim.scenario.file import load

OUT = Path("results/benchmarks")


def measured(name: str, replications: int) -> dict[str, object]:
    """Milliseconds a replication on both engines, and of the kernel with its key figures; their ratios."""
    scenario = load(name)
    machine = Machine(scenario)
    machine.play(0, 0, None)
    machine.play_many(0, range(replications), None, curves="nothing")
    readable = compiled = 0.0
    events = 0
    for replication in range(replications):
        begin = time.perf_counter()
        log = simulate(realise(scenario, 0, replication))
        middle = time.perf_counter()
        machine.play(0, replication, None)
        end = time.perf_counter()
        assert machine.log().digest() == log.digest(), (name, replication)
        readable, compiled, events = readable + middle - begin, compiled + end - middle, events + len(log.rows)
    begin = time.perf_counter()
    machine.play_many(0, range(replications), None, curves="nothing")
    batch = time.perf_counter() - begin
    each = 1000 / replications
    return {
        "scenario": name,
        "replications": replications,
        "events": events // replications,
        "simpy_ms": readable * each,
        "compiled_ms": compiled * each,
        "compiled_with_figures_ms": batch * each,
        "ratio": readable / compiled,
        "ratio_with_figures": readable / batch,
    }


def main() -> None:
    """Measure the scenarios asked for and write the table and its picture."""
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("scenario", nargs="*", default=["china-2023"])
    asked = parser.parse_args()
    table = pd.DataFrame([measured(name, asked.replications) for name in asked.scenario])
    OUT.mkdir(parents=True, exist_ok=True)
    table.to_csv(OUT / "engines.csv", index=False)
    figure, axes = plt.subplots(figsize=(7, 1 + 0.5 * len(table)), layout="constrained")
    bars = axes.barh(table["scenario"], table["ratio"])
    axes.bar_label(bars, fmt="%.0f times")
    axes.set(title="The compiled engine is so many times faster than SimPy", xlabel="ratio of times, draws included")
    figure.savefig(OUT / "engines.png", dpi=150, metadata={"Software": None})
    print(table.round(3).to_string(index=False))


if __name__ == "__main__":
    main()
