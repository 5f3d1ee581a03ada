"""What was compiled, kept on disk: written beside a digest, so that a damaged file counts as one that is not there.

Numba itself replaces its files whole, which makes it safe for several processes to compile at once.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, IndexDataCacheFile

Overloads = dict[Any, str]


def digest_file(path: str) -> Path:
    """Where the digest of a file is."""
    return Path(path + ".sha256")


def digest_of(path: str) -> str:
    """Digest of what a file holds."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def is_whole(path: str) -> bool:
    """Whether a file is there and holds what was written."""
    with suppress(OSError, UnicodeDecodeError):
        return digest_file(path).read_text(encoding="ascii") == digest_of(path)
    return False


class Files(IndexDataCacheFile):  # type: ignore[misc]
    """A function's index of what was compiled, and what was compiled: each with its digest."""

    def _load_index(self) -> Overloads:
        return super()._load_index() if is_whole(self._index_path) else {}

    def _load_data(self, name: str) -> Any:
        if not is_whole(self._data_path(name)):
            raise FileNotFoundError(name)
        return super()._load_data(name)

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[Any]:
        with super()._open_for_write(filepath) as file:
            yield file
        with super()._open_for_write(str(digest_file(filepath))) as file:
            file.write(digest_of(filepath).encode())


class Cache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, on `Files`; where these can no longer be written, nothing is kept."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = Files(self._cache_path, self._impl.filename_base, stamp)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled for a signature."""
        with suppress(OSError):
            super().save_overload(sig, data)
