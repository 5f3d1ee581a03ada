"""From the text of a TOML file to its tables; what is no TOML, or is nested out of reason, is told with its line."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from sim.errors import Problem, ScenarioError

DEEPEST = 20
"""Tables and lists within each other, or parts of a key; a scenario needs half as many."""

MOST_TABLES = 500_000
"""Tables and lists of a file; to check more takes longer than anybody waits."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}}", re.MULTILINE)
"""More parts than any key has: the reader of TOML takes time with the square of their number."""


def table_of(text: str, file: str = "") -> dict[str, Any]:
    """The tables of a TOML text; `file` names it in messages. Raises `ScenarioError` where it is none."""
    long = LONG_KEY.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise ScenarioError([_too_deep(f"keys of at most {DEEPEST} parts", file, line)])
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([_too_deep("a scenario's TOML", file)]) from None
    except ValueError as error:
        raise ScenarioError([_syntax_problem(error, text, file)]) from None
    levels = list(_levels(table))
    if len(levels) > DEEPEST:
        raise ScenarioError([_too_deep(f"at most {DEEPEST} tables and lists within each other", file)])
    if sum(levels) > MOST_TABLES:
        expected = f"at most {MOST_TABLES:,} tables and lists"
        raise ScenarioError([Problem("", f"{sum(levels):,} tables and lists", expected, file=file)])
    return table


def _too_deep(expected: str, file: str, line: int | None = None) -> Problem:
    return Problem("", "nested too deep", expected, file=file, line=line)


def _levels(table: dict[str, Any]) -> Iterator[int]:
    """How many tables and lists stand within so many others, for each depth up to one beyond `DEEPEST`."""
    level: list[Any] = [table]
    for _ in range(DEEPEST + 1):
        if level:
            yield len(level)
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node)
            if isinstance(inner, dict | list)
        ]


def _syntax_problem(error: ValueError, text: str, file: str) -> Problem:
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem("", "not TOML: a number of thousands of digits", "TOML", file=file)
    message = str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(found[1]) if found else max(text.count("\n") + (not text.endswith("\n")), 1)
    message = re.sub(r" \(at .*\)$", "", message)
    hint = ""
    if "(at end of document)" in str(error):
        hint = "is the file cut off?"
    elif message.startswith("Cannot"):
        hint = "a key or a table stands here a second time"
    column = f" in column {found[2]}" if found else ""
    return Problem("", f"not TOML{column}: {message}", "TOML", hint, file, line)
