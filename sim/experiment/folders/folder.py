"""A result folder while it is written: by one process at a time, each file whole, the manifest last."""

import json
import platform
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.errors import SimError, UsageError
from sim.experiment.folders.proof import MANIFEST, OWN_HASH, Entry, Manifest, Proof, entry_of, examine, manifest_text
from sim.records.files import ASIDE, aside, is_folder, reason_of, sync, write_text
from sim.version import DIGESTS, VERSION

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".lock"
ATTEMPTS = 100

PATIENCE = 60.0
"""Seconds that a short piece of writing waits for another to end."""

LIBRARIES = ("numpy", "scipy", "simpy", "numba", "pandas", "pyarrow", "pydantic", "matplotlib")
"""Whose versions a manifest names."""

Result = TypeVar("Result")
Writer = Callable[[Path], object]
"""Writes a file at a path."""


class ResultFolder:
    """The folder at `path` while a piece of work is written into it; opened by `open_folder`, which holds its lock.

    `proof` is what it proved when it was opened: what is whole is kept, and not written again.
    """

    def __init__(self, path: Path, work: str, proof: Proof) -> None:
        self.path = path
        self.work = work
        self.proof = proof
        self._files: dict[str, Entry] = {}

    def write(self, name: str, write: Callable[[Path], Result]) -> Result | None:
        """Write a file; gives what its writer gives, or None for a file that is kept. Raises `OSError`."""
        if name in self.proof.whole:
            self._files[name] = self.proof.whole[name]
            return None
        with aside(self.path / name) as temporary:
            result = write(temporary)
            entry = entry_of(temporary)
        self._files[name] = entry
        return result

    @property
    def kept(self) -> Manifest:
        """The manifest of which files are kept."""
        assert self.proof.manifest is not None
        return self.proof.manifest

    def keep_only_of(self, result_digest: str) -> None:
        """Keep nothing that belongs to another result of the same work, which another state of the code gave."""
        if self.proof.manifest is not None and self.kept["result_digest"] != result_digest:
            self.proof = Proof()

    def write_all(self, writers: Mapping[str, Writer]) -> None:
        """Write several files."""
        for name, write in writers.items():
            self.write(name, write)

    def finish(self, about: Mapping[str, Any]) -> Manifest:
        """Write the manifest, which makes the folder a finished one; gives it. Raises `OSError`.

        Files that an earlier manifest names besides are kept where they are whole, else removed.
        """
        for name in self.proof.faults.keys() - self._files.keys():
            with suppress(OSError):
                (self.path / name).unlink()
        files = self.proof.whole | self._files
        content = {key: value for key, value in about.items() if key != OWN_HASH}
        text = manifest_text(content | {"files": {name: files[name] for name in sorted(files)}})
        sync(self.path)
        with aside(self.path / MANIFEST) as temporary:
            write_text(text)(temporary)
        sync(self.path)
        manifest: Manifest = json.loads(text)
        return manifest

    def write_once(self, writers: Mapping[str, Writer], about: Mapping[str, Any]) -> Manifest:
        """Write all files and the manifest, or leave none. Raises `SimError` where writing fails."""
        try:
            self.write_all(writers)
            return self.finish(about)
        except BaseException as error:
            if examine(self.path, self.work).finished is None:  # else the manifest got there
                self._discard([name for name in writers if name not in self.proof.whole])
            if isinstance(error, OSError):
                raise SimError(f"{self.path}: writing failed ({reason_of(error)}); nothing was written") from None
            raise

    def _discard(self, names: Sequence[str]) -> None:
        """Remove files, the first last: by it a folder is known as one of ours."""
        for path in (self.path / name for name in reversed(names)):
            with suppress(OSError):
                if path.is_file():  # what else lies there is not ours
                    path.unlink()


@contextmanager
def open_folder(path: Path, work: str, patience: float = PATIENCE) -> Iterator[ResultFolder]:
    """The folder of a piece of work, locked while the block runs; what a killed process left half-written is removed.

    Raises `UsageError` where it can't be written, another process writes there for longer than `patience` seconds, or
    it holds finished work of another scenario or what no file can take the place of.
    """
    lock = _locked(path, patience)
    try:
        for left in path.glob(f"{ASIDE}*"):
            with suppress(OSError):
                left.unlink()
        yield ResultFolder(path, work, examine(path, work))
    finally:
        with suppress(OSError):
            (path / LOCK).unlink()  # before it is released: who waits for it sees that its file is gone
            path.rmdir()  # only where nothing was written
        lock.release()


def _locked(path: Path, patience: float) -> "BaseFileLock":
    """The lock of a folder, which is made where it is not there; another process may remove it in between."""
    from filelock import FileLock, Timeout

    for attempt in range(ATTEMPTS):
        _refuse_files(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path / LOCK)
            lock.acquire(timeout=patience)
        except Timeout:
            kind = path.name.partition("-")[0]
            raise UsageError(f"{path}: another {kind} is writing there; expected a folder of its own") from None
        except OSError as error:
            if not isinstance(error, FileNotFoundError | FileExistsError) or attempt == ATTEMPTS - 1:
                raise unwritable(path, error) from None
        else:
            return lock
    raise AssertionError


def _refuse_files(path: Path) -> None:
    """Raises `UsageError` where a file lies in the place of a folder or of one that it is in."""
    if lexists(path) and not is_folder(path):
        raise UsageError(f"{path}: a file; expected a folder, or nothing yet")
    for parent in path.parents:
        if lexists(parent) and not is_folder(parent):
            raise UsageError(f"{path}: can't be written ({parent} is a file); expected a folder for results")


def unwritable(path: Path, error: OSError) -> UsageError:
    """The error of a place that the system refuses."""
    return UsageError(f"{path}: can't be written ({reason_of(error)}); expected a folder for results")


def manifest(kind: str, work: str, engine: str, result_digest: str, started: datetime, **counts: object) -> Any:
    """How a result was made: `work` names the scenario, seed and counts, `result_digest` the content."""
    return {
        "kind": kind,
        "work": work,
        "version": VERSION,
        "digests": DIGESTS,
        "commit": commit(),
        "engine": engine,
        **counts,
        "packages": library_versions(),
        "machine": {"python": platform.python_version(), "system": platform.system(), "cpu": platform.machine()},
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "result_digest": result_digest,
    }


@cache
def commit() -> str | None:
    """The commit of the checkout that the package runs from; None where it is installed from elsewhere."""
    home = Path(__file__).resolve().parents[3]
    if not (home / ".git").exists():
        return None
    command = ["git", "-C", str(home), "describe", "--always", "--abbrev=40", "--dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def library_versions() -> dict[str, str]:
    """The versions of the libraries that a result may depend on, as far as they are installed."""
    return {name: found for name in LIBRARIES if (found := _version_of(name)) is not None}


@cache
def _version_of(library: str) -> str | None:
    """The version that this process has; None of what is not installed."""
    with suppress(PackageNotFoundError):
        return version(library)
    return None
