"""Examples of stock under control, small enough to calculate by hand: held, released, diverted, scrapped."""

import pytest

from tests.worlds import CHAIN, Engine, chain

LATE = CHAIN.replace("date = 2023-01-02", "date = 2023-01-12")
"""100 in stock from the start, 60 of them ordered on day 11 only."""

BAN = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-09\neffective = 2023-01-09\n'


def test_stock_that_a_ban_of_a_day_held_is_sold_afterwards(engine: Engine) -> None:
    """Held on the day of effect, released on the day the ban ends, and there for an order that comes later."""
    assert engine.story(chain(LATE + BAN + "lifted = 2023-01-10\n")) == [
        (0, "stock_opened", 0, 100),
        (8, "control_announced", 0, 0),
        (8, "control_effective", 0, 0),
        (8, "held", 0, 100),
        (9, "control_lifted", 0, 0),
        (9, "released", 0, 100),
        (11, "order_placed", 1, 60),
        (11, "dispatched", 1, 60),
        (14, "delivered", 1, 60),
    ]


def test_a_move_that_suspends_a_ban_releases_what_it_held(engine: Engine) -> None:
    """In effect for two days, then moved: what it held is free, and is held again on the new date if it is there."""
    moved = BAN + "moved = [{ on = 2023-01-11, to = 2023-01-15 }]\n"
    assert engine.story(chain(LATE + moved))[3:] == [
        (8, "held", 0, 100),
        (10, "control_moved", 0, 0),
        (10, "released", 0, 100),
        (11, "order_placed", 1, 60),
        (11, "dispatched", 1, 60),
        (14, "control_effective", 0, 0),
        (14, "held", 0, 40),
        (14, "delivered", 1, 60),
    ]


def test_held_stock_leaves_for_a_line_that_is_licensed_later(engine: Engine) -> None:
    """All 100 are held before anybody orders; the order applies, and is served from them when its license comes.

    The 40 that are left stay held: they are released at the end.
    """
    ban = BAN + "lifted = 2023-01-20\nlicense = { granted = 1.0, days = 3 }\n"
    assert engine.story(chain(LATE + ban))[3:] == [
        (8, "held", 0, 100),
        (11, "order_placed", 1, 60),
        (14, "license_granted", 1, 60),
        (14, "dispatched", 1, 60),
        (17, "delivered", 1, 60),
        (19, "control_lifted", 0, 0),
        (19, "released", 0, 40),
    ]


def test_free_stock_leaves_before_held_stock(engine: Engine) -> None:
    """60 are kept for the line that awaits its license and 40 are held; of the 50 that leave by the end none is."""
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 25").replace("2023-01-02", "2023-01-09")
    ban = BAN.replace("2023-01-09", "2023-01-10") + "lifted = 2023-01-20\nlicense = { granted = 1.0, days = 2 }\n"
    assert engine.story(chain(text + ban))[1:] == [
        (8, "order_placed", 1, 60),
        (8, "dispatched", 1, 25),
        (9, "control_announced", 0, 0),
        (9, "control_effective", 0, 0),
        (9, "held", 0, 40),
        (11, "license_granted", 1, 35),
        (11, "delivered", 1, 25),
        (15, "dispatched", 1, 25),
        (18, "delivered", 1, 25),
        (19, "control_lifted", 0, 0),
        (19, "released", 0, 40),
        (22, "dispatched", 1, 10),
        (25, "delivered", 1, 10),
    ]


@pytest.mark.parametrize(("rule", "event"), [("divert", "diverted"), ("scrap", "scrapped")])
def test_stock_that_is_not_held_is_gone_for_good(engine: Engine, rule: str, event: str) -> None:
    """Sold elsewhere or written off at once, nothing is left when the ban ends."""
    ban = BAN + f'unshipped = "{rule}"\nlifted = 2023-01-10\n'
    assert engine.story(chain(LATE + ban))[3:] == [
        (8, event, 0, 100),
        (9, "control_lifted", 0, 0),
        (11, "order_placed", 1, 60),
    ]


def test_stock_is_held_for_so_many_days_and_then_sold_elsewhere(engine: Engine) -> None:
    """Held for five days from the effective date on; what enters later is sold at once."""
    made = "initial_stock = 100\n[product.production]\nstart = 2023-01-31\ncapacity = 0\nin_progress = "
    lots = ", ".join(f"{{ finishes = {day}, units = 10 }}" for day in ("2023-01-10", "2023-01-20"))
    text = LATE.replace("initial_stock = 100", f"{made}[{lots}]")
    assert engine.story(chain(text + BAN + "unshipped = { hold_days = 5 }\n"))[3:] == [
        (8, "held", 0, 100),
        (9, "lot_finished", 0, 10),
        (9, "held", 0, 10),
        (11, "order_placed", 1, 60),
        (13, "diverted", 0, 110),
        (19, "lot_finished", 0, 10),
        (19, "diverted", 0, 10),
    ]


def test_the_first_control_in_effect_decides_what_becomes_of_stock(engine: Engine) -> None:
    """The first in the file is in effect later, and writes off what the second held until then."""
    first = BAN.replace("2023-01-09", "2023-01-11") + 'unshipped = "scrap"\n'
    assert engine.story(chain(LATE + first + BAN.replace('"ban"', '"old"')))[3:] == [
        (8, "held", 0, 100),
        (10, "control_announced", 0, 0),
        (10, "control_effective", 0, 0),
        (10, "scrapped", 0, 100),
        (11, "order_placed", 1, 60),
    ]


def test_a_control_on_some_buyers_holds_no_stock(engine: Engine) -> None:
    """Ann may have nothing, but what is in the hub is there for Bob, and free."""
    bob = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n'
    bob += 'order = [{ date = 2023-01-13, product = "A", units = 70 }]\n'
    assert engine.story(chain(LATE + bob + BAN + 'buyers = ["Ann"]\n'))[1:] == [
        (8, "control_announced", 0, 0),
        (8, "control_effective", 0, 0),
        (11, "order_placed", 1, 60),
        (12, "order_placed", 2, 70),
        (12, "dispatched", 2, 70),
        (15, "delivered", 2, 70),
    ]


def test_stock_is_held_on_the_first_day_under_a_control_in_effect_before(engine: Engine) -> None:
    """A ban of the year before holds the stock that the hub begins with, without events of its own."""
    before = BAN.replace("2023-01-09", "2022-12-01") + "lifted = 2023-01-03\n"
    assert engine.story(chain(LATE + before))[:4] == [
        (0, "stock_opened", 0, 100),
        (0, "held", 0, 100),
        (2, "control_lifted", 0, 0),
        (2, "released", 0, 100),
    ]
