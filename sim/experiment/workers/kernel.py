"""The kernel, compiled in a process of its own while the work has begun on the readable engine; then it goes over."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sim.errors import SimError
from sim.experiment.chunk import Task
from sim.experiment.plan import Chunk, chunk_size
from sim.experiment.workers.local import Done, Workers
from sim.experiment.workers.process import ChildProcess, WorkerDiedError
from sim.experiment.workers.serving import serve_compiling
from sim.scenario.schema import Scenario


class Kernel:
    """Which engine takes the next chunk: SimPy until the kernel is compiled; `tell` is told why it can't be."""

    def __init__(self, scenario: Scenario, tell: Callable[[str], None]) -> None:
        self._scenario, self._tell = scenario, tell
        self._used: dict[str, None] = {}
        self._reason: str | None = None
        self._has_told = False

    @property
    def is_decided(self) -> bool:
        """Whether it is compiled, or it is known why it can't be."""
        return self._reason is not None

    @property
    def used(self) -> str:
        """The engines that chunks were given to, in words."""
        return " and ".join(self._used) or "simpy"

    def next_engine(self) -> str:
        """The engine that takes the next chunk."""
        engine = "compiled" if self._reason == "" else "simpy"
        if self._reason and not self._has_told:
            self._has_told = True
            self._tell(
                f"the compiled engine can't be used here: {self._reason}; the readable one gives the same results, "
                "slower"
            )
        self._used[engine] = None
        return engine

    @contextmanager
    def compiling(self) -> Generator[None, None, None]:
        """Compile it beside the block, which the process ends with."""
        process = ChildProcess(serve_compiling)
        thread = threading.Thread(target=self._ask, args=(process,), name="kernel", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._tell = lambda _: None
            process.end(at_once=True)
            thread.join()

    def _ask(self, process: ChildProcess) -> None:
        try:
            self._reason = str(process.ask(self._scenario))
        except WorkerDiedError as death:
            self._reason = f"the process that compiles it ended {death}"
        except (SimError, OSError, ValueError) as error:
            self._reason = str(error)


class HandingOver:
    """Workers whose tasks go to the engine that takes the next one; the compiled one takes several as one.

    While that is compiled, `fewer` work, if any: where the compiler needs the processor of one. `over` is called when
    they no longer do, and `count` workers go on.
    """

    def __init__(
        self, fewer: Workers | None, over: Callable[[], None], workers: Workers, kernel: Kernel, count: int
    ) -> None:
        self._fewer, self._over = fewer, over
        self._workers, self._kernel, self._count = workers, kernel, count

    def run(self, tasks: Iterable[Task]) -> Done:
        """The part of each task, or of several, as it is done."""
        waiting = iter(tasks)
        if self._fewer is not None:
            yield from self._fewer.run(self._begun(waiting))
        if self._kernel.is_decided:
            self._over()
        yield from self._workers.run(self._given(waiting))

    def _begun(self, tasks: Iterator[Task]) -> Iterator[Task]:
        while not self._kernel.is_decided and (task := next(tasks, None)) is not None:
            yield replace(task, engine=self._kernel.next_engine())

    def _given(self, tasks: Iterator[Task]) -> Iterator[Task]:
        following = next(tasks, None)
        while following is not None:
            task = replace(following, engine=self._kernel.next_engine())
            following = next(tasks, None)
            while following is not None and (both := self._both(task, following)):
                task, following = replace(task, chunk=both), next(tasks, None)
            yield task

    def _both(self, task: Task, following: Task) -> Chunk | None:
        """The chunk of two tasks as one, whose size is the compiled engine's; None where they stay two."""
        if task.engine != "compiled" or task.uniforms is not None or task.alone or following.alone:
            return None
        return task.chunk.followed_by(following.chunk, chunk_size(task.plan, task.engine, self._count))
