"""From the command to the answer, in fresh processes: so many replications of the chain, ours and other simulators.

Each side is a whole command with default options on one processor: Python starts, imports, simulates, writes or prints
what it found. Ours is `gpu-supply sweep`, compiled before and not: then `auto` begins on SimPy. A side is asked for no
more replications once ten times as many would take longer than LONGEST. The picture is replications a second by how
many were asked for. Before a time is reported, all sides have delivered the same units.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import chain
import table
from sim.scenario.file import parsed
from table import Row

COUNTS = (1, 10, 100, 1_000, 10_000, 100_000)
LONGEST = 120.0
"""Seconds that no command may be expected to take: ten times what the last took, for ten times as many."""

OURS, UNCOMPILED, FRESH = "gpu-supply", "gpu-supply, nothing compiled before", 100
"""Replications that a newcomer asks for first, on a machine where nothing was compiled."""

DELIVERED = f"delivered_units.all.{parsed(chain.chain()).end}"
"""Key figure of our sweeps that all sides must agree on."""


class Commands:
    """Commands of every side; results and compiled code lie in a folder that goes in the end."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder, self.python = folder, python
        self.scenario = folder / "chain.toml"
        self.scenario.write_text(chain.chain(), encoding="utf-8")
        self.delivered: set[int] = set()

    def ours(self, count: int, compiled: str = "compiled") -> float:
        """Seconds of a sweep; `compiled` names the folder of compiled code."""
        out = Path(tempfile.mkdtemp(dir=self.folder))
        words = ["sweep", str(self.scenario), "--replications", str(count), "--out", str(out)]
        if compiled == "compiled":
            words += ["--engine", "compiled"]  # else a short sweep would be left to SimPy, and never be compiled
        seconds, _ = timed([sys.executable, "-m", "sim", *words], NUMBA_CACHE_DIR=str(self.folder / compiled))
        (rows,) = out.glob("*/*/replications.parquet")
        column = pd.read_parquet(rows, columns=[DELIVERED])[DELIVERED]
        self.delivered |= {int(units) for units in column}
        assert len(column) == count
        return seconds

    def rival(self, name: str, count: int) -> float:
        """Seconds of another simulator's command; the first batch is the answer, there is no other."""
        batches = 0 if name == "cimba" else 1
        seconds, said = timed(chain.command(self.python, name, count, batches))
        self.delivered.add(int(json.loads(said)["delivered"]))
        return seconds


def timed(words: Sequence[str], **environment: str) -> tuple[float, str]:
    """Seconds of a command that must end well, and what it printed."""
    begin = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | environment)
    seconds = time.perf_counter() - begin
    if done.returncode:
        sys.exit(f"answers: {' '.join(words)} failed:\n{done.stderr}")
    return seconds, done.stdout


def measured(commands: Commands, counts: Sequence[int], longest: float) -> dict[str, dict[int, float]]:
    """Seconds by side and count, as far as each side is asked."""
    commands.ours(1)  # what is compiled before is compiled here
    found: dict[str, dict[int, float]] = {UNCOMPILED: {FRESH: commands.ours(FRESH, "nothing")}}
    sides = {OURS: commands.ours} | {
        name: lambda count, name=name: commands.rival(name, count) for name in chain.RIVALS
    }
    for name, side in sides.items():
        found[name] = {}
        for count in counts:
            found[name][count] = side(count)
            if 10 * found[name][count] > longest:
                break
    assert len(commands.delivered) == 1, f"the sides have delivered {sorted(commands.delivered)} units"
    return found


def rows_of(found: dict[str, dict[int, float]]) -> list[Row]:
    """Seconds of every command, and how often ours goes into the others at the most that all have done."""
    rows = [
        Row(f"{name}, {count:,} replications", seconds, "s")
        for name, took in found.items()
        for count, seconds in took.items()
    ]
    for name in chain.RIVALS:
        most = max(found[name].keys() & found[OURS].keys())
        ratio = found[name][most] / found[OURS][most]
        rows.append(Row(f"{OURS} against {name}, {most:,} replications", ratio, "times"))
    return rows


def picture(found: dict[str, dict[int, float]], out: Path) -> None:
    """Replications a second against the number of replications, start of the command included."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, took in found.items():
        rates = [count / seconds for count, seconds in took.items()]
        axes.loglog(list(took), rates, marker="o", label=name)
        axes.annotate(name, (list(took)[-1], rates[-1]), xytext=(6, 0), textcoords="offset points", va="center")
    axes.set_xlabel("replications asked for")
    axes.set_ylabel("replications a second, from the command to its end")
    axes.set_xlim(0.7, 30 * max(COUNTS))
    axes.grid(visible=True, which="major", alpha=0.3)
    figure.suptitle("Whole commands on one processor: a year of a chain of three")
    table.save(figure, "answers", out)


def main() -> None:
    """Measure all sides, write the table and the picture."""
    asked = table.parser(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands = Commands(Path(folder), chain.environment())
        found = measured(commands, COUNTS[:3] if asked.fast else COUNTS, 30.0 if asked.fast else LONGEST)
    table.record("answers", rows_of(found), asked.out, chain.packages())
    picture(found, asked.out)


if __name__ == "__main__":
    main()
