"""Functions that tests register as a user's own, and a file of the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sim
from sim.extensions.registry import REGISTERED

PAGE = Path(__file__).parents[1] / "docs" / "extensions.md"


def example() -> str:
    """The file of the documentation, one of each kind."""
    return PAGE.read_text(encoding="utf-8").split("```py\n")[1].split("```")[0]


@contextmanager
def nothing_registered() -> Iterator[None]:
    """What is registered in the block is forgotten after it, and what was before is not known in it."""
    before = dict(REGISTERED)
    REGISTERED.clear()
    try:
        yield
    finally:
        REGISTERED.clear()
        REGISTERED.update(before)


def newest_first(requests: Any, limits: Any, granted: Any) -> None:
    """The youngest order is served first."""
    for place in range(len(granted) - 1, -1, -1):
        sim.grant(requests, limits, granted, place, requests.units[place])


def two_point(u: float, low: float, high: float, share: float) -> float:
    """`high` with probability `share`, else `low`."""
    return high if u > 1 - share else low


def largest_delivery(events: Any, buyer: int) -> float:
    """Units of a buyer's largest delivery; nan without any."""
    largest = -1
    for place in range(len(events.day)):
        if events.buyer[place] == buyer and events.event[place] == sim.event.delivered:
            largest = max(largest, events.units[place])
    return float("nan") if largest < 0 else largest


def busy_days(events: Any) -> int:
    """Days on which anything is dispatched."""
    return len(set(events.day[events.event == sim.event.dispatched]))


def register_all() -> None:
    """Register one of each kind, and a second key figure, of the whole run."""
    sim.allocation_policy("newest-first")(newest_first)
    sim.distribution("two-point")(two_point)
    sim.key_figure("largest_delivery", of="buyer")(largest_delivery)
    sim.key_figure("busy_days")(busy_days)
