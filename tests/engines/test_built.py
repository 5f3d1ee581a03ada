"""From a document to entities: each number of it goes to a place, where draws are put that replace it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from sim.errors import SimError
from sim.model.build import build
from sim.model.draws import expected_days, quantity
from sim.model.laws import law_of, mean_of
from sim.realisation.draw import realise
from sim.realisation.streams import mechanism_word
from sim.scenario.distributions.beta_table import CELLS
from sim.scenario.distributions.quantiles import BETA, OWN
from sim.scenario.paths import Location, at
from tests.engines.tables import START, buyer, control, distributor, on, product, talks, world
from tests.own import nothing_registered, register_all

MADE = f"""[product.production]
start = {on(3)}
end = {on(300)}
lot_interval = 4
capacity = 50
cycle_time = 6
yield = {{ beta = [3.0, 2.0] }}
market_share = 0.4
in_progress = [{{ finishes = {on(2)}, units = 7 }}, {{ finishes = {on(5)}, units = 8 }}]
[product.production.ramp]
"""
DIES = f"""[[line]]
name = "dies"
start = {on(1)}
capacity = 90
cycle_time = 20
split_days = 5
mix = {{ B = {{ table = [[{on(4)}, 0.15], [{on(9)}, 0.35]] }}, A = 0.45 }}
rush_mix = {{ A = 0.55 }}
when_controlled = {{ A = "C" }}
"""
RULE = f"""lifted = {on(60)}
in_transit = "return"
unshipped = {{ hold_days = 9 }}
rush = {{ channel_capacity = 1.5, market_share = 0.65 }}
moved = [{{ on = {on(12)}, to = {on(21)} }}, {{ on = {on(14)}, to = {on(23)} }}]
license = {{ granted = 0.6, days = {{ triangular = [1, 2, 6] }}, per = "buyer", opens = {on(18)}, again_days = 11, \
quota = {{ units = 77, per = "buyer", every = "year" }} }}
"""
BAN = f'acts_on = "order"\nlifted = {on(50)}\nbuyers = ["Bob"]\nresume = true'
ANN = """budget = 9000
patience = 44
pull_forward = 0.2
shortage = { waits = 13, factor = 1.7 }
on_control = { A = "B", B = "cancel" }
routing = "shortest-wait"
[[buyer.demand]]
product = "B"
orders_per_month = 2.5
units = { normal = { mean = 30, sd = 4, min = 0 } }
after_announcement = { factor = 3.5, days = 27 }
"""
TALKS = (
    f"[buyer.negotiation]\nopens = {on(6)}\nrounds = 3\nround_days = 2\nsuccess = 0.9\n[buyer.negotiation.contract]\n"
    "weekly_capacity = 33\ntransit_days = { uniform = [1, 4] }\nreserved_share = 0.05\nprice = 95\nminimum_units = 12\n"
    "term_days = 99\ntakes_over = 0.85\ncustom = 0.95\n"
)
DENSE = world(
    *(product(name, 5 + place, 101 + place) for place, name in enumerate("ABC")),
    product("D", 8, 104, MADE + "table = [[0, 0.125], [8, 0.5]]"),
    product("E", 9, 105, MADE.replace("interval = 4", "interval = 5") + "logistic = { midpoint = 30, slope = 0.07 }"),
    product("F", 0, 106, MADE + "linear = { days = 31 }"),
    DIES,
    control("rule", "ABD", 10, 20, RULE),
    control("ban", "A", 1, 2, BAN),
    distributor("north", 1000, 3, "credit_limit = 5000\nmargin = 0.1"),
    distributor("south", 2000, 4),
    buyer("Ann", (4, "A", 60), (9, "B", 61), via="south = 0.3, north = 0.6", more=ANN + TALKS),
    buyer("Bob", (-2, "B", 9), more='on_control = { A = "C" }\n' + talks(7, 8).replace(str(on(7)), "{ backlog = 55 }")),
    more='allocation = "ranking"\nranking = ["Bob"]',
)
DOCUMENT = realise(DENSE).document

CODES = {
    "ranking": 4, "order": 1, "dispatch": 0, "return": 1, "deliver": 0, "hold": 1, "buyer": 1, "all": 0, "once": 0,
    "year": 2, "shares": 0, "shortest-wait": 1, "cancel": -1, "A": 0, "B": 1, "C": 2,
}  # fmt: skip


def number(value: Any) -> float:
    """What stands for a value of the document."""
    if isinstance(value, date):
        return (value - START).days
    if isinstance(value, dict):
        return CODES["hold"]  # the only table that is a word, too: stock is held for some days
    return CODES[value] if isinstance(value, str) else float(value)


def numbers_of(value: Any, location: Location = ()) -> Iterator[Location]:
    """Where numbers and dates stand in a document."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from numbers_of(entry, (*location, key))
    elif isinstance(value, list | tuple):
        for place, entry in enumerate(value):
            yield from numbers_of(entry, (*location, place))
    elif value is not None and not isinstance(value, str):
        yield location


def test_each_place_holds_what_the_document_has_there() -> None:
    """A number, a date's day, or the code of a word; no two share a place."""
    _, places = build(DOCUMENT)
    for location, (holder, where) in places.items():
        written = at(DOCUMENT, location)
        if written is not None:
            held = getattr(holder, where) if isinstance(where, str) else holder[where]
            assert held == number(written), location
    assert len({(id(holder), where) for holder, where in places.values()}) == len(places)


def test_each_number_of_a_document_has_its_place() -> None:
    """But the run's own dates, and what is reported of it."""
    _, places = build(DOCUMENT)
    without = [place for place in numbers_of(DOCUMENT) if place not in places and place[0] != "report"]
    assert without == [("start",), ("end",)]


WORDS = [
    ("allocation",),
    *[("control", 0, *steps) for steps in (("acts_on",), ("in_transit",), ("license", "per"))],
    *[("control", 0, "license", "quota", what) for what in ("per", "every")],
    ("control", 1, "unshipped"),
    ("line", 0, "when_controlled", "A"),
    *[("buyer", 0, *steps) for steps in (("routing",), ("on_control", "A"), ("order", 0, "product"))],
]


@pytest.mark.parametrize("location", WORDS, ids=lambda location: ".".join(map(str, location)))
def test_each_word_of_a_document_that_may_be_drawn_has_its_place(location: Location) -> None:
    """A word among several goes by its code."""
    _, places = build(DOCUMENT)
    holder, where = places[location]
    assert (getattr(holder, where) if isinstance(where, str) else holder[where]) == CODES[at(DOCUMENT, location)]


def test_word_that_a_document_has_not_got_has_no_place() -> None:
    """Of the three products of the line one has a successor."""
    _, places = build(DOCUMENT)
    assert [place for place in places if "when_controlled" in place] == [("line", 0, "when_controlled", "A")]


def test_lists_of_a_supply_have_room_for_what_they_are_by() -> None:
    """6 products, 2 controls, 2 distributors and 2 direct channels, 2 buyers, 31 days."""
    supply, _ = build(DOCUMENT)
    by_channel = ("room", "has_room", "overtime_used", "credit", "waiting", "leaving")
    by_control = ("states", "overtimes", "rush_shares", "announced", "on_dispatch", "on_stock", "on_orders")
    sizes = dict.fromkeys(by_channel, 4) | dict.fromkeys(by_control, 2) | {"prices": 6, "stock_left": 6}
    sizes |= {"work_wanted": 6, "work_rooms": 4, "work_demand": 2, "work_fair": 2, "work_levels": 2, "lapses": 31}
    sizes |= {"reserves": 24, "quota_controls": 2, "quota_covered": 12, "quota_counted": 4, "quota_left": 4}
    assert {name: getattr(supply, name) for name in sizes} == {name: [0] * size for name, size in sizes.items()}
    assert supply.turning == [1] + [0] * 30
    lots = [one.lots for one in supply.products] + [one.lots for one in supply.shared_lines]
    yields = [one.lot_yield for one in lots]
    assert [len(law.table) for law in yields] == [CELLS * (law.kind == BETA) for law in yields]
    assert [control.states for control in supply.controls] == [[0] * 32] * 2
    assert [channel.prices for channel in supply.channels] == [[0] * 6] * 4
    line, ann = supply.shared_lines[0], supply.buyers[0]
    assert (line.mixed, line.shares, line.claims, line.divided, line.finishing, line.finishes) == (
        [0] * 3, *[[0] * 4] * 3, [0] * 3 * 31, [0] * 31
    )  # fmt: skip
    of_parts = (ann.part_shares, ann.parts, ann.parts_delivered, ann.splits[5].claims)
    assert (*of_parts, ann.ranks, len(ann.splits)) == (*[[0] * 4] * 5, 6)
    of_channels = (ann.routed, ann.needs, ann.queues, ann.capacities, ann.transits)
    assert (*of_channels, ann.custom, ann.turn) == (*[[0] * 3] * 5, [0] * 2, [0] * 2)
    assert [ann.licenses, ann.applied, ann.refused_on] == [[0] * 2] * 3
    assert [control.quota_used for control in supply.controls] == [[0] * 2] * 2


def test_what_is_told_of_a_run_by_number() -> None:
    """A Sunday, the first quarter of 2023; Bob is ranked first."""
    supply, _ = build(DOCUMENT)
    assert (supply.days, supply.start_ordinal, supply.start_weekday) == (31, START.toordinal(), 6)
    assert supply.quarters == [4 * 2023] * 31
    assert build(realise(world(product(), distributor(), buyer("Ann"), days=400)).document)[0].quarters[89::91] == [
        8092, 8093, 8094, 8095
    ]  # fmt: skip
    assert supply.ranks == [1, 0]


def test_what_things_are_linked_to() -> None:
    """Parts of a line in the order of the file, whose successors count, too; channels in that of `via`."""
    supply, _ = build(DOCUMENT)
    line, (ann, bob) = supply.shared_lines[0], supply.buyers
    assert [each.number for each in line.products] == [0, 1, 2]
    assert (line.heirs, line.mix_part, line.rush_shares) == ([2, -1, -1], [1, 1, 0], [0.55, 0.0, 0.0])
    assert line.mix_since[:2] == [4, 9]
    assert line.mix_since[2] < -(10**9)
    assert [[channel.number for channel in each.via] for each in supply.buyers] == [[1, 0], [0]]
    assert (ann.direct, bob.direct, ann.answers, bob.answers[:2]) == (2, 3, [1, -1, -2, -2, -2, -2], [2, -2])
    assert [channel.direct for channel in supply.channels] == [False, False, True, True]
    assert [expected_days(channel.transit) for channel in supply.channels] == [3, 4, 3, 1]
    assert [(each.concerns, each.concerns_all) for each in supply.controls] == [([1, 1], True), ([0, 1], False)]
    assert [each.covers for each in supply.products[:4]] == [[1, 1], [1, 0], [0, 0], [1, 0]]
    demand = ann.demands[0]
    assert (demand.product.number, demand.concerns) == (1, [1, 0])
    assert [order.number for order in ann.orders] == [1, 2]
    assert [each.unshipped for each in supply.controls] == [1, 1]
    assert [each.licenses for each in supply.controls] == [1, 0]


def test_streams_are_named_for_what_is_drawn() -> None:
    """The word of a stream is that of its mechanism and of the names of whom it is about."""
    supply, _ = build(DOCUMENT)
    (ann, _), made, line = supply.buyers, supply.products[3], supply.shared_lines[0]
    demand, channel = ann.demands[0], supply.channels[2]
    words = {
        "yield:D": made.lots.yield_word,
        "yield in progress:D": made.carried_word,
        "D": made.word,
        "yield:dies": line.lots.yield_word,
        "license:rule:Bob:granted": supply.controls[0].license_words[2],
        "license:rule:Bob:days": supply.controls[0].license_words[3],
        "transit:direct:Ann": channel.transit_word,
        "direct:Ann": channel.word,
        "round:Ann:days": ann.days_word,
        "round:Ann:success": ann.success_word,
        "demand:Ann:B:count": demand.count_word,
        "demand:Ann:B:units": demand.units_word,
        "demand:Ann:B:burst:count": demand.burst_count_word,
        "demand:Ann:B:burst:units": demand.burst_units_word,
    }
    assert words == {name: mechanism_word(name) for name in words}


def test_policy_that_is_registered_nowhere_is_told() -> None:
    """Only a scenario that was read where it was registered names one."""
    with pytest.raises(SimError, match=r"^the allocation policy 'mine' is not registered here$"):
        build({**DOCUMENT, "allocation": "mine"})


def test_laws_of_listed_values_keep_weights_with_all_before() -> None:
    """Dates are their ordinals, texts the codes that are given for them."""
    law = law_of({"choice": [date(2023, 1, 1), 7], "weights": [0.25, 0.5]}, (), {})
    assert (law.values, law.cumulated) == ([738521.0, 7.0], [0.25, 0.75])
    law = law_of({"choice": ["a", "b"]}, (), {}, {"a": 3, "b": 5})
    assert (law.values, law.cumulated) == ([3.0, 5.0], [1.0, 2.0])
    law = law_of({"empirical": {"values": [2, 4, 9]}}, (), {})
    assert (law.values, law.cumulated) == ([2.0, 4.0, 9.0], [1.0, 2.0, 3.0])
    law = law_of({"quantiles": {"p0": 1.0, "p50": 3.0, "p100": 8.0}}, (), {})
    assert (law.values, law.cumulated) == ([1.0, 3.0, 8.0], [0.0, 0.5, 1.0])


def test_limits_that_a_law_does_not_set_are_infinite() -> None:
    """A normal without `max` has none, and no place for it."""
    places: dict[Location, Any] = {}
    law = law_of({"normal": {"mean": 30, "sd": 4, "min": 0, "max": None}}, ("units",), places)
    assert (law.a, law.b, law.c, law.d) == (30.0, 4.0, 0.0, float("inf"))
    assert list(places) == [("units", "normal", what) for what in ("mean", "sd", "min")]
    law = law_of({"normal": {"mean": 30, "sd": 4, "min": None, "max": 60}}, ("units",), places)
    assert (law.c, law.d) == (-float("inf"), 60.0)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"choice": [2, 5, 9], "weights": [0.25, 0.5, 0.25]}, [2.0, 5.0, 9.0]),
        ({"empirical": {"values": [2, 4, 9, 11]}}, [2.0, 4.0, 11.0]),
        ({"quantiles": {"p0": 1.0, "p50": 3.0, "p100": 8.0}}, [1.4, 3.0, 7.0]),
        ({"uniform": [10, 20]}, [11.0, 15.0, 19.0]),
    ],
)
def test_quantity_of_a_law_is_its_inverse(table: dict[str, Any], expected: list[float]) -> None:
    """At a tenth, a half and nine tenths."""
    assert [quantity(law_of(table, (), {}), u) for u in (0.1, 0.5, 0.9)] == pytest.approx(expected)


def test_distribution_of_ones_own_is_a_law_like_others() -> None:
    """Its parameters in the order of the function's; its mean is taken by the inverse; what it can't take is told."""
    with nothing_registered():
        register_all()
        table = {"two-point": {"low": 2.0, "high": 5.0, "share": 0.5}}
        places: dict[Location, Any] = {}
        law = law_of(table, ("days",), places)
        assert (law.kind, law.a, law.b, law.c) == (OWN, 2.0, 5.0, 0.5)
        assert list(places) == [("days", "two-point", name) for name in ("low", "high", "share")]
        assert [quantity(law, u) for u in (0.4, 0.6)] == [2.0, 5.0]
        assert mean_of(table) == pytest.approx(3.5)
        with pytest.raises(SimError, match=r"^a finite number for high$"):
            mean_of({"two-point": {"low": 2.0, "high": "x", "share": 0.5}})


@pytest.mark.parametrize(
    ("quantity_", "days"), [(0, 1), (2, 2), (2.25, 3), ({"uniform": [1, 4]}, 3), ({"choice": [6]}, 6)]
)
def test_mean_transit_is_in_whole_days(quantity_: Any, days: int) -> None:
    """Rounded up, at least one."""
    law = law_of(quantity_, (), {})
    if isinstance(quantity_, dict):
        law.mean = mean_of(quantity_)
    assert expected_days(law) == days
