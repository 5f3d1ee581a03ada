"""Warnings and notes of a command: each a line on standard error, all of them in what is printed for programs.

A warning is of what may not be as it was meant; a note says what follows from what the user asked for.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sim.cli.streams import note
from sim.errors import SimWarning

_SHOWN: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("shown", default=())


def shown(kind: str) -> list[str]:
    """The sentences of a kind (`warning`, `note`) so far, each once."""
    return [sentence for one, sentence in _SHOWN.get() if one == kind]


def remark(sentence: str, kind: str = "note") -> None:
    """Tell the user what follows from what was asked."""
    if (kind, sentence) not in _SHOWN.get():
        _SHOWN.set((*_SHOWN.get(), (kind, sentence)))
        note(f"{kind}: {sentence}")


@contextmanager
def warnings_shown() -> Iterator[None]:
    """Shows each `SimWarning` once, as a line for the user, while the block runs; others as before."""
    before = _SHOWN.set(())
    with warnings.catch_warnings():  # noqa: TID251 - the process is the command's own
        warnings.simplefilter("always", SimWarning)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **about: Any) -> None:
            if issubclass(category, SimWarning):
                remark(str(message), "warning")
            else:
                others(message, category, *where, **about)

        warnings.showwarning = show
        try:
            yield
        finally:
            _SHOWN.reset(before)
