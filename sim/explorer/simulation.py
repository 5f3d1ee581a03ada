"""What is shown of many replications, in passes: a small one at once, then all of them; nothing is simulated twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property

from sim.experiment.engine_choice import engine_for, is_to_compile, why_not_compiled
from sim.experiment.in_memory import Played, joined, play
from sim.experiment.plan import digest_of
from sim.experiment.sweep import plan_of
from sim.experiment.workers.kernel import Kernel
from sim.explorer.view import REPLICATIONS
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario

THREADS = 2
"""Parts that are simulated at once: the kernel lets other threads go on."""

SIZES = {"compiled": 100, "simpy": 10}
"""Replications of a part, by engine; between parts a page looks whether something else is asked for."""

MOST_KEPT = 12
"""Settings whose replications are kept, of about ten megabytes each."""


@dataclass(frozen=True)
class Pass:
    """So many replications as are done; `is_compiling`: on the readable engine, as the other is being made ready."""

    parts: tuple[Played, ...]
    engine: str
    is_compiling: bool

    @cached_property
    def played(self) -> Played:
        """All of them together."""
        return joined(self.parts)

    @property
    def done(self) -> int:
        """How many there are."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def folder(self) -> str:
        """Where the same sweep of the command line writes, once it is whole."""
        return f"results/{self.played.scenario.name}/sweep-{self.played.plan.digest()}"

    @property
    def is_whole(self) -> bool:
        """Whether all that were asked for are there."""
        return self.done >= REPLICATIONS


class Simulator:
    """Simulates for all pages of a server; what it has done for one is there for others."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[int, Played]] = {}
        self._whole: dict[str, Pass] = {}
        self._kernel: Kernel | None = None
        self._compiling = ExitStack()
        self._lock = threading.Lock()
        self._crew = ThreadPoolExecutor(THREADS, "explorer")
        self.trouble = ""

    def key(self, scenario: Scenario, seed: int) -> str:
        """What the same replications have, and no others."""
        return digest_of(dump(scenario), seed)

    def passes(self, scenario: Scenario, seed: int) -> Iterator[Pass]:
        """What is there, as often as there is more to look at, until all is done.

        A caller may stop at any time: what was simulated is kept. Raises `UsageError` for a scenario that can't be
        simulated.
        """
        key, plan = self.key(scenario, seed), plan_of(scenario, REPLICATIONS, seed, [], "random", (), "curves")
        if key in self._whole:
            yield self._whole[key]
            return
        parts = self._kept(key)
        while (done := sum(len(part.rows) for part in parts.values())) < REPLICATIONS:
            engine = self._engine(scenario)
            firsts = range(done, REPLICATIONS, SIZES[engine])[: THREADS if engine == "compiled" else 1]
            tasks = [(plan, first, min(SIZES[engine], REPLICATIONS - first), engine) for first in firsts]
            played = self._crew.map(play, *zip(*tasks, strict=True))
            parts |= zip(firsts, played, strict=True)
            found = Pass(tuple(parts[first] for first in sorted(parts)), engine, self._kernel is not None)
            self._keep(key, found, parts)
            yield found

    def close(self) -> None:
        """End the process that compiles, if one does."""
        self._compiling.close()

    def _kept(self, key: str) -> dict[int, Played]:
        """What there is of it so far: a copy, as another page may be at the same."""
        with self._lock:
            return dict(self._parts.get(key, {}))

    def _keep(self, key: str, found: Pass, parts: dict[int, Played]) -> None:
        """Keep what there is: all of it, or its parts, so that work that is broken off goes on there."""
        with self._lock:
            self._parts.pop(key, None)
            if found.is_whole:
                self._whole[key] = found
            else:
                self._parts[key] = parts
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
            if engine == "compiled":
                self._kernel = None
                self._compiling.close()
            return engine

    def _tell(self, sentence: str) -> None:
        self.trouble = sentence
        self._kernel = None
