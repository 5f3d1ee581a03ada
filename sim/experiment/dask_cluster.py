"""A Dask cluster on this machine, in a process of its own that ends with its parent.

In the parent's process Dask would start workers that import the user's main module first, set the environment for
them, and print what happens to them.
"""

import pickle

from sim.experiment.worker import Parent

GRACE = 5.0
"""Seconds that the cluster has to close in order; its workers end with it in any case."""


def serve(number: int) -> None:
    """Run a cluster of (workers, folder for what they spill) until told to end; replies with its address."""
    parent = Parent(number, GRACE)
    content = parent.message()
    if content is None:
        return
    try:
        import dask
        from distributed import LocalCluster

        workers, folder = pickle.loads(content)  # noqa: S301 - our own parent's words
        dask.config.set({"temporary-directory": folder})  # of the scheduler too, which takes no argument for it
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50)
    except (ImportError, OSError) as error:
        parent.reply(error)
        return
    with cluster:
        parent.reply(cluster.scheduler_address)
        parent.message()
