"""The daily books follow from the events."""

from collections import Counter

from hypothesis import given, settings

from sim.records.daily import books, daily_books
from sim.records.events import Event, EventLog
from sim.records.tables import frame
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import CHAIN, chain, log_of

Account = tuple[int, int, int]
"""Product, buyer, channel."""

UNITS_OF = (
    {Event.order_placed, Event.order_carried},
    {Event.dispatched, Event.delivered_earlier},
    {Event.delivered, Event.delivered_earlier},
    {Event.order_cancelled, Event.order_switched},
    {Event.order_switched},
)


def ledger(log: EventLog) -> dict[Account, list[list[int]]]:
    """Units of each account by day, in the order of the table's columns, kept event by event."""
    holder: dict[int, int] = {}
    leaving = -1
    totals: dict[Account, list[int]] = {}
    by_day: list[dict[Account, list[int]]] = [{} for _ in range(log.days)]
    days: dict[int, list[tuple[int, ...]]] = {}
    for row in log.rows.tolist():
        days.setdefault(row[0], []).append(tuple(row))
    for day in range(log.days):
        for _, event, product, buyer, channel, order, units, _ in days.get(day, []):
            if not order or event in (Event.license_granted, Event.license_refused):
                continue
            account = totals.setdefault((product, buyer, channel), [0] * len(UNITS_OF))
            for place, events in enumerate(UNITS_OF):
                account[place] += units * (event in events)
            if event == Event.returned:
                account[1] -= units
            if event == Event.order_moved:
                account[0] += units
                totals[product, buyer, holder.get(order, leaving)][0] -= units
            if event == Event.order_divided:
                leaving = channel
            if event in (Event.order_placed, Event.order_carried, Event.order_moved, Event.returned):
                holder[order] = channel
        by_day[day] = {key: [*four, four[0] - four[1] - four[3], last] for key, (*four, last) in totals.items()}
    empty = [0] * 6
    return {key: [by_day[day].get(key, empty) for day in range(log.days)] for key in totals}


@settings(max_examples=100, derandomize=True, deadline=None)
@given(scenarios())
def test_books_are_what_a_ledger_kept_event_by_event_holds(scenario: Scenario) -> None:
    """Every account's curves are those of the events, day by day; no curve of an account falls below 0."""
    log = log_of(scenario)
    keys, curves = books(log)
    assert {tuple(key): rows for key, rows in zip(keys.tolist(), curves.tolist(), strict=True)} == ledger(log)
    assert curves.min(initial=0) >= 0


@settings(max_examples=50, derandomize=True, deadline=None)
@given(scenarios())
def test_last_day_of_the_books_holds_the_totals_of_the_events(scenario: Scenario) -> None:
    """Summed over accounts, the table ends with the units of all orders, dispatches less returns, and deliveries."""
    log = log_of(scenario)
    sums: Counter[int] = Counter()
    for row in log.rows.tolist():
        sums[row[1]] += row[6]
    table = frame(daily_books(log))
    last = table[table["day"] == log.days - 1]
    earlier = sums[Event.delivered_earlier]
    assert last["ordered"].sum() == sums[Event.order_placed] + sums[Event.order_carried]
    assert last["dispatched"].sum() == sums[Event.dispatched] - sums[Event.returned] + earlier
    assert last["delivered"].sum() == sums[Event.delivered] + earlier
    assert last["cancelled"].sum() == sums[Event.order_cancelled] + sums[Event.order_switched]
    assert last["switched"].sum() == sums[Event.order_switched]


def test_goods_that_return_to_a_line_taken_over_move_to_the_contract() -> None:
    """10 of 60 are under way by north when the contract takes over 50; called back, they move after them."""
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 10").replace(
        "transit_days = 3", "transit_days = 9"
    )
    text += "[buyer.negotiation]\nopens = 2023-01-04\ncontract = { weekly_capacity = 0 }\n"
    text += '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-06\neffective = 2023-01-06\n'
    log = log_of(chain(text + 'in_transit = "return"\n'))
    held = {log.channels[channel]: rows for (_, _, channel), rows in ledger(log).items()}
    table = frame(daily_books(log))
    for channel, expected in {
        "north": {2: [60, 10, 0, 0, 50, 0], 3: [10, 10, 0, 0, 0, 0], 5: [0, 0, 0, 0, 0, 0]},
        "direct:Ann": {2: [0, 0, 0, 0, 0, 0], 3: [50, 0, 0, 0, 50, 0], 5: [60, 0, 0, 0, 60, 0]},
    }.items():
        for day, curves in expected.items():
            row = table[(table["channel"] == channel) & (table["day"] == day)]
            assert row[["ordered", "dispatched", "delivered", "cancelled", "open", "switched"]].to_numpy().tolist() == [
                curves
            ]
            assert held[channel][day] == curves
