"""Shared lines and the fate of stock in the scenario file: what is refused, which paths lead where."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.change import value_at, with_settings
from sim.scenario.file import parsed
from sim.scenario.paths import dump
from sim.scenario.together import are_free, located
from tests.worlds import CHAIN, chain

SHARED = (
    CHAIN.replace("initial_stock = 100\n", "")
    + """
[[line]]
name = "dies"
start = 2023-01-02
capacity = 40
cycle_time = 8
split_days = 3
mix = { A = { table = [[2023-01-05, 0.25], [2023-01-09, 0.75]] }, B = 0.25 }
rush_mix = { B = 0.2 }
when_controlled = { A = "B" }
[[product]]
name = "B"
price = 10
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-09
"""
)
"""Two products that a line makes; a control that holds one of them."""

WRONG = {
    "a late division": (
        "split_days = 3",
        "split_days = 9",
        "line.dies.split_days is 9; expected at most cycle_time (8)",
    ),
    "an end before the start": (
        "cycle_time = 8",
        "end = 2023-01-01\ncycle_time = 8",
        "line.dies.end is 2023-01-01; expected start (2023-01-02) or a later date",
    ),
    "a product that is not there": (
        "B = 0.25 }",
        "C = 0.25 }",
        'line.dies.mix.C is "C"; expected one of A, B',
    ),
    "a rush of what the line does not make": (
        "rush_mix = { B = 0.2 }",
        "rush_mix = { Z = 0.2 }",
        'line.dies.rush_mix.Z is "Z"; expected one of A, B',
    ),
    "more than a whole from some day on": (
        "0.75]]",
        "0.8]]",
        "line.dies.mix is 1.05 in sum from 2023-01-09 on; expected shares that sum to at most 1",
    ),
    "more than a whole in a rush": (
        "rush_mix = { B = 0.2 }",
        "rush_mix = { B = 0.8 }",
        "rush_mix is 1.05 in sum from 2023-01-05 on; expected shares that sum to at most 1 with the rest of mix",
    ),
    "steps out of order": (
        "[2023-01-09, 0.75]",
        "[2023-01-05, 0.75]",
        "line.dies.mix.A.table.2.1 is 2023-01-05; expected a date after that of the row before it (2023-01-05)",
    ),
    "a line of its own besides": (
        'name = "B"\nprice = 10',
        'name = "B"\nprice = 10\nproduction = { start = 2023-01-01, capacity = 5 }',
        'product.B.production is a line of its own; expected no table there: its lots are those of line "dies"',
    ),
    "a name that a product has": (
        'name = "dies"',
        'name = "A"',
        'line.A.name is "A"; expected a name that no product has, as key figures name both',
    ),
    "the first edition's word for stock": (
        "effective = 2023-01-09",
        'effective = 2023-01-09\nunshipped = "strand"',
        'is "strand"; expected "hold" (the default: stock is kept until it may leave), "divert", "scrap" or {',
    ),
    "another word for it": (
        "effective = 2023-01-09",
        'effective = 2023-01-09\nunshipped = "keep"',
        'control.ban.unshipped is "keep"; expected one of hold, divert, scrap',
    ),
}
"""By mistake: what stands instead of what, and the message."""


@pytest.mark.parametrize("mistake", WRONG)
def test_a_line_that_cannot_be_is_told(mistake: str) -> None:
    """Each limit of a shared line, and of what a control does with stock, is told with path, value and expectation."""
    right, wrong, message = WRONG[mistake]
    assert right in SHARED
    with pytest.raises(ScenarioError) as told:
        parsed(SHARED.replace(right, wrong), "x.toml")
    assert message in str(told.value)


def test_two_lines_have_two_names() -> None:
    """A line's name is its own, as it addresses the line."""
    again = SHARED + SHARED[SHARED.index("[[line]]") : SHARED.index('[[product]]\nname = "B"')]
    with pytest.raises(ScenarioError, match=r'line\.2\.name is "dies"; expected a name of its own'):
        parsed(again, "x.toml")


def test_a_product_without_supply_is_told_of_lines() -> None:
    """Neither stock, nor a line of its own, nor a share of another."""
    with pytest.raises(ScenarioError, match=r"product\.A is without supply; expected .*, a share of a \[\[line\]\]"):
        chain(CHAIN.replace("initial_stock = 100\n", ""))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("line.dies.capacity", 70),
        ("line.dies.mix.B", 0.1),
        ("line.dies.mix.A.table.2.2", 0.5),
        ("line.dies.rush_mix.B", 0.25),
        ("line.dies.when_controlled.A", "A"),
        ("control.ban.unshipped", "scrap"),
        ("control.ban.unshipped.hold_days", 30),
    ],
)
def test_paths_lead_into_a_line(path: str, value: object) -> None:
    """Lines are addressed by name, like products, and products in their tables, too."""
    before = chain(SHARED)
    if path.endswith("hold_days"):
        before = before.set("control.ban.unshipped", {"hold_days": 3})
    assert value_at(with_settings(before, [f"{path}={value}"]), path) == value


def test_a_whole_mix_is_set_at_once() -> None:
    """A number may stand where steps did, and the other way round."""
    steps = {"table": [["2023-01-03", 0.5]]}
    changed = chain(SHARED).set("line.dies.mix", {"A": 0.5, "B": steps})
    assert dump(changed)["line"][0]["mix"]["A"] == 0.5


@pytest.mark.parametrize(
    ("path", "law"),
    [
        ("line.dies.capacity", "{ uniform = [0, 90] }"),
        ("line.dies.yield", "{ uniform = [0.5, 1.0] }"),
        ("line.dies.split_days", "{ uniform = [0, 8] }"),
        ("line.dies.mix.B", "{ uniform = [0.0, 0.25] }"),
        ("line.dies.mix.A.table.1.2", "{ uniform = [0.0, 0.75] }"),
        ("line.dies.mix.A.table.1.1", "{ uniform = [2023-01-03, 2023-01-08] }"),
        ("line.dies.rush_mix.B", "{ uniform = [0.0, 0.25] }"),
        ("control.ban.unshipped", '{ choice = ["hold", "divert", "scrap"] }'),
    ],
)
def test_what_a_line_says_may_be_uncertain(path: str, law: str) -> None:
    """Numbers, shares and dates of a line are drawn like any other, and so is what becomes of stock."""
    assert path in chain(f'{SHARED}[uncertain]\n"{path}" = {law}\n').uncertain


def test_a_drawn_mix_stays_within_a_whole() -> None:
    """A share that might pass one with the others is refused before anything is drawn."""
    with pytest.raises(ScenarioError, match=r"line\.dies\.mix 1\.15 in sum"):
        chain(f'{SHARED}[uncertain]\n"line.dies.mix.B" = {{ uniform = [0.0, 0.4] }}\n')


@pytest.mark.parametrize("most", [0.25, 0.5])
def test_shares_of_a_mix_are_free_where_the_largest_of_a_day_fit(most: float) -> None:
    """Several shares of one mix may be drawn without checks of each draw: on no day do their largest pass 1.

    0.75 of A hold before the day of the 0.5 of B, when A has 0.25.
    """
    laws = f"""[uncertain]
"line.dies.mix.A.table.1.2" = {{ uniform = [0.1, 0.75] }}
"line.dies.mix.B.table.1.2" = {{ uniform = [0.1, {most}] }}
"""
    steps = SHARED.replace("0.75]]", "0.25]]").replace("B = 0.25", "B = { table = [[2023-01-09, 0.2]] }")
    scenario = parsed(steps + laws)
    document = dump(scenario)
    assert are_free(scenario, document, located(scenario, document))
