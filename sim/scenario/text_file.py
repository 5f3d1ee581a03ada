"""Text files of a user, in UTF-8 and of bounded length, and the tables of a TOML one; all else is refused."""

import re
import stat
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import Problem, ScenarioError, UsageError

LONGEST_FILE = 10_000_000
"""Bytes of a TOML file."""

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
"""What a path may lead to that is no file."""


class UnreadableError(Exception):
    """Why a file can't be read as text, and in which line (from 1) where it is about one."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def expanded(path: str | Path) -> Path:
    """The path with `~` and `~name` as a shell has them; a user that nobody knows stays as written."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def read_text(path: Path, longest: int) -> str:
    """The text of a file of at most `longest` bytes, without a byte-order mark.

    A pipe or a device is refused unread: nobody may ever write to it, or it never ends. Raises `FileNotFoundError`,
    and `UnreadableError` for all else.
    """
    try:
        mode = path.stat().st_mode
        kind = next((words for is_kind, words in KINDS if is_kind(mode)), "")
        if kind:
            raise UnreadableError(kind)
        with path.open("rb") as file:
            content = file.read(longest + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"can't be read ({reason})") from None
    if len(content) > longest:
        raise UnreadableError(f"too long (more than {longest:,} bytes)")
    return _decoded(content)


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise UnreadableError("can't be read as UTF-8 text (it seems to be UTF-16: save it as UTF-8)", 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableError("can't be read as UTF-8 text", line) from None


def text_of(path: Path, expected: str) -> str:
    """The text of a TOML file that a user named; raises `UsageError` where there is none to read."""
    try:
        return read_text(path, LONGEST_FILE)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file; expected {expected}") from None
    except UnreadableError as error:
        raise refusal(path, error, expected) from None


def refusal(path: Path, error: UnreadableError, expected: str) -> UsageError:
    """What to tell a user of a file that can't be read."""
    if error.line is not None:
        return UsageError(f"{path}:{error.line}: {error}; expected a TOML file")
    return UsageError(f"{path}: {error}; expected {expected}")


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
