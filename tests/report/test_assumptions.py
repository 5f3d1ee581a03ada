"""Assumptions of the report: what was changed, how uncertain it is, and the comment of each value alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import sim
from sim.experiment.results import write_run
from sim.reporting.assumptions import Assumption, assumptions, source_of, value_in_words
from sim.reporting.result import read
from sim.scenario.file import shipped
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import comments_of


def assumed(scenario: Scenario, tmp_path: Path) -> dict[str, Assumption]:
    """The assumptions of a run's folder, by path."""
    result = read(write_run(sim.run(scenario), tmp_path, datetime.now(UTC)))
    found = assumptions(result.scenario, source_of(result.scenario, None), result.sampled)
    return {one.path: one for one in found}


@pytest.mark.parametrize("name", shipped())
def test_only_what_was_set_is_marked(name: str, tmp_path: Path) -> None:
    """A run of a scenario as it ships differs from its file nowhere, and a draw in a list has its law shown."""
    found = assumed(sim.load(name), tmp_path)
    assert [one for one in found.values() if one.file_value] == []
    laws = [one for one in found.values() if one.law.startswith("entry 2: uniform ")]
    assert laws
    assert all(" Range: " in one.comment for one in laws)


def test_what_was_set_is_marked(tmp_path: Path) -> None:
    """A value and a list that were set have the file's beside them, another entry that is drawn notwithstanding."""
    changed = sim.load("china-2023").set("allocation", "pro-rata")
    changed = changed.set("line.GH100.yield.beta.1", 80)
    found = assumed(changed, tmp_path)
    assert found["allocation"].file_value == "fifo"
    assert found["line.GH100.yield.beta"].file_value == "90 · 10"
    assert {path for path, one in found.items() if one.file_value} == {
        "allocation",
        "line.GH100.yield.beta",
    }


def test_a_comment_is_of_the_one_value_below_it() -> None:
    """A comment above a paragraph is of its first line alone; a comment above a group of ranges is of all of them."""
    found = comments_of(
        '# The file.\nname = "a"\nstart = 2023-01-01\n# beside nothing\nend = 2023-02-01\n\n'
        '[uncertain]\n# both\n"x" = 1\n"y" = 2\n'
    )
    assert found == {
        ("name",): "The file.",
        ("end",): "beside nothing",
        ("uncertain", "x"): "both",
        ("uncertain", "y"): "both",
    }


def test_values_are_read_as_a_reader_has_them() -> None:
    """Thousands have commas, dates are in words, a law has its name."""
    assert value_in_words(1_200_000_000) == "1,200,000,000"
    assert value_in_words(12_000.0) == "12,000"
    assert value_in_words(date(2023, 9, 1)) == "1 September 2023"
    assert value_in_words({"triangular": [7.0, 14.0, 35.0]}) == "triangular 7 · 14 · 35"
