"""From a scenario to a realisation: what is uncertain is sampled, and chance has its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.realisation.sampler import sampler_of
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.scenario.validation import sound


@dataclass(frozen=True)
class Realisation:
    """One replication's world: the scenario's tables as sampled, the values drawn by path, the key of all chance."""

    document: Mapping[str, Any]
    sampled: Mapping[str, object]
    seed: int
    replication: int


def sample_document(
    scenario: Scenario, seed: int, replication: int, uniforms: Sequence[float] | None = None
) -> tuple[Mapping[str, Any], dict[str, object]]:
    """The scenario as plain tables with every uncertain parameter drawn, and the values as they are used, by path.

    `uniforms` holds one number of the open interval (0, 1) for each parameter with a draw of its own, in the file's
    order, as a sampling design gives them; without it each comes from its own stream. What is correlated is made so
    of either. Raises `ScenarioError` where the scenario does not allow the values.
    """
    if not scenario.uncertain:
        return dump(scenario), {}
    sampler = sampler_of(scenario)
    document, used, is_sound = sampler.draw(sampler.uniforms(seed, replication) if uniforms is None else uniforms)
    return document if is_sound else dump(sound(Scenario, document, scenario.folder)), used


def sample_scenario(
    scenario: Scenario, seed: int, replication: int, uniforms: Sequence[float] | None = None
) -> tuple[Scenario, dict[str, object]]:
    """The scenario with every uncertain parameter drawn, and the values as they are used, as `sample_document`."""
    if not scenario.uncertain:
        return scenario, {}
    document, used = sample_document(scenario, seed, replication, uniforms)
    return sound(Scenario, document, scenario.folder), used


def resolved(scenario: Scenario, sampled: Mapping[str, object]) -> Scenario:
    """The scenario of a replication from the values that it drew, which were judged when they were drawn."""
    if not scenario.uncertain:
        return scenario
    return Scenario.model_validate(sampler_of(scenario).holding(sampled), context={"folder": scenario.folder})


def realise(
    scenario: Scenario, seed: int = 0, replication: int = 0, uniforms: Sequence[float] | None = None
) -> Realisation:
    """The world of one replication."""
    return Realisation(*sample_document(scenario, seed, replication, uniforms), seed, replication)
