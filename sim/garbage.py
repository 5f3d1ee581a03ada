"""Memory that is no longer used: when Python looks for it, and when it goes back to the system.

Python looks seldom where a process makes much that stays, as imports and compilers do.
"""

import atexit
import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SELDOM = 50_000
"""Objects made after which Python looks for garbage: with its own 700 the search takes a tenth of a command."""


@contextmanager
def searched_seldom() -> Iterator[None]:
    """Have Python look for garbage seldom while the block runs; not at all, where it doesn't before."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] and max(SELDOM, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def not_searched_at_the_end() -> None:
    """Spare this process a last search through all that it has imported: the system takes its memory back whole."""
    atexit.register(gc.freeze)


def give_back() -> None:
    """Give memory back to the system that Arrow and the C library keep for later, as far as they can.

    Of a worker that does chunk after chunk they would keep a fifth more, and more with larger chunks.
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    with suppress(OSError, TypeError, AttributeError):  # this is glibc's own
        ctypes.CDLL(None).malloc_trim(0)
