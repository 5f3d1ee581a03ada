"""What is imported while others simulate: the kernel, and processes, leave this one's interpreter to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

PICTURES = "sim.pictures.style"
"""What all pictures are drawn with, Matplotlib behind it: it takes as long as a thousand replications."""


@contextmanager
def imported_beside(name: str = PICTURES) -> Iterator[None]:
    """Import a module in a thread of its own while the block runs; whoever imports it is told what fails in it."""
    thread = threading.Thread(target=_import, args=(name,))
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _import(name: str) -> None:
    with suppress(Exception):
        import_module(name)
