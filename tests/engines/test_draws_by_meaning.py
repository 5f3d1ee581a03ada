"""Draws are known by meaning: a contract, a burst or another product shifts no license decision and no transit time."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeVar

import pytest

from sim.engines.simpy.engine import live
from sim.model.entities import Supply
from sim.model.events import Event
from sim.realisation.draw import realise
from sim.scenario.file import build
from tests.strategies import Document
from tests.worlds import CHAIN

FIRM = """
[[control]]
name = "rule"
covers = ["A", "B"]
announced = 2023-02-01
effective = 2023-02-01
license = { granted = 0.5, days = { uniform = [0, 20] } }
[[buyer]]
name = "Ann"
via = { north = 0.7, south = 0.3 }
order = [{ date = 2023-02-05, product = "A", units = 40 }, { date = 2023-03-05, product = "A", units = 70 }]
[buyer.demand]
product = "A"
orders_per_month = 12
units = { uniform = [0, 40] }
"""
"""Stock and channels for all that Ann orders, so that every line leaves whole as soon as it has its license."""

CONTRACT = """
[buyer.negotiation]
opens = 2023-02-10
contract = { weekly_capacity = 100_000, transit_days = { uniform = [1, 40] }, custom = 0.6, takes_over = 0.5 }
"""


def firm() -> Document:
    """The document of a buyer whose orders need licenses."""
    text = CHAIN[: CHAIN.index("[[buyer]]")].replace("2023-01-31", "2023-06-30").replace("= 100\n", "= 100_000\n")
    text = text.replace(
        "weekly_capacity = 1000\ntransit_days = 3", "weekly_capacity = 100_000\ntransit_days = { uniform = [1, 40] }"
    )
    south = text[text.index("[[distributor]]") :].replace("north", "south")
    other = '[[product]]\nname = "B"\nprice = 100\ninitial_stock = 100_000\n'
    return tomllib.loads(text + south + other + FIRM)


def with_contract(document: Document) -> None:
    """Ann signs a contract."""
    document["buyer"][0] |= tomllib.loads(CONTRACT.replace("buyer.", ""))


def with_burst(document: Document) -> None:
    """Ann orders four times as often after the announcement."""
    document["buyer"][0]["demand"]["after_announcement"] = {"factor": 4.0, "days": 30}


def with_lull(document: Document) -> None:
    """Ann orders half as often after the announcement."""
    document["buyer"][0]["demand"]["after_announcement"] = {"factor": 0.5, "days": 30}


def with_other_product(document: Document) -> None:
    """Ann orders another product too, by date and at random."""
    ann = document["buyer"][0]
    ann["order"].insert(0, ann["order"][0] | {"product": "B"})
    ann["demand"] = [ann["demand"] | {"product": "B"}, ann["demand"]]


Key = TypeVar("Key")

VARIANTS = (with_contract, with_burst, with_lull, with_other_product)

Identity = tuple[int, int, int, int]


def licenses(supply: Supply) -> dict[Identity, tuple[int, int]]:
    """By what names an order to the streams: the day on which its license was decided, and how."""
    decided = {}
    for day, event, _, _, _, order, *_ in supply.facts:
        if event in (Event.license_granted, Event.license_refused):
            line = supply.lines[order - 1]
            decided[line.origin.number, line.kind, line.ordinal, line.generation] = (day, event)
    return decided


def transit_times(supply: Supply) -> dict[tuple[int, int], int]:
    """By channel and day of dispatch: the days until its goods arrived."""
    sent, took = defaultdict[tuple[int, int], list[int]](list), {}
    for day, event, _, _, channel, order, *_ in supply.facts:
        if event == Event.dispatched:
            sent[order, channel].append(day)
        elif event == Event.delivered and len(sent[order, channel]) == 1:
            took[channel, sent[order, channel][0]] = day - sent[order, channel][0]
    return took


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("seed", range(4))
def test_no_draw_is_shifted_by_what_another_mechanism_does(variant: Callable[[Document], None], seed: int) -> None:
    """Each order has its license on the same day, or not, and what leaves on a day arrives on the same one."""
    document, changed = firm(), firm()
    variant(changed)
    one, other = (live(realise(build(each), seed)) for each in (document, changed))
    assert one.facts != other.facts
    same(licenses(one), licenses(other), 30)
    same(transit_times(one), transit_times(other), 8)


def same(one: Mapping[Key, object], other: Mapping[Key, object], least: int) -> None:
    """Assert that two mappings have so many keys in common, and the same for each of them."""
    common = one.keys() & other.keys()
    assert len(common) >= least
    assert {key: one[key] for key in common} == {key: other[key] for key in common}
