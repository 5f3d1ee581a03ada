"""Latin hypercubes of correlated parameters: one in each of equal parts of a range, in order of a sample's ranks.

After Stein, Large sample properties of simulations using Latin hypercube sampling, 1987.
"""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.correlation import Mix

Uniforms = NDArray[np.float64]


def stratified(uniforms: Uniforms, mix: Mix) -> Uniforms:
    """Independent uniforms, shape (replications, parameters), from which a draw makes a hypercube of correlated ones.

    Each replication keeps its place within its part of the range. Elementwise, as sums of a library's matrix products
    depend on the machine.
    """
    from scipy.special import ndtr, ndtri

    count, made = len(uniforms), uniforms.copy()
    normals = {place: ndtri(uniforms[:, place]) for place in mix}
    own: dict[int, NDArray[np.float64]] = {}
    for place in mix:
        others, weights = mix[place]
        wanted = np.zeros(count)
        for other, weight in zip(others, weights, strict=True):
            wanted = wanted + weight * normals[other]
        ranks = wanted.argsort(kind="stable").argsort(kind="stable")
        left = ndtri((ranks + uniforms[:, place] * count % 1) / count)
        for other, weight in zip(others[:-1], weights[:-1], strict=True):
            left = left - weight * own[other]
        own[place] = left / weights[-1]
        made[:, place] = ndtr(own[place])
    return made
