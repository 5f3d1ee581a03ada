"""Names of key figures, and of what else is named by what a scenario names."""

import pytest
from hypothesis import given, settings

import sim
from sim.errors import UsageError
from sim.experiment.run import replicate
from sim.experiment.summary import check_figure
from sim.realisation.streams import mechanism
from sim.records.figures.naming import figure_name, figure_parts, spelled
from sim.records.words import labels
from sim.scenario.schema import Scenario
from tests.strategies import nasty_scenarios
from tests.worlds import CHAIN, chain


def two_products() -> Scenario:
    """100 H20 and 7 H20.141GB in stock, a ban on both that is called 141GB, three H20 ordered."""
    text = CHAIN.replace('"A"', '"H20"').replace("units = 60", "units = 3")
    stocks = {"H20": 100, "H20.141GB": 7}
    products = [{"name": name, "price": 10, "initial_stock": own} for name, own in stocks.items()]
    ban = {"name": "141GB", "covers": ["H20", "H20.141GB"], "announced": "2023-01-10", "effective": "2023-01-20"}
    return chain(text).set("product", products).set("control", [ban])


def test_product_and_control_that_join_to_another_product_have_figures_of_their_own() -> None:
    """97 H20 and 7 H20.141GB cannot leave, and the control's share of each is told apart from the product's."""
    summary = sim.run(two_products()).summary
    stranded = {name: value for name, value in summary.items() if name.startswith("stranded_units.")}
    assert stranded == {
        "stranded_units.H20": 97,
        'stranded_units."H20.141GB"': 7,
        "stranded_units.H20.141GB": 97,
        'stranded_units."H20.141GB".141GB': 7,
    }


def test_answer_tells_both_products() -> None:
    """The sum over products that the answer tells is of both."""
    assert "stranded 104 units of H20 and H20.141GB" in sim.run(two_products()).answer()


@settings(max_examples=40, deadline=None)
@given(nasty_scenarios())
def test_no_two_figures_share_a_name(scenario: Scenario) -> None:
    """Each name is divided into the figure and the very names that it was made of, so no two figures have one."""
    names = list(replicate(scenario, 0, 0, "simpy").summary)
    assert [spelled(name) for name in names] == names
    buyers = [buyer.name for buyer in scenario.buyer]
    products, controls = [one.name for one in scenario.product], [one.name for one in scenario.control]
    parts = {figure_parts(name) for name in names}
    assert len(parts) == len(names)
    for figure in ("delivered_units", "days_to_share", "wait_days_mean"):
        assert {own[1] for own in parts if own[0] == figure} == {"all", *buyers}
    pairs = {own[1:] for own in parts if own[0] == "stranded_units"}
    assert pairs == {(product, *rest) for product in products for rest in ((), *((control,) for control in controls))}
    said = [(label.group, label.entity, label.words) for label in labels(names, [scenario]) if label.group != "Other"]
    assert len(set(said)) == len(said)


def test_shares_and_dates_stand_without_quotes() -> None:
    """The dot of a share divides nothing, whoever the buyer is."""
    assert figure_name("days_to_share", "0.5", 0.5) == 'days_to_share."0.5".0.5'
    assert figure_parts("days_to_share.0.0.5") == ("days_to_share", "0", "0.5")
    assert figure_parts("stranded_units.0.5") == ("stranded_units", "0", "5")


def test_figure_is_found_however_it_is_quoted() -> None:
    """A name that a user types is found in its other spellings, too, and a missing one is suggested with its quotes."""
    names = list(sim.run(two_products()).summary)
    assert check_figure("stranded_units.'H20.141GB'.'141GB'", names, "-") == 'stranded_units."H20.141GB".141GB'
    assert check_figure('delivered_units."Ann".2023-01-31', names, "-") == "delivered_units.Ann.2023-01-31"
    with pytest.raises(UsageError, match="did you mean 'stranded_units"):
        check_figure("stranded_units.H20-141GB", names, "-")


def test_sweep_has_a_column_for_each_figure() -> None:
    """Rows, summary and design of a sweep have a name in quotes, however the user writes it."""
    name = 'stranded_units."H20.141GB".141GB'
    sweep = sim.sweep(two_products(), 2, grid={"product.'H20.141GB'.price": [1, 2]})
    assert sweep.replications[name].tolist() == [7] * 4
    assert sweep.summary["points"][1]["figures"][name]["mean"] == 7
    assert sweep.replications['design.product."H20.141GB".price'].tolist() == [1, 1, 2, 2]
    assert sweep.plot("stranded_units.'H20.141GB'.'141GB'").axes


def test_gridded_parameter_is_not_drawn_however_its_path_is_spelled() -> None:
    """A grid sets the uncertain parameter that its path leads to, and no path twice."""
    text = CHAIN + "[uncertain]\n'product.\"A\".price' = { uniform = [1, 9] }\n"
    sweep = sim.sweep(chain(text), 2, grid={"product.A.price": [3, 4]})
    assert [name for name in map(str, sweep.replications) if "price" in name] == ['design.product."A".price']
    with pytest.raises(UsageError, match="given twice"):
        sim.sweep(chain(), 1, grid={"product.A.price": [3], 'product."A".price': [4]})


def test_streams_of_names_with_colons_are_their_own() -> None:
    """A buyer `a:b` with a product `c`, and a buyer `a` with a product `b:c`, each draw for themselves."""
    assert mechanism("demand", "a", "b") == "demand:a:b"
    assert mechanism("demand", "a:b", "c") != mechanism("demand", "a", "b:c")
