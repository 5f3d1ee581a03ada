"""Folders in the system's temporary place that don't outlive their work, however it ends.

A lock that is held in each proves life; the system lets go of it when a process dies, and whoever next makes such a
folder removes those that nobody holds. A folder's name and lock tell it from everything that is the user's.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING

from sim.errors import SimError, UsageError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX = "gpu-supply-temporary-"
LOCK = ".alive"


class TemporaryFolder:
    """A new folder at `path`, this process's until `remove`; those that dead processes left are removed before.

    Raises `UsageError` where there is no temporary place, `SimError` where it can't be written.
    """

    def __init__(self) -> None:
        remove_abandoned()
        self.path, self._lock = _new()
        self._process = os.getpid()

    def remove(self) -> None:
        """Remove the folder; a forked child, which has a copy of this object, leaves it to its parent."""
        if os.getpid() != self._process:
            return
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder, removed at the end of the block."""
    folder = TemporaryFolder()
    try:
        yield folder.path
    finally:
        folder.remove()


def remove_abandoned() -> None:
    """Remove the temporary folders of this user whose process is dead; what can't be removed stays."""
    with suppress(OSError):
        for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
            with suppress(OSError):
                _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    from filelock import Timeout

    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
        return
    if not (folder / LOCK).exists():
        folder.rmdir()  # its process died before the lock, or will see that it is gone; what holds anything stays
        return
    lock = _lock_of(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()


def _new() -> tuple[Path, "BaseFileLock"]:
    """A new folder and the lock held in it; one that another's `remove_abandoned` takes before is made again."""
    while True:
        try:
            folder = Path(mkdtemp(prefix=PREFIX))
        except FileNotFoundError as error:
            raise UsageError(f"{error}; expected TMPDIR to name a folder that can be written") from None
        except OSError as error:
            raise SimError(f"{gettempdir()}: can't be written ({error.strerror}); TMPDIR names another place") from None
        lock = _lock_of(folder)
        try:
            lock.acquire()
            folder.chmod(0o700)  # the lock makes a folder that is gone again, for others to read
        except (FileNotFoundError, FileExistsError):  # it was there, and then was not
            continue
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise SimError(f"{folder}: can't be written ({error.strerror}); TMPDIR names another place") from None
        return folder, lock


def _lock_of(folder: Path) -> "BaseFileLock":
    from filelock import FileLock

    return FileLock(folder / LOCK, thread_local=False)  # a finaliser may run in any thread
