"""A sample of mutated files; `make fuzz` tries thousands."""

from pathlib import Path

from tests.scenario.fuzz import outcome_of

SAMPLE = 100


def test_mutated_files_run_or_end_in_messages(tmp_path: Path) -> None:
    """Whatever is done to a scenario or a file of observed figures, it is sound, or says what is wrong and where."""
    found = [outcome_of(number, tmp_path) for number in range(SAMPLE)]
    assert [f"file {one.number}: {one.told}" for one in found if one.end == "fault"] == []
    assert {one.end for one in found} >= {"refused", "sound", "run"}
