"""From a scenario to a realisation: what is uncertain is sampled, and chance has its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.realisation.streams import Streams
from sim.scenario.change import with_draws
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Realisation:
    """One replication's world: the scenario as sampled, the values drawn by path, and the key of all chance."""

    scenario: Scenario
    sampled: Mapping[str, object]
    seed: int
    replication: int

    @cached_property
    def document(self) -> dict[str, Any]:
        """The scenario as plain tables."""
        return dump(self.scenario)


def sample_scenario(
    scenario: Scenario, seed: int, replication: int, uniforms: Sequence[float] | None = None
) -> tuple[Scenario, dict[str, object]]:
    """The scenario with every uncertain parameter drawn, and the values drawn, as they are used, by path.

    `uniforms` holds one number of the open interval (0, 1) for each uncertain parameter in the file's order,
    as a sampling design gives them; without it each comes from its own stream.
    """
    if not scenario.uncertain:
        return scenario, {}
    streams = Streams(seed, replication)
    draws: dict[str, object] = {}
    for place, (path, law) in enumerate(scenario.uncertain.items()):
        u = streams.one(f"uncertain:{path}", 1) if uniforms is None else uniforms[place]
        draws[path] = law.quantile(u)
    return with_draws(scenario, draws)


def realise(
    scenario: Scenario, seed: int = 0, replication: int = 0, uniforms: Sequence[float] | None = None
) -> Realisation:
    """The world of one replication."""
    return Realisation(*sample_scenario(scenario, seed, replication, uniforms), seed, replication)
