"""What chance decides, calculated by hand from the draws of its streams: yields, rounds of talks, random orders."""

import math

import pytest
from scipy.stats import poisson

from sim.model.entities import BURST, RANDOM
from sim.realisation.streams import mechanism_word, uniforms
from sim.records.events import Event
from sim.scenario.schema import Scenario
from tests.engines.tables import START, buyer, control, distributor, on, product, talks, world
from tests.worlds import Engine

SEED = 5


def draw(stream: str, index: int, a: int = 0, b: int = 0) -> float:
    """The uniform of a stream at an index."""
    return float(uniforms(SEED, 0, stream, index, 1, a, b)[0])


def rows(engine: Engine, scenario: Scenario, *events: Event) -> list[list[int]]:
    """What happens of some kinds."""
    return [row for row in engine.log_of(scenario, SEED).rows.tolist() if row[1] in events]


def test_yield_is_drawn_by_lot(engine: Engine) -> None:
    """The first lot of the run is the third of a line that began eight days before; lots in progress have their own."""
    line = f"[product.production]\nstart = {on(-8)}\nlot_interval = 4\ncapacity = 1000\ncycle_time = 2\n"
    line += f"yield = {{ uniform = [0.2, 1.0] }}\nin_progress = [{{ finishes = {on(1)}, units = 500 }}]\n"
    scenario = world(product(more=line), distributor(), buyer("Ann"), days=8)
    shares = [draw("yield in progress:A", 1), draw("yield:A", 3), draw("yield:A", 4)]
    good: list[int] = []
    claim = 0.0
    for units, share in zip((500, 1000, 1000), shares, strict=True):
        claim += units * math.floor((0.2 + 0.8 * share) * 1e6 + 0.5) / 1e6
        good.append(math.floor(claim + 1e-9) - sum(good))
    finished = rows(engine, scenario, Event.lot_finished)
    assert [(row[0], row[6]) for row in finished] == [(1, good[0]), (2, good[1]), (6, good[2])]


def test_rounds_of_talks_are_drawn_by_their_number(engine: Engine) -> None:
    """Each lasts as long as its own draw says, and ends in the contract where the other draw is below the chance."""
    keys = "rounds = 9\nround_days = { uniform = [1, 6] }\nsuccess = 0.3\n"
    text = talks(3, 9).replace("[buyer.negotiation.contract]", f"{keys}[buyer.negotiation.contract]")
    scenario = world(product(), distributor(), buyer("Ann", more=text), days=80)
    day, expected = 3, [(3, Event.negotiation_opened)]
    for number in range(1, 10):
        day += math.ceil(1 + 5 * draw("round:Ann:days", number))
        expected.append((day, Event.negotiation_round))
        if draw("round:Ann:success", number) < 0.3:
            expected.append((day, Event.contract_signed))
            break
    else:
        expected.append((day, Event.negotiation_failed))
    kinds = (Event.negotiation_opened, Event.negotiation_round, Event.contract_signed, Event.negotiation_failed)
    assert [(row[0], row[1]) for row in rows(engine, scenario, *kinds)] == expected
    assert 3 <= len(expected) <= 9


DEMAND = """[[buyer.demand]]
product = "A"
orders_per_month = 45
units = { uniform = [0, 3] }
"""


def expected_orders(factor: float, first: int, days: int) -> list[tuple[int, int]]:
    """Day and units of each order of 30 days: so many times as often in some days."""
    a_day, found = 45 * 12 / 365.25, list[tuple[int, int]]()
    for day in range(30):
        index = START.toordinal() + day
        within = factor if first <= day < first + days else 1.0
        ordinary = int(poisson.ppf(draw("demand:Ann:A:count", index), a_day))
        coming = int(poisson.ppf(draw("demand:Ann:A:count", index), a_day * min(1.0, within)))
        sizes = [draw("demand:Ann:A:units", index, order) for order in range(min(ordinary, coming))]
        if within > 1:
            more = int(poisson.ppf(draw("demand:Ann:A:burst:count", index), a_day * (within - 1)))
            sizes += [draw("demand:Ann:A:burst:units", index, order) for order in range(more)]
        found += [(day, math.floor(3 * size + 0.5)) for size in sizes]
    return [(day, units) for day, units in found if units]


@pytest.mark.parametrize(("factor", "covers"), [(1.0, "A"), (0.4, "A"), (2.5, "A"), (2.5, "B")])
def test_random_orders_are_drawn_by_day_and_by_their_number_of_the_day(
    engine: Engine, factor: float, covers: str
) -> None:
    """As often as usual; in the 7 days from an announcement on less or more often, where it covers the product.

    A size that is drawn as 0 is no order.
    """
    more = DEMAND + (f"after_announcement = {{ factor = {factor}, days = 7 }}\n" if factor != 1 else "")
    rule = control("rule", covers, 12, 60)
    scenario = world(product(), product("B"), distributor(), buyer("Ann", more=more), rule, days=30)
    placed = [(row[0], row[6]) for row in rows(engine, scenario, Event.order_placed)]
    assert placed == expected_orders(factor if covers == "A" else 1.0, 12, 7)
    assert len(placed) > 15


def test_licenses_of_random_orders_are_drawn_by_their_number_of_the_stream(engine: Engine) -> None:
    """Orders of the ordinary stream and of the burst are numbered each for itself; one of no units takes no number."""
    more = DEMAND + "after_announcement = { factor = 2.5, days = 30 }\n"
    rule = control("rule", "A", 2, 2, "license = { granted = 0.5, days = 2 }")
    scenario = world(product(), distributor(), buyer("Ann", more=more), rule, days=30)
    numbers, known = {RANDOM: 0, BURST: 0}, list[tuple[int, int]]()
    for day in range(30):
        index = START.toordinal() + day
        for kind, stream, times in ((RANDOM, "", 1.0), (BURST, ":burst", 1.5))[: 1 if day < 2 else 2]:
            count = draw(f"demand:Ann:A{stream}:count", index)
            for place in range(int(poisson.ppf(count, 45 * 12 / 365.25 * times))):
                if math.floor(3 * draw(f"demand:Ann:A{stream}:units", index, place) + 0.5):
                    numbers[kind] += 1
                    known.append((kind, numbers[kind]))
    assert len(known) == len(rows(engine, scenario, Event.order_placed))
    decided = rows(engine, scenario, Event.license_granted, Event.license_refused)
    for row in decided:
        kind, number = known[row[5] - 1]
        is_granted = draw("license:rule:Ann:granted", number, kind, mechanism_word("A")) < 0.5
        assert row[1] == (Event.license_granted if is_granted else Event.license_refused)
    assert len(decided) > 30
