"""Where Python's time goes, by module, from a look at the running frame every millisecond. Not a benchmark itself.

A profiler that counts calls would weigh down short functions; a look now and then weighs nothing down.
"""

import signal
import time
from collections import Counter
from collections.abc import Callable
from types import FrameType

INTERVAL = 0.001


def shares_by_module(work: Callable[[], object], seconds: float) -> dict[str, float]:
    """Repeat the work for so many seconds; each module's share of the looks, the largest first."""
    looks: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        if frame is not None:
            looks[frame.f_globals.get("__name__", "?")] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return {module: count / looks.total() for module, count in looks.most_common()}
