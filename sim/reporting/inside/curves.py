"""The curves of single replications, which no folder keeps: simulated anew, and held against the folder's rows.

The same seed gives the same replications, so nothing new has to lie in the folder, and the folder of an older version
has them too, as long as this version gives the same rows.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.bands import Whole
from sim.experiment.engine_choice import engine_for
from sim.experiment.in_memory import SHOWN, Played, joined, play
from sim.experiment.summary import is_figure
from sim.records.need import on_order
from sim.reporting.inside.packing import Block
from sim.reporting.result import Result

if TYPE_CHECKING:
    import pandas as pd

MOST = {"compiled": 1_000, "simpy": 100}
"""Curves of a page at most, by the engine that made the folder: what takes no more than a few seconds."""

MOST_CHANGES = 400_000
"""Days on which a curve changes, of all curves of a page: what takes about two megabytes."""

PASS = 500
"""Replications that are simulated in one go."""

OWN_FUNCTIONS = "The scenario has functions of the user's own, which a report does not call."
OTHERS = "This version of the program does not give the replications of the folder, which another one made."


@dataclass(frozen=True)
class Curves:
    """Units on order and delivered of the reported buyer, shape (replications, days) each; or why there are none.

    They are of the folder's first replications that did not fail.
    """

    ordered: Whole
    delivered: Whole
    why_not: str = ""

    def packed(self, block: Block) -> dict[str, Any]:
        """What the page has of them."""
        if self.why_not:
            return {"why": self.why_not}
        return {
            "replications": len(self.delivered),
            **{
                name: _packed(block, curves)
                for name, curves in (("ordered", self.ordered), ("delivered", self.delivered))
            },
        }


def _packed(block: Block, curves: Whole) -> dict[str, Any]:
    """Curves as the days on which they change, counted from the last such day of the replication, and by how much."""
    changes = np.diff(curves, axis=1, prepend=0)
    rows, days = np.nonzero(changes)
    first = np.diff(rows, prepend=-1) > 0
    gaps = np.where(first, days, np.diff(days, prepend=0))
    counts = np.bincount(rows, minlength=len(curves))
    return {"counts": block.add(counts), "gaps": block.add(gaps), "changes": block.add(changes[rows, days])}


def curves_of(result: Result, point: int, rows: "pd.DataFrame", points: int) -> Curves:
    """The curves of the first replications of one of `points` points; `rows` are those of it that did not fail."""
    if result.manifest.get("extensions"):
        return _none(OWN_FUNCTIONS)
    most = MOST["compiled" if "compiled" in str(result.manifest["engine"]) else "simpy"] // points
    count = min(len(rows), most)
    if not count:
        return _none("")
    played = _played(result, point, int(rows["replication"].iloc[count - 1]) + 1)
    if not _same(played, rows[:count]):
        return _none(OTHERS)
    units = {name: played.curves[:, :, place] for place, name in enumerate(SHOWN)}
    ordered, delivered = on_order(units), units["delivered"]
    kept = _fitting([ordered, delivered], MOST_CHANGES // points)
    return Curves(ordered[:kept], delivered[:kept])


def _none(why: str) -> Curves:
    empty = np.zeros((0, 0), dtype=np.int64)
    return Curves(empty, empty, why)


def _played(result: Result, point: int, count: int) -> Played:
    plan, engine = replace(result.sweep.plan, keep="curves"), engine_for("auto", count)
    firsts = range(0, count, PASS)
    return joined([play(plan, first, min(PASS, count - first), engine, point) for first in firsts])


def _same(played: Played, rows: "pd.DataFrame") -> bool:
    """Whether replications made anew have the figures of the folder's."""
    anew = played.rows.to_pandas()
    anew = anew[anew["error"].isna()]
    names = [name for name in rows.columns if is_figure(name)]
    if len(anew) != len(rows) or not set(names) <= set(anew.columns):
        return False
    return all(np.array_equal(_numbers(anew, name), _numbers(rows, name), equal_nan=True) for name in names)


def _numbers(rows: "pd.DataFrame", name: str) -> NDArray[np.float64]:
    return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _fitting(curves: list[Whole], most: int) -> int:
    """How many replications have no more changes than so many, together."""
    changes = sum(np.count_nonzero(np.diff(one, axis=1, prepend=0), axis=1) for one in curves)
    return int(np.searchsorted(np.cumsum(changes), most, side="right"))
