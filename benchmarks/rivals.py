"""A chain of one supplier, one distributor and one customer, an order a day for a year, against other simulators.

What a user runs is measured: a whole sweep of ours, with default options, and the experiment that each of the others is
made for, on one processor, all compiled before. Our kernel alone is a second row. Before a ratio is reported, all sides
have ordered, received and delivered the same units. The quickest round of each counts.
"""

import math
from pathlib import Path

import chain
import sim
import table
import timing
from sides import FIGURES, SIMPY, on_simpy, with_figures, with_log
from sim.engines.compiled.engine import Machine
from sim.scenario.file import parsed
from table import Row

WHOLE = "whole sweep"
TARGETS = {("SupplyNetPy", WHOLE): 300, ("stockpyl", WHOLE): 3000, ("cimba", WHOLE): 1, ("SupplyNetPy", SIMPY): 5}
"""By rival and side of ours, how many times faster ours was built to be."""


class Ours:
    """Our engines on the chain; made only where both do the same."""

    def __init__(self, batch: int) -> None:
        self.scenario, self.batch = parsed(chain.chain()), batch
        self.machine = Machine(self.scenario)
        with_log(self.machine, [0])
        log = on_simpy(self.scenario, 0)
        assert self.machine.log().digest() == log.digest()
        figures = with_figures(self.machine, range(batch))
        self.totals = chain.totals(log)
        for name in ("ordered", "delivered"):
            place = self.machine.figures.index(f"{name}_units.all.{self.scenario.end}")
            assert (figures.figures[:, place] == self.totals[name]).all(), name

    def sweep(self) -> None:
        """A whole sweep with default options on one worker: rows, curves, bands, the summary, all files."""
        swept = sim.sweep(self.scenario, self.batch, engine="compiled")
        delivered = swept.replications[f"delivered_units.all.{self.scenario.end}"]
        assert (delivered == self.totals["delivered"]).all()

    def seconds(self, repeats: int) -> dict[str, float]:
        """The least seconds a replication of each side."""
        sides: dict[str, timing.Side] = {
            SIMPY: lambda: on_simpy(self.scenario, 0),
            FIGURES: lambda: with_figures(self.machine, range(self.batch)),
        }
        least = timing.best(sides, repeats) | timing.best({WHOLE: self.sweep}, 2)
        return {name: took / (1 if name == SIMPY else self.batch) for name, took in least.items()}


def of_rivals(python: Path, ours: Ours, replications: int) -> dict[str, float]:
    """The least seconds a replication of each of the others; all do the same work as ours, or it ends here."""
    least = {}
    for name in chain.RIVALS:
        compiled = name == "cimba"
        found, units = chain.rival(python, name, ours.batch if compiled else replications, 3 if compiled else 1)
        assert units == ours.totals, f"{name} handled {units}, we {ours.totals}"
        least[name] = min(found)
    return least


def measured(python: Path, rounds: int, replications: int) -> dict[str, float]:
    """The least seconds a replication of every side, which take turns."""
    ours = Ours(batch=100 * replications)
    least = dict.fromkeys((WHOLE, FIGURES, SIMPY, *chain.RIVALS), math.inf)
    for _ in range(rounds):
        found = ours.seconds(replications) | of_rivals(python, ours, replications)
        least = {name: min(seconds, found[name]) for name, seconds in least.items()}
    return least


def rows_of(seconds: dict[str, float]) -> tuple[list[Row], list[Row]]:
    """The rows of the times, and those of the ratios."""
    times = [Row(f"{name}, a replication", 1000 * found, "ms") for name, found in seconds.items()]
    pairs = [(name, side) for side in (WHOLE, FIGURES, SIMPY) for name in chain.RIVALS]
    ratios = [
        Row(f"{side} against {name}", seconds[name] / seconds[side], "times", TARGETS.get((name, side)))
        for name, side in pairs
    ]
    return times, ratios


def main() -> None:
    """Measure all sides, write the table and the picture."""
    asked = table.parser(__doc__).parse_args()
    seconds = measured(chain.environment(), *((1, 5) if asked.fast else (4, 20)))
    times, ratios = rows_of(seconds)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "chain.toml").write_text(chain.chain(), encoding="utf-8")
    table.record("rivals", [*ratios, *times], asked.out, chain.packages())
    table.bars("rivals", "A year of the chain: so many times faster", ratios, asked.out, "times", log=True)


if __name__ == "__main__":
    main()
