"""Ctrl-C, never lost: what a signal's handler raises where Python can only ignore it (a finaliser) is raised again."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """Remembers what the handlers of signals have raised."""

    def __init__(self) -> None:
        self._raised: BaseException | None = None

    def check(self) -> None:
        """Raises what a handler has raised, once more."""
        if self._raised is not None:
            raise self._raised

    def remembering(self, handler: Handler) -> Handler:
        """A handler that does the same, and remembers what it raises."""

        def handle(number: int, frame: FrameType | None) -> None:
            try:
                handler(number, frame)
            except BaseException as error:
                self._raised = error
                raise

        return handle


@contextmanager
def interruption() -> Iterator[Interruption]:
    """What the handlers of the program raise is remembered while the block runs; they are as before after it.

    What is ignored stays ignored, and only the main thread can set handlers: elsewhere nothing changes.
    """
    found = Interruption()
    with ExitStack() as handlers:
        if threading.current_thread() is threading.main_thread():
            for name in SIGNALS:
                number = getattr(signal, name, None)
                before = None if number is None else signal.getsignal(number)
                if number is not None and callable(before):
                    signal.signal(number, found.remembering(before))
                    handlers.callback(signal.signal, number, before)
        yield found
