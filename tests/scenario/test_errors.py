"""What is wrong in a scenario is said at once, with path, value and what was expected."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.scenario.change import value_at
from sim.scenario.file import load
from tests.worlds import CHAIN, chain

WRONG = {
    "unknown product": ('product = "A"', 'product = "Z"', "buyer.Ann.order.1.product"),
    "negative units": ("units = 60", "units = -1", "buyer.Ann.order.1.units"),
    "not finite": ("transit_days = 3", "transit_days = inf", "distributor.north.transit_days"),
    "absurdly large": ("price = 100", "price = 100000000000000000000", "product.A.price"),
    "bool for a number": ("price = 100", "price = true", "product.A.price"),
    "unknown distributor": ("north = 1.0", "nord = 1.0", "buyer.Ann.via.nord"),
    "end before start": ("end = 2023-01-31", "end = 2022-01-31", "end"),
    "order after the end": ("date = 2023-01-02", "date = 2024-01-02", "buyer.Ann.order.1.date"),
    "missing key": ("weekly_capacity = 1000", "", "distributor.north.weekly_capacity"),
    "unknown report buyer": ("[[product]]", '[report]\nbuyer = "Bob"\n[[product]]', "report.buyer"),
    "unknown ranked buyer": ("[[product]]", 'ranking = ["Bob"]\n[[product]]', "ranking.1"),
    "buyer ranked twice": ("[[product]]", 'ranking = ["Ann", "Ann"]\n[[product]]', "ranking.2"),
    "buyer named all": ('"Ann"', '"all"', "buyer.all.name"),
    "distributor named direct": ('name = "north"', 'name = "direct:x"', "distributor.direct:x.name"),
    "circle of substitutes": ("order =", 'on_control = { A = "A" }\norder =', "buyer.Ann.on_control.A"),
    "value beyond 64 bits": (
        "price = 100",
        "price = 10_000_000\nproduction = { start = 2023-01-01, capacity = 1_000_000_000, lot_interval = 1 }",
        "product.A",
    ),
    "unknown key": ("weekly_capacity = 1000", "weekly_capacity = 1000\ncolour = 1", "distributor.north.colour"),
}


@pytest.mark.parametrize("case", WRONG)
def test_message_names_the_path(case: str) -> None:
    """Each kind of mistake is a problem at the path where it stands."""
    right, wrong, path = WRONG[case]
    with pytest.raises(ScenarioError) as caught:
        chain(CHAIN.replace(right, wrong))
    assert any(problem.path.startswith(path) for problem in caught.value.problems)


def test_all_mistakes_are_told_at_once() -> None:
    """Two mistakes are two problems of one error."""
    with pytest.raises(ScenarioError) as caught:
        chain(CHAIN.replace("price = 100", "price = -1").replace("units = 60", 'units = "many"'))
    assert len(caught.value.problems) == 2


def test_wrong_path_suggests_the_right_one() -> None:
    """A mistyped name in a path is answered with the name that is close."""
    with pytest.raises(ScenarioError, match="did you mean"):
        chain().set("distributor.noth.weekly_capacity", 3)


def test_setting_a_value_makes_it_certain() -> None:
    """`set` changes the value and removes what was uncertain there; the original is left alone."""
    scenario = load("china-2023")
    path = "line.GH100.capacity"
    changed = scenario.set(path, 9)
    assert value_at(changed, path) == 9
    assert path in scenario.uncertain
    assert path not in changed.uncertain


def test_file_errors_are_usage_errors(tmp_path: Path) -> None:
    """A folder, a missing file, text that is not TOML, bytes that are not text: one clear message each."""
    for text, file in (("a folder", tmp_path), ("no file", tmp_path / "none.toml")):
        with pytest.raises(UsageError, match=text):
            load(file)
    broken = tmp_path / "broken.toml"
    broken.write_text(CHAIN[:50])
    with pytest.raises(ScenarioError):
        load(broken)
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        load(broken)


def test_message_names_file_and_line(tmp_path: Path) -> None:
    """Each problem of a file stands at its line: of the key, of an entry of an array, of the table that lacks a key."""
    text = CHAIN.replace("price = 100", "price = -1").replace("units = 60", "units = 6.5")
    text = text.replace("weekly_capacity = 1000\n", "")
    file = tmp_path / "wrong.toml"
    file.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    lines = text.splitlines()
    found = {problem.path: lines[(problem.line or 0) - 1] for problem in caught.value.problems}
    assert found == {
        "product.A.price": "price = -1",
        "distributor.north.weekly_capacity": "[[distributor]]",
        "buyer.Ann.order.1.units": 'order = [{ date = 2023-01-02, product = "A", units = 6.5 }]',
    }
    assert str(caught.value).startswith(f"{file}:7: product.A.price is -1")


@pytest.mark.parametrize(
    ("dates", "path"),
    [
        ("effective = 2023-01-04", "effective"),
        ("effective = 2023-01-08\nlifted = 2023-01-02", "lifted"),
        ("effective = 2023-01-08\nmoved = [{ on = 2023-01-02, to = 2023-01-09 }]", "moved.1.on"),
        ("effective = 2023-01-08\nmoved = [{ on = 2023-01-07, to = 2023-01-06 }]", "moved.1.to"),
    ],
)
def test_dates_of_a_control_are_in_order(dates: str, path: str) -> None:
    """Effect, move and lifting follow the announcement, and a move leads to no day before it."""
    with pytest.raises(ScenarioError) as caught:
        chain(f'{CHAIN}[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-05\n{dates}\n')
    assert [problem.path for problem in caught.value.problems] == [f"control.ban.{path}"]
