"""What is shown of many replications, in passes: a small one at once, then all of them; nothing is simulated twice."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from sim.experiment.engine_choice import engine_for, is_to_compile, why_not_compiled
from sim.experiment.in_memory import Played, bands_of, joined, make_ready, play
from sim.experiment.plan import Plan, digest_of
from sim.experiment.sweep import plan_of
from sim.experiment.workers.kernel import Kernel
from sim.explorer.view import REPLICATIONS
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

THREADS = 2
"""Parts that are simulated at once: the kernel lets other threads go on."""

ENDS = tuple(accumulate((100, 100, 200, 200, 200, 200)))
"""Where parts end on the compiled engine: small ones first, for a picture at once; a part has its own cost."""

PART = 10
"""Replications of a part on the readable engine, after each of which it is asked whether the other is ready."""

PATIENCE = 0.2
"""Seconds after which who waits for the first part does something else meanwhile, though that makes it later."""

MOST_KEPT = 12
"""Settings whose replications are kept, of about ten megabytes each."""


@dataclass(frozen=True)
class Pass:
    """So many replications as are done; `is_compiling`: on the readable engine, as the other is being made ready."""

    parts: tuple[Played, ...]
    is_compiling: bool

    @property
    def scenario(self) -> Scenario:
        """Their scenario."""
        return self.parts[0].scenario

    @property
    def engine(self) -> str:
        """The engine that simulates now."""
        return self.parts[-1].engine

    @property
    def engines(self) -> str:
        """Those that have simulated, in words."""
        return " and ".join(dict.fromkeys(part.engine for part in self.parts))

    @cached_property
    def played(self) -> Played:
        """All of them together."""
        return joined(self.parts)

    @cached_property
    def bands(self) -> "pd.DataFrame | None":
        """Mean, 95 % interval and quantiles of each curve by day; None where every replication failed."""
        return bands_of(self.parts) if any(len(part.curves) for part in self.parts) else None

    @cached_property
    def errors(self) -> list[str]:
        """Why replications failed: the reason of each that did."""
        return [one for part in self.parts for one in part.errors]

    @property
    def done(self) -> int:
        """How many there are."""
        return _count(self.parts)

    @property
    def folder(self) -> str:
        """Where the same sweep of the command line writes, once it is whole."""
        plan = replace(self.parts[0].plan, replications=self.done)
        return f"results/{self.scenario.name}/sweep-{plan.digest()}"

    @property
    def is_whole(self) -> bool:
        """Whether all that were asked for are there."""
        return self.done >= REPLICATIONS


class Simulator:
    """Simulates for all pages of a server; what it has done for one is there for others."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[Played, ...]] = {}
        self._whole: dict[str, Pass] = {}
        self._kernel: Kernel | None = None
        self._compiling = ExitStack()
        self._lock = threading.Lock()
        self._crew = ThreadPoolExecutor(THREADS, "explorer")
        self.trouble = ""

    def key(self, scenario: Scenario, seed: int) -> str:
        """What the same replications have, and no others."""
        return digest_of(dump(scenario), seed)

    @contextmanager
    def at_work(
        self, scenario: Scenario, seed: int, meanwhile: Callable[[], None] = lambda: None
    ) -> Generator[Iterator[Pass], None, None]:
        """What there is, as often as there is more to look at, until all is done; work begins at once.

        At the end of the block it is given up; what was told of is kept. `meanwhile` is called by who waits, where the
        first of it takes longer than `PATIENCE`. Raises `UsageError` for a scenario that can't be simulated.
        """
        key = self.key(scenario, seed)
        if key in self._whole:
            yield iter([self._whole[key]])
            return
        plan, parts = plan_of(scenario, REPLICATIONS, seed, [], "random", (), "curves"), self._kept(key)
        with ExitStack() as work:
            yield self._passes(key, plan, parts, self._begun(plan, parts, work), work, meanwhile)

    def _passes(
        self,
        key: str,
        plan: Plan,
        parts: tuple[Played, ...],
        begun: list[Future[Played]],
        work: ExitStack,
        meanwhile: Callable[[], None],
    ) -> Iterator[Pass]:
        """What there is with each part of what was begun, and of what is begun after that."""
        while True:
            if wait(begun[:1], PATIENCE).not_done:
                meanwhile()
            for one in begun:
                parts = (*parts, one.result())
                found = Pass(parts, self._kernel is not None)
                self._keep(key, found)
                yield found
            if _count(parts) >= REPLICATIONS:
                return
            begun = self._begun(plan, parts, work)

    def _begun(self, plan: Plan, parts: Sequence[Played], work: ExitStack) -> list[Future[Played]]:
        """The next parts in their order; all are begun at once, and given up when `work` is closed."""
        engine = self._engine(plan.scenarios[0])
        spans = _spans(_count(parts), engine)
        if engine == "compiled":
            make_ready(plan, min(len(spans), THREADS))
        begun = [self._crew.submit(play, plan, first, end - first, engine) for first, end in spans]
        for one in begun:
            work.callback(one.cancel)
        return begun

    def close(self) -> None:
        """End the process that compiles, if one does."""
        self._compiling.close()

    def _kept(self, key: str) -> tuple[Played, ...]:
        """The parts that there are of it so far."""
        return self._parts.get(key, ())

    def _keep(self, key: str, found: Pass) -> None:
        """Keep what there is: all of it, or its parts, so that work that is broken off goes on there."""
        with self._lock:
            self._parts.pop(key, None)
            if found.is_whole:
                self._whole[key] = found
            else:
                self._parts[key] = found.parts
            for kept in (self._whole, self._parts):
                for oldest in list(kept)[:-MOST_KEPT]:
                    del kept[oldest]

    def _engine(self, scenario: Scenario) -> str:
        """The engine that is ready now; the compiled one is made ready beside, in a process of its own."""
        if self.trouble or why_not_compiled():
            return "simpy"
        with self._lock:
            if self._kernel is None and is_to_compile():
                self._kernel = Kernel(scenario, self._tell)
                self._compiling.enter_context(self._kernel.compiling())
            if self._kernel is None:
                return engine_for("compiled", REPLICATIONS)
            engine = self._kernel.next_engine()
            if engine == "compiled" or self.trouble:
                self._kernel = None
                self._compiling.close()
            return engine

    def _tell(self, sentence: str) -> None:
        self.trouble = sentence


def _count(parts: Sequence[Played]) -> int:
    return sum(part.count for part in parts)


def _spans(done: int, engine: str) -> list[tuple[int, int]]:
    """First and end of the parts that an engine simulates next, where so many are done."""
    if engine == "simpy":
        return [(done, min(done + PART, REPLICATIONS))]
    ends = [end for end in ENDS if end > done]
    return list(zip([done, *ends], ends, strict=False))
