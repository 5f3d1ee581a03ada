"""Names of sums of key figures."""

from hypothesis import given
from hypothesis import strategies as st

from sim.records.figures.naming import figure_name
from sim.records.figures.sums import shown, sum_name, summands
from sim.records.products import note_on
from sim.records.words import labels
from tests.worlds import CHAIN, chain

ENTITIES = st.lists(st.text(min_size=1), min_size=1, max_size=3, unique=True)


@given(ENTITIES, st.sampled_from(["2023Q1", "2023-06-15"]))
def test_name_of_a_sum_tells_its_figures(entities: list[str], when: str) -> None:
    """Whatever buyers are called, with dots, quotes or a plus, the figures are found again in the name of the sum."""
    names = [figure_name("delivered_units", entity, when) for entity in entities]
    assert sorted(summands(sum_name(names))) == sorted(names)
    assert sum_name(names[::-1]) == sum_name(names)


def test_sum_is_shown_with_what_its_figures_share_once() -> None:
    """Quarters or products that differ stand in brackets; figures that have nothing in common as they are."""
    quarters = sum_name([f"finished_units.A.2023Q{number}" for number in (1, 2, 3)])
    assert shown(quarters) == "finished_units.A.(2023Q1 + 2023Q2 + 2023Q3)"
    assert shown(sum_name(["finished_units.B.2023Q1", "finished_units.A.2023Q1"])) == "finished_units.(A + B).2023Q1"
    assert shown('held_units.A + stranded_units."B.1"') == 'held_units.A + stranded_units."B.1"'
    assert shown("held_units.A + held_units.A.x") == "held_units.(A + A.x)"
    assert shown("held_units.A + B") == "held_units.A + B"


def test_sum_is_called_in_words_by_what_its_figures_are_called() -> None:
    """A label of a sum has the words of its figures, what they share once, and their unit."""
    scenario = chain(CHAIN)
    (quarters,) = labels(["finished_units.A.2023Q1 + finished_units.A.2023Q2"], [scenario])
    assert quarters.begun == "Good units of finished lots in Q1 + Q2 2023, A"
    (buyers,) = labels(["backlog_units.Ann + backlog_units.all"], [scenario])
    assert (buyers.phrase, buyers.figure) == (
        "units of Ann's order + all orders still open at the end",
        "backlog_units",
    )


def test_products_of_a_sum_are_named_in_the_footer() -> None:
    """A sum of a buyer's figures counts the products that the buyer orders."""
    second = {"name": "B", "price": 10, "initial_stock": 1}
    scenario = chain(CHAIN)
    both = scenario.set("product", [{"name": "A", "price": 100, "initial_stock": 100}, second])
    orders = [{"date": "2023-01-02", "product": name, "units": 1} for name in "AB"]
    asked = both.set("buyer.Ann.order", orders)
    found = note_on(["backlog_units.Ann + delivered_units.Ann.2023Q1"], asked)
    assert found == " Counted together: units of A and B."
