"""Files of results: written aside, synced, then renamed, so that a file is whole or as it was.

The name aside is always the same, so what a killed process leaves is overwritten or removed by the next; whoever
writes holds the lock of the folder, or of the file.
"""

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ASIDE = ".gpu-supply-"
"""How the names of files begin that are not finished."""

LONGEST_STEM = 180
"""Bytes of a text in a file's name, which has 255 with what stands around it."""


@contextmanager
def aside(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """A path beside `path` to write to: synced and renamed at the end, so that the file is whole or as it was.

    Raises `OSError` for a place that holds no file (an empty folder makes way), or where writing fails.
    """
    temporary = temporary or path.with_name(f"{ASIDE}{path.name}")
    try:
        yield temporary
        sync(temporary)
        _make_way(path)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def aside_alone(path: Path) -> Iterator[Path]:
    """The same for a file in a folder that is not locked: one writer after the other."""
    from filelock import FileLock

    path.parent.stat()  # the lock would make the folder
    lock = path.with_name(f".{path.name}.gpu-supply.lock")
    with FileLock(lock):
        try:
            with aside(path, path.with_name(f".{path.name}.gpu-supply")) as temporary:
                yield temporary
        finally:
            lock.unlink(missing_ok=True)


def file_stem(text: str) -> str:
    """A text as part of a file's name: what some systems don't take is replaced, and a digest keeps it apart."""
    plain = re.sub(r'[<>"|?*/\\]', "-", text)
    if plain == text and len(text.encode()) <= LONGEST_STEM:
        return text
    cut = plain.encode()[:LONGEST_STEM].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def write_json(value: Any) -> Callable[[Path], None]:
    """A writer of a JSON file; dates are written as ISO text."""
    return write_text(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def write_text(text: str) -> Callable[[Path], None]:
    """A writer of a text file."""

    def write(path: Path) -> None:
        path.write_bytes(text.encode())

    return write


def write_parquet(table: Any) -> Callable[[Path], None]:
    """A writer of a pandas table as Parquet."""
    return lambda path: table.to_parquet(path, index=False)


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, as far as one may see."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def reason_of(error: OSError) -> str:
    """Why the system refused, in its words."""
    return error.strerror or str(error)


def stands_in_the_way(path: Path) -> bool:
    """Whether something lies there whose place no file takes: a folder with something in it, a pipe, a device."""
    try:
        kind = path.lstat().st_mode
        if stat.S_ISDIR(kind):
            return any(path.iterdir())
    except OSError:
        return False
    return not stat.S_ISREG(kind) and not stat.S_ISLNK(kind)


def _make_way(path: Path) -> None:
    """See to it that a file can take its place."""
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(path.lstat().st_mode):
            path.rmdir()
        elif stands_in_the_way(path):
            raise FileExistsError(errno.EEXIST, f"{path.name} is not a regular file")


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk, whatever happens to the machine."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
