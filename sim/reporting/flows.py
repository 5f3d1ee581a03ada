"""Who got what by which channel, of a run or of a sweep that kept its event logs."""

from typing import TYPE_CHECKING

from sim.pictures.flows import Flow
from sim.reporting.result import Result

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

SIGNS = {"dispatched": 1, "returned": -1}


def flows_of(result: Result) -> list[Flow]:
    """Units dispatched, less returned: of a run, or the mean of a sweep's replications; none where nothing tells."""
    if result.kind == "run":
        last = result.daily[result.daily["day"] == result.daily["day"].max()]
        return _flows(last, last["dispatched"].to_numpy(dtype="float64"))
    if result.kind == "sweep" and result.has("events.parquet") and len(result.summary["points"]) == 1:
        events = result.table("events.parquet")
        own = events[events["event"].isin(list(SIGNS))]
        signs = own["event"].astype("object").map(SIGNS).to_numpy(dtype="float64")
        count = result.summary["replications"] - result.summary["failed"]
        return _flows(own, signs * own["units"].to_numpy(dtype="float64") / max(1, count))
    return []


def why_none(result: Result) -> str:
    """Why a result has no flows to show."""
    if result.kind == "run" or result.has("events.parquet"):
        if result.kind == "sweep" and len(result.summary["points"]) > 1:
            return "A grid has flows of its own at each point; they are not drawn here."
        return "Nothing is dispatched."
    if result.kind == "compare":
        return "A comparison keeps no channels. The report of a run of either scenario has its flows."
    return "This sweep did not keep its event logs; one with --keep events has the mean flows, a run has its own."


def _flows(rows: "pd.DataFrame", units: "NDArray[np.float64]") -> list[Flow]:
    """Sums by product, channel and buyer, in the order of the rows."""
    sums: dict[tuple[str, str, str], float] = {}
    for product, channel, buyer, count in zip(rows["product"], rows["channel"], rows["buyer"], units, strict=True):
        key = (str(product), str(channel), str(buyer))
        sums[key] = sums.get(key, 0.0) + float(count)
    return [Flow(*key, count) for key, count in sums.items() if count > 0]
