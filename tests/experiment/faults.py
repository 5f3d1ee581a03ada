"""Sweeps that are killed at random moments: `python -m tests.experiment.faults [KILLS] [TERMS] [SEED]`.

After each fault no process of the sweep is left, its temporary place is empty, every part that has its name is whole,
and `--resume` gives the digest of an undisturbed sweep.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import psutil

import sim
from sim.experiment.part import check
from sim.experiment.plan import Chunk
from tests.experiment.sweeps import UNCERTAIN
from tests.worlds import CHAIN

TARGETS = ("parent", "group", "worker")

LONGEST = 15.0
"""Seconds within which every process has to be gone."""


@dataclass(frozen=True)
class Fault:
    """A signal to the parent, the group or a worker, so many seconds after the start."""

    number: signal.Signals
    target: str
    after: float


class Bench:
    """A folder in which one small sweep is done again and again, in results and a temporary place of its own."""

    def __init__(self, folder: Path, replications: int = 200) -> None:
        self.scenario = folder / "chain.toml"
        self.scenario.write_text(CHAIN + UNCERTAIN)
        self.folder = folder
        self._replications = replications
        began = time.monotonic()
        process = self.start(folder / "undisturbed")
        _, words = process.communicate()
        assert process.returncode == 0, words
        self.seconds = time.monotonic() - began
        self.digest = self.resume(folder / "undisturbed")

    def start(self, out: Path) -> "subprocess.Popen[str]":
        """A sweep at work, in a session of its own."""
        words = ["sweep", str(self.scenario), "--replications", str(self._replications), "--engine", "simpy"]
        words += ["--keep", "summary"]
        command = [sys.executable, "-m", "sim", *words, "--workers", "2", "--resume", "--out", str(out)]
        self.temporary(out).mkdir(parents=True)
        place = os.environ | {"TMPDIR": str(self.temporary(out))}
        return subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, env=place, start_new_session=True)

    @staticmethod
    def temporary(out: Path) -> Path:
        """The temporary place of the sweep that writes to `out`."""
        return out.with_name(f"{out.name}-temporary")

    def resume(self, out: Path) -> str:
        """The digest of the sweep, finished here from what there is."""
        scenario = sim.load(str(self.scenario))
        return sim.sweep(scenario, self._replications, keep="summary", engine="simpy", out=out, resume=True).digest

    def endure(self, fault: Fault, out: Path) -> str:
        """A sweep under a fault, and what must hold then; says how it ended."""
        process = self.start(out)
        time.sleep(fault.after)
        struck = strike(process.pid, fault)
        _, words = process.communicate(timeout=120)
        assert "Traceback" not in words, words
        left = remaining(process.pid)
        assert not left, f"{fault}: left {left}"
        assert not list(self.temporary(out).iterdir()), f"{fault}: left in the temporary place"
        state = "some parts" if sound_parts(out) else "no parts"
        assert self.resume(out) == self.digest, fault
        return f"{fault.number.name} of {struck}: exit status {process.returncode}, {state}"


def strike(leader: int, fault: Fault) -> str:
    """Send the signal, to the parent where there is no worker; says who got it."""
    with suppress(ProcessLookupError, psutil.NoSuchProcess):
        if fault.target == "group":
            os.killpg(leader, fault.number)
            return "group"
        workers = psutil.Process(leader).children(recursive=True) if fault.target == "worker" else []
        os.kill(random.choice(workers).pid if workers else leader, fault.number)
        return "worker" if workers else "parent"
    return "nobody"


def remaining(leader: int) -> list[str]:
    """Processes of a session that live on after the time that they have."""
    end = time.monotonic() + LONGEST
    while (left := members(leader)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def members(leader: int) -> list[str]:
    """Processes of a session."""
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess, psutil.ZombieProcess):
            if os.getsid(process.pid) == leader and process.pid != leader:
                found.append(f"{process.pid} {process.status()} {' '.join(process.cmdline())[:200]}")
    return found


def sound_parts(out: Path) -> int:
    """How many parts a sweep has finished; raises where one is damaged."""
    parts = list(out.glob("*/*/parts/point-*.zip"))
    for part in parts:
        _, point, _, first, count = part.stem.split("-")
        work = json.loads((part.parents[1] / "work.json").read_text())["work"]
        check(part, work, Chunk(int(point), int(first), int(count)))
    return len(parts)


def main(kills: int = 200, terms: int = 50, seed: int = 0) -> None:
    """Do so many SIGKILLs and SIGTERMs, and count how the sweeps ended."""
    chance = random.Random(seed)
    numbers = [signal.SIGKILL] * kills + [signal.SIGTERM] * terms
    chance.shuffle(numbers)
    ends: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for place, number in enumerate(numbers):
            fault = Fault(number, TARGETS[place % len(TARGETS)], chance.uniform(0.0, 1.1 * bench.seconds))
            end = bench.endure(fault, Path(folder) / str(place))
            ends[end] += 1
            print(f"{place + 1} of {len(numbers)}: {end}", file=sys.stderr, flush=True)
    for end, count in sorted(ends.items()):
        print(f"{count:4} {end}")
    print(f"{len(numbers)} faults: nothing lost, nothing left, always digest {bench.digest[:12]}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
