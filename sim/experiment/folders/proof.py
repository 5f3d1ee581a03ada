"""How a finished folder proves itself: its manifest holds size and SHA-256 of every file, and of its own other lines.

Finished work reads its tables from its folder, and none but files that are as they were written.

A *fault* is what is wrong with a file, in words. Files that the manifest does not name are the user's.
"""

import hashlib
import json
import stat
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from sim.errors import UsageError
from sim.records.files import is_folder, stands_in_the_way
from sim.version import DIGESTS, VERSION

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
OWN_HASH = "sha256_of_other_lines"
"""The key, on a line of its own, under which a manifest holds the hash of its other lines."""

LARGEST = 64_000_000
"""Bytes beyond which a manifest is none."""

SETTLED = 100_000_000
"""Nanoseconds after a change from which a file system's clock tells the next change from it."""

STATED = ("kind", "work", "version", "engine", "seed", "result_digest", "started", "ended", "packages", "machine")

Manifest = dict[str, Any]

Told = Callable[[str], None]
"""Is told one line for the user."""


class Entry(TypedDict):
    """What a manifest says of a file."""

    size: int
    sha256: str


class DamagedError(UsageError):
    """A file of a result folder is not as it was written; the message names it and says what is wrong."""

    def __init__(self, path: Path, fault: str, remedy: str) -> None:
        super().__init__(f"{path}: damaged ({fault}); {remedy}")
        self.path = path
        self.fault = fault


@dataclass(frozen=True)
class Proof:
    """What a folder proves: its manifest, where that is sound and of the work asked for, and faults of its files."""

    manifest: Manifest | None = None
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def finished(self) -> Manifest | None:
        """The manifest, where every file is as it was written."""
        return None if self.faults else self.manifest

    @property
    def whole(self) -> dict[str, Entry]:
        """The files that are as they were written."""
        files = {} if self.manifest is None else self.manifest["files"]
        return {name: entry for name, entry in files.items() if name not in self.faults}


def entry_of(path: Path) -> Entry:
    """What a manifest says of a file that lies there."""
    return {"size": path.stat().st_size, "sha256": sha256_of(path)}


def manifest_text(about: Mapping[str, Any]) -> str:
    """A manifest as its file has it: the hash of the other lines is on the second."""
    text = json.dumps(dict(about), indent=2, ensure_ascii=False, default=str) + "\n"
    own = hashlib.sha256(text.encode()).hexdigest()
    return text.replace("{\n", f'{{\n  "{OWN_HASH}": "{own}",\n', 1)


def examine(folder: Path, work: str, tell: Told = lambda _: None) -> Proof:
    """What a folder proves of the work that should be finished in it; what is wrong there is told.

    Raises `UsageError` where it holds finished work of another scenario, or what no file can take the place of.
    """
    path = folder / MANIFEST
    if not lexists(path):
        return Proof()
    try:
        manifest = read_manifest(folder)
    except DamagedError as error:
        if stands_in_the_way(path):
            raise
        tell(f"{path}: damaged ({error.fault}); the work is done again")
        return Proof()
    if manifest["work"] != work:
        raise UsageError(f"{path}: of work {manifest['work']} of another scenario; expected {work}, or no such file")
    if manifest["version"] != VERSION:
        tell(f"{path}: made by version {manifest['version']}; the work is done again by {VERSION}")
        return Proof()
    if manifest.get("digests", DIGESTS) != DIGESTS:
        tell(f"{path}: of digest version {manifest['digests']}; the work is done again, of version {DIGESTS}")
        return Proof()
    faults = faults_of(folder, manifest)
    for name, fault in faults.items():
        if stands_in_the_way(folder / name):
            raise DamagedError(folder / name, fault, _remedy(folder / name, manifest["kind"]))
    for name, fault in faults.items():
        tell(f"{folder / name}: damaged ({fault}); it is made again")
    return Proof(manifest, faults)


def proven(folder: Path, kinds: Collection[str], expected: str) -> Manifest:
    """The manifest of a finished folder that is to be read, every file of which is as it was written.

    Raises `UsageError` where there is no finished result of these kinds, `DamagedError` for the first file that is not.
    """
    if not is_folder(folder):
        what = "a file" if lexists(folder) else "no such folder"
        raise UsageError(f"{folder}: {what}; expected {expected}")
    path = folder / MANIFEST
    if not lexists(path):
        unfinished = any(folder.glob("parts"))
        state = "unfinished: no manifest yet (--resume goes on)" if unfinished else "no manifest in it"
        raise UsageError(f"{folder}: {state}; expected {expected}")
    manifest = read_manifest(folder)
    if manifest["kind"] not in kinds:
        raise UsageError(f"{path}: kind is {manifest['kind']!r}; expected {expected}")
    for name, fault in faults_of(folder, manifest).items():
        raise DamagedError(folder / name, fault, _remedy(folder / name, manifest["kind"]))
    return manifest


def checked(folder: Path, name: str, manifest: Mapping[str, Any]) -> Path:
    """The path of a file that is as the manifest says. Raises `DamagedError` where it is not."""
    path = folder / name
    entry = manifest["files"].get(name)
    fault = "not in the manifest" if entry is None else fault_of(path, entry)
    if fault is not None:
        raise DamagedError(path, fault, _remedy(path, manifest["kind"]))
    return path


def faults_of(folder: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the files of a folder, by name."""
    found = {name: fault_of(folder / name, entry) for name, entry in manifest["files"].items()}
    return {name: fault for name, fault in found.items() if fault is not None}


def fault_of(path: Path, entry: Entry) -> str | None:
    """What is wrong with a file; None where it is as it was written."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return "a folder; expected a file" if stat.S_ISDIR(about.st_mode) else "not a regular file"
        if about.st_size != entry["size"]:
            return f"{about.st_size:,} bytes; expected {entry['size']:,}"
        return None if sha256_of(path) == entry["sha256"] else "its content is not what was written"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"can't be read: {error.strerror}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder, which is as it was written. Raises `DamagedError` where it is not."""
    path = folder / MANIFEST
    remedy = "the same work, asked for again, is done again"
    if stands_in_the_way(path):
        raise DamagedError(path, "not a regular file", f"move it away: {remedy} then")
    try:
        if not path.is_file():
            raise DamagedError(path, "not a regular file" if path.exists() else "missing", remedy)
        if path.stat().st_size > LARGEST:
            raise DamagedError(path, "far too large", remedy)
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DamagedError(path, f"can't be read: {error.strerror}", remedy) from None
    except UnicodeDecodeError:
        raise DamagedError(path, "not UTF-8", remedy) from None
    manifest = _content(text)
    if manifest is None or OWN_HASH not in manifest:
        raise DamagedError(path, "no manifest" if manifest is None else "holds no hashes: of an older version", remedy)
    if manifest_text({key: value for key, value in manifest.items() if key != OWN_HASH}) != text:
        raise DamagedError(path, "edited: its hash is not that of its lines", remedy)
    if not _is_complete(manifest):
        raise DamagedError(path, "does not say all that a manifest says", remedy)
    return manifest


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, which is read once as long as it does not change."""
    about = path.stat()
    if time.time_ns() - about.st_ctime_ns < SETTLED:
        return _hash_of_file(path)
    return _known_hash(path, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


@lru_cache(maxsize=4096)
def _known_hash(path: Path, *_: int) -> str:
    return _hash_of_file(path)


def _hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(text: str) -> Manifest | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "kind" in found else None


def _is_complete(manifest: Manifest) -> bool:
    files = manifest.get("files")
    return (
        all(key in manifest for key in STATED)
        and isinstance(files, dict)
        and all(Path(name).name == name and _is_entry(entry) for name, entry in files.items())
    )


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("size"), int) and isinstance(entry.get("sha256"), str)


def _remedy(path: Path, kind: str) -> str:
    repair = f"the same {kind}, asked for again, repairs it"
    return f"move it away: {repair} then" if stands_in_the_way(path) else repair


class Written:
    """Finished work: its tables are read from its folder when they are asked for."""

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What `summary.json` tells; the pages of the results say of what. Raises as `file` does."""
        found: dict[str, Any] = json.loads(self.file("summary.json").read_text(encoding="utf-8"))
        return found

    @property
    def digest(self) -> str:
        """Digest of the rows: the same with any engine, number of workers and size of chunks."""
        return str(self.manifest["result_digest"])

    def has(self, name: str) -> bool:
        """Whether the work wrote a file of this name."""
        return name in self.manifest["files"]

    def file(self, name: str) -> Path:
        """The path of a file of the folder, which is as it was written. Raises `UsageError` where it is not."""
        return checked(self.folder, name, self.manifest)

    def table(self, name: str) -> "pd.DataFrame":
        """A table of the folder. Raises as `file` does."""
        import pandas as pd

        return pd.read_parquet(self.file(f"{name}.parquet"))
