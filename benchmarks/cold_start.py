"""Seconds from the command to its end, in fresh processes: the help page, an import, a run on each engine.

A compiled run is measured with the kernel compiled before, and without: then it compiles first. Before a time is
reported, all runs have given the same result digest.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import table
import timing
from table import Row

SCENARIO = "china-2023"
HELP = "gpu-supply --help"
ON_SIMPY = "run on the SimPy engine"
LONGEST = {HELP: 0.2, ON_SIMPY: 1.0}
"""Seconds that a command may take on an idle machine."""

COMPILING = "run on the compiled engine, nothing compiled before"


class Starts:
    """Fresh processes, each with a new folder for its results under one that is removed in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count()
        self.digests: set[str] = set()

    def run(self, *command: str, cache: Path | None = None) -> None:
        """A process that must end well; `cache` is where compiled code is kept."""
        environment = os.environ | {"NUMBA_CACHE_DIR": str(cache or self.folder / "compiled")}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode:
            sys.exit(f"cold_start: {' '.join(command)} failed:\n{done.stderr}")

    def simulate(self, engine: str, cache: Path | None = None) -> None:
        """One replication on an engine."""
        out = self.new("results")
        self.run(*gpu_supply("run", SCENARIO, "--engine", engine, "--quiet", "--out", str(out)), cache=cache)
        (manifest,) = out.rglob("manifest.json")
        made = json.loads(manifest.read_text(encoding="utf-8"))
        assert made["engine"] == engine, made["engine"]
        self.digests.add(made["result_digest"])
        assert len(self.digests) == 1, "the runs differ"

    def new(self, name: str) -> Path:
        """A folder that isn't there yet."""
        return self.folder / f"{name}-{next(self.numbers)}"


def gpu_supply(*words: str) -> Sequence[str]:
    """The command as a user has it, from the environment that this Python is in."""
    return (str(Path(sys.executable).with_name("gpu-supply")), *words)


def measured(repeats: int, compilations: int) -> dict[str, list[float]]:
    """Seconds of each start, by what it is."""
    with tempfile.TemporaryDirectory() as folder:
        starts = Starts(Path(folder))
        starts.simulate("compiled")  # fills the cache of the warm runs
        warm = {
            "python -c pass": lambda: starts.run(sys.executable, "-c", "pass"),
            "import sim": lambda: starts.run(sys.executable, "-c", "import sim"),
            HELP: lambda: starts.run(*gpu_supply("--help")),
            ON_SIMPY: lambda: starts.simulate("simpy"),
            "run on the compiled engine, compiled before": lambda: starts.simulate("compiled"),
        }
        cold = {COMPILING: lambda: starts.simulate("compiled", cache=starts.new("cache"))}
        return timing.interleaved(warm, repeats) | timing.interleaved(cold, compilations)


def main() -> None:
    """Measure, write the table and the picture."""
    asked = table.parser(__doc__).parse_args()
    times = measured(*((3, 1) if asked.fast else (11, 3)))
    best = [Row(f"{what}, best", min(seconds), "s", at_most=LONGEST.get(what)) for what, seconds in times.items()]
    usual = [
        Row(f"{what}, median", statistics.median(seconds), "s", at_most=LONGEST.get(what))
        for what, seconds in times.items()
    ]
    rows = [row for pair in zip(best, usual, strict=True) for row in pair]
    table.record("cold start", rows, asked.out)
    table.bars("cold_start", "Fresh processes, from the command to its end", rows, asked.out, "seconds", log=True)


if __name__ == "__main__":
    main()
