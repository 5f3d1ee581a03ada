"""Text files of a user: in UTF-8, of bounded length, on a disk; all else is refused before it is waited for."""

import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from sim.errors import UsageError

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
