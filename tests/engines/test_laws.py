"""What must always hold, read from the events of both shipped scenarios."""

import numpy as np
import pytest

from sim.records.daily import CURVES, books
from sim.records.events import Event
from sim.scenario.file import load, shipped
from tests.worlds import log_of


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("replication", range(5))
def test_units_are_conserved_and_nothing_is_delivered_before_it_is_ordered(name: str, replication: int) -> None:
    """Per product the hub never owes stock; per buyer and product delivered <= dispatched <= ordered, every day."""
    log = log_of(load(name), replication=replication)
    for product in range(len(log.products)):
        stock = np.zeros(log.days, dtype=np.int64)
        signs = {"stock_opened": 1, "lot_finished": 1, "returned": 1, "dispatched": -1, "diverted": -1, "stranded": -1}
        for event, sign in signs.items():
            rows = (log.column("event") == Event[event]) & (log.column("product") == product)
            np.add.at(stock, log.column("day")[rows], sign * log.column("units")[rows])
        assert stock.cumsum().min() >= 0
    keys, curves = books(log)
    for product, buyer in {(int(key[0]), int(key[1])) for key in keys}:
        own = curves[(keys[:, 0] == product) & (keys[:, 1] == buyer)].sum(axis=0)
        ordered, dispatched, delivered, _, still_open = (own[:, CURVES.index(name)] for name in CURVES)
        assert (delivered <= dispatched).all()
        assert (dispatched <= ordered).all()
        assert (still_open >= 0).all()


def test_no_distributor_exceeds_its_week() -> None:
    """In no calendar week does a distributor dispatch more than its capacity, overtime of an open window included."""
    scenario = load("china-2023")
    log = log_of(scenario)
    week = (log.column("day") + scenario.start.weekday()) // 7
    for channel, distributor in enumerate(scenario.distributor):
        rows = (log.column("event") == Event.dispatched) & (log.column("channel") == channel)
        used = np.bincount(week[rows], weights=log.column("units")[rows])
        path = f"distributor.{distributor.name}.weekly_capacity"
        assert path in scenario.uncertain
        top = scenario.uncertain[path].support()[1]
        assert isinstance(top, int | float)
        assert used.max() <= top * 1.2


def test_same_seed_gives_the_same_log() -> None:
    """Same scenario, seed and replication, same digest; another replication, another."""
    scenario = load("china-2023")
    assert log_of(scenario).digest() == log_of(scenario).digest()
    assert log_of(scenario).digest() != log_of(scenario, replication=1).digest()


def test_variant_is_the_same_world_until_it_differs() -> None:
    """A ban moved to August instead of September changes no event before the first window differs."""
    scenario = load("china-2023").set("control.2022-08 letter.rush.channel_capacity", 1.0)
    later = scenario.set("buyer.Baidu.order.2.date", "2023-04-21")
    one, other = log_of(scenario), log_of(later)
    until = 79
    assert one.rows[one.column("day") < until].tolist() == other.rows[other.column("day") < until].tolist()
    assert one.digest() != other.digest()
