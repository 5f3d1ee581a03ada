"""Ctrl-C, never lost: an interrupt that is raised where Python can only ignore it (a finaliser) is raised again."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Remembers that an interrupt came."""

    def __init__(self) -> None:
        self.asked = False

    def check(self) -> None:
        """Raises `KeyboardInterrupt` where one came."""
        if self.asked:
            raise KeyboardInterrupt

    def _handle(self, _: int, __: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Interrupts are remembered while the block runs; only the main thread can, elsewhere nothing changes."""
    found = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield found
        return
    before = signal.signal(signal.SIGINT, found._handle)  # noqa: SLF001 - the signal's end of this very object
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
