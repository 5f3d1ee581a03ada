"""Examples of how orders are split and numbered, small enough to calculate by hand: carried rounding, large orders."""

import pytest

from sim.realisation.streams import mechanism_word, uniforms
from tests.engines.tables import buyer, control, distributor, on, product, talks, told, world
from tests.worlds import Engine

BOTH = distributor(), distributor("south")
MANY = 1_000_000


def placed(engine: Engine, *tables: str) -> list[tuple[str, int]]:
    """Channel and units of each line placed."""
    log = engine.log_of(world(*tables)).to_pandas()
    rows = log[log["event"] == "order_placed"]
    return list(zip(rows["channel"], rows["units"], strict=True))


@pytest.mark.parametrize("more", ["", talks(20, 9)])
def test_no_unit_of_a_million_goes_by_a_contract_that_there_is_not(engine: Engine, more: str) -> None:
    """Before it is signed, or without any talks."""
    ann = buyer("Ann", (1, "A", MANY), more=more)
    assert placed(engine, product(), *BOTH, ann) == [("north", MANY)]


def test_no_unit_of_a_million_goes_by_shares_where_the_wait_decides(engine: Engine) -> None:
    """Two equal channels have half each, whatever `via` says."""
    ann = buyer("Ann", (1, "A", MANY), via="north = 0.9, south = 0.1", more='routing = "shortest-wait"')
    assert placed(engine, product(), *BOTH, ann) == [("north", MANY // 2), ("south", MANY // 2)]


def test_contract_has_its_share_to_the_last_unit(engine: Engine) -> None:
    """All of a million by default; 0.3 of it leaves 0.7, in halves."""
    for more, expected in (
        ("", [("direct:Ann", MANY)]),
        ("custom = 0.3", [("north", 350_000), ("south", 350_000), ("direct:Ann", 300_000)]),
    ):
        ann = buyer("Ann", (5, "A", MANY), via="north = 0.5, south = 0.5", more=talks(2, 9, more))
        assert placed(engine, product(), *BOTH, ann) == expected


def test_order_that_is_held_back_leaves_the_rounding_of_others_alone(engine: Engine) -> None:
    """Of single units north claims 0.7, south 0.3: north, south, north, north, north, as without the one held back.

    Claims of north after each, in tenths: -3, 4, 1, -2, -5.
    """
    ban = control("ban", "A", 7, 7, f'acts_on = "order"\nlifted = {on(8)}')
    ann = buyer("Ann", *[(day, "A", 1) for day in (1, 7, 9, 10, 11, 12)], via="north = 0.7, south = 0.3")
    channels = [channel for channel, _ in placed(engine, product(), *BOTH, ann, ban)]
    assert channels == ["north", "south", "north", "north", "north"]


@pytest.mark.parametrize("seed", range(6))
def test_licenses_of_dated_orders_are_drawn_by_their_number_of_the_product(engine: Engine, seed: int) -> None:
    """In the order of the file: 1 and 2 of A, 1 of B, 3 and 4 of A, though the last one comes first."""
    orders = (2, "A", 1), (3, "A", 2), (4, "B", 3), (5, "A", 4), (1, "A", 5)
    ann, rule = buyer("Ann", *orders), control("rule", "AB", 0, 1, "license = { granted = 0.5, days = 1 }")
    log = engine.log_of(world(product(), product("B"), *BOTH, ann, rule), seed).to_pandas()
    decided = log[log["event"].str.startswith("license")]
    numbers = [("A", 4), ("A", 1), ("A", 2), ("B", 1), ("A", 3)]
    granted = [
        uniforms(seed, 0, "license:rule:Ann:granted", number, 1, 0, mechanism_word(name))[0] < 0.5
        for name, number in numbers
    ]
    assert (decided["event"] == "license_granted").tolist() == granted
    assert decided["units"].tolist() == [5, 1, 2, 3, 4]


def test_orders_come_by_date_then_as_the_file_has_them(engine: Engine) -> None:
    """Two of day 3, the second of which is written before one of day 2."""
    ann = buyer("Ann", (5, "A", 1), (3, "A", 2), (3, "A", 3), (2, "A", 4), (5, "A", 5))
    rows = told(engine, world(product(), *BOTH, ann), "order_placed")
    assert [(row[0], row[3]) for row in rows] == [(2, 4), (3, 2), (3, 3), (5, 1), (5, 5)]
