"""Result folders: written aside, then renamed, so that a folder is whole or not there."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.errors import SimError, UsageError


def write_folder(folder: Path, writers: dict[str, Callable[[Path], None]]) -> Path:
    """Write every file of a folder aside, then rename the whole; an older folder of the name is replaced.

    Raises `UsageError` where the place can't be written, `SimError` where writing fails in the middle.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder}: a file; expected a folder, or nothing yet")
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise UsageError(f"{folder}: can't be written ({error.strerror})") from None
    try:
        for name, write in writers.items():
            write(aside / name)
            _sync(aside / name)
        aside.chmod(0o755)
        _put_in_place(aside, folder)
    except OSError as error:
        raise SimError(f"{folder}: writing failed ({error.strerror}); it is as it was before") from None
    finally:
        with suppress(OSError):
            shutil.rmtree(aside)
    return folder


def _put_in_place(aside: Path, folder: Path) -> None:
    """Rename a folder; an older one of the name makes way, and comes back where that fails."""
    old = aside.with_name(f"{aside.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to: synced and renamed at the end, so that the file is whole or as it was."""
    temporary = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_json(value: Any) -> Callable[[Path], None]:
    """A writer of a JSON file; dates are written as ISO text."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n"
    return lambda path: _write_text(path, text)


def write_parquet(table: Any) -> Callable[[Path], None]:
    """A writer of a pandas table as Parquet."""
    return lambda path: table.to_parquet(path, index=False)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
