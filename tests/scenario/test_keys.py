"""Dotted keys: paths, names of key figures, and settings."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.change import spelled_path, value_at, with_settings
from sim.scenario.paths import Location, assignment, divided, dump, joined, locate, path_of
from sim.scenario.schema import Scenario
from tests.strategies import NASTY, nasty_scenarios
from tests.worlds import CHAIN, chain

ODD = (*NASTY, "\\", "", "a\\b.", '\\"')
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(ODD)

TWO = chain(CHAIN.replace('"A"', '"H20.141GB"')).set(
    "product",
    [{"name": "H20", "price": 1, "initial_stock": 1}, {"name": "H20.141GB", "price": 2, "initial_stock": 2}],
)
"""Two products, of which one's name begins with the other's and a dot."""


@given(st.lists(ANY, min_size=1, max_size=4))
def test_parts_of_a_key_are_those_that_it_was_made_of(parts: list[str]) -> None:
    """Whatever the parts hold, dots, quotes, backslashes or nothing, the key of them is divided into them again."""
    assert list(divided(joined(*parts))) == parts


@given(ANY)
def test_quoted_part_is_what_toml_reads(text: str) -> None:
    """A part in quotes is a key of a TOML file."""
    written = joined(text)
    if written.startswith('"'):
        assert tomllib.loads(f"{written} = 1") == {text: 1}


@pytest.mark.parametrize(
    "path", ["", ".", "product.", "product.A.", "buyer.Ann.order.01.units", f"product.{'9' * 5000}.price"]
)
def test_path_to_nothing_is_one_sentence(path: str) -> None:
    """A path that is empty, ends in a dot, or has a number that nobody writes so leads nowhere, and that is told."""
    with pytest.raises(ScenarioError, match="a path to nothing"):
        value_at(chain(), path)


@pytest.mark.parametrize(
    ("setting", "title"),
    [
        ("title=x = y", "x = y"),
        ("title=", ""),
        ('title="a=b"', "a=b"),
        ("title=product.A.price=3", "product.A.price=3"),
    ],
)
def test_first_sign_after_a_path_divides_a_setting(setting: str, title: str) -> None:
    """A text may hold the sign that divides."""
    assert with_settings(chain(), [setting]).title == title


def test_only_names_with_dots_and_quotes_stand_in_quotes() -> None:
    """Spaces, dates and other signs need none; a lone quote opens no part."""
    assert joined("stranded_units", "H20.141GB", "2025 letter") == 'stranded_units."H20.141GB".2025 letter'
    assert joined("a", "O'Neill", '6"') == 'a."O\'Neill"."6\\""'
    assert divided('a.\'H20.141GB\'."x\\u00e9".5".b') == ("a", "H20.141GB", "x\u00e9", '5"', "b")
    assert divided('a."b.c') == ("a", '"b', "c")


@settings(max_examples=40, deadline=None)
@given(nasty_scenarios())
def test_every_path_leads_to_its_value(scenario: Scenario) -> None:
    """Whatever names a scenario has, the path that messages have for a value leads to this value and to no other."""
    document = dump(scenario)
    places = list(leaves(document, ()))
    paths = [path_of(document, place) for place in places]
    assert [locate(document, path) for path in paths] == places
    assert len(set(paths)) == len(paths)


def leaves(node: Any, location: Location) -> list[Location]:
    """Where the values of a document are."""
    if isinstance(node, dict):
        return [found for key, inner in node.items() for found in leaves(inner, (*location, key))]
    if isinstance(node, list):
        return [found for place, inner in enumerate(node) for found in leaves(inner, (*location, place))]
    return [location]


def test_name_with_dots_is_found_without_quotes_where_no_shorter_one_leads_anywhere() -> None:
    """Of `H20` and `H20.141GB`, each has its value under each of its spellings."""
    for path in ('product."H20.141GB".price', "product.'H20.141GB'.price", "product.H20.141GB.price"):
        assert value_at(TWO, path) == 2
        assert spelled_path(TWO, path) == 'product."H20.141GB".price'
    assert value_at(TWO, "product.H20.price") == 1


def test_messages_quote_names() -> None:
    """A message names a path that can be typed, and suggests one."""
    with pytest.raises(ScenarioError, match=r'product\."H20\.141GB"\.price is -1; expected'):
        TWO.set("product.H20.141GB.price", -1)
    with pytest.raises(ScenarioError, match=r"""did you mean 'product\."H20\.141GB"'"""):
        TWO.set("product.H20-141GB.price", 1)


def test_long_path_is_refused_at_once() -> None:
    """A path of twenty thousand parts leads nowhere, without recursion and without delay."""
    with pytest.raises(ScenarioError, match="path to nothing"):
        chain().set(".".join(["product"] * 20_000), 1)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b=3", ("a.b", "3")),
        ('product."a=b".price = 3', ('product."a=b".price', "3")),
        ("buyer.a=b.budget=3", ("buyer.a=b.budget", "3")),
        ('title="a=b"', ("title", '"a=b"')),
        ("a={ b = 1 }", ("a", "{ b = 1 }")),
        ("a.O'Neill.b=3", ("a.O'Neill.b", "3")),
        ("a", ("", "a")),
    ],
)
def test_setting_is_divided_outside_quotes(text: str, parts: tuple[str, str]) -> None:
    """The sign that divides path and value is one that belongs to neither."""
    assert assignment(text) == parts


def test_settings_reach_names_with_dots() -> None:
    """`--set` takes the path that messages have."""
    assert with_settings(TWO, ['product."H20.141GB".price=7']).product[1].price == 7


@pytest.mark.parametrize(
    ("kind", "first", "second", "expected"),
    [
        ("product", "é", "e\u0301", "accents"),
        ("product", "A", "all", "all products together"),
        ("buyer", "Ann", "all", "all buyers together"),
        ("buyer", "Ann", "Ann", "a name of its own"),
        ("distributor", "north", "direct:Ann", "direct:"),
        ("product", "A", " ", "a name"),
        ("product", "A", "a/b", "a name"),
    ],
)
def test_names_that_cannot_be_told_apart_are_refused(kind: str, first: str, second: str, expected: str) -> None:
    """Names that look alike, or mean something else in results, are refused in one sentence."""
    table = dump(chain())[kind][0]
    with pytest.raises(ScenarioError, match=expected):
        chain().set(kind, [table | {"name": first}, table | {"name": second}])


@pytest.mark.parametrize("name", ["../x", "a/b", "CON", "lpt1.old", "\N{GRINNING FACE}" * 70, "x" * 300, "."])
def test_scenario_is_named_as_a_folder_can_be(name: str) -> None:
    """What no folder of results can be called is refused."""
    with pytest.raises(ScenarioError, match=r"name is .*expected"):
        chain().set("name", name)
