"""Who does the work: this process, processes of this machine, or a Dask cluster; each gives parts as they are done."""

import multiprocessing
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Protocol

from sim.errors import SimError
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.plan import Chunk
from sim.experiment.temporary import temporary_folder

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

MOST_DEATHS = 5
"""Deaths of worker processes that a sweep bears; a chunk that kills its worker would go on for ever."""

Done = Iterator[tuple[Chunk, bytes]]


class Workers(Protocol):
    """Does tasks in any order."""

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task, as it is done."""


class Here:
    """This process."""

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task, one after the other."""
        for task in tasks:
            yield task.chunk, simulate_chunk(task)


def simulate_into(task: Task, folder: str) -> str:
    """Simulate a chunk and write its part to a file, whose path is given.

    A process that is killed while it sends a large message leaves the receiver waiting for the rest for ever; a path is
    sent in one piece. Raises `SimError` where the file can't be written.
    """
    path = Path(folder) / task.chunk.name
    try:
        path.write_bytes(simulate_chunk(task))
    except OSError as error:
        raise SimError(f"{path}: writing failed ({error.strerror}); what was finished before is kept") from None
    return str(path)


class Processes:
    """Processes of this machine, started afresh, deaf to Ctrl-C, with one thread of mathematics each.

    They leave parts in `folder`.
    """

    def __init__(self, workers: int, folder: str) -> None:
        self._workers = workers
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._deaths = 0

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task as it is done; what a dead process had in hand is given to another."""
        waiting = iter(tasks)
        given: dict[Future[str], Task] = {}
        self._give(given, islice(waiting, 2 * self._workers))
        while given:
            done, _ = wait(given, return_when=FIRST_COMPLETED)
            for future in done:
                task = given.pop(future)
                try:
                    part = Path(future.result())
                except BrokenProcessPool:
                    lost = [task, *given.values()]
                    given.clear()
                    self._bury()
                    self._give(given, lost)
                    break
                self._give(given, islice(waiting, 1))
                yield task.chunk, part.read_bytes()
                part.unlink()

    def close(self, at_once: bool) -> None:
        """End the processes; `at_once` without waiting for what they do."""
        if self._pool is None:
            return
        if at_once:
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def _give(self, given: dict[Future[str], Task], tasks: Iterable[Task]) -> None:
        with _one_thread_each(), _interrupts_held_back():
            if self._pool is None:
                # The tracker unblocks signals when it starts, so it starts before the workers inherit the block.
                resource_tracker.ensure_running()
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._workers, mp_context=context)
            for task in tasks:
                given[self._pool.submit(simulate_into, task, self._folder)] = task

    def _bury(self) -> None:
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise SimError(f"{self._deaths} worker processes died; is there enough memory? What was finished is kept")
        assert self._pool is not None
        self._pool.shutdown(wait=True)
        self._pool = None


@contextmanager
def local_workers(workers: int) -> Generator[Workers, None, None]:
    """So many processes of this machine, or this process for one; ended with the block."""
    if workers == 1:
        yield Here()
        return
    with temporary_folder() as folder:
        processes = Processes(workers, str(folder))
        try:
            yield processes
        except BaseException:
            processes.close(at_once=True)
            raise
        processes.close(at_once=False)


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
