"""What is drawn together: what needs no check of each draw, as all its ends go together."""

import pytest

from sim.scenario.file import parsed
from sim.scenario.paths import dump
from sim.scenario.together import are_free, located
from tests.scenario.test_lines import SHARED
from tests.worlds import CHAIN

TRANSIT = CHAIN.replace("transit_days = 3", "transit_days = { uniform = [3, 9] }")
HEIRS = SHARED.replace('{ A = "B" }', '{ A = "B", B = "A" }')


def are_free_of(text: str) -> bool:
    """Whether what a scenario's text draws needs no check of each draw."""
    scenario = parsed(text)
    document = dump(scenario)
    return are_free(scenario, document, located(scenario, document))


@pytest.mark.parametrize(("most", "free"), [(5, True), (6, False)])
def test_two_values_of_one_distribution_are_free_where_all_their_ends_go_together(most: int, free: bool) -> None:
    """A lowest value of up to 5 days is never above a highest of 5 or more; one of 6 may be."""
    laws = f"""[uncertain]
"distributor.north.transit_days.uniform.1" = {{ uniform = [1, {most}] }}
"distributor.north.transit_days.uniform.2" = {{ uniform = [5, 20] }}
"""
    assert are_free_of(TRANSIT + laws) == free


def test_more_ends_than_are_tried_are_left_to_the_check_of_each_draw() -> None:
    """Two choices of nine values have 81 pairs: no draw of them is taken unchecked, though all would pass."""
    low, high = list(range(1, 10)), list(range(11, 20))
    laws = f"""[uncertain]
"distributor.north.transit_days.uniform.1" = {{ choice = {low} }}
"distributor.north.transit_days.uniform.2" = {{ choice = {high} }}
"""
    assert not are_free_of(TRANSIT + laws)
