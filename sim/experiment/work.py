"""How work is carried out: with which engine, by whom, into which folder, and interrupted. None changes a result."""

import os
import signal
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TypedDict, TypeVar

from sim.errors import NotCompiledError, UsageError, warn
from sim.experiment.arguments import function, path_of, text, truth, whole
from sim.experiment.engine_choice import (
    ENGINES,
    WORTH_LOADING,
    check_engine,
    engine_for,
    is_to_compile,
    make_ready,
    why_not_compiled,
    why_not_kept,
    why_not_own,
)
from sim.experiment.folders.proof import Told
from sim.experiment.folders.temporary import TemporaryFolder
from sim.experiment.plan import Plan
from sim.experiment.workers.kernel import HandingOver, Kernel
from sim.experiment.workers.local import Workers, local_workers
from sim.experiment.workers.worth import is_worth_processes

Advance = Callable[[int], None]
"""Is told how many replications are done."""

Done = TypeVar("Done")

Handler = Callable[[int, FrameType | None], object]

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class WorkOptions(TypedDict, total=False):
    """How the work of `sweep`, `compare`, `sensitivity`, `calibrate` and `attribute` is done, without a change of it.

    - `engine`: `"auto"` (the default) takes the compiled engine where the work is worth it; `"simpy"` or `"compiled"`.
    - `workers`: processes of this machine; 1 where not given, which is this process, as it is for work of a moment.
    - `dask`: address of a Dask scheduler, or `"local"` to start one on this machine.
    - `out`: folder of results; without it, a temporary one that lasts as long as the result.
    - `resume`: go on with what interrupted work has left in `out`.
    - `progress`: a function that is told, now and then, how many replications are done.
    """

    engine: str
    workers: int
    dask: str | None
    out: str | Path | None
    resume: bool
    progress: Advance | None


@dataclass(frozen=True)
class Work:
    """How a plan is carried out; none of it changes a result. `settings` are what the user set, for the manifest.

    A `kernel` is compiled beside the work, which goes over to it.
    """

    engine: str = "auto"
    workers: int = 1
    dask: str | None = None
    resume: bool = False
    chunk: int | None = None
    advance: Advance = lambda _: None
    tell: Told = lambda _: None
    settings: tuple[str, ...] = ()
    kernel: Kernel | None = None

    @property
    def engines(self) -> str:
        """The engine that has done the work, or both."""
        return self.engine if self.kernel is None else self.kernel.used


def in_folder(options: WorkOptions, do: Callable[[Work, Path], Done]) -> Done:
    """Do work in the folder asked for, or in a temporary one that goes when the result does.

    Raises `TypeError` for an option that is none, as a function does for an argument.
    """
    unknown = sorted(options.keys() - WorkOptions.__annotations__.keys())
    if unknown:
        expected = ", ".join(WorkOptions.__annotations__)
        raise TypeError(f"an unexpected keyword argument '{unknown[0]}'; options of work are {expected}")
    work = work_of(options)
    out = options.get("out")
    if out is not None:
        return do(work, path_of("out", out))
    temporary = TemporaryFolder()
    try:
        done = do(work, temporary.path)
    except BaseException:
        temporary.remove()
        raise
    weakref.finalize(done, temporary.remove)
    return done


def work_of(options: WorkOptions) -> Work:
    """How the work is done, as Python's arguments say; raises `UsageError` for a value of a wrong kind."""
    dask, progress = options.get("dask"), options.get("progress")
    return Work(
        text("engine", options.get("engine", "auto"), f"one of {', '.join(ENGINES)}"),
        whole("workers", options.get("workers", 1), 1),
        None if dask is None else text("dask", dask, "an address, or 'local'"),
        truth("resume", options.get("resume", False)),
        advance=(lambda _: None) if progress is None else function("progress", progress),
        tell=warn,
    )


@contextmanager
def workers_of(work: Work) -> Iterator[Workers]:
    """Who does the work, while the block runs."""
    if work.kernel is not None:
        own = replace(work, kernel=None)
        less = replace(own, workers=workers_beside_a_compiler(work))
        with work.kernel.compiling(), ExitStack() as beside, workers_of(own) as workers:
            fewer = None if less == own else beside.enter_context(workers_of(less))
            yield HandingOver(fewer, beside.close, workers, work.kernel, work.workers)
        return
    if work.dask is not None:
        from sim.experiment.workers.cluster import dask_workers

        with dask_workers(work.dask, work.workers) as workers:
            yield workers
        return
    with local_workers(work.workers) as workers:
        yield workers


def workers_beside_a_compiler(work: Work) -> int:
    """One fewer where these would take all processors of this machine: the sooner it is done, the sooner all are."""
    can_tell = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
    return work.workers if work.dask is not None else max(1, min(work.workers, processors - 1))


def ready(work: Work, plan: Plan) -> Work:
    """The work with the engine that does it, which is compiled where it has to be, and the workers that it is worth.

    `auto` does not wait for that: the kernel is compiled beside the work. Raises `UsageError` where the compiled engine
    is asked for and can't be used; `auto` takes the readable one then, and says so.
    """
    engine = engine_for(work.engine, plan.total)
    may_go_over = work.engine == "auto" and plan.keep != "events" and not plan.extensions
    if may_go_over and engine == "compiled" and is_to_compile():
        return replace(work, engine="simpy", kernel=Kernel(plan.scenarios[0], work.tell))
    reason = why_not_own(plan.extensions) if engine == "compiled" else ""
    reason = reason or make_ready(engine, plan.scenarios[0])
    if reason and work.engine == "compiled":
        raise NotCompiledError(reason)
    if work.engine == "auto" and plan.total >= WORTH_LOADING and (reason := reason or why_not_compiled()):
        work.tell(f"the compiled engine can't be used here: {reason}; the readable one gives the same results, slower")
        engine = "simpy"
    if engine == "compiled" and (reason := why_not_kept()):
        work.tell(f"each process compiles the kernel anew, as it can't be kept: {reason}")
    worth = work.dask is not None or is_worth_processes(plan, engine, work.workers, work.chunk)
    return replace(work, engine=engine, workers=work.workers if worth else 1)


def check_work(work: Work) -> None:
    """Raises `UsageError` for a number of workers, a size of chunks or an engine that cannot be."""
    if work.workers < 1:
        raise UsageError(f"workers is {work.workers}; expected a whole number from 1 on")
    if work.chunk is not None and work.chunk < 1:
        raise UsageError(f"chunk is {work.chunk}; expected a whole number from 1 on")
    check_engine(work.engine)


class Interruption:
    """Remembers what the handlers of signals raise, also where Python can only ignore it (in a finaliser)."""

    def __init__(self) -> None:
        self._raised: BaseException | None = None

    def check(self) -> None:
        """Raises what a handler has raised, once more."""
        if self._raised is not None:
            raise self._raised

    def remembering(self, handler: Handler) -> Handler:
        """A handler that does the same, and remembers what it raises."""

        def handle(number: int, frame: FrameType | None) -> None:
            try:
                handler(number, frame)
            except BaseException as error:
                self._raised = error
                raise

        return handle


@contextmanager
def interruption() -> Iterator[Interruption]:
    """What the handlers of the program raise is remembered while the block runs; they are as before after it.

    What is ignored stays ignored, and only the main thread can set handlers: elsewhere nothing changes.
    """
    found = Interruption()
    with ExitStack() as handlers:
        if threading.current_thread() is threading.main_thread():
            for name in SIGNALS:
                number = getattr(signal, name, None)
                before = None if number is None else signal.getsignal(number)
                if number is not None and callable(before):
                    signal.signal(number, found.remembering(before))
                    handlers.callback(signal.signal, number, before)
        yield found
