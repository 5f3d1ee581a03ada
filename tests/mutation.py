"""How much of the rules and of the model their tests know: `make mutation`.

mutmut changes each function in every way it knows, and runs the tests of its part alone. Says what survived, and ends
with status 1 where less than 95 % of what can be told from the original was killed.

Usage: python -m tests.mutation [WORKERS] [PATH...], a PATH being a file of `sim/rules` or `sim/model`
"""

import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import tomli_w

ROOT = Path(__file__).resolve().parents[1]
TREE = ROOT / "mutants"
"""A copy of what is changed and of the tests, so that settings of one part are not those of another."""

LEAST = 0.95
KILLED = ("killed", "timeout", "segfault")
"""What shows that a test has seen a change: it failed, went on for ever, or brought Python down."""

Change = tuple[str, str, str]
"""A function, a line of it as it stands, and as it is changed."""


class Part(NamedTuple):
    """Files that are changed, the tests that judge them, and the file that names what no test can tell."""

    files: str
    tests: Sequence[str]
    equivalent: str


PARTS = (
    Part("sim/rules/*.py", ["tests/rules"], "tests/rules/equivalent.toml"),
    Part(
        "sim/model/*.py",
        [
            *sorted(f"tests/engines/{path.name}" for path in (ROOT / "tests/engines").glob("test_worked_*.py")),
            "tests/engines/test_built.py",
            "tests/engines/test_own.py::test_policy_serves_whom_it_says",
            "tests/engines/test_own.py::test_policy_that_fails_is_told_with_its_line",
        ],
        "tests/engines/equivalent.toml",
    ),
)
"""A pattern's star goes down into folders, too."""


def main() -> int:
    """Measure each part, or those of the files that are named."""
    workers, paths = (sys.argv[1] if len(sys.argv) > 1 else "2"), sys.argv[2:]
    failed = 0
    for part in PARTS:
        files = [path for path in paths if fnmatch(path, part.files)] if paths else [part.files]
        if files:
            failed |= measure(part, files, workers)
    return failed


def measure(part: Part, files: Sequence[str], workers: str) -> int:
    """Run mutmut on files of a part, tell the result; gives 1 where too much survives."""
    prepare(part, files)
    if mutmut("run", "--max-children", workers, capture=False).returncode:
        return 1
    states = dict(results())
    changes = dict(changed([name for name, state in states.items() if state not in KILLED]))
    equivalent, found = set(known(part, files)), Counter[str]()
    for name, state in states.items():
        change = changes.get(name, ("", "", ""))
        found["equivalent" if change in equivalent else state] += 1
        if state not in KILLED and change not in equivalent:
            print(f"{state}: {change[0]}\n  - {change[1]}\n  + {change[2]}")
        equivalent.discard(change)
    for change in sorted(equivalent):
        print(f"named as equivalent, but killed or gone: {change[0]}\n  - {change[1]}\n  + {change[2]}")
    killed, count = sum(found[state] for state in KILLED), found.total() - found["equivalent"]
    print(
        f"{' '.join(files)}: {killed} of {count} mutants killed ({killed / count:.1%}), "
        f"{found['equivalent']} more are equivalent"
    )
    return int(killed < LEAST * count or bool(equivalent))


def prepare(part: Part, files: Sequence[str]) -> None:
    """Copy what mutmut needs, with the settings of a part."""
    shutil.rmtree(TREE, ignore_errors=True)
    for folder in ("sim", "tests"):
        shutil.copytree(ROOT / folder, TREE / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings["tool"]["mutmut"] |= {
        "only_mutate": list(files),
        "pytest_add_cli_args_test_selection": list(part.tests),
    }
    (TREE / "pyproject.toml").write_text(tomli_w.dumps(settings), encoding="utf-8")


def mutmut(*words: str, capture: bool = True) -> "subprocess.CompletedProcess[str]":
    """A command of mutmut."""
    return subprocess.run(
        [sys.executable, "-m", "mutmut", *words], cwd=TREE, capture_output=capture, text=True, check=False
    )


def results() -> Iterator[tuple[str, str]]:
    """Each mutant and what became of it."""
    for line in mutmut("results", "--all", "true").stdout.splitlines():
        name, colon, state = line.strip().partition(": ")
        if colon and name.startswith("sim."):
            yield name, state


SHOW = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name) for name in sys.stdin.read().split()}))
"""
"""What `mutmut show` does, of many mutants at once."""


def changed(names: Sequence[str]) -> Iterator[tuple[str, Change]]:
    """What each mutant changes."""
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=TREE, input="\n".join(names), stdout=subprocess.PIPE, text=True, check=True
    )
    for name, difference in json.loads(shown.stdout).items():
        old, new = (
            " ".join(
                line[1:].strip()
                for line in difference.splitlines()
                if line.startswith(sign) and not line.startswith(3 * sign)
            )
            for sign in "-+"
        )
        module, _, function = name.partition(".x")
        named = function.rpartition("__mutmut_")[0].removeprefix("_").replace("\N{LATIN LETTER LATERAL CLICK}", ".")
        yield name, (f"{module}.{named.removeprefix('.')}", old, new)


def known(part: Part, files: Sequence[str]) -> Iterator[Change]:
    """The mutants of these files that no test can kill."""
    path = ROOT / part.equivalent
    for one in tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"] if path.exists() else []:
        module = one["function"].rpartition(".")[0].replace(".", "/") + ".py"
        if any(fnmatch(module, pattern) for pattern in files):
            for becomes in one["becomes"]:
                yield one["function"], one["line"], becomes


if __name__ == "__main__":
    sys.exit(main())
