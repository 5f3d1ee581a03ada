"""What was compiled, kept on disk: a file a function and signature, which is used only where it is whole and ours.

A file holds code that is run as it is, so it is read only from folders and files that nobody else may write, and only
where its digest says that it is what was written, for this function of these sources. What Numba keeps private may be
another thing in its next version: then nothing is kept, and all works.
"""

import hashlib
import os
import pickle
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

ENDING = ".kernel"
DIGEST_BYTES = 32
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def why_not_trusted(folder: Path) -> str:
    """Who else may write a folder, or put another in its place; empty where nobody may, or the system can't say."""
    if not hasattr(os, "getuid"):
        return ""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - links are looked at themselves, too
    for path in dict.fromkeys((*_and_parents(whole), *_and_parents(whole.resolve()))):
        about = path.lstat()
        if about.st_uid not in (0, os.getuid()):
            return f"{path} belongs to somebody else"
        if _is_open_to_others(about) and not (path != whole and about.st_mode & stat.S_ISVTX):
            return f"others may write {path}"
    return ""


def _and_parents(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents


def _is_open_to_others(about: os.stat_result) -> bool:
    """Whether others than the owner may write; a group that is the user's own alone is nobody else."""
    if stat.S_ISLNK(about.st_mode) or not about.st_mode & OTHERS_MAY_WRITE:
        return False
    return bool(about.st_mode & stat.S_IWOTH) or not _is_own_group(about.st_gid)


def _is_own_group(number: int) -> bool:
    """Whether a group is that of the user's own name, without other members."""
    import grp
    import pwd

    with suppress(KeyError):
        user, group = pwd.getpwuid(os.getuid()), grp.getgrgid(number)
        return user.pw_gid == number and user.pw_name == group.gr_name and set(group.gr_mem) <= {user.pw_name}
    return False


class Keeper:
    """The folder of what is compiled; `trouble` says why nothing can be kept there, once that is known."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.trouble = "" if folder is not None else "there is no home folder; NUMBA_CACHE_DIR names another"

    def has(self, pattern: str = f"*{ENDING}") -> bool:
        """Whether something is kept."""
        with suppress(OSError):
            return self.folder is not None and any(self.folder.glob(pattern)) and not why_not_trusted(self.folder)
        return False

    def can_keep(self) -> bool:
        """Whether there is a folder to keep something in, which is made."""
        return self.folder is not None and not self._is_troubled(_make)

    def read(self, name: str) -> bytes | None:
        """The content of a file, where it is whole and nobody else may write it."""
        if self.folder is None or self._is_troubled(why_not_trusted):
            return None
        with suppress(OSError), open(self.folder / name, "rb", opener=_without_links) as file:
            about = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (about.st_uid not in (0, os.getuid()) or _is_open_to_others(about)):
                self.trouble = f"others may write {self.folder / name}"
                return None
            content = file.read()
            if content[:DIGEST_BYTES] == self._digest(name, content[DIGEST_BYTES:]):
                return content[DIGEST_BYTES:]
        return None

    def write(self, name: str, content: bytes) -> None:
        """Keep a file, which is replaced whole, so that several processes may write it at once."""
        if self.folder is None or self._is_troubled(_make):
            return
        try:
            number, temporary = tempfile.mkstemp(dir=self.folder, prefix=f".{name}-")
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(self._digest(name, content) + content)
                Path(temporary).replace(self.folder / name)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            self.trouble = f"{self.folder} can't be written ({error.strerror})"

    def _is_troubled(self, check: Callable[[Path], str]) -> bool:
        """Whether a check of the folder finds something, which is then known; a folder that is not there is sound."""
        assert self.folder is not None
        try:
            self.trouble = check(self.folder)
        except FileNotFoundError:
            self.trouble = ""
        except OSError as error:
            self.trouble = f"{self.folder} can't be written ({error.strerror})"
        return bool(self.trouble)

    def _digest(self, name: str, content: bytes) -> bytes:
        """Digest of a content and of what it is for: the folder is named by the sources, the file by the function."""
        assert self.folder is not None
        return hashlib.sha256(f"{self.folder.name}/{name}\0".encode() + content).digest()


def _make(folder: Path) -> str:
    """Make a folder that only its owner may enter, inside one that may be anybody's; why it is not trusted."""
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    for one in (folder.parent, folder):
        one.mkdir(mode=0o700, exist_ok=True)
    return why_not_trusted(folder)


def _without_links(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


class Cache:
    """What Numba asks of a function's cache."""

    def __init__(self, function: Callable[..., Any], keeper: Keeper) -> None:
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._keeper = keeper
        self.cache_path = "" if keeper.folder is None else str(keeper.folder)

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """What was compiled for a signature; None where it has to be compiled."""
        with suppress(Exception):
            from numba.core.compiler import CompileResult
            from numba.core.runtime import rtsys

            content = self._keeper.read(self._file(signature))
            if content is not None:
                rtsys.initialize(target_context)  # all that running takes; what compiles refreshes the contexts itself
                return CompileResult._rebuild(target_context, *pickle.loads(content))  # noqa: S301, SLF001 - see above
        return None

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep what was compiled for a signature."""
        try:
            from numba.core.serialize import dumps

            content = dumps(compiled._reduce())  # noqa: SLF001 - what Numba's own cache keeps
        except Exception as error:
            self._keeper.trouble = f"this version of Numba keeps otherwise ({type(error).__name__})"
            return
        self._keeper.write(self._file(signature), content)

    def enable(self) -> None:
        """Numba may ask for it; it is always on."""

    def disable(self) -> None:
        """Numba may ask for it; it is always on."""

    def flush(self) -> None:
        """Numba may ask for it; what is kept stays."""

    def _file(self, signature: Any) -> str:
        """The name of the file of a signature."""
        return f"{self._name}-{hashlib.sha256(str(signature).encode()).hexdigest()[:16]}{ENDING}"
