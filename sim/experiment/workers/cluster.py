"""A Dask cluster at work: one that exists, or one started on this machine (extra `dask`)."""

import sys
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

from sim.errors import SimError, UsageError
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.folders.temporary import temporary_folder
from sim.experiment.workers.local import Done, Workers
from sim.experiment.workers.process import ChildProcess, WorkerDiedError
from sim.experiment.workers.serving import serve_cluster

LOCAL = "local"
PATIENCE = "10s"
"""How long a scheduler may take to answer."""

RETRIES = 3

SILENT = 60
"""A level above all of `logging`."""


class Cluster:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task as it is done; what a dead worker had in hand Dask gives to another."""
        from distributed import as_completed

        waiting = iter(tasks)
        with self._answering():
            threads = sum(self._client.nthreads().values())
            given = {self._submit(task): task for task in islice(waiting, 2 * max(1, threads))}
            finished = as_completed(list(given), loop=self._client.loop)
        for future in finished:
            task = given.pop(future)
            with self._answering():
                content = self._part(future, task)
                future.release()
                for following in islice(waiting, 1):
                    submitted = self._submit(following)
                    given[submitted] = following
                    finished.add(submitted)
            yield task.chunk, content

    def _submit(self, task: Task) -> Any:
        return self._client.submit(simulate_chunk, task, pure=False, retries=RETRIES)

    @staticmethod
    def _part(future: Any, task: Task) -> bytes:
        from distributed import KilledWorker

        try:
            return bytes(future.result())
        except KilledWorker as error:
            raise SimError(f"Dask workers died at {task.chunk.name} ({error}); what was finished is kept") from None
        except ImportError as error:
            raise SimError(f"a Dask worker can't import what it needs ({error}); what was finished is kept") from None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Raises `SimError` where the scheduler dies in the block: its client cancels all, or finds nobody."""
        try:
            yield
        except (CancelledError, OSError):
            where = self._client.scheduler.address if self._client.scheduler else "the cluster"
            raise SimError(f"{where}: the Dask scheduler is gone; what was finished is kept") from None


@contextmanager
def dask_workers(address: str, workers: int) -> Generator[Workers, None, None]:
    """The cluster at an address, or one of `workers` processes that is started here and ended with the block.

    Raises `UsageError` where Dask is not installed or no scheduler answers.
    """
    with ExitStack() as ways:
        ways.enter_context(_quiet())
        if address == LOCAL:
            address = ways.enter_context(_cluster_here(workers))
        yield Cluster(ways.enter_context(_client(address)))


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask logs in the block goes nowhere, unless the program uses Dask itself: then it is the program's."""
    theirs = "distributed" in sys.modules
    try:
        from distributed.utils import silence_logging_cmgr
    except ImportError:
        raise UsageError("--dask needs Dask: install gpu-supply-sim[dask]") from None
    if theirs:
        yield
        return
    with silence_logging_cmgr(SILENT):
        yield


@contextmanager
def _cluster_here(workers: int) -> Iterator[str]:
    """The address of a cluster that runs while the block does."""
    with temporary_folder() as folder:
        process = ChildProcess(serve_cluster)
        try:
            yield str(process.ask((workers, str(folder))))
        except WorkerDiedError as death:
            raise SimError(f"a Dask cluster can't be started here: its process ended {death}") from None
        finally:
            process.end(at_once=False)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address; not the one that the program's own Dask work takes by default."""
    from distributed import Client

    client = Client.__new__(Client)
    try:
        client.__init__(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[misc] # to close it half made
    except (OSError, TimeoutError, TypeError, ValueError) as error:
        client.close()
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"--dask {address}: no scheduler answers ({reason}); expected tcp://HOST:8786") from None
    with client:
        yield client
