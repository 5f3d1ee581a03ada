"""Simulations of particles: parameters chosen by an analysis, chance of their own; finished parts are kept."""

from functools import partial
from pathlib import Path

import numpy as np

from sim.analysis.observed import Observed
from sim.experiment.chunk import Task
from sim.experiment.folders.store import Store
from sim.experiment.part import read_table
from sim.experiment.plan import Chunk, Plan
from sim.experiment.work import Interruption, Work
from sim.experiment.workers.local import Workers
from sim.records.figures.sums import summed
from sim.statistics.calibration import Reals


class Simulations:
    """Simulates particles as replications of their own number, so that each has chance of its own; parts are kept."""

    def __init__(
        self, plan: Plan, observed: Observed, store: Store, workers: Workers, work: Work, asked: Interruption
    ) -> None:
        self._plan = plan
        self._observed = observed.observed
        self._store = store
        self._workers = workers
        self._work = work
        self._asked = asked
        self.done = 0
        self.parts: list[Path] = []

    def __call__(self, uniforms: Reals, first: int) -> Reals:
        """Observed figures of particles, shape (particles, observed); NaN where there is none."""
        chunks = list(self._plan.chunks(self._store.size, first, first + len(uniforms)))
        task = partial(Task, self._plan, self._store.work)
        tasks = [
            task(chunk, self._work.engine, uniforms=uniforms[chunk.first - first :][: chunk.count])
            for chunk in chunks
            if not self._store.has(chunk, self._work.tell)
        ]
        for chunk, content in self._workers.run(tasks):
            self._store.put(chunk, content)
            self._asked.check()
        self.done += len(uniforms)
        self.parts += [self._store.path(chunk) for chunk in chunks]
        self._work.advance(self.done)
        return np.concatenate([self._figures(chunk) for chunk in chunks])

    def _figures(self, chunk: Chunk) -> Reals:
        table = read_table(self._store.path(chunk), "rows")
        start = self._plan.scenarios[0].start

        def column(name: str) -> Reals:
            known = name in table.column_names
            return np.array(table[name].to_pylist() if known else [None] * len(table), dtype=np.float64)

        return np.stack([one.compared(summed(one.figures, column), start) for one in self._observed], axis=1)
