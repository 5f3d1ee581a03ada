"""What runs in a process that another has started, and ends with it: a worker, the kernel's compiler, a Dask cluster.

Messages come in on standard input and replies go out on standard output: a pickle of bytes each, so that what comes in
can be taken while the simulation runs. A reply is a part, a `SimError`, or the traceback of what is a fault of ours.
Nothing but the standard library is imported before the first message, so that whatever fails then is a reply, too.
"""

import os
import pickle
import threading
import time
import traceback
from queue import SimpleQueue
from typing import BinaryIO

from sim.garbage import give_back, not_searched_at_the_end, searched_seldom

GRACE = 1.0
"""Seconds that an idle worker has to end in order once nobody can send it anything; a busy one ends then."""

CLUSTER_GRACE = 5.0
"""Seconds that a cluster has to close in order; its workers end with it in any case."""

LOOK = 1.0
"""Seconds between two looks whether the parent lives."""

Reply = bytes | Exception | str


class Parent:
    """The process that started this one, and that this one ends with, in whatever way that ends.

    From here on nothing is printed: standard output is the way back.
    """

    def __init__(self, number: int, grace: float = GRACE) -> None:
        self._way_here, self._way_back = _channel()
        self._messages: SimpleQueue[bytes | None] = SimpleQueue()
        self._grace = grace
        threading.Thread(target=self._receive, daemon=True).start()
        threading.Thread(target=_end_with, args=(number,), daemon=True).start()

    def message(self) -> bytes | None:
        """The next message; None once there will be none."""
        return self._messages.get()

    def reply(self, reply: object) -> None:
        """Send what was asked for."""
        pickle.dump(pickle.dumps(reply), self._way_back)
        self._way_back.flush()

    def _receive(self) -> None:
        """Take messages as they come; their end is the end of the process."""
        try:
            while True:
                self._messages.put(pickle.load(self._way_here))  # noqa: S301 - our own parent's words
        except (EOFError, OSError, pickle.UnpicklingError):
            self._messages.put(None)
            time.sleep(self._grace)
            os._exit(1)


def serve_chunks(number: int) -> None:
    """Do the tasks of the process of this number until it closes the way to here, or ends."""
    parent = Parent(number)
    not_searched_at_the_end()
    with searched_seldom():
        while (content := parent.message()) is not None:
            parent.reply(reply_to(content))
            give_back()


def serve_compiling(number: int) -> None:
    """Compile the kernel, by a replication of the scenario sent; replies with why that can't be, empty where it can."""
    parent = Parent(number)
    content = parent.message()
    if content is None:
        return
    try:
        from sim.experiment.engine_choice import make_ready, why_not_compiled, why_not_kept

        reason = why_not_compiled() or make_ready("compiled", pickle.loads(content))  # noqa: S301 - our own parent's
        parent.reply(reason or why_not_kept())
    except Exception as error:
        parent.reply(f"{type(error).__name__}: {error}")
    parent.message()


def serve_cluster(number: int) -> None:
    """Run a Dask cluster of (workers, folder for what they spill) until told to end; replies with its address.

    In the parent's process Dask would start workers that import the user's main module first, set the environment for
    them, and print what happens to them.
    """
    parent = Parent(number, CLUSTER_GRACE)
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


def reply_to(content: bytes) -> Reply:
    """The part of a pickled task, or why there is none."""
    try:
        from sim.errors import SimError
        from sim.experiment.chunk import simulate_chunk

        try:
            return simulate_chunk(pickle.loads(content))  # noqa: S301 - our own parent's words
        except SimError as error:
            return error
    except ImportError as error:
        return error
    except Exception:
        return traceback.format_exc()


def _channel() -> tuple[BinaryIO, BinaryIO]:
    """The ways from the parent and to it, no longer where others read and print."""
    tasks, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return tasks, replies


def _end_with(number: int) -> None:
    """End once the parent is another: a process that it forked may hold our input open after its death."""
    while os.getppid() == number:
        time.sleep(LOOK)
    os._exit(1)
