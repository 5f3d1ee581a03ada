"""Need: the one denominator of every share, in words, tables, pictures, report and flows, for every date.

It is what the buyers want of their orders in the whole run: what a date's orders are followed by counts in the share by
that date too, so that shares of several dates are of the same need and grow with what is delivered alone. The key
figures `need_units` and `met_units` tell it, and what of it is delivered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import day_of
from sim.records.figures.naming import figure_name


@dataclass(frozen=True)
class Met:
    """Units that a buyer (`all`) needs in the whole run, and what of them is delivered, by a date or at the end."""

    need: float
    units: float

    @property
    def share(self) -> float | None:
        """The share; None of no need."""
        return self.units / self.need if self.need else None


def met(figures: Mapping[str, Any], who: str, when: date | None = None) -> Met:
    """What key figures tell of a buyer's need: by a report date, or at the run's end."""
    name = figure_name("met_units", who, *(() if when is None else (when,)))
    return Met(figures[figure_name("need_units", who)], figures[name])


def on_order(curves: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Units ordered less switched, as a substitute is ordered anew, from the curves of `sim.records.daily`."""
    found: NDArray[Any] = np.asarray(curves["ordered"]) - np.asarray(curves["switched"])
    return found


def by_date(curve: NDArray[np.int64], when: date, start: date) -> int:
    """A cumulative curve by the evening of a date: 0 before the run, its last value after it."""
    day = day_of(when, start)
    return 0 if day < 0 else int(curve[min(day, len(curve) - 1)])
