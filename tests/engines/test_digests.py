"""What a digest version stands for: results of others can be compared with ours as long as it is the same."""

from pathlib import Path

import sim
from sim.version import DIGESTS
from tests.experiment.sweeps import uncertain_chain
from tests.worlds import Engine

BINDING = Path(__file__).parents[1] / "odd" / "everything-binds.toml"

KNOWN = {
    1: (
        "5dcff167aad4c9f858a74e41c8ef97c02983c6c69e67d525278e181db2a33ac7",
        "42b25ab78711f05265d516629371e40a72b6d6a2816e87f07c16b46329a4f683",
        "88dd13a7d3c101426bd62c631011cd11784162367e472e0c25267734110a8f07",
    ),
}
"""By digest version the digests of a run in which every rule binds, of one with draws, and of a small sweep's rows."""


def test_digests_are_those_of_their_version(engine: Engine) -> None:
    """A change that moves a digest raises `DIGESTS` in `sim/version.py`, and notes the new digests here beside it."""
    binding, drawn = engine.run(sim.load(BINDING), 2, 1), engine.run(uncertain_chain(), 5, 3)
    rows = engine.sweep(uncertain_chain(), 5)
    assert (binding.log.digest(), drawn.log.digest(), rows.digest) == KNOWN[DIGESTS]
