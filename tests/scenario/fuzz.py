"""Thousands of mutated scenario and observed files: each loads, or ends in messages of ours: `make fuzz`.

A file that loads is run on SimPy, and with BOTH on the compiled engine too, which must agree.
Usage: python -m tests.scenario.fuzz [COUNT [WORKERS [FIRST [BOTH]]]]
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from signal import ITIMER_REAL, SIGALRM, setitimer, signal
from tempfile import TemporaryDirectory
from traceback import format_exc
from types import FrameType

from sim.analysis.observed import load_observed
from sim.errors import ScenarioError, SimError
from sim.experiment.engine_choice import log_of, make_ready
from sim.printable import unprintable
from sim.scenario.file import load, shipped, shipped_text
from sim.scenario.schema import Scenario
from tests.scenario.whole import WHOLE

LONGEST = 30.0
"""Seconds after which a file counts as one that hangs."""

MOST_DAYS, MOST_ORDERS = 2_000, 5_000
"""A scenario of more days or random orders is not run: it takes longer than it teaches."""

FOLDER = Path(__file__).parents[2] / "observed"
OBSERVED = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))]
TEXTS = [WHOLE, *(shipped_text(name) for name in shipped())]

VALUES = (
    *("0", "-1", "1", "0.5", "1e9", "-1e9", "1e308", "1e400", "nan", "-inf", "inf", "9223372036854775807", "0xffff"),
    *("1" * 400, "1_000", "3000000000", "true", '""', '"x"', '"\\u0000"', '"all"', '"cancel"', '"direct:x"', "'a.b'"),
    *("1950-01-01", "2150-12-31", "9999-12-31", "0001-01-01", "2023-02-30", "2023-06-15T12:00:00Z", "12:30:00"),
    *("[]", "{}", "[[]]", "[1, 2]", "[2, 1]", "[1, 2, 3]", "[0, 0]", "[[0, 0.1], [90, 1.0]]", '["A100", "A100"]'),
    *("{ uniform = [1, 9] }", "{ uniform = [9, 1] }", "{ triangular = [0, 0, 0] }", "{ pert = [1, 1, 1] }"),
    *("{ normal = { mean = 3, sd = 1e9 } }", "{ normal = { mean = 3, sd = 1, min = 9, max = 9 } }"),
    *("{ lognormal = { median = 5, sigma = 400 } }", "{ beta = [1e-9, 1e9] }", "{ exponential = { mean = 1e9 } }"),
    *("{ poisson = { mean = 1e6 } }", "{ poisson = { mean = 0.1 } }", "{ choice = [1, 'a'] }", "{ choice = [] }"),
    *("{ choice = [2023-03-01, 2150-12-31] }", "{ choice = [0, 1], weights = [0, 0] }", "{ unifrom = [1, 2] }"),
    *('{ empirical = { file = "/etc/passwd", column = "x" } }', '{ empirical = { file = "", column = "" } }'),
    *(
        "{ linear = { days = 1 } }",
        "{ logistic = { midpoint = 1e6, slope = 1e6 } }",
        "{ backlog = 0 }",
        "{ a = { b = 1 } }",
    ),
)
"""What a value is replaced by."""

SCRAPS = (
    *("[", "]]", "= 5", '"', "'''", "#", "\\", "\x00", "\x1b[31m", "\x7f", "\u202e", "\u00e9", "\U0001f600", "\ud800"),
    *("\r", "\t", "\ufeff", "[[buyer]]", "[buyer.order]", "[uncertain]", "[[product]]\nname = 'A100'", ".", ",", "{"),
    *("a" * 2000, "a." * 30, "[" * 500, "{a=" * 500, "\n" * 50),
)
"""What is put in somewhere."""

WORDS = re.compile(r"[A-Za-z_][\w-]*")
NUMBERS = re.compile(r"(?<![\w\"-])\d[\d_.]*(?![\w-])")

Mutation = Callable[[Random, str], str]


def _line(random: Random, lines: list[str]) -> int:
    return random.randrange(len(lines)) if lines else 0


def drop_lines(random: Random, text: str) -> str:
    """Some lines are gone."""
    lines = text.split("\n")
    at = _line(random, lines)
    del lines[at : at + random.choice([1, 1, 2, 8])]
    return "\n".join(lines)


def move_lines(random: Random, text: str) -> str:
    """Some lines stand somewhere else too, or instead."""
    lines = text.split("\n")
    at = _line(random, lines)
    block = lines[at : at + random.choice([1, 1, 3, 10])]
    if random.random() < 0.5:
        del lines[at : at + len(block)]
    to = random.choice([at, _line(random, lines)])
    return "\n".join([*lines[:to], *block, *lines[to:]])


def replace_value(random: Random, text: str) -> str:
    """A key has another value."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    if not places:
        return text
    place = random.choice(places)
    lines[place] = f"{lines[place].partition('=')[0]}= {random.choice(VALUES)}"
    return "\n".join(lines)


def replace_number(random: Random, text: str) -> str:
    """A number or a date within a value is another one."""
    return _one(random, text, NUMBERS, lambda _: random.choice(VALUES))


def swap_words(random: Random, text: str) -> str:
    """A key, a name or a word is another one of the file, or is mistyped."""
    words = WORDS.findall(text) or ["x"]
    return _one(random, text, WORDS, lambda old: random.choice([random.choice(words), old[1:], f"{old}.x", f"{old}2"]))


def rename(random: Random, text: str) -> str:
    """A name is another one wherever it stands."""
    names = re.findall(r'name = "([^"\n]*)"', text) or ["x"]
    new = random.choice([*names, "", " x", "a.b", 'a\\"b', "\u5b57", "x" * 200, "all", "1", "2023-01-01", "x\\u0007"])
    return text.replace(random.choice(names) or "x", new)


def change_number(random: Random, text: str) -> str:
    """A number is ten times another, or negative, or its digits are changed."""

    def other(old: str) -> str:
        return random.choice([f"{old}0", f"-{old}", old[:-1] or "0", f"{old}000000", f"0.{old}", "0", f"{old}.5"])

    return _one(random, text, NUMBERS, other)


def put_scrap(random: Random, text: str) -> str:
    """Something is put in somewhere."""
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(SCRAPS) + text[at:]


def cut(random: Random, text: str) -> str:
    """The file is cut off, or lacks a piece."""
    at = random.randrange(len(text) + 1)
    return text[:at] if random.random() < 0.3 else text[:at] + text[at + random.randrange(60) :]


def say_uncertain(random: Random, text: str) -> str:
    """A word of the file is a path under [uncertain]."""
    path = ".".join(random.choices(WORDS.findall(text) or ["x"], k=random.choice([1, 2, 3, 4])))
    new = f'"{path}" = {random.choice(VALUES)}\n'
    return text.replace("[uncertain]\n", f"[uncertain]\n{new}", 1)


def _one(random: Random, text: str, pattern: re.Pattern[str], other: Callable[[str], str]) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = random.choice(found)
    return text[: match.start()] + other(match.group()) + text[match.end() :]


MUTATIONS: tuple[Mutation, ...] = (
    drop_lines,
    move_lines,
    replace_value,
    replace_value,
    replace_number,
    swap_words,
    rename,
    change_number,
    change_number,
    put_scrap,
    cut,
    say_uncertain,
)


def mutated(number: int) -> tuple[str, bytes]:
    """The kind and content of a mutated file: always the same for a number."""
    random = Random(number)
    kind = "observed" if OBSERVED and random.random() < 0.15 else "scenario"
    text = random.choice(OBSERVED if kind == "observed" else [WHOLE, random.choice(TEXTS)])
    for _ in range(random.choice([1, 1, 2, 4])):
        text = random.choice(MUTATIONS)(random, text)
    content = bytearray(text.encode("utf-8", "surrogatepass"))
    if content and random.random() < 0.1:
        content[random.randrange(len(content))] = random.randrange(256)
    return kind, bytes(content)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: "sound", "refused", "run", or "fault" with what happened; and the seconds that it took."""

    number: int
    end: str
    told: str
    seconds: float


def outcome_of(number: int, folder: Path, both: bool = False) -> Outcome:
    """Load a mutated file, and run it where it is sound."""
    kind, content = mutated(number)
    path = folder / f"{kind}.toml"
    path.write_bytes(content)
    began = time.monotonic()
    try:
        with _alarm():
            end, told = _observed(path) if kind == "observed" else _scenario(path, both)
    except Exception:
        end, told = "fault", format_exc()
    return Outcome(number, end, told, time.monotonic() - began)


def _observed(path: Path) -> tuple[str, str]:
    try:
        load_observed(path)
    except SimError as error:
        return _refused(error, path)
    return "sound", ""


def _scenario(path: Path, both: bool) -> tuple[str, str]:
    try:
        scenario = load(path)
    except SimError as error:
        return _refused(error, path)
    return ("run", _run(scenario, both)) if _is_short(scenario) else ("sound", "")


def _refused(error: SimError, path: Path) -> tuple[str, str]:
    """A message names the file and what was expected, on each line, and has the status of bad usage."""
    lines = str(error).splitlines()
    wrong = [line for line in lines if not line.startswith((str(path), "… and ")) or unprintable(line)]
    if isinstance(error, ScenarioError):
        wrong += [
            str(one)
            for one in error.problems
            if not one.expected or (one.line is None and one.value != "missing" and one.path)
        ]
    if wrong or not lines or error.exit_status != 2:
        return "fault", f"not a message: {error!r} {wrong}"
    return "refused", str(error)


def _is_short(scenario: Scenario) -> bool:
    orders = sum(
        demand.orders_per_month * (1 if demand.after_announcement is None else demand.after_announcement.factor)
        for buyer in scenario.buyer
        for demand in buyer.demand
    )
    return scenario.days <= MOST_DAYS and orders * scenario.days / 30 <= MOST_ORDERS


def _run(scenario: Scenario, both: bool) -> str:
    """The digest of a run: raises what an engine raises, and where their logs differ."""
    logs = []
    for engine in ("simpy", "compiled") if both else ("simpy",):
        try:
            log = log_of(scenario, 0, 0, engine)[0].digest()
        except SimError as error:
            log = str(error)
        logs.append(log)
    if len(set(logs)) > 1:
        raise AssertionError(f"the engines differ: {logs}")
    return logs[0]


@contextmanager
def _alarm() -> Iterator[None]:
    def rings(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"still at work after {LONGEST} s")

    before = signal(SIGALRM, rings)
    setitimer(ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        setitimer(ITIMER_REAL, 0)
        signal(SIGALRM, before)


def outcomes(first: int, count: int, step: int = 1, both: bool = False) -> list[Outcome]:
    """What becomes of so many files; a fault is printed as it is found."""
    found = []
    with TemporaryDirectory() as folder:
        for number in range(first, first + count * step, step):
            outcome = outcome_of(number, Path(folder), both)
            if outcome.end == "fault":
                print(f"file {number}: {outcome.told}", flush=True)
            found.append(outcome)
    return found


def main(count: int, workers: int, first: int, both: bool) -> int:
    """Try so many files on so many processes; gives how many are at fault."""
    shares = [(first + worker, (count - worker + workers - 1) // workers, workers, both) for worker in range(workers)]
    if both:
        make_ready("compiled", load("china-2023"))  # no file's time is that of compiling
    with get_context("spawn").Pool(workers) as pool:
        found = [outcome for share in pool.starmap(outcomes, shares) for outcome in share]
    counts = Counter(outcome.end for outcome in found)
    slowest = max(found, key=lambda outcome: outcome.seconds)
    print(f"{count:,} files from {first:,} on: {', '.join(f'{n:,} {end}' for end, n in sorted(counts.items()))}")
    print(f"slowest: file {slowest.number}, {slowest.seconds:.1f} s ({slowest.end})")
    return counts["fault"]


if __name__ == "__main__":
    count, workers, first, both = [*map(int, sys.argv[1:]), *[5_000, 2, 0, 0][len(sys.argv) - 1 :]]
    sys.exit(min(1, main(count, workers, first, bool(both))))
