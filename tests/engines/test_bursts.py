"""Bursts of random orders: how many come after an announcement, and that the ordinary ones are the same without."""

from collections import Counter
from collections.abc import Iterator

import pytest

from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, Engine, chain

DAYS = 100
"""Of the burst, which begins on day 100 of a year."""

YEAR = (
    CHAIN[: CHAIN.index("order =")].replace("2023-01-31", "2023-12-31")
    + """
[buyer.demand]
product = "A"
orders_per_month = 30.4375
units = { uniform = [1, 1000] }
[[control]]
name = "rule"
covers = ["A"]
announced = 2023-04-11
effective = 2023-12-31
"""
)
"""An order a day on average."""


def bursting(factor: float) -> Scenario:
    """The year with a burst of a factor."""
    return chain(YEAR).set("buyer.Ann.demand.1.after_announcement", {"factor": factor, "days": DAYS})


def orders(engine: Engine, scenario: Scenario, replication: int) -> Iterator[tuple[int, int]]:
    """Day and units of each order."""
    story = engine.story(scenario, replication)
    yield from ((day, units) for day, event, _, units in story if event == "order_placed")


@pytest.mark.parametrize("factor", [0.5, 1.0, 4.0])
def test_burst_multiplies_how_often_orders_come(engine: Engine, factor: float) -> None:
    """In its hundred days so many orders come a day on average, in a year's other days one."""
    within = outside = 0
    for replication in range(10):
        for day, _ in orders(engine, bursting(factor), replication):
            within, outside = within + (100 <= day < 200), outside + (not 100 <= day < 200)
    assert within == pytest.approx(10 * DAYS * factor, abs=5 * (10 * DAYS * factor) ** 0.5)
    assert outside == pytest.approx(10 * (365 - DAYS), abs=5 * (10 * (365 - DAYS)) ** 0.5)


def test_ordinary_orders_are_the_same_with_a_burst(engine: Engine) -> None:
    """A burst adds orders to the ordinary ones, whose days and sizes stay; a factor below 1 takes some away."""
    for replication in range(3):
        lull, plain, burst = (Counter(orders(engine, bursting(factor), replication)) for factor in (0.5, 1.0, 4.0))
        assert lull < plain < burst
