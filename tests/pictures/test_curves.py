"""The delivered-versus-ordered picture: what it says in words, and that it is the same each time."""

from pathlib import Path

import pytest
from matplotlib.text import Text

import sim
from sim.pictures.dollars import price_by_channel, value_of
from sim.pictures.save import files_of
from sim.records.tables import plain
from sim.scenario.schema import Scenario
from tests.pictures.tables import named
from tests.worlds import CHAIN, chain

CONTROL = """
[[control]]
name = "letter"
covers = ["A"]
announced = 2022-12-01
effective = 2022-12-20
moved = [{ on = 2022-12-10, to = 2023-01-20 }]
"""


def words(scenario: Scenario) -> str:
    """All text of a scenario's picture."""
    return "\n".join(text.get_text() for text in sim.run(scenario).plot().findobj(Text))


def test_title_states_the_finding() -> None:
    """The title says how much of the order is delivered at the end."""
    assert "By 31 Jan 2023, 60 of all buyers' 60 units are delivered (100%)" in words(chain())
    assert "By 31 Jan 2023, all buyers have nothing on order" in words(chain(buyer__Ann__order__1__units=0))


def test_size_of_the_gap() -> None:
    """What is not delivered is told in units and dollars."""
    done = words(chain(buyer__Ann__order__1__units=300, product__A__price=1_000_000))
    assert "200 units not delivered\n$200M" in done


def test_dates_before_the_run_are_named() -> None:
    """A control's dates in the run are labelled at their lines, earlier ones at the left edge."""
    done = words(chain(CHAIN + CONTROL))
    assert "letter in effect" in done
    assert "before the run: letter announced on 1 Dec 2022, effect moved to 20 Jan 2023 on 10 Dec 2022" in done


@pytest.mark.parametrize(("margin", "price"), [(0.0, 100), (0.25, 125)])
def test_dollars_at_what_is_paid(margin: float, price: int) -> None:
    """The second axis reads dollars at what the buyer pays, the distributor's margin included."""
    done = sim.run(chain(distributor__north__margin=margin))
    found = value_of(plain(done.tables["daily"]), done.scenario)
    assert (found.price, found.is_one_price) == (price, True)
    assert f"US dollars at ${price} per unit" in words(done.scenario)


def test_prices_are_those_of_the_events() -> None:
    """Every delivery of a run is worth its units at the price of its product and channel."""
    done = sim.run(sim.load("no-ban"))
    delivered = done.events[done.events["event"] == "delivered"]
    prices = price_by_channel(done.resolved)
    paid = [prices[line] for line in zip(delivered["product"], delivered["channel"], strict=True)]
    assert len(paid) > 0
    assert (delivered["value_usd"] == delivered["units"] * paid).all()


def test_same_bytes(tmp_path: Path) -> None:
    """The same run gives the same bytes: PNG, SVG and its table."""
    written = []
    for _ in range(2):
        for name, write in files_of([named(sim.run(chain()).plot(), "picture")]).items():
            write(tmp_path / name)
        written.append([(tmp_path / f"picture.{kind}").read_bytes() for kind in ("png", "svg", "csv")])
    assert written[0] == written[1]
