"""Rank correlation of uncertain parameters: a Gaussian copula over the uniforms that they are drawn at.

Of two normals with Pearson correlation r, Spearman's rank correlation is 6/pi asin(r/2) (Kruskal, Ordinal measures of
association, 1958); a parameter is an ascending function of its normal, so its ranks are the same.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from sim.scenario.paths import dump, locate
from sim.scenario.tables import Contents

Pair = tuple[str, str]

Mix = Mapping[int, tuple[tuple[int, ...], tuple[float, ...]]]
"""By a parameter's place: the places of those whose independent normals its own is the weighted sum of, and weights."""

LEAST = 1e-9
"""The least share of a parameter's variance that the others leave to itself; below, rounding decides."""


def pearson(rank: float) -> float:
    """The correlation of normals whose rank correlation this is."""
    return 2 * math.sin(math.pi * rank / 6)


def mixed(paths: Sequence[str], ranks: Mapping[Pair, float]) -> list[list[float]] | None:
    """Weights by which normals of these paths come of independent ones: the Cholesky factor of their correlations.

    Pairs that are not named are independent. None where no normals have these rank correlations.
    """
    rows: list[list[float]] = []
    for place, path in enumerate(paths):
        row: list[float] = []
        for before, other in enumerate(paths[:place]):
            rank = ranks.get((other, path), ranks.get((path, other), 0.0))
            known = math.fsum(a * b for a, b in zip(row, rows[before], strict=False))
            row.append((pearson(rank) - known) / rows[before][before])
        left = 1 - math.fsum(weight * weight for weight in row)
        if left < LEAST:
            return None
        rows.append([*row, math.sqrt(left)])
    return rows


def in_order(scenario: Contents, ranks: Mapping[Pair, float]) -> list[str]:
    """The paths of some pairs, in the order of `[uncertain]`."""
    among = {path for pair in ranks for path in pair}
    return [path for path in scenario.uncertain if path in among]


def ranks_of(scenario: Contents) -> dict[Pair, float]:
    """The rank correlation of each pair of uncertain parameters that a sound scenario names, as it spells them."""
    if not scenario.correlated:
        return {}
    document = dump(scenario)
    spelled = {locate(document, path): path for path in scenario.drawn}
    return {
        (spelled[locate(document, one)], spelled[locate(document, other)]): table.rank
        for table in scenario.correlated
        for one, other in combinations(table.paths, 2)
    }


def mix_of(scenario: Contents) -> Mix:
    """How the uncertain parameters of a sound scenario are correlated."""
    ranks = ranks_of(scenario)
    paths, drawn = in_order(scenario, ranks), list(scenario.drawn)
    places = [drawn.index(path) for path in paths]
    rows = mixed(paths, ranks) or []
    return {place: (tuple(places[: len(row)]), tuple(row)) for place, row in zip(places, rows, strict=True)}
