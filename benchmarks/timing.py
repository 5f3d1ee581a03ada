"""Times of several sides in one run, side by side. Not a benchmark itself."""

import time
from collections.abc import Callable, Mapping

Side = Callable[[], object]


def interleaved(sides: Mapping[str, Side], repeats: int) -> dict[str, list[float]]:
    """Seconds of every repeat of each side; the sides take turns, so that a slow moment of the machine meets all."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(repeats):
        for name, side in sides.items():
            begin = time.perf_counter()
            side()
            times[name].append(time.perf_counter() - begin)
    return times


def best(sides: Mapping[str, Side], repeats: int) -> dict[str, float]:
    """The least seconds of each side: what the machine does when nobody else is at work."""
    return {name: min(times) for name, times in interleaved(sides, repeats).items()}
