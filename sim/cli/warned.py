"""Warnings of a command: each a line on standard error, all of them in what is printed for programs."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sim.cli.streams import note
from sim.errors import SimWarning

_SHOWN: ContextVar[tuple[str, ...]] = ContextVar("shown", default=())


def shown() -> list[str]:
    """The warnings so far, each once."""
    return list(_SHOWN.get())


@contextmanager
def warnings_shown() -> Iterator[None]:
    """Shows each `SimWarning` once, as a line for the user, while the block runs; others as before."""
    before = _SHOWN.set(())
    with warnings.catch_warnings():
        warnings.simplefilter("always", SimWarning)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **about: Any) -> None:
            if not issubclass(category, SimWarning):
                others(message, category, *where, **about)
            elif str(message) not in _SHOWN.get():
                _SHOWN.set((*_SHOWN.get(), str(message)))
                note(f"warning: {message}")

        warnings.showwarning = show
        try:
            yield
        finally:
            _SHOWN.reset(before)
