"""What is registered, by kind and name; what of it a scenario uses; and the number that stands for it in a model.

Registered is for this process and its scenarios. While a worker does a task, what the task brings is registered
instead (`using`), for its thread alone: several users may share a worker.
"""

import ctypes
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sim.errors import UsageError
from sim.extensions.source import Source

POLICY, DISTRIBUTION, FIGURE = "allocation policy", "distribution", "key figure"
"""Kinds of what is registered."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Extension:
    """A function that a user has registered under a name.

    `parameters` are a distribution's, `of` what a key figure is of ("", buyer or product); `home` is the function's
    module and name: the same function, written anew, takes the place of what it was.
    """

    kind: str
    name: str
    source: Source
    parameters: tuple[str, ...] = ()
    of: str = ""
    home: str = ""

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return f"{self.kind} '{self.name}'"

    def told(self) -> dict[str, str]:
        """What a manifest says of it."""
        file = self.source.file.rpartition("/")[2]
        return {"kind": self.kind, "name": self.name, "file": file, "source": self.digest()}

    def digest(self) -> str:
        """SHA-256 of its source and of how it is registered."""
        return Source(f"{self.kind} {self.name}", self.of, "", 0, (("source", self.source),)).digest()


CELL_BYTES = 8
"""From the first number of a cell to the second."""


class Cell:
    """Two numbers at a place in memory: where the compiled function lies (0: it is none), whether it has failed."""

    def __init__(self, extension: Extension) -> None:
        self.extension = extension
        self.numbers = (ctypes.c_int64 * 2)()
        self.handle = ctypes.addressof(self.numbers)

    @property
    def has_failed(self) -> bool:
        """Whether the compiled function has failed once: then it is run as plain Python, which tells why."""
        return bool(self.numbers[1])


REGISTERED: dict[Key, Extension] = {}
_USED: ContextVar[Mapping[Key, Extension] | None] = ContextVar("extensions in use", default=None)
_CELLS: dict[Extension, Cell] = {}
_BY_HANDLE: dict[int, Cell] = {}


def register(extension: Extension) -> None:
    """Register an extension. One of the same function is replaced; raises `UsageError` where another has its name."""
    key = extension.kind, extension.name
    known = REGISTERED.get(key)
    if known is not None and known.home != extension.home:
        raise UsageError(
            f"{extension.source.place}: {extension.title} is registered already, by {known.source.name} of "
            f"{known.source.place}; expected another name"
        )
    REGISTERED[key] = extension


def registered() -> tuple[Extension, ...]:
    """All that is registered, in order of kind and name."""
    known = _registry()
    return tuple(known[key] for key in sorted(known))


def find(kind: str, name: object) -> Extension | None:
    """What is registered under a name; None where nothing is."""
    return _registry().get((kind, name)) if isinstance(name, str) else None


def names_of(kind: str) -> list[str]:
    """The names of all that is registered of a kind, in order."""
    return sorted(name for one, name in _registry() if one == kind)


def _registry() -> Mapping[Key, Extension]:
    used = _USED.get()
    return REGISTERED if used is None else used


@contextmanager
def using(extensions: Iterable[Extension]) -> Iterator[None]:
    """These, and no others, are registered for this thread while the block runs."""
    token = _USED.set({(one.kind, one.name): one for one in extensions})
    try:
        yield
    finally:
        _USED.reset(token)


def used_in(*content: Any) -> tuple[Extension, ...]:
    """What of the registered some documents name: distributions as keys, policies and figures as texts."""
    known = registered()
    if not known:
        return ()
    keys, texts = set[str](), set[str]()
    _gather(content, keys, texts)
    heads = {text.partition(".")[0] for text in texts}
    names = {DISTRIBUTION: keys, POLICY: texts, FIGURE: heads}
    return tuple(one for one in known if one.name in names[one.kind])


def _gather(content: Any, keys: set[str], texts: set[str]) -> None:
    if isinstance(content, Mapping):
        keys.update(content)
        for value in content.values():
            _gather(value, keys, texts)
    elif isinstance(content, list | tuple):
        for value in content:
            _gather(value, keys, texts)
    elif isinstance(content, str):
        texts.add(content)


def cell_of(extension: Extension) -> Cell:
    """The cell of an extension, which stays as long as the process: its address is the number that stands for it."""
    found = _CELLS.get(extension)
    if found is None:
        found = _CELLS.setdefault(extension, Cell(extension))
        _BY_HANDLE[found.handle] = found
    return found


def extension_at(handle: int) -> Extension:
    """The extension that a number stands for."""
    return _BY_HANDLE[handle].extension
