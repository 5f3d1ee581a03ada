"""Designs: which uniforms the uncertain parameters of each replication are drawn at.

A column belongs to a path, and depends on the seed, the path and the replication alone (of a Sobol sequence: on the
column's number too), so two scenarios with the same uncertain parameters are drawn at the same points.

The designs of sensitivity analyses have rows that belong together, in an order that the analysis knows; each of their
rows is simulated several times, over chance that is common to all rows.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.realisation.streams import mechanism_word

DESIGNS = ("random", "lhs", "sobol")
ANALYSES = ("saltelli", "morris")
"""Designs whose rows are simulated several times each."""

CAUTIONS = {
    "random": "",
    "lhs": "the intervals take replications for independent, which those of a Latin hypercube are not: "
    "as a rule they are too wide",
    "sobol": "the intervals take replications for independent, which the points of one Sobol sequence are not: "
    "they show a scale, and are no 95 % intervals",
    "saltelli": "the intervals of means take replications for independent, which the rows of this design are not",
    "morris": "the intervals of means take replications for independent, which the rows of this design are not",
}
"""By design: what is wrong with intervals that are made as if replications were independent (Student's, Wilson's)."""

BLOCK = 1000
"""Replications of one Latin hypercube; a larger sweep has several, so that its room does not grow with its size."""

SMALLEST = 2.0**-53
MOST_SOBOL = 21_201
"""Columns that SciPy has direction numbers for."""

Uniforms = NDArray[np.float64]


def replications_of(design: str, replications: int) -> int:
    """The count that a design can have: of a Sobol sequence the next power of two, else as asked."""
    return 1 << (replications - 1).bit_length() if design == "sobol" else replications


def check_design(design: str, columns: int, each: int = 1) -> None:
    """Raises `UsageError` where there is no such design of so many columns, simulated `each` times a row."""
    known = DESIGNS if each == 1 else ANALYSES
    if design not in known:
        raise UsageError(f"design is {design!r}; expected one of {', '.join(known)}")
    if design != "random" and not columns:
        raise UsageError(f"design is {design!r}, but nothing is uncertain in the scenario; expected random")
    most = MOST_SOBOL if design == "sobol" else MOST_SOBOL // 2
    if design in ("sobol", "saltelli") and columns > most:
        raise UsageError(f"design is {design!r} of {columns:,} parameters; expected at most {most:,}")


def uniforms(
    design: str, seed: int, paths: Sequence[str], replications: int, first: int, count: int, each: int = 1
) -> Uniforms | None:
    """Uniforms of replications `first` to `first + count - 1` of a sweep, shape (count, paths), within (0, 1).

    A row of the design serves `each` replications in turn. None for the random design: there each parameter is drawn
    from its own stream.
    """
    if design == "random":
        return None
    points = {"sobol": _sobol, "lhs": _latin, "saltelli": _saltelli, "morris": _morris}[design]
    start, stop = first // each, (first + count - 1) // each + 1
    rows = points(seed, paths, replications // each, start, stop - start)
    repeated = rows[np.arange(first, first + count) // each - start]
    return np.clip(repeated, SMALLEST, 1 - SMALLEST)


def _generator(seed: int, name: str, block: int) -> Generator:
    return Generator(Philox(SeedSequence([seed, mechanism_word(name), block])))


def _sobol(seed: int, paths: Sequence[str], _: int, first: int, count: int) -> Uniforms:
    """Owen-scrambled Sobol points."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(paths), scramble=True, rng=_generator(seed, "design:sobol", 0))
    if not first:
        # Of a sequence that begins, SciPy warns where its length is no power of two; a part need not be balanced.
        return np.asarray(sequence.random_base2((count - 1).bit_length()))[:count]
    sequence.fast_forward(first)
    return np.asarray(sequence.random(count))


def _latin(seed: int, paths: Sequence[str], replications: int, first: int, count: int) -> Uniforms:
    """Latin hypercubes of `BLOCK` replications each (the last of what is left)."""
    from scipy.stats import qmc

    blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
    rows = []
    for block in blocks:
        size = min(BLOCK, replications - block * BLOCK)
        columns = [
            qmc.LatinHypercube(1, rng=_generator(seed, f"design:lhs:{path}", block)).random(size)[:, 0]
            for path in paths
        ]
        rows.append(np.stack(columns, axis=1))
    start = first - blocks.start * BLOCK
    return np.concatenate(rows)[start : start + count]


def _saltelli(seed: int, paths: Sequence[str], rows: int, first: int, count: int) -> Uniforms:
    return _blocks("saltelli", seed, len(paths), rows)[first : first + count]


def _morris(seed: int, paths: Sequence[str], rows: int, first: int, count: int) -> Uniforms:
    return _blocks("morris", seed, len(paths), rows)[first : first + count]


@lru_cache(maxsize=1)
def _blocks(design: str, seed: int, columns: int, rows: int) -> Uniforms:
    """The whole design: its rows come in blocks, and every chunk of a sweep takes a part."""
    from sim.statistics import sensitivity

    make = sensitivity.saltelli if design == "saltelli" else sensitivity.morris
    blocks = rows // sensitivity.block_length(design, columns)
    return make(columns, blocks, _generator(seed, f"design:{design}", 0))
