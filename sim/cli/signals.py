"""Signals that ask the command to end: it ends as on Ctrl-C, and its exit status says which signal it was."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class AskedToEnd(KeyboardInterrupt):
    """An interruption by a signal.

    Where Python's own class passes through code that is made from text, as a dataclass is, Python ends the process by
    SIGINT in the end, whatever exit status was asked for.
    """


class Ending:
    """The exit status of an interruption."""

    status = INTERRUPTED

    def ask(self, number: int, _: FrameType | None) -> None:
        """Handler of a signal: an interruption, as Ctrl-C is."""
        self.status = 128 + number
        raise AskedToEnd


@contextmanager
def ended_by_signals() -> Iterator[Ending]:
    """While the block runs, signals that would end the command interrupt it; one that is ignored (nohup) stays so."""
    ending = Ending()
    with ExitStack() as handlers:
        if threading.current_thread() is threading.main_thread():
            for name in ENDING:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    handlers.callback(signal.signal, number, signal.signal(number, ending.ask))
        yield ending
