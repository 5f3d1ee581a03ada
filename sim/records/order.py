"""The order that shares are of: one denominator for words, tables, pictures, report and flows, for every date.

It is what `sim.rules.ordering.order_units` says, over the whole run: what is ordered after a date counts in the share
by that date too, so that shares of several dates are of the same order and grow with what is delivered alone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import day_of
from sim.rules.ordering import order_units


def order_curve(curves: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """The order by day from the curves `ordered` and `switched` of `sim.records.daily`; its last value is the whole."""
    found: NDArray[Any] = order_units(np.asarray(curves["ordered"]), np.asarray(curves["switched"]))
    return found


def share_of_order(units: float, order: float) -> float | None:
    """Units as a share of the whole order; None of no order."""
    return units / order if order else None


def by_date(curve: NDArray[np.int64], when: date, start: date) -> int:
    """A cumulative curve by the evening of a date: 0 before the run, its last value after it."""
    day = day_of(when, start)
    return 0 if day < 0 else int(curve[min(day, len(curve) - 1)])
