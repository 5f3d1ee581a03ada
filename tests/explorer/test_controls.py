"""What can be moved of a scenario, and between which limits."""

from datetime import date

import pytest

import sim
from sim.errors import SimError
from sim.explorer.controls import Control, controls, groups, round_step, text_of
from sim.scenario.change import with_settings
from tests.explorer.worlds import SMALL
from tests.worlds import chain


def by_path(text: str = SMALL) -> dict[str, Control]:
    """The controls of a scenario by their paths."""
    return {one.path: one for one in controls(chain(text))}


@pytest.mark.parametrize("name", sim.shipped())
def test_every_control_goes_to_both_ends_of_every_episode(name: str) -> None:
    """A control's ends and choices are shown as they are, and taken or refused in the product's own words."""
    scenario = sim.load(name)
    known = controls(scenario)
    assert {one.path for one in known if one.is_drawn} == set(scenario.drawn)
    refused = []
    for one in known[:12]:
        for value in one.choices or (one.low, one.high):
            assert one.value(text_of(value)) == value
            try:
                with_settings(scenario, [f"{one.path}={text_of(value)}"])
            except SimError as error:
                refused.append(str(error))
    assert all("expected" in sentence for sentence in refused)


def test_drawn_number_moves_within_its_law() -> None:
    """A number that is drawn goes from the least to the greatest draw, in round steps."""
    one = by_path()["product.A.production.capacity"]
    assert (one.low, one.high, one.step, one.nominal) == (50, 150, 1, 100)
    assert one.is_drawn
    assert one.law == "uniform = [50.0, 150.0]"


def test_drawn_date_and_choice_move_within_their_laws() -> None:
    """A drawn date moves day by day, a choice among what can be drawn."""
    known = by_path()
    order = known["buyer.Ann.order.1.date"]
    assert (order.low, order.high, order.step) == (date(2023, 1, 2), date(2023, 1, 31), 1)
    assert known["allocation"].choices == ("fifo", "pro-rata")


def test_dates_of_controls_stock_and_capacity_move_though_certain() -> None:
    """What a policy would change can be moved, whether or not anything says that it is uncertain."""
    known = by_path()
    assert not known["control.ban.effective"].is_drawn
    assert known["control.ban.effective"].low < date(2023, 1, 1)
    assert (known["product.A.initial_stock"].low, known["product.A.initial_stock"].high) == (0, 600)
    assert known["buyer.Bob.routing"].choices == ("shares", "shortest-wait")


def test_value_that_follows_from_others_is_no_control() -> None:
    """What is left of a total moves with what is taken from it, not by itself."""
    known = [one.path for one in controls(sim.load("china-2023"))]
    assert "buyer.ByteDance.order.1.units" not in known
    assert "buyer.ByteDance.order.2.units" in known


def test_controls_on_supply_come_first() -> None:
    """Groups begin with the bans, then the rules, then in the order of the file."""
    assert list(groups(controls(chain(SMALL)))) == [
        "Control ban", "Rules", "Product A", "Distributor north", "Buyer Ann",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"), [("999", 150), ("-3", 50), ("120", 120), ("many", 100), ("2023-01-01", 100)]
)
def test_control_shows_what_it_can_of_a_set_value(text: str, value: int) -> None:
    """A value beyond its ends is shown at the end, one of another kind as the file has it."""
    assert by_path()["product.A.production.capacity"].value(text) == value


def test_sizes_move_by_equal_ratios() -> None:
    """A slider of a loguniform law goes from end to end by about equal ratios; others go by equal steps."""
    known = {one.path: one for one in controls(sim.load("china-2023"))}
    one = known["distributor.distributors.weekly_capacity"]
    marks = one.marks(one.nominal)
    assert one.is_log
    assert (marks[0], marks[-1]) == (1_000, 16_000)
    assert one.nominal in marks
    assert marks[len(marks) // 2] == pytest.approx(4_000, rel=0.03)
    other = by_path()["product.A.production.capacity"]
    assert not other.is_log
    assert other.marks(100) == list(range(50, 151))
    assert 60.5 in other.marks(60.5)


@pytest.mark.parametrize("name", sim.shipped())
def test_marks_of_a_slider_are_told_apart(name: str) -> None:
    """Every mark has words of its own, in the scenario's unit."""
    for one in controls(sim.load(name)):
        if one.step and not isinstance(one.nominal, date):
            said = [one.said(mark) for mark in one.marks(one.nominal)]
            assert len(set(said)) == len(said), one.path


def test_values_are_shown_in_units() -> None:
    """Units have the scenario's noun, money its sign, shares per cent, days their word."""
    known = {one.path: one for one in controls(sim.load("china-2023"))}
    said = [
        known["distributor.distributors.weekly_capacity"].said(3_000),
        known["distributor.distributors.credit_limit"].said(200_000_000),
        known["buyer.ByteDance.negotiation.success"].said(0.305),
        known["line.GA100.cycle_time"].said(75),
    ]
    assert said == ["3,000 GPUs", "$200M", "30.5%", "75 days"]


@pytest.mark.parametrize(("step", "rounded"), [(1.0, 1), (180, 100), (0.0049, 0.002), (7, 5), (0.5, 0.5)])
def test_steps_are_round(step: float, rounded: float) -> None:
    """A step is 1, 2 or 5 times a power of ten."""
    assert round_step(step) == rounded


@pytest.mark.parametrize("value", [3, 0.1, date(2023, 1, 2), "fifo", "true", "3", True])
def test_text_of_a_value_says_it(value: object) -> None:
    """What `--set` reads of a value's text is the value."""
    from sim.scenario.paths import parsed

    assert parsed(text_of(value)) == value
