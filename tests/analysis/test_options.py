"""What all analyses have in common: the options of work, and how they end where nothing can be simulated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.errors import SimError
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

UNCERTAIN = CHAIN + '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 59] }\n'

ANALYSES: dict[str, Callable[..., Any]] = {
    "sweep": lambda scenario, **how: sim.sweep(scenario, 4, **how),
    "compare": lambda scenario, **how: sim.compare(scenario, chain(), 4, **how),
    "sensitivity": lambda scenario, **how: sim.sensitivity(scenario, samples=4, replications=2, **how),
    "attribute": lambda scenario, **how: sim.attribute(scenario, replications=2, **how),
}


def uncertain() -> Scenario:
    """A chain whose stock nobody knows."""
    return chain(UNCERTAIN)


@pytest.mark.parametrize("name", ANALYSES)
def test_unknown_option_is_named(name: str) -> None:
    """A keyword that is no option of work is an error that names it and those there are."""
    with pytest.raises(TypeError, match=r"'worker'; options of work are engine, workers, dask, out, resume, progress"):
        ANALYSES[name](uncertain(), worker=2)


@pytest.mark.parametrize("name", ANALYSES)
def test_progress_reaches_the_total(name: str) -> None:
    """The function given as `progress` is told how many replications are done, all of them in the end."""
    told: list[int] = []
    ANALYSES[name](uncertain(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == {"sweep": 4, "compare": 8, "sensitivity": 24, "attribute": 4}[name]


@pytest.mark.parametrize("name", ["compare", "sensitivity", "attribute"])
def test_analysis_of_nothing_but_failures_says_so(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every replication fails, the error says how many and where each one's reason stands."""

    def fails(*_: object) -> None:
        raise ArithmeticError("broken")

    monkeypatch.setattr("sim.experiment.run.log_of", fails)
    with pytest.raises(SimError, match=r"replications failed, too many for an answer.*replications\.parquet says why"):
        ANALYSES[name](uncertain(), engine="simpy", out=tmp_path)
