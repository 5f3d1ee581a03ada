"""A result from elsewhere, wherever it lies: in a folder of its own, in a crate's folder, in a crate's archive.

Whoever makes up a manifest hashes it anew, so it may say anything with hashes that fit.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import lexists
from pathlib import Path
from typing import IO

from sim.archive.metadata import METADATA, MetadataError, check_metadata, files_of, main_folder
from sim.errors import UsageError
from sim.experiment.engine_choice import in_one_line
from sim.experiment.folders.proof import LARGEST, MANIFEST, DamagedError, fault_of
from sim.experiment.folders.temporary import temporary_folder
from sim.records.files import is_folder

EXPECTED = "a folder of results, or the crate of one"
REMEDY = "nothing of it was run"
BLOCK = 1 << 20
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
"""What a broken archive raises, or one that is made in a way that Python can't read."""

UNHEARD_OF = (ArithmeticError, AssertionError, AttributeError, LookupError, StopIteration, TypeError, ValueError)
"""What reading such a folder, or doing its work, may raise."""


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of a result that a path leads to, while the block runs; an archive is unpacked in a temporary place.

    Raises `UsageError` where there is no result, `DamagedError` where a crate is not as its metadata says.
    """
    if is_folder(path):
        in_crate = not lexists(path / MANIFEST) and (path / METADATA).is_file()
        yield _of_crate(path) if in_crate else path
    elif path.is_file() and zipfile.is_zipfile(path):
        with temporary_folder() as place:
            try:
                _unpack(path, place)
                yield _of_crate(place)
            except DamagedError:
                raise
            except UsageError as error:
                raise UsageError(str(error).replace(str(place), str(path))) from None
    else:
        what = "a file that is no archive" if lexists(path) else "no such file or folder"
        raise UsageError(f"{path}: {what}; expected {EXPECTED}")


def _of_crate(folder: Path) -> Path:
    """The folder that a crate is about, every file of which is as its metadata says."""
    path = folder / METADATA
    try:
        entities = check_metadata(_parsed(path, path.read_bytes()))
        files = files_of(entities)
    except MetadataError as error:
        raise DamagedError(path, str(error), REMEDY) from None
    for name, (size, sha256) in files.items():
        fault = fault_of(folder / name, {"size": size, "sha256": sha256})
        if fault is not None:
            raise DamagedError(folder / name, fault, REMEDY)
    return folder / main_folder(entities)


def _parsed(path: Path, content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise DamagedError(path, "no JSON", REMEDY) from None


def _unpack(path: Path, place: Path) -> None:
    """Unpack what the metadata names, and no more of a file than it says: names can't lead out, nor sizes swell."""
    try:
        with zipfile.ZipFile(path) as archive:
            known = {entry.filename: entry for entry in archive.infolist()}
            if METADATA not in known:
                raise UsageError(f"{path}: no crate: {METADATA} is not in it; expected {EXPECTED}")
            with archive.open(METADATA) as file:
                content = file.read(LARGEST)
            (place / METADATA).write_bytes(content)
            try:
                files = files_of(check_metadata(_parsed(path / METADATA, content)))
            except MetadataError as error:
                raise DamagedError(path / METADATA, str(error), REMEDY) from None
            for name in sorted(files.keys() & known.keys()):
                target = place / name
                target.parent.mkdir(exist_ok=True)
                with archive.open(name) as source, target.open("wb") as written:
                    _copy(source, written, files[name][0] + 1)
    except (*UNREADABLE, OSError) as error:
        raise DamagedError(path, f"can't be unpacked: {error}", REMEDY) from None


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> None:
    while most > 0 and (block := source.read(min(BLOCK, most))):
        target.write(block)
        most -= len(block)


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Raises `UsageError` in place of what the block stumbles over in a result that no work of ours has written."""
    try:
        yield
    except UNHEARD_OF as error:
        said = f"its hashes fit, but it says what no result does ({in_one_line(error)})"
        raise UsageError(f"{path}: {said}; expected {EXPECTED}") from error
