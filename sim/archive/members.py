"""The files of a crate: where each lies in it, what it is, where its content comes from; and how they are written."""

import hashlib
import shutil
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sim.errors import SimError, UsageError
from sim.records.files import aside_alone, is_folder, reason_of

SUFFIX = ".zip"
BLOCK = 1 << 20

FORMATS = {
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}
"""Media types, as IANA has them registered."""


@dataclass(frozen=True)
class Member:
    """A file of a crate at `name` (parts with `/`), which a file elsewhere or bytes at hand give."""

    name: str
    about: str
    source: Path | bytes
    size: int
    sha256: str

    @property
    def format(self) -> str:
        """Its media type."""
        return FORMATS.get(Path(self.name).suffix, "application/octet-stream")


def member_of(name: str, about: str, text: str) -> Member:
    """A member of a text."""
    content = text.encode()
    return Member(name, about, content, len(content), hashlib.sha256(content).hexdigest())


def check_target(target: Path) -> None:
    """Raises `UsageError` for a place that a crate can't be written to."""
    if target.suffix == SUFFIX:
        if is_folder(target):
            raise UsageError(f"{target}: a folder; expected a file to write, or nothing yet")
        if not is_folder(target.parent):
            raise UsageError(f"{target}: its folder is not there; expected one to write to")
    elif is_folder(target) and any(target.iterdir()):
        raise UsageError(f"{target}: holds something already; expected nothing yet, or FILE.zip")
    elif target.exists() and not is_folder(target):
        raise UsageError(f"{target}: a file; expected FILE.zip, or a folder that is not there yet")


def write_members(members: Iterable[Member], target: Path, made: datetime) -> None:
    """Write a crate as an archive (`FILE.zip`) or as a folder; an archive is whole or not there.

    The bytes of an archive follow from its members and `made`: stored as they are, so that no version of a compressor
    shows, in their order. Raises `SimError` where writing fails.
    """
    try:
        if target.suffix == SUFFIX:
            with aside_alone(target) as temporary:
                _write_archive(members, temporary, made)
        else:
            _write_folder(members, target)
    except OSError as error:
        raise SimError(f"{target}: writing failed ({reason_of(error)})") from None


def _write_archive(members: Iterable[Member], path: Path, made: datetime) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, made.timetuple()[:6])
            entry.create_system = 3  # Unix, whatever writes it
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.file_size = member.size
            with archive.open(entry, "w") as file:
                if isinstance(member.source, bytes):
                    file.write(member.source)
                else:
                    with member.source.open("rb") as source:
                        shutil.copyfileobj(source, file, BLOCK)


def _write_folder(members: Iterable[Member], target: Path) -> None:
    for member in members:
        path = target / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(member.source, bytes):
            path.write_bytes(member.source)
        else:
            shutil.copyfile(member.source, path)
