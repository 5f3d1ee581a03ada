"""What `[uncertain]` and `[[correlated]]` may say, and what setting a value does to it."""

from typing import Any

import pytest

from sim.errors import ScenarioError
from sim.scenario.schema import Scenario
from tests.worlds import chain

ORDERS = [{"date": "2023-01-02", "product": "A", "units": units} for units in (60, 40)]
FIRST, SECOND, STOCK = "buyer.Ann.order.1.units", "buyer.Ann.order.2.units", "product.A.initial_stock"
WEEK = "distributor.north.weekly_capacity"


def uncertain(laws: dict[str, Any], correlated: Any = ()) -> Scenario:
    """The small chain with two orders and what is uncertain in it."""
    document = chain().model_dump(exclude_defaults=True)
    document["buyer"][0]["order"] = ORDERS
    return Scenario.from_dict({**document, "uncertain": laws, "correlated": list(correlated)})


def refused(laws: dict[str, Any], correlated: Any = ()) -> str:
    """What is told of what can't be uncertain so."""
    with pytest.raises(ScenarioError) as error:
        uncertain(laws, correlated)
    return str(error.value)


@pytest.mark.parametrize(
    ("laws", "message"),
    [
        (
            {"buyer": {"choice": [[], []]}},
            "uncertain.buyer is a path to a table or a list; expected a path to a key of one buyer",
        ),
        (
            {"buyer.Ann.via": {"choice": [{"north": 1.0}, {"south": 1.0}]}},
            "expected a choice of tables that name the same distributors as the file, in its order (0 for none)",
        ),
        (
            {"buyer.Ann.order": {"uniform": [1, 2]}},
            "expected a path to one number, date or text, or a choice of tables or lists",
        ),
        (
            {"buyer.Ann.order": {"choice": [ORDERS]}, FIRST: {"uniform": [1, 2]}},
            f"uncertain.{FIRST} is uncertain twice; expected each value once: buyer.Ann.order holds it",
        ),
        (
            {FIRST: {"rest_of": 100, "less": ["buyer.Ann.order.3.units"]}},
            f'uncertain.{FIRST}.less.1 is "buyer.Ann.order.3.units"; expected one of 1, 2 after buyer.Ann.order',
        ),
        ({FIRST: {"rest_of": 100, "less": ["allocation"]}}, 'less.1 is "allocation"; expected a path to a number'),
        (
            {FIRST: {"rest_of": 100, "less": [SECOND]}, SECOND: {"choice": [1, "a", {}]}},
            f'less.1 is "{SECOND}"; expected a path to a number',
        ),
        (
            {FIRST: {"rest_of": 100, "less": [SECOND]}, SECOND: {"uniform": ["2023-01-01", "2023-02-01"]}},
            f'less.1 is "{SECOND}"; expected a path to a number',
        ),
        ({FIRST: {"rest_of": 100, "less": []}}, "less is []; expected a list of at least 1"),
        ({FIRST: {"rest_of": 100, "less": 5}}, "less is 5; expected a list of at least 1"),
        ({FIRST: {"rest_of": 100, "less": [SECOND, SECOND]}}, "expected each path once"),
        (
            {"allocation": {"rest_of": 100, "less": [SECOND]}},
            "expected a path to a number, which can be left of a total",
        ),
        (
            {FIRST: {"rest_of": 100, "less": [SECOND]}, SECOND: {"rest_of": 100, "less": [FIRST]}},
            f'uncertain.{FIRST} is {{ rest_of = 100, less = ["{SECOND}"] }}; expected values that do not follow',
        ),
        (
            {FIRST: {"rest_of": 100, "less": [SECOND]}, SECOND: {"uniform": [0, 120]}},
            f"{SECOND} is {{ uniform = [0.0, 120.0] }}; expected values that the scenario allows; with {FIRST} -20",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_uncertain_is_told(laws: dict[str, Any], message: str) -> None:
    """A law that its place can't have, or a rest that can't be known or would be negative, is told with its path."""
    assert message in refused(laws)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([{"paths": [FIRST, STOCK], "rank": 1}], "correlated.1.rank is 1; expected a number above -1 and below 1"),
        ([{"paths": [FIRST], "rank": 0.5}], "correlated.1.paths"),
        (
            [{"paths": [FIRST, "product.A.initial_stok"], "rank": 0.5}],
            "expected a path of [uncertain] that has a draw of its own (did you mean 'product.A.initial_stock'?)",
        ),
        (
            [{"paths": [FIRST, SECOND], "rank": 0.5}],
            f'correlated.1.paths.2 is "{SECOND}"; expected a path of [uncertain]',
        ),
        ([{"paths": [FIRST, FIRST], "rank": 0.5}], "expected each path once"),
        (
            [{"paths": [FIRST, STOCK], "rank": 0.5}, {"paths": [WEEK, STOCK, FIRST], "rank": 0.1}],
            f"correlated.2 is {STOCK} and {FIRST}; expected each pair in one table",
        ),
        (
            [{"paths": [FIRST, STOCK, WEEK], "rank": -0.6}],
            "correlated is contradictory; expected ranks that can hold together",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_correlated_is_told(tables: list[dict[str, Any]], message: str) -> None:
    """Correlations are of drawn parameters, each pair once, and can hold together."""
    laws = {FIRST: {"uniform": [1, 90]}, STOCK: {"uniform": [1, 2]}, WEEK: {"uniform": [1, 2]}}
    assert message in refused({**laws, SECOND: {"rest_of": 100, "less": [FIRST]}}, tables)


def test_a_value_that_is_set_is_correlated_no_more() -> None:
    """What is set besides the file is drawn no longer, correlated no longer, and still taken from a total."""
    laws: dict[str, Any] = {FIRST: {"uniform": [1, 90]}, STOCK: {"uniform": [1, 2]}, WEEK: {"uniform": [1, 2]}}
    laws[SECOND] = {"rest_of": 100, "less": [FIRST]}
    scenario = uncertain(laws, [{"paths": [FIRST, STOCK, WEEK], "rank": 0.5}])
    one = scenario.set(FIRST, 30)
    assert [table.paths for table in one.correlated] == [(STOCK, WEEK)]
    assert list(one.uncertain) == [STOCK, WEEK, SECOND]
    assert one.set(STOCK, 5).correlated == ()


def test_what_is_uncertain_is_saved_and_loaded(tmp_path: Any) -> None:
    """A scenario with tables, rests and correlations under `[uncertain]` loads as it was saved."""
    laws = {
        FIRST: {"quantiles": {"p05": 8, "p50": 10, "p97.5": 15}},
        SECOND: {"rest_of": 100, "less": [FIRST]},
        STOCK: {"gamma": {"shape": 2, "scale": 10}},
        "buyer.Ann.on_control": {"choice": [{"A": "cancel"}, {}], "weights": [0.2, 0.8]},
    }
    scenario = uncertain(laws, [{"paths": [FIRST, STOCK], "rank": -0.3}])
    import sim

    assert sim.load(scenario.save(tmp_path / "one.toml")) == scenario
