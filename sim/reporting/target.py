"""Where a page goes: to a new file, or in the place of an earlier report, never of anything else."""

import stat
from pathlib import Path

from sim.errors import UsageError
from sim.experiment.folders.proof import MANIFEST
from sim.records.files import aside_alone, is_folder, reason_of
from sim.reporting.result import Result

MARK = '<meta name="generator" content="gpu-supply report">'
"""By this line in its head a page is known as one of ours."""

HEAD = 1000
"""Bytes in which the mark stands."""


def check_target(target: Path, result: Result) -> None:
    """Raises `UsageError` for a file of the result itself, and for whatever lies there that is no report."""
    if is_folder(target):
        raise UsageError(f"{target}: a folder; expected a file to write")
    try:
        place = target.resolve()
        if place.parent == result.folder.resolve() and place.name in {MANIFEST, *result.manifest["files"]}:
            raise UsageError(f"{target}: a file of the result; expected another file to write")
        if _is_file(target) and MARK.encode() not in _head(target):
            raise UsageError(f"{target}: exists and is no report; expected one to replace, or a file that is not there")
    except OSError as error:
        raise _unwritable(target, reason_of(error)) from None
    except ValueError as error:
        raise _unwritable(target, str(error)) from None


def write_page(target: Path, text: str) -> None:
    """Write a page, whole or not at all. Raises `UsageError` where the system refuses."""
    try:
        with aside_alone(target) as path:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(target, reason_of(error)) from None


def _is_file(path: Path) -> bool:
    """Whether a regular file lies there: to open any other may wait for ever."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _unwritable(target: Path, reason: str) -> UsageError:
    return UsageError(f"{target}: can't be written ({reason})")
