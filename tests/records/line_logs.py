"""A shared line of two products and stock under control, with logs by hand: sound ones, and what breaks each law."""

import tomllib
from datetime import date

from sim.records.events import Event, EventLog, log_of_facts
from sim.scenario.file import build
from sim.scenario.schema import Scenario

Fact = tuple[int, ...]
A, B, LINE = 0, 1, 1

SCENARIO = """
name = "shared"
start = 2023-01-01
end = 2023-01-20
[[line]]
name = "dies"
start = 2023-01-02
end = 2023-01-03
capacity = 40
yield = 0.9
cycle_time = 8
split_days = 3
mix = { A = 0.5, B = 0.25 }
[[product]]
name = "A"
price = 100
[[product]]
name = "B"
price = 10
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-08
effective = 2023-01-08
lifted = 2023-01-12
[[distributor]]
name = "north"
weekly_capacity = 60
[[buyer]]
name = "Ann"
via = { north = 1.0 }
"""


def shared_line() -> Scenario:
    """The scenario that the logs are of."""
    return build(tomllib.loads(SCENARIO))


def log_of(facts: list[Fact]) -> EventLog:
    """An event log of these facts: day, event, product, channel, units, value."""
    rows = [(day, event, product, -1, channel, 0, *amounts) for day, event, product, channel, *amounts in facts]
    return log_of_facts(rows, ("A", "B"), ("Ann",), ("north", "line:dies"), date(2023, 1, 1), 20)


SOUND: list[Fact] = [
    (0, Event.stock_opened, A, -1, 0, 0),
    (0, Event.stock_opened, B, -1, 0, 0),
    (1, Event.lot_started, -1, LINE, 40, 0),
    (6, Event.lot_divided, A, LINE, 18, 1_800),
    (6, Event.lot_divided, B, LINE, 9, 90),
    (6, Event.diverted, -1, LINE, 9, 0),
    (7, Event.control_announced, A, -1, 0, 0),
    (7, Event.control_effective, A, -1, 0, 0),
    (9, Event.lot_finished, A, -1, 18, 1_800),
    (9, Event.held, A, -1, 18, 1_800),
    (9, Event.lot_finished, B, -1, 9, 90),
    (11, Event.control_lifted, A, -1, 0, 0),
    (11, Event.released, A, -1, 18, 1_800),
]
"""Of 40 dies 36 are good: half and a quarter for A and B; A is forbidden when they finish, and free two days later."""


def altered(at: int, *instead: Fact) -> list[Fact]:
    """The sound log with the fact at a place replaced: by none, by others."""
    return [*SOUND[:at], *instead, *SOUND[at + 1 :]]


BROKEN: list[tuple[str, list[Fact], int, str]] = [
    (
        "carried mix",
        altered(3, (6, Event.lot_divided, B, LINE, 14, 140), (6, Event.lot_divided, A, LINE, 13, 1_300)),
        6,
        "dies",
    ),
    ("division", altered(5, (6, Event.diverted, -1, LINE, 14, 0)), 6, "dies"),
    ("division", altered(5, (6, Event.diverted, -1, LINE, 8, 0)), 6, "dies"),
    ("division", altered(5), 6, "dies"),
    ("parts finish", altered(8, (9, Event.lot_finished, A, -1, 17, 1_700)), 9, "A"),
    ("parts finish", altered(8), 9, "A"),
    ("parts finish", [*SOUND, (15, Event.lot_finished, B, -1, 1, 10)], 15, "B"),
    ("held stock", altered(9, (9, Event.held, A, -1, 19, 1_900)), 9, "A"),
    ("held stock", altered(12), 11, "A"),
    ("held stock", altered(12, (11, Event.released, A, -1, 17, 1_700)), 11, "A"),
    ("held stock", altered(10, SOUND[10], (9, Event.held, B, -1, 9, 90)), 9, "B"),
    ("held stock", altered(10, SOUND[10], (9, Event.released, A, -1, 18, 1_800)), 9, "A"),
]
"""Laws, a log that breaks each, the day, and who breaks it."""
