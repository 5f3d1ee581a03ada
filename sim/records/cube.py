"""The cube of a replication's curves: every product and all, every buyer and all, every day."""

import numpy as np
from numpy.typing import NDArray

from sim.records.daily import CURVES, books, rows_of
from sim.records.events import EventLog

ALL = "all"


def curve_cube(log: EventLog) -> NDArray[np.int64]:
    """Units by product (all last), buyer (all last), day and curve: shape (products + 1, buyers + 1, days, curves)."""
    keys, curves = books(log)
    cube = np.zeros((len(log.products) + 1, len(log.buyers) + 1, log.days, len(CURVES)), dtype=np.int64)
    np.add.at(cube, (keys[:, 0], keys[:, 1]), curves)
    cube[-1, :-1] = cube[:-1, :-1].sum(axis=0)
    cube[:, -1] = cube[:, :-1].sum(axis=1)
    return cube


def distinct(cubes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The curves of cubes, shape (replications, products + 1, ...), that differ: shape (replications, curves, days).

    Of one product, or one buyer, all is the same; `rows_of` says how many there are then.
    """
    products, buyers, days, _ = cubes.shape[1:]
    own = cubes[:, products - rows_of(products - 1) :, buyers - rows_of(buyers - 1) :]
    return np.ascontiguousarray(np.moveaxis(own, 4, 3)).reshape(len(cubes), -1, days)
