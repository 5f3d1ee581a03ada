"""SimPy's engine against the model read again: whole logs of a scenario without chance, and where they first differ."""

from itertools import zip_longest

from sim.records.events import EVENTS, EventLog
from sim.scenario.file import build
from tests.reading.demand import read
from tests.reading.supply import Row
from tests.strategies import Document
from tests.worlds import log_of

NEIGHBOURS = 2


def in_words(log: EventLog) -> list[Row]:
    """The events of a log as the reading has them."""
    return [
        (
            day,
            EVENTS[event],
            log.products[product] if product >= 0 else None,
            log.buyers[buyer] if buyer >= 0 else None,
            log.channels[channel] if channel >= 0 else None,
            order or None,
            units,
            value,
        )
        for day, event, product, buyer, channel, order, units, value in log.rows.tolist()
    ]


def read_otherwise(document: Document) -> str:
    """Where the engine's log and that of the reading first differ, in words; empty where nowhere."""
    engine, reading = in_words(log_of(build(document))), read(document)
    for place, (one, other) in enumerate(zip_longest(engine, reading)):
        if one != other:
            near = [repr(row) for row in engine[max(0, place - NEIGHBOURS) : place]]
            return "\n".join([*near, f"the engine: {one}", f"the reading: {other}"])
    return ""
