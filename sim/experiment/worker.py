"""A worker process: simulates the chunks that it is sent, and ends with the process that sends them.

Tasks come in on standard input and replies go out on standard output: a pickle of bytes each, so that what comes in
can be taken while the simulation runs. A reply is a part, a `SimError`, or the traceback of what is a fault of ours.
Nothing but the standard library is imported before the first task, so that whatever fails then is a reply, too.
"""

import os
import pickle
import sys
import threading
import time
import traceback
from queue import SimpleQueue
from typing import BinaryIO

GRACE = 1.0
"""Seconds that an idle worker has to end in order once nobody can send it tasks; a busy one ends then."""

LOOK = 1.0
"""Seconds between two looks whether the parent lives."""

Reply = bytes | Exception | str


def serve(parent: int) -> None:
    """Do the tasks of the process `parent` until it closes the way to here, or ends in whatever way."""
    tasks, replies = _channel()
    waiting: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(tasks, waiting), daemon=True).start()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    while (content := waiting.get()) is not None:
        pickle.dump(pickle.dumps(reply_to(content)), replies)
        replies.flush()


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
    """The two ways to the parent; what is printed from here on goes nowhere."""
    tasks, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return tasks, replies


def _receive(tasks: BinaryIO, waiting: "SimpleQueue[bytes | None]") -> None:
    """Take tasks as they come; their end is the end of the process."""
    try:
        while True:
            waiting.put(pickle.load(tasks))  # noqa: S301 - our own parent's words
    except (EOFError, OSError, pickle.UnpicklingError):
        waiting.put(None)
        time.sleep(GRACE)
        os._exit(1)


def _end_with(parent: int) -> None:
    """End once the parent is another: a process that it forked may hold our input open after its death."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
