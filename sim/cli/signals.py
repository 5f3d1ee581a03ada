"""Signals that ask the command to end: it ends as on Ctrl-C, and its exit status says which signal it was."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT

ENDING = ("SIGTERM", "SIGHUP")


class Ending:
    """The exit status of an interruption."""

    status = INTERRUPTED

    def ask(self, number: int, _: FrameType | None) -> None:
        """Handler of a signal: an interruption, as Ctrl-C is."""
        self.status = 128 + number
        raise KeyboardInterrupt


@contextmanager
def ended_by_signals() -> Iterator[Ending]:
    """While the block runs, signals that would kill the command interrupt it; one that is ignored (nohup) stays so."""
    ending = Ending()
    with ExitStack() as handlers:
        if threading.current_thread() is threading.main_thread():
            for name in ENDING:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                    handlers.callback(signal.signal, number, signal.signal(number, ending.ask))
        yield ending
