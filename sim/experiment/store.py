"""The folder of a sweep at work: its lock, what it is of, and its finished parts.

A part is written aside, synced and renamed, so a file that has its name is whole unless the disk damaged it.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.errors import SimError, UsageError
from sim.experiment.part import FORMAT, DamagedPartError, check
from sim.experiment.plan import Chunk
from sim.records.files import aside
from sim.version import VERSION

PARTS, WORK, LOCK, DONE = "parts", "work.json", ".lock", "manifest.json"

Told = Callable[[str], None]
"""Is told one line for the user."""


class Store:
    """The parts of one sweep in `folder`; opened by `open_store`."""

    def __init__(self, folder: Path, work: str, size: int) -> None:
        self.folder = folder
        self.work = work
        self.size = size

    def path(self, chunk: Chunk) -> Path:
        """Where a chunk's part lies, or will."""
        return self.folder / PARTS / chunk.name

    def has(self, chunk: Chunk, tell: Told) -> bool:
        """Whether a chunk is done; a part that is damaged or of other work is named and will be done again."""
        path = self.path(chunk)
        if not path.exists():
            return False
        try:
            check(path, self.work, chunk)
        except (DamagedPartError, OSError) as error:
            tell(f"{path} {error}; it is done again")
            return False
        return True

    def put(self, chunk: Chunk, content: bytes) -> None:
        """Keep a finished part. Raises `SimError` where it can't be written; what was kept before stays."""
        path = self.path(chunk)
        try:
            with aside(path) as temporary:
                temporary.write_bytes(content)
        except OSError as error:
            raise SimError(
                f"{path}: writing failed ({error.strerror}); what was finished before is kept, --resume goes on"
            ) from None

    def clear(self) -> None:
        """Forget the parts, once the results are written."""
        shutil.rmtree(self.folder / PARTS, ignore_errors=True)
        with suppress(OSError):
            (self.folder / WORK).unlink()


@contextmanager
def open_store(folder: Path, work: str, size: int, resume: bool) -> Iterator[Store]:
    """The store of a piece of work, locked while the block runs.

    Unfinished work there is gone on with if `resume` says so (in chunks of its own size), and refused otherwise.
    Raises `UsageError` for a folder that can't be written, that another sweep works in, or that holds anything else.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        _refuse_foreign(folder, work)
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(f"{folder}: another sweep is writing there; expected a folder of its own") from None
    except OSError as error:
        raise UsageError(f"{folder}: can't be written ({error.strerror}); expected a folder for results") from None
    try:
        yield Store(folder, work, _begin(folder, work, size, resume))
    finally:
        lock.release()
        if not (folder / WORK).exists():  # it is finished, or was never begun
            with suppress(OSError):
                (folder / LOCK).unlink()
                folder.rmdir()  # only where nothing was written


def _begin(folder: Path, work: str, size: int, resume: bool) -> int:
    """Say in the folder what is done there; gives the size of its chunks."""
    parts = folder / PARTS
    found = _work_in(folder)
    if found is not None and any(parts.glob("*.zip")):
        if not resume:
            raise UsageError(
                f"{folder}: holds unfinished work of this sweep; expected --resume to go on with it, "
                "or that you remove the folder to start again"
            )
        return int(found["size"])
    try:
        parts.mkdir(exist_ok=True)
        content = {"format": FORMAT, "version": VERSION, "work": work, "size": size}
        with aside(folder / WORK) as temporary:
            temporary.write_text(json.dumps(content), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: can't be written ({error.strerror}); expected a folder for results") from None
    return size


def _refuse_foreign(folder: Path, work: str) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: a file; expected a folder, or nothing yet")
    found = _work_in(folder)
    if found is None:
        holds = [entry.name for entry in folder.iterdir() if entry.name not in (LOCK, PARTS)]
        if holds:
            raise UsageError(f"{folder}: holds something else ({min(holds)}); expected nothing yet")
    elif found.get("work") != work:
        raise UsageError(f"{folder}: holds work {found.get('work')} of another scenario; expected {work}")


def _work_in(folder: Path) -> dict[str, Any] | None:
    """What a folder says that is done there; None where it says nothing that can be read."""
    try:
        found = json.loads((folder / WORK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("size"), int) and found["size"] > 0 else None
