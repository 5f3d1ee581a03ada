"""A small sweep, done in many ways."""

from pathlib import Path
from typing import Any

import sim
from sim.experiment.sweep import carry_out, plan_of
from sim.experiment.work import Work
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days" = { choice = [1, 3, 20] }
"""


def uncertain_chain() -> Scenario:
    """A chain in which stock and days under way are not known."""
    return chain(CHAIN + UNCERTAIN)


def done(out: Path, scenario: Scenario | None = None, replications: int = 40, **how: Any) -> sim.Sweep:
    """A sweep under `out`, done in a certain way."""
    plan = plan_of(scenario or uncertain_chain(), replications, 0, [], "random", (), "curves")
    return carry_out(plan, Work(**how), out)
