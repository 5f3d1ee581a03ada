"""Many replications of a scenario: one row of key figures each, the same for any number of processes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.experiment.pool import worker_pool
from sim.experiment.run import ENGINES, run
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


def replicate(scenario: Scenario, seed: int, engine: str, replication: int) -> Row:
    """One replication's row; a replication that fails says why in `error`."""
    row: Row = {"replication": replication, "error": None}
    try:
        done = run(scenario, seed, replication, engine)
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
    engine: str = "auto",
) -> Sweep:
    """Simulate replications 0 to `replications` - 1; `progress` is told how many are done.

    The rows are the same for any number of workers. Raises `UsageError` for a count below 1, a seed below 0
    or an unknown engine.
    """
    import pandas as pd

    for name, value in (("replications", replications), ("workers", workers)):
        if value < 1:
            raise UsageError(f"{name} is {value}; expected a whole number from 1 on")
    if engine not in ENGINES:
        raise UsageError(f"engine is {engine!r}; expected one of {', '.join(ENGINES)}")
    if not 0 <= seed < 2**64:
        raise UsageError(f"seed is {seed}; expected a whole number from 0 to 2^64 - 1")
    rows = []
    for row in _rows(partial(replicate, scenario, seed, engine), replications, workers):
        rows.append(row)
        if progress is not None:
            progress(len(rows))
    return Sweep(scenario, seed, pd.DataFrame(rows))


def _rows(one: Callable[[int], Row], replications: int, workers: int) -> Iterator[Row]:
    if workers == 1:
        yield from map(one, range(replications))
        return
    with worker_pool(min(workers, replications)) as pool:
        yield from pool.imap(one, range(replications), chunksize=5)
