"""Engine against engine on many random scenarios, logs, key figures, curves and histograms: `make differential`.

Usage: python -m tests.engines.many [COUNT [WORKERS]]
"""

import sys
from multiprocessing import get_context

from hypothesis import HealthCheck, Phase, given, seed, settings

from sim.scenario.schema import Scenario
from tests.engines.differential import check_counted, check_histograms, difference
from tests.strategies import scenarios

REPLICATIONS = 2
COUNTED_EVERY = 5
"""Of so many scenarios one's figures, curves and histograms are compared too: they take longer than the logs."""


def compare(count: int, first_seed: int) -> tuple[int, int]:
    """Compare so many scenarios; gives how many were seen and how many differ, and prints how each does."""
    seen, differing = 0, 0

    @seed(first_seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios())
    def one(scenario: Scenario) -> None:
        nonlocal seen, differing
        seen += 1
        told = list(filter(None, (difference(scenario, seen, replication) for replication in range(REPLICATIONS))))
        if seen % COUNTED_EVERY == 0:
            told += counted_otherwise(scenario, seen)
        differing += bool(told)
        if told:
            print(scenario.model_dump_json(), *told, sep="\n", flush=True)

    one()
    return seen, differing


def counted_otherwise(scenario: Scenario, key: int) -> list[str]:
    """What the kernel counts otherwise than it follows from the logs, in words."""
    told = []
    for check in (check_counted, check_histograms):
        try:
            check(scenario, key, REPLICATIONS)
        except AssertionError as error:
            told.append(f"{check.__name__}: {error}")
    return told


def main(count: int, workers: int) -> int:
    """Compare so many scenarios on so many processes; gives how many differ."""
    shares = [(count // workers + (worker < count % workers), count + worker) for worker in range(workers)]
    compare(1, count)  # the kernel is compiled once, before the processes need it
    with get_context("spawn").Pool(workers) as pool:
        found: list[tuple[int, int]] = pool.starmap(compare, shares)
    seen, differing = sum(one for one, _ in found), sum(other for _, other in found)
    print(f"{seen:,} random scenarios, {REPLICATIONS} replications each: {differing} differ")
    return differing


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    sys.exit(min(1, main(*(asked + [10_000, 2][len(asked) :]))))
