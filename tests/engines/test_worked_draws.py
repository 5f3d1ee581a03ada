"""What chance decides, calculated by hand from the draws of its streams: yields, rounds of talks, random orders."""

import math

import pytest
from scipy.stats import poisson

from sim.model.entities import BURST, RANDOM
from sim.realisation.streams import mechanism_word, uniforms
from sim.records.events import Event
from sim.scenario.distributions.base import Distribution
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


def value(law: object, u: float) -> float:
    """What a number or a distribution is at a uniform."""
    found = law.quantile(u) if isinstance(law, Distribution) else law
    assert isinstance(found, int | float)
    return float(found)


LAWS = [
    "7",
    "{ choice = [2, 5, 9, 14], weights = [0.05, 0.25, 0.5, 0.2] }",
    "{ quantiles = { p05 = 2, p50 = 4, p95 = 20 } }",
    "{ uniform = [1, 30] }",
    "{ triangular = [1, 2, 30] }",
    "{ pert = [1, 4, 30] }",
    "{ normal = { mean = 10, sd = 4, min = 1, max = 15 } }",
    "{ lognormal = { median = 8, sigma = 0.7 } }",
    "{ gamma = { shape = 2.5, scale = 4 } }",
    "{ beta = [3, 2] }",
]


@pytest.mark.parametrize("law", LAWS)
def test_transit_is_drawn_by_the_day_of_dispatch(engine: Engine, law: str) -> None:
    """Whatever its distribution: rounded up, at least a day, the same for all that leaves by a channel on a day."""
    north, days = distributor().replace("transit_days = 3", f"transit_days = {law}"), (1, 1, 2, 3, 4)
    scenario = world(product(stock=99), north, buyer("Ann", *[(day, "A", 1) for day in days]), days=400)
    transit, ordinal = scenario.distributor[0].transit_days, START.toordinal()
    taken = {day: max(1, math.ceil(value(transit, draw("transit:north", ordinal + day)))) for day in days}
    delivered = {row[5]: row[0] for row in rows(engine, scenario, Event.delivered)}
    assert delivered == {order: day + taken[day] for order, day in enumerate(days, 1)}


@pytest.mark.parametrize(
    "law", ["{ beta = [3, 2] }", "{ uniform = [0.2, 0.9] }", "{ choice = [0.25, 0.5, 0.75] }", "0.3"]
)
def test_yield_of_each_lot_is_its_own(engine: Engine, law: str) -> None:
    """Of lots of a million: by the distribution's inverse, in whole millionths."""
    line = (
        f"[product.production]\nstart = {on(0)}\nlot_interval = 1\ncapacity = 1_000_000\nyield = {law}\ncycle_time = 0"
    )
    scenario = world(product(more=line), distributor(), buyer("Ann"), days=5)
    made = scenario.product[0].production
    assert made is not None
    finished = [row[6] for row in rows(engine, scenario, Event.lot_finished)]
    assert finished == pytest.approx([1e6 * value(made.yield_, draw("yield:A", lot)) for lot in range(1, 6)], abs=1.0)


def test_yield_of_a_shared_line_is_drawn_by_lot(engine: Engine) -> None:
    """Of lots of a million, all of them for A."""
    line = f'[[line]]\nname = "dies"\nstart = {on(0)}\nlot_interval = 1\ncapacity = 1_000_000\ncycle_time = 2\n'
    line += "split_days = 1\nyield = { uniform = [0.2, 0.9] }\nmix = { A = 1.0 }\n"
    finished = rows(engine, world(product(), distributor(), buyer("Ann"), line, days=5), Event.lot_finished)
    shares = [0.2 + 0.7 * draw("yield:dies", lot) for lot in (1, 2, 3)]
    assert [row[0] for row in finished] == [2, 3, 4]
    assert [row[6] for row in finished] == pytest.approx([1e6 * share for share in shares], abs=1.0)


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


@pytest.mark.parametrize(("factor", "covers"), [(1.0, "A"), (0.4, "A"), (1.6, "A"), (2.5, "A"), (2.5, "B")])
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
