"""Where the units of a replication are each evening, from line to buyer: made, in the hub, under way, delivered."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.records.daily import daily_books
from sim.records.dates import timestamps_of
from sim.records.events import Event, EventLog
from sim.records.invariants.stock import INTO_HUB, OUT_OF_HUB
from sim.records.tables import frame

if TYPE_CHECKING:
    import pandas as pd

STAGES = ("made", "in the hub", "under way", "delivered", "on order")
"""Made counts good units of finished lots so far, and delivered what has arrived so far, that before the run too; the
others count what is there that evening."""


def stages_of(log: EventLog) -> "pd.DataFrame":
    """A row a day, stage and place: `day`, `date`, `stage`, `of` (the channel or buyer, empty where none), `units`."""
    import pandas as pd

    books = frame(daily_books(log))
    books["under way"] = books["dispatched"] - books["delivered"]
    found = [_frame(log, "made", "", _by_day(log, (Event.lot_finished,)).cumsum())]
    found.append(_frame(log, "in the hub", "", (_by_day(log, INTO_HUB) - _by_day(log, OUT_OF_HUB)).cumsum()))
    for stage, place, column in (
        ("under way", "channel", "under way"),
        ("delivered", "buyer", "delivered"),
        ("on order", "buyer", "open"),
    ):
        for name in books[place].cat.categories:
            own = books[books[place] == name].groupby("day", observed=True)[column].sum()
            if len(own):
                found.append(_frame(log, stage, str(name), own.to_numpy()))
    return pd.concat(found, ignore_index=True)


def _by_day(log: EventLog, kinds: tuple[Event, ...]) -> Any:
    """Units of some kinds of event by day, shape (days,)."""
    own = np.isin(log.column("event"), kinds) & (log.column("product") >= 0)
    units = np.zeros(log.days, dtype=np.int64)
    np.add.at(units, log.column("day")[own], log.column("units")[own])
    return units


def _frame(log: EventLog, stage: str, place: str, units: Any) -> "pd.DataFrame":
    import pandas as pd

    days = np.arange(log.days)
    return pd.DataFrame(
        {"day": days, "date": timestamps_of(days, log.start), "stage": stage, "of": place, "units": units}
    )
