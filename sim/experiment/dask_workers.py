"""A Dask cluster at work: one that exists, or one started on this machine (extra `dask`)."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sim.errors import SimError, UsageError
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.workers import Done, Workers

LOCAL = "local"
PATIENCE = "10s"
"""How long a scheduler may take to answer."""

RETRIES = 3


class Cluster:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task as it is done; what a dead worker had in hand Dask gives to another."""
        from distributed import KilledWorker, as_completed

        waiting = iter(tasks)
        threads = sum(self._client.nthreads().values())
        given = {self._submit(task): task for task in islice(waiting, 2 * max(1, threads))}
        finished = as_completed(list(given))
        for future in finished:
            task = given.pop(future)
            try:
                content = future.result()
            except KilledWorker as error:
                raise SimError(f"Dask workers died at {task.chunk.name} ({error}); what was finished is kept") from None
            future.release()
            for following in islice(waiting, 1):
                submitted = self._submit(following)
                given[submitted] = following
                finished.add(submitted)
            yield task.chunk, content

    def _submit(self, task: Task) -> Any:
        return self._client.submit(simulate_chunk, task, pure=False, retries=RETRIES)


@contextmanager
def dask_workers(address: str, workers: int) -> Generator[Workers, None, None]:
    """The cluster at an address, or one of `workers` processes that is started here and ended with the block.

    Raises `UsageError` where Dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageError("--dask needs Dask: install gpu-supply-sim[dask]") from None
    if address == LOCAL:
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
            Client(cluster) as client,
        ):
            yield Cluster(client)
        return
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"--dask {address}: no scheduler answers ({reason}); expected tcp://HOST:8786") from None
    with client:
        yield Cluster(client)
