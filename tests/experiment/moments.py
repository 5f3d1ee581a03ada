"""Every moment at which work changes a file: something may go wrong at each."""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}

_watching: list[Callable[[str, tuple[Any, ...]], None]] = []


def _hook(event: str, about: tuple[Any, ...]) -> None:
    if _watching and (event in CHANGES or (event == "open" and isinstance(about[2], int) and about[2] & WRITING)):
        _watching[-1](event, about)


sys.addaudithook(_hook)  # for good; it does nothing where nobody watches


@contextmanager
def moments(place: Path, monkeypatch: pytest.MonkeyPatch, at: int, act: Callable[[], None]) -> Iterator[list[str]]:
    """Acts at the moment of a number at which a file below a place is changed or synced; gives all moments so far."""
    seen: list[str] = []

    def moment(name: str) -> None:
        seen.append(name)
        if len(seen) - 1 == at:
            act()

    def changed(event: str, about: tuple[Any, ...]) -> None:
        if str(about[0]).startswith(str(place)):
            moment(f"{event} {about[0]}")

    synced = os.fsync

    def sync(descriptor: int) -> None:
        moment("fsync")
        synced(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        _watching.append(changed)
        try:
            yield seen
        finally:
            _watching.pop()


def full_disk() -> None:
    """There is no room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> None:
    """The user presses Ctrl-C."""
    raise KeyboardInterrupt


def kill() -> None:
    """The process is ended, and can do nothing about it."""
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(do: Callable[[], object]) -> None:
    """Do something in a process of its own, which is a copy of this one."""
    child = os.fork()
    if not child:
        try:
            do()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
