"""The end of the server: at once, whatever its threads are at."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from sim.experiment.work import SIGNALS

PATIENCE = 2.0
"""Seconds that closing what the server has opened may take."""


@contextmanager
def ended_at_once(close: Callable[[], None]) -> Iterator[None]:
    """While the block runs, a signal that asks the process to end calls `close` and ends it, with 128 and its number.

    No thread is waited for. A page's computation can't be interrupted, and nothing that a server holds has to be kept:
    a view is in its link. One that is ignored (nohup) stays so.
    """

    def end(number: int, _: FrameType | None) -> None:
        closing = threading.Thread(target=close, daemon=True)
        closing.start()
        closing.join(PATIENCE)
        os._exit(128 + number)

    with ExitStack() as handlers:
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                handlers.callback(signal.signal, number, signal.signal(number, end))
        yield
