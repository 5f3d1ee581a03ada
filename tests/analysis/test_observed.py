"""The observed figures that ship."""

from datetime import date
from pathlib import Path

import pytest

import sim
from sim.analysis.evidence import check_entries, entries_of
from sim.analysis.observation import Observation
from sim.analysis.observed import dated, undated
from sim.records.figures.names import figure_names

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "observed").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_of_scenarios_that_ship_and_have_its_figures(path: Path) -> None:
    """Each figure is one of each scenario that the file names, was published on a day, and contradicts no other."""
    found = sim.load_observed(path)
    assert found.scenarios
    for name in found.scenarios:
        scenario = sim.load(name)
        dates = {one.date for one in found.observed if one.date is not None}
        asked = scenario.set("report.dates", sorted({*scenario.report.dates, *dates}))
        check_entries(entries_of([found]), figure_names(asked), asked)


def test_files_of_one_scenario_go_together() -> None:
    """No two files say what contradicts each other of a figure."""
    by: dict[str, list[Path]] = {}
    for path in FILES:
        for name in sim.load_observed(path).scenarios:
            by.setdefault(name, []).append(path)
    for name, paths in by.items():
        entries = entries_of(paths)
        names = [name for entry in entries for name in entry.one.figures]
        check_entries(entries, names, sim.load(name))


def test_figures_that_are_told_with_their_date_are_written_without() -> None:
    """An observation of one figure or of a sum, of a date or of none, is found again in what was told of it."""
    for figure in ("delivered_units.all", ("delivered_units.all", "backlog_units.all")):
        for day in (None, date(2023, 1, 31)):
            one = Observation(figure=figure, date=day, value=3, range=(1, 4), source="a paper")
            assert Observation.model_validate(undated(dated(one))) == one
            assert dated(one)["figure"] == (one.figures[0] if isinstance(figure, str) else list(one.figures))
