"""Scenarios that draw whole tables, as the compiled engine takes them: a variant for each combination of tables.

What the kernel can't draw is drawn here, and what is left to draw in a variant is drawn by the kernel as it would be in
the scenario itself: every parameter has a stream of its own, or a column of the design.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import ScenarioError
from sim.realisation.streams import mechanism_word, uniforms_over
from sim.scenario.change import with_values
from sim.scenario.correlation import mix_of
from sim.scenario.distributions import Choice, quantiles
from sim.scenario.schema import Scenario

Combination = tuple[int, ...]
"""Which of its values each table has."""

FEWEST = 4
"""Replications that share a variant, on average, from which it is worth making."""


@dataclass(frozen=True)
class Variant:
    """A scenario with tables as drawn, these by path, and the places of the replications that drew them."""

    scenario: Scenario
    tables: dict[str, object]
    places: list[int]


def variants_of(
    scenario: Scenario, seed: int, chances: Sequence[int], design: NDArray[np.float64] | None
) -> list[Variant] | None:
    """The variants among some replications; None where that is no way, or not worth it.

    `chances` are the numbers that chance is drawn by, `design` has shape (replications, parameters drawn).
    """
    drawn = list(scenario.drawn)
    laws = {path: law for path, law in scenario.drawn.items() if isinstance(law, Choice) and law.has_tables}
    mixed = {drawn[place] for _, (places, _) in mix_of(scenario).items() for place in places}
    if not laws or mixed & set(laws):
        return None
    combinations: dict[Combination, list[int]] = {}
    columns = [_places(law, _uniforms(path, seed, chances, design, drawn.index(path))) for path, law in laws.items()]
    for place, combination in enumerate(zip(*columns, strict=True)):
        combinations.setdefault(combination, []).append(place)
    if len(combinations) * FEWEST > len(chances):
        return None
    try:
        return [_variant(scenario, laws, combination, places) for combination, places in combinations.items()]
    except ScenarioError:  # what is drawn besides may not go with a table: each replication says so
        return None


def _uniforms(
    path: str, seed: int, chances: Sequence[int], design: NDArray[np.float64] | None, column: int
) -> NDArray[np.float64]:
    if design is not None:
        return design[:, column]
    return uniforms_over(seed, np.array(chances, dtype=np.uint64), mechanism_word(f"uncertain:{path}"), 1)


def _places(law: Choice, uniforms: NDArray[np.float64]) -> list[int]:
    return [quantiles.choice(u, law.cumulated) for u in uniforms.tolist()]


def _variant(scenario: Scenario, laws: dict[str, Choice], combination: Combination, places: list[int]) -> Variant:
    """A variant, which is made once of a scenario and checked with what is left to draw."""
    tables = {path: law.choice[place] for (path, law), place in zip(laws.items(), combination, strict=True)}
    known: dict[Combination, Scenario] = scenario.made.setdefault("variants", {})
    if combination not in known:
        known[combination] = with_values(scenario, tables)
    return Variant(known[combination], dict(tables), places)
