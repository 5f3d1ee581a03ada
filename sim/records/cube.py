"""The cube of a replication's curves: every product and all, every buyer and all, every day."""

import numpy as np
from numpy.typing import NDArray

from sim.records.daily import CURVES, books
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
