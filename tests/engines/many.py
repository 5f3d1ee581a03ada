"""Engine against engine on many random scenarios: `make differential`.

Usage: python -m tests.engines.many [COUNT]
"""

import sys

from hypothesis import HealthCheck, Phase, given, seed, settings

from sim.scenario.schema import Scenario
from tests.engines.differential import difference
from tests.strategies import scenarios

REPLICATIONS = 2


def main(count: int) -> int:
    """Compare so many scenarios; gives how many differ, and prints the first event in which each does."""
    seen, differing = 0, 0

    @seed(count)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios())
    def compare(scenario: Scenario) -> None:
        nonlocal seen, differing
        seen += 1
        told = [found for replication in range(REPLICATIONS) if (found := difference(scenario, seen, replication))]
        differing += bool(told)
        if told:
            print(scenario.model_dump_json(), *told, sep="\n")

    compare()
    print(f"{seen:,} random scenarios, {REPLICATIONS} replications each: {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
