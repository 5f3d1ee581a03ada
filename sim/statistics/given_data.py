"""Sensitivity of given data: what knowing one input would do to an output, from replications that are there anyway.

Inputs are cut into classes of about as many rows (each value its own class where there are few), and the output within
a class is held against the output of all: its mean (value of information), its distribution function (PAWN, Pianosi
and Wagener 2018), its density (delta, Borgonovo 2007).
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sim.statistics.groups import explained

Reals = NDArray[np.float64]
Classes = NDArray[np.int64]

FEWEST_IN_CLASS, MOST_CLASSES = 25, 20

SHUFFLES = 20
"""Shuffled inputs, which tell nothing, that show what an index is by chance."""


def classes_of(values: Reals) -> Classes:
    """The class of each value, from 0 on in their order; equal values are in the same, and each holds enough rows."""
    wanted = int(np.clip(len(values) // FEWEST_IN_CLASS, 2, MOST_CLASSES))
    known = np.unique(values)
    if len(known) <= wanted:
        return np.searchsorted(known, values).astype(np.int64)
    edges = np.unique(np.quantile(values, np.linspace(0, 1, wanted + 1)[1:-1], method="inverted_cdf"))
    found = np.searchsorted(edges, values, side="left")
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True)
class Learned:
    """What to know an input is worth: the share of the output's variance that it would take away, on average.

    `chance` is the probability that an input that tells nothing seems worth as much.
    """

    share: float
    chance: float


def learned(classes: Classes, outputs: Reals) -> Learned:
    """1 - E[Var(y | x)] / Var(y), each variance without bias; 0 where y is constant.

    Of a decision that is paid by squared error it is the expected value of partial perfect information, a share of that
    of perfect information. By chance: the F test that all means are the same.
    """
    found = explained(outputs, classes)
    return Learned(0.0, 1.0) if found is None else Learned(max(0.0, found.share), found.p)


def pawn(classes: Classes, outputs: Reals) -> float:
    """Median over the classes of the largest distance between the distribution function in it and that of all."""
    every = np.sort(outputs)
    whole = np.searchsorted(every, every, side="right") / len(every)
    apart = []
    for one in range(int(classes.max()) + 1):
        own = np.sort(outputs[classes == one])
        apart.append(np.abs(np.searchsorted(own, every, side="right") / len(own) - whole).max())
    return float(np.median(apart))


def delta(classes: Classes, outputs: Reals, generator: Generator) -> float:
    """Half the expected distance between the density given the input and that of all, 0 to 1, less that of chance.

    Densities are histograms over classes of the output, so what has a probability of its own (nothing delivered) is
    no harm; chance is the mean over shuffled inputs.
    """
    kinds = classes_of(outputs)
    own = _apart(classes, kinds)
    chance = float(np.mean([_apart(generator.permutation(classes), kinds) for _ in range(SHUFFLES)]))
    return max(0.0, (own - chance) / (1 - chance)) if chance < 1 else 0.0


def _apart(classes: Classes, kinds: Classes) -> float:
    """Mean over the rows of the total variation distance between their class's histogram and that of all."""
    table = np.zeros((int(classes.max()) + 1, int(kinds.max()) + 1))
    np.add.at(table, (classes, kinds), 1.0)
    sizes = table.sum(axis=1)
    distances = 0.5 * np.abs(table / sizes[:, None] - table.sum(axis=0) / sizes.sum()).sum(axis=1)
    return float((distances * sizes).sum() / sizes.sum())
