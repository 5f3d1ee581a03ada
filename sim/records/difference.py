"""Where two event logs part."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.records.events import COLUMNS, EventLog

TEXTS = ("product", "buyer", "channel")


def differs_from(a: EventLog, b: EventLog) -> date | None:
    """The date of the first event that two logs do not share; None where they are the same."""
    names = {text: list(dict.fromkeys(getattr(a, f"{text}s") + getattr(b, f"{text}s"))) for text in TEXTS}
    first, second = (_comparable(log, names) for log in (a, b))
    shorter = min(len(first), len(second))
    unlike = np.flatnonzero((first[:shorter] != second[:shorter]).any(axis=1))
    place = int(unlike[0]) if len(unlike) else shorter
    days = [int(rows[place, 0]) for rows in (first, second) if place < len(rows)]
    return date.fromordinal(min(days)) if days else None


def _comparable(log: EventLog, names: Mapping[str, Sequence[str]]) -> NDArray[np.int64]:
    """Rows with dates for days, and the same codes for the same names."""
    rows = log.rows.copy()
    rows[:, 0] += log.start.toordinal()
    for text in TEXTS:
        column = COLUMNS.index(text)
        codes = np.array([*(names[text].index(name) for name in getattr(log, f"{text}s")), -1], dtype=np.int64)
        rows[:, column] = codes[rows[:, column]]
    return rows
