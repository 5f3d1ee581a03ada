"""How much of `sim/rules` the tests of the rules know: `make mutation`.

mutmut changes each rule in every way it knows and runs the tests of the rules alone. Says what survived, and ends with
status 1 where less than 95 % of what can be told from the original was killed.

Usage: python -m tests.rules.mutation [WORKERS]
"""

import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEAST = 0.95
KILLED = ("killed", "timeout", "segfault")
"""What shows that a test has seen a change: it failed, went on for ever, or brought Python down."""


def main() -> int:
    """Run mutmut anew, tell the result."""
    workers = sys.argv[1] if len(sys.argv) > 1 else "2"
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    if mutmut("run", "--max-children", workers, capture=False).returncode:
        return 1
    equivalent, found = set(known()), Counter[str]()
    for name, state in results():
        change = changed(name) if state not in KILLED else ("", "", "")
        found["equivalent" if change in equivalent else state] += 1
        if state not in KILLED and change not in equivalent:
            print(f"{state}: {change[0]}\n  - {change[1]}\n  + {change[2]}")
        equivalent.discard(change)
    for change in sorted(equivalent):
        print(f"named as equivalent, but killed or gone: {change[0]}\n  - {change[1]}\n  + {change[2]}")
    killed, count = sum(found[state] for state in KILLED), found.total() - found["equivalent"]
    print(f"{killed} of {count} mutants killed ({killed / count:.1%}), {found['equivalent']} more are equivalent")
    return int(killed < LEAST * count or bool(equivalent))


def mutmut(*words: str, capture: bool = True) -> "subprocess.CompletedProcess[str]":
    """A command of mutmut."""
    return subprocess.run(
        [sys.executable, "-m", "mutmut", *words], cwd=ROOT, capture_output=capture, text=True, check=False
    )


def results() -> Iterator[tuple[str, str]]:
    """Each mutant and what became of it."""
    for line in mutmut("results", "--all", "true").stdout.splitlines():
        name, colon, state = line.strip().partition(": ")
        if colon and name.startswith("sim.rules."):
            yield name, state


def changed(name: str) -> tuple[str, str, str]:
    """The function of a mutant, the line as it stands, and as it is changed."""
    lines = mutmut("show", name).stdout.splitlines()
    old, new = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign) and not line.startswith(3 * sign))
        for sign in "-+"
    )
    module, _, function = name.partition(".x_")
    return f"{module}.{function.rpartition('__mutmut_')[0]}", old, new


def known() -> Iterator[tuple[str, str, str]]:
    """The mutants that no test can kill."""
    for one in tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))["equivalent"]:
        for becomes in one["becomes"]:
            yield one["function"], one["line"], becomes


if __name__ == "__main__":
    sys.exit(main())
