"""Many replications of a scenario: one row of key figures each, the same for any number of processes."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.experiment.run import run
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]


@dataclass(frozen=True)
class Sweep:
    """The replications of a scenario; `replications` has a row each: sampled parameters, key figures, error."""

    scenario: Scenario
    seed: int
    replications: "pd.DataFrame"

    def answer(self) -> str:
        """The answer in words."""
        from sim.experiment.answer import sweep_answer

        return sweep_answer(self.scenario, self.replications)


def replicate(scenario: Scenario, seed: int, replication: int) -> Row:
    """One replication's row; a replication that fails says why in `error`."""
    row: Row = {"replication": replication, "error": None}
    try:
        done = run(scenario, seed, replication)
        row |= {f"sampled.{path}": value for path, value in done.sampled.items()} | done.summary
    except Exception as error:  # a failed replication is a row, never a lost sweep
        row["error"] = f"{type(error).__name__}: {error}"
    return row


def sweep(
    scenario: Scenario,
    replications: int = 200,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Sweep:
    """Simulate replications 0 to `replications` - 1; `progress` is told how many are done.

    Raises `UsageError` for a count below 1.
    """
    import pandas as pd

    for name, value in (("replications", replications), ("workers", workers)):
        if value < 1:
            raise UsageError(f"{name} is {value}; expected a whole number from 1 on")
    rows = []
    for row in _rows(partial(replicate, scenario, seed), replications, workers):
        rows.append(row)
        if progress is not None:
            progress(len(rows))
    return Sweep(scenario, seed, pd.DataFrame(rows))


def _rows(one: Callable[[int], Row], replications: int, workers: int) -> Iterator[Row]:
    if workers == 1:
        yield from map(one, range(replications))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(one, range(replications), chunksize=5)
