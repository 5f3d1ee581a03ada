"""Many random scenarios: engine against engine, and the model read again against SimPy's: `make differential`.

Engines are compared by logs, key figures, curves and histograms; the reading by logs, where nothing is left to chance.

Usage: python -m tests.engines.many [COUNT [WORKERS [FIRST SEED]]]
"""

import sys
from collections.abc import Callable
from multiprocessing import get_context
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from sim.scenario.file import build
from sim.scenario.schema import Scenario
from tests.engines.differential import check_counted, check_histograms, difference
from tests.engines.read_again import read_otherwise
from tests.reading.documents import certain_documents
from tests.strategies import Document, scenarios

REPLICATIONS = 2
COUNTED_EVERY = 5
"""Of so many scenarios one's figures, curves and histograms are compared too: they take longer than the logs."""

Input = TypeVar("Input")


def compare(
    inputs: SearchStrategy[Input], differences: Callable[[Input, int], list[str]], count: int, first_seed: int
) -> tuple[int, int]:
    """Compare so many inputs; gives how many were seen and how many differ, and prints how each does."""
    seen, differing = 0, 0

    @seed(first_seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def one(given_one: Input) -> None:
        nonlocal seen, differing
        seen += 1
        told = differences(given_one, seen)
        differing += bool(told)
        if told:
            print(*told, sep="\n", flush=True)

    one()
    return seen, differing


def between_engines(scenario: Scenario, key: int) -> list[str]:
    """How the engines differ, in words, after the scenario."""
    told = list(filter(None, (difference(scenario, key, replication) for replication in range(REPLICATIONS))))
    if key % COUNTED_EVERY == 0:
        told += counted_otherwise(scenario, key)
    return told and [scenario.model_dump_json(), *told]


def counted_otherwise(scenario: Scenario, key: int) -> list[str]:
    """What the kernel counts otherwise than it follows from the logs, in words."""
    told = []
    for check in (check_counted, check_histograms):
        try:
            check(scenario, key, REPLICATIONS)
        except AssertionError as error:
            told.append(f"{check.__name__}: {error}")
    return told


def from_the_reading(document: Document, _: int) -> list[str]:
    """How SimPy's log differs from the reading's, in words, after the scenario."""
    told = read_otherwise(document)
    return [build(document).model_dump_json(), told] if told else []


def compare_engines(count: int, first_seed: int) -> tuple[int, int]:
    """Engine against engine."""
    return compare(scenarios(), between_engines, count, first_seed)


def compare_reading(count: int, first_seed: int) -> tuple[int, int]:
    """The reading against SimPy's engine."""
    return compare(certain_documents(), from_the_reading, count, first_seed)


def main(count: int, workers: int, first_seed: int) -> int:
    """Compare so many scenarios on so many processes; gives how many differ."""
    shares = [(count // workers + (worker < count % workers), first_seed + worker) for worker in range(workers)]
    compare_engines(1, first_seed)  # the kernel is compiled once, before the processes need it
    differing = 0
    with get_context("spawn").Pool(workers) as pool:
        for what, of in ((compare_engines, "engine against engine"), (compare_reading, "the model read again")):
            found: list[tuple[int, int]] = pool.starmap(what, shares)
            seen, differ = sum(one for one, _ in found), sum(other for _, other in found)
            print(f"{seen:,} random scenarios, {of}: {differ} differ", flush=True)
            differing += differ
    return differing


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    defaults = [10_000, 2, asked[0] if asked else 10_000]
    sys.exit(min(1, main(*(asked + defaults[len(asked) :]))))
