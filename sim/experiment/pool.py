"""Worker processes: started afresh, deaf to Ctrl-C (their parent ends them), one thread of mathematics each."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.pool import Pool

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@contextmanager
def worker_pool(workers: int) -> Iterator[Pool]:
    """A pool of processes, ended with the block: at once where it is left by an exception."""
    # The tracker unblocks signals when it starts, so it starts before they are blocked.
    resource_tracker.ensure_running()
    with _one_thread_each(), _interrupts_held_back():
        pool = multiprocessing.get_context("spawn").Pool(workers)
    with pool:
        yield pool


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started in the block use one thread: as many workers as cores share these without crowding."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started in the block inherit that interrupts are blocked; here one is only put off."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
