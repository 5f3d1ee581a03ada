"""From a scenario to a realisation: sample what is uncertain, then make the world in whole numbers."""

from collections.abc import Sequence

from sim.realisation.channels import channel_worlds
from sim.realisation.demand import buyer_world
from sim.realisation.licenses import LicenseDraws
from sim.realisation.streams import Streams
from sim.realisation.supply import control_world, product_world
from sim.realisation.world import Realisation
from sim.rules.allocation import POLICIES
from sim.scenario.change import with_draws
from sim.scenario.schema import Scenario


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
    """The world of one replication, all its draws made but the licenses', which are made when applied for."""
    sampled_scenario, sampled = sample_scenario(scenario, seed, replication, uniforms)
    return realise_sampled(sampled_scenario, sampled, seed, replication)


def realise_sampled(scenario: Scenario, sampled: dict[str, object], seed: int, replication: int) -> Realisation:
    """The world of a scenario that has nothing uncertain left but chance."""
    streams = Streams(seed, replication)
    buyers = [buyer.name for buyer in scenario.buyer]
    named = [buyers.index(name) for name in scenario.ranking]
    channels = channel_worlds(scenario, streams)
    return Realisation(
        name=scenario.name,
        seed=seed,
        replication=replication,
        sampled=sampled,
        start=scenario.start,
        start_weekday=scenario.start.weekday(),
        days=scenario.days,
        allocation=POLICIES.index(scenario.allocation),
        ranking=(*named, *(number for number in range(len(buyers)) if number not in named)),
        products=tuple(product_world(scenario, product, streams) for product in scenario.product),
        controls=tuple(control_world(scenario, control) for control in scenario.control),
        channels=channels,
        buyers=tuple(buyer_world(scenario, buyer, channels, streams) for buyer in scenario.buyer),
        license=LicenseDraws(scenario, channels, streams),
    )
