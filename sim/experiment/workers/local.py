"""Who does the work: this process, processes of this machine, or a Dask cluster; each gives parts as they are done."""

import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

from sim.errors import SimError
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.plan import Chunk
from sim.experiment.workers.process import WorkerDiedError, WorkerProcess

MOST_DEATHS = 5
"""Deaths of worker processes that a sweep bears; a chunk that kills its worker would go on for ever."""

KEPT = "What was finished is kept"

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


class Processes:
    """Processes of this machine, deaf to Ctrl-C; a thread here serves each, and starts another where it dies."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers)
        self._own = threading.local()
        self._lock = threading.Lock()
        self._alive: list[WorkerProcess] = []
        self._closed = False
        self._deaths = 0

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task as it is done; what a dead process had in hand is given to another."""
        waiting = iter(tasks)
        given: dict[Future[bytes], Task] = {}
        self._give(given, islice(waiting, 2 * self._workers))
        while given:
            done, _ = wait(given, return_when=FIRST_COMPLETED)
            for future in done:
                task = given.pop(future)
                try:
                    part = future.result()
                except WorkerDiedError as death:
                    self._bury(death)
                    self._give(given, [task])
                    continue
                self._give(given, islice(waiting, 1))
                yield task.chunk, part

    def close(self, at_once: bool) -> None:
        """End the processes; `at_once` without waiting for what they do. A further Ctrl-C doesn't leave any behind."""
        again = None
        with self._lock:
            self._closed = True
        while self._alive:
            try:
                self._alive[-1].end(at_once)
                self._alive.pop()
            except KeyboardInterrupt as interrupt:
                again, at_once = interrupt, True
        self._threads.shutdown(wait=True, cancel_futures=True)
        if again is not None:
            raise again

    def _give(self, given: dict[Future[bytes], Task], tasks: Iterable[Task]) -> None:
        for task in tasks:
            given[self._threads.submit(self._simulate, task)] = task

    def _simulate(self, task: Task) -> bytes:
        """The part of a task, done by the process of this thread."""
        worker = getattr(self._own, "worker", None) or self._start()
        try:
            return worker.simulate(task)
        except WorkerDiedError:
            self._own.worker = None
            raise

    def _start(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise SimError("the workers are ended")
            worker = self._own.worker = WorkerProcess()
            self._alive.append(worker)
        return worker

    def _bury(self, death: WorkerDiedError) -> None:
        self._deaths += 1
        if death.status > 0 and death.words:
            raise SimError(f"a worker process ended {death}; what was finished is kept")
        if self._deaths <= MOST_DEATHS:
            return
        if death.status == -signal.SIGKILL:
            raise SimError(f"{self._deaths} worker processes were killed; is there enough memory? {KEPT}")
        raise SimError(f"{self._deaths} worker processes died, the last {death}. {KEPT}")


@contextmanager
def local_workers(workers: int) -> Generator[Workers, None, None]:
    """So many processes of this machine, or this process for one; ended with the block."""
    if workers == 1:
        yield Here()
        return
    processes = Processes(workers)
    try:
        yield processes
    except BaseException:
        processes.close(at_once=True)
        raise
    processes.close(at_once=False)
