"""Event logs written by hand."""

import tomllib
from datetime import date

from sim.model.events import Account
from sim.records.events import Event, EventLog, log_of_facts
from sim.scenario.file import build
from sim.scenario.schema import Scenario

SCENARIO = """
name = "by hand"
start = 2023-01-01                      # a Sunday
end = 2023-01-30
[report]
dates = [2023-01-10, 2023-01-30]
shares = [0.1, 0.5]
[[product]]
name = "A"
price = 100
initial_stock = 100
[product.production]
start = 2023-01-03
capacity = 50
lot_interval = 10
cycle_time = 5
market_share = 0.857143
in_progress = [{ finishes = 2023-01-05, units = 20 }]
[[product]]
name = "B"
price = 10
initial_stock = 40
[[control]]
name = "open letter"
covers = ["B"]
announced = 2023-01-20
effective = 2023-01-25
rush = { channel_capacity = 1.5 }
license = { granted = 0.5 }
[[distributor]]
name = "north"
weekly_capacity = 60
credit_limit = 8_000
transit_days = { uniform = [2, 4] }
[[buyer]]
name = "Ann"
via = { north = 1.0 }
budget = 15_000
[buyer.negotiation]
opens = 2023-01-02
contract = { weekly_capacity = 100, price = 90, transit_days = 1 }
[[buyer]]
name = "Bob"
via = { north = 1.0 }
"""

A, B = 0, 1
ANN, BOB = 0, 1
NORTH, DIRECT = 0, 1
LETTER = 0

Fact = tuple[int, ...]
"""Day, event, product, buyer, channel, order, units, value in USD; what follows the event may be left out."""


def by_hand() -> Scenario:
    """The scenario that the logs are of."""
    return build(tomllib.loads(SCENARIO))


def log_by_hand(facts: list[Fact], posted: list[Fact] | None = None) -> EventLog:
    """An event log of these facts; without postings each order is needed, and nothing of it lost."""
    rows = [(*fact, *NONE[len(fact) :]) for fact in facts]
    if posted is None:
        posted = [needed(*row) for row in rows if row[1] == Event.order_placed]
    return log_of_facts(rows, ("A", "B"), ("Ann", "Bob"), ("north", "direct:Ann"), date(2023, 1, 1), 30, posted)


def needed(day: int, _event: int, product: int, buyer: int, _channel: int, order: int, units: int, _usd: int) -> Fact:
    """The posting of an order that is needed."""
    return (day, Account.on_line, product, buyer, order, units)


def accounts(facts: list[Fact]) -> list[Fact]:
    """The postings of these facts, where what is cancelled is given up, and a substitute is needed for all of it."""
    posted: list[Fact] = []
    for day, event, product, buyer, _, order, units, _ in ((*fact, *NONE[len(fact) :]) for fact in facts):
        if event == Event.order_placed:
            posted.append((day, Account.on_line, product, buyer, order, units))
        elif event in (Event.order_cancelled, Event.order_switched):
            posted.append((day, Account.on_line, product, buyer, order, -units))
        if event == Event.order_cancelled:
            posted.append((day, Account.lost_by_patience, product, buyer, 0, units))
    return posted


NONE: Fact = (0, 0, -1, -1, -1, 0, 0, 0)
"""What stands for what is left out."""

OPENED: list[Fact] = [
    (0, Event.stock_opened, A, -1, -1, 0, 100, 10_000),
    (0, Event.stock_opened, B, -1, -1, 0, 40, 400),
]

SOUND: list[Fact] = [
    *OPENED,
    (1, Event.negotiation_opened, -1, ANN),
    (1, Event.order_placed, A, ANN, NORTH, 1, 100, 10_000),
    (1, Event.order_placed, B, BOB, NORTH, 2, 30, 300),
    (1, Event.dispatched, A, ANN, NORTH, 1, 50, 5_000),
    (2, Event.lot_started, A, -1, -1, 0, 50, 5_000),
    (4, Event.lot_finished, A, -1, -1, 0, 20, 2_000),
    (4, Event.diverted, A, -1, -1, 0, 3, 300),
    (4, Event.delivered, A, ANN, NORTH, 1, 50, 5_000),
    (7, Event.lot_finished, A, -1, -1, 0, 50, 5_000),
    (7, Event.diverted, A, -1, -1, 0, 7, 700),
    (7, Event.negotiation_round, -1, ANN),
    (7, Event.contract_signed, -1, ANN, DIRECT, 0, 50, 0),
    (7, Event.order_moved, A, ANN, DIRECT, 1, 50, 4_500),
    (7, Event.dispatched, A, ANN, DIRECT, 1, 40, 3_600),
    (8, Event.delivered, A, ANN, DIRECT, 1, 40, 3_600),
    (9, Event.order_cancelled, A, ANN, DIRECT, 1, 10, 900),
    (10, Event.order_placed, A, BOB, NORTH, 3, 40, 4_000),
    (10, Event.dispatched, A, BOB, NORTH, 3, 40, 4_000),
    (13, Event.delivered, A, BOB, NORTH, 3, 40, 4_000),
    (19, Event.control_announced, B),
    (20, Event.dispatched, B, BOB, NORTH, 2, 10, 100),
    (24, Event.control_effective, B),
    (24, Event.returned, B, BOB, NORTH, 2, 10, 100),
    (24, Event.held, B, -1, -1, 0, 15, 150),
    (25, Event.license_granted, B, BOB, NORTH, 2, 30, 300),
    (25, Event.dispatched, B, BOB, NORTH, 2, 20, 200),
    (26, Event.order_switched, B, BOB, NORTH, 2, 10, 100),
    (26, Event.order_placed, A, BOB, NORTH, 4, 10, 1_000),
    (29, Event.delivered, B, BOB, NORTH, 2, 20, 200),
]
"""Nothing in this log breaks an invariant, and every kind of event that moves units is in it."""


POSTED: list[Fact] = [
    (1, Account.on_line, A, ANN, 1, 100),
    (1, Account.on_line, B, BOB, 2, 30),
    (1, Account.on_line, A, ANN, 1, -10),
    (9, Account.lost_by_patience, A, ANN, 0, 10),
    (10, Account.on_line, A, BOB, 3, 40),
    (1, Account.on_line, B, BOB, 2, -10),
    (26, Account.on_line, A, BOB, 4, 10),
    (24, Account.called_back, B, BOB, LETTER, 10),
    (24, Account.called_back_usd, B, BOB, LETTER, 100),
    (24, Account.stranded, B, -1, LETTER, 15),
    (24, Account.stranded_before, B, -1, LETTER, 0),
    (25, Account.licensed, -1, BOB, LETTER, 30),
    (29, Account.held_at_end, B, -1, 0, 15),
]
"""The postings that go with it: day, account, product, buyer, number of order or control, units."""


def altered(at: Fact, *instead: Fact) -> list[Fact]:
    """The sound log with one fact replaced: by none, by others."""
    place = SOUND.index(at)
    return [*SOUND[:place], *instead, *SOUND[place + 1 :]]
