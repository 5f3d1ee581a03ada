"""Huge and deep files: read in seconds, or refused in one sentence."""

import time

import pytest

from sim.errors import MOST_TOLD, ScenarioError
from sim.scenario import text_file, validation
from sim.scenario.checks import circling
from sim.scenario.file import parsed
from tests.worlds import CHAIN

MANY = 5_000
BUYERS = "".join(f'[[buyer]]\nname = "b{number}"\nvia = {{ north = 1 }}\n' for number in range(MANY))
PRODUCTS = "".join(f'[[product]]\nname = "p{number}"\nprice = 1\ninitial_stock = 1\n' for number in range(MANY))
CHAINED = "[buyer.on_control]\n" + "".join(f'p{number} = "p{number + 1}"\n' for number in range(MANY - 1))
LISTED = ", ".join(f'"b{number}"' for number in range(MANY))


def refused(text: str) -> list[str]:
    """What is said of a file, by line."""
    with pytest.raises(ScenarioError) as told:
        parsed(text, "x.toml")
    return str(told.value).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        CHAIN + BUYERS,
        CHAIN + CHAINED + PRODUCTS,
        f'allocation = "ranking"\nranking = [{LISTED}]\n{CHAIN}{BUYERS}',
        f'title = "{"x." * MANY}"\n{CHAIN}',
    ],
)
def test_many_entries_take_seconds(text: str) -> None:
    """No check compares each entry with each other one: ten times as many take ten times as long."""
    began = time.process_time()
    parsed(text)
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    ("text", "count", "first"),
    [
        (CHAIN + BUYERS.replace("= 1 }", "= 2 }"), MANY, "via.north is 2"),
        (CHAIN + BUYERS.replace("north", "norht"), MANY, "did you mean 'north'?"),
        (CHAIN + '[[buyer]]\nname = "Ann"\nvia = { north = 1 }\n' * MANY, MANY, "buyer number 1 has this one"),
        (
            f"ranking = [{LISTED}]\n{CHAIN}{BUYERS.replace('b', 'c').replace('cuyer', 'buyer')}",
            MANY,
            'ranking.1 is "b0"; expected one of Ann, c0',
        ),
    ],
)
def test_first_mistakes_are_told_and_the_rest_counted(text: str, count: int, first: str) -> None:
    """Of many mistakes a hundred are told, with hints, and how many more there are."""
    began = time.process_time()
    lines = refused(text)
    assert first in lines[0]
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == f"… and {count - MOST_TOLD:,} more"
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    "text",
    [
        "[" + ".".join(["a"] * 3000) + "]\n",
        ".".join(["a"] * 20_000) + " = 1\n",
        " . ".join(['"a\\""'] * 20_000) + " = 1\n",
        "a = { " + ".".join(["'a'"] * 20_000) + " = 1 }\n",
        "title = " + "[" * 100_000,
        "title = " + "{ a = " * 100_000,
        "title = " + "[" * 30 + "]" * 30 + "\n",
    ],
)
def test_deep_file_is_one_sentence(text: str) -> None:
    """Keys of many parts, and tables and lists deep within each other, are refused before they cost anything."""
    (line,) = refused(text + CHAIN)
    assert "is nested too deep; expected" in line


def test_too_many_tables_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more tables than can be checked in time is refused, with their number."""
    monkeypatch.setattr(text_file, "MOST_TABLES", 7)
    assert refused(CHAIN) == ["x.toml is 10 tables and lists; expected at most 7 tables and lists"]


def test_number_of_thousands_of_digits_is_one_sentence() -> None:
    """Whole numbers without end are refused, in tens or sixteens."""
    assert refused(CHAIN.replace("100", "9" * 10_000, 1)) == [
        "x.toml is not TOML: a number of thousands of digits; expected TOML"
    ]
    (line,) = refused(CHAIN.replace("100", "0x" + "f" * 10_000, 1))
    assert "product.A.price is a number too long to show; expected a whole number" in line


def test_ends_of_very_many_uncertain_values_are_tried_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each by itself would take too long, the lowest and the highest of all are tried at once."""
    text = CHAIN + '[uncertain]\n"product.A.price" = { uniform = [1, 1e9] }\n'
    assert "uncertain.product.A.price is" in refused(text)[0]
    monkeypatch.setattr(validation, "MOST_TRIED", 1)
    assert "with all at their highest, product.A.price 1000000000" in refused(text)[0]


def test_circles_are_the_names_that_come_back_to_themselves() -> None:
    """What leads into a circle is not part of it."""
    assert circling({"a": "b", "b": "c", "c": "b", "d": "d", "e": "f"}) == {"b", "c", "d"}
