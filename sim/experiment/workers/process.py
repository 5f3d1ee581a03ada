"""Worker processes as their parent sees them: started, sent tasks, and ended, each whatever happens to it."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.spawn import get_executable
from pathlib import Path

from sim.errors import SimError
from sim.experiment.chunk import Task
from sim.experiment.workers.serving import serve_chunks

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""As many workers as cores share these without crowding; read when NumPy is imported, so they come with the process."""

START = (
    "import sys; module, name, number, *sys.path[:] = sys.argv[1:]; "
    "from importlib import import_module; getattr(import_module(module), name)(int(number))"
)
"""What a process runs. `multiprocessing` would import the user's main module first, which asks for a guard there."""

PATIENCE = 5.0
"""Seconds that a worker may take to end in order."""


class WorkerDiedError(Exception):
    """A worker process ended without a reply: its exit status, or less than 0 the signal; the last line it wrote."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(status, words)
        self.status = status
        self.words = words

    def __str__(self) -> str:
        if self.status < 0:
            with suppress(ValueError):
                return f"of signal {signal.Signals(-self.status).name}"
            return f"of signal {-self.status}"
        return f"with exit status {self.status}" + (f" ({self.words})" if self.words else "")


class ChildProcess:
    """A process of this machine that a function of `serving` runs in: deaf to Ctrl-C, as who started it ends it."""

    def __init__(self, serve: Callable[[int], None]) -> None:
        home = str(Path(__file__).parents[3])
        command = [get_executable(), "-c", START, serve.__module__, serve.__name__, str(os.getpid()), *sys.path, home]
        pipe = subprocess.PIPE
        try:
            with _interrupts_blocked():
                self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                    command, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ.copy() | ONE_THREAD
                )
        except OSError as error:
            raise SimError(f"a worker process can't be started ({error.strerror}); what was finished is kept") from None

    def ask(self, message: object) -> object:
        """The reply to a message. Raises `WorkerDiedError` where the process ends before, or `SimError` as it does."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(pickle.dumps(message), process.stdin)
            process.stdin.flush()
            reply: object = pickle.loads(pickle.load(process.stdout))  # noqa: S301 - our own child's words
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            raise self._death() from None
        if isinstance(reply, ImportError):
            raise SimError(f"a worker process can't import what it needs ({reply}); what was finished is kept")
        if isinstance(reply, SimError):
            raise reply
        return reply

    def end(self, at_once: bool) -> None:
        """End the process, once or again; `at_once` without waiting for what it does."""
        process = self._process
        if at_once:
            process.kill()
        assert process.stdin is not None
        with suppress(OSError, ValueError):
            process.stdin.close()
        self._wait()
        for way in (process.stdout, process.stderr):
            assert way is not None
            way.close()

    def _wait(self) -> int:
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _death(self) -> WorkerDiedError:
        status, words = self._wait(), ""
        assert self._process.stderr is not None
        with suppress(ValueError):  # it was ended from here, and its ways are closed
            words = self._process.stderr.read().decode(errors="replace").strip()
        self.end(at_once=True)
        return WorkerDiedError(status, words.rpartition("\n")[2])


class WorkerProcess(ChildProcess):
    """A process that simulates, with one thread of mathematics."""

    def __init__(self) -> None:
        super().__init__(serve_chunks)

    def simulate(self, task: Task) -> bytes:
        """The part of a task; raises as `ask` does."""
        reply = self.ask(task)
        if isinstance(reply, bytes):
            return reply
        raise RuntimeError(f"a worker failed at {task.chunk.name}:\n{reply}")


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes started in the block inherit that interrupts are blocked; this thread's are only put off."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
