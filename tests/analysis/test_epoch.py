"""Chips by quarter in the columns of Epoch AI: read and written."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.analysis.epoch import COLUMNS, epoch_of_sweep, observed_of_epoch, write_observed
from sim.analysis.observed import load_observed
from sim.cli.main import main
from sim.errors import UsageError
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

HEAD = (
    "Name,Owner,Start date,End date,Number of Units,Number of Units (5th percentile),"
    "Number of Units (95th percentile),Chip type,Notes\n"
)
ROW = 'x,China,1/1/2023,3/31/2023,"1,300",900,2000,H800,Estimates generated on: 04-15-2026 18:24\n'


def maker() -> Scenario:
    """A chain whose product H800 is made in lots of 10 to 20 a week."""
    text = CHAIN.replace('"A"', '"H800"').replace(
        "initial_stock = 100", "production = { start = 2023-01-01, lot_interval = 7, capacity = 20, cycle_time = 3 }"
    )
    return chain(
        text.replace("2023-01-31", "2023-06-29")
        + '[uncertain]\n"product.H800.production.capacity" = { uniform = [10, 20] }\n'
    )


def written(folder: Path, text: str) -> Path:
    """A CSV file."""
    path = folder / "epoch.csv"
    path.write_text(text)
    return path


def test_rows_become_observed_figures(tmp_path: Path) -> None:
    """Of an owner's row the median is the value, 5 and 95 % are the range, and the notes say when it was made."""
    path = written(tmp_path, HEAD + ROW + ROW.replace("China", "Meta").replace("H800", "H100"))
    found = observed_of_epoch(path, owner="China")
    (one,) = found.observed
    assert (one.name, one.value, one.range) == ("finished_units.H800.2023Q1", 1300, (900, 2000))
    assert one.published == date(2026, 4, 15)
    assert len(observed_of_epoch(path, published=date(2026, 5, 1)).observed) == 2
    again = load_observed(write_observed(found, tmp_path / "seen.toml"))
    assert again.observed == found.observed


def test_scenario_chooses_what_it_has(tmp_path: Path) -> None:
    """Rows of what a scenario lacks are left out, as are those of quarters that its run has a part of alone."""
    later = ROW.replace("1/1/2023,3/31/2023", "4/1/2023,6/30/2023")
    found = observed_of_epoch(written(tmp_path, HEAD + ROW + later), scenario=maker())
    assert [one.name for one in found.observed] == ["finished_units.H800.2023Q1"]
    assert found.scenarios == ("chain",)
    with pytest.raises(UsageError, match="no row that is wanted; expected quarters of chain"):
        observed_of_epoch(written(tmp_path, HEAD + later), scenario=maker())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace("Chip type", "Chip") + ROW, ":1: no column 'Chip type'; expected"),
        (HEAD + ROW.replace("900", "few"), '2: Number of Units (5th percentile) is "few"; expected a number of chips'),
        (HEAD + ROW.replace("3/31/2023", "4/30/2023"), ":2: 2023-01-01 to 2023-04-30; expected a quarter"),
        (HEAD + ROW.replace("1/1/2023", "soon"), ':2: Start date is "soon"; expected a date like'),
        (HEAD + ROW.replace("900", "1400"), ":2: 1400, 1300, 2000; expected 5, 50 and 95 % in ascending order"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """A missing column or a bad cell is named, and nothing else of the file repeated."""
    with pytest.raises(UsageError) as told:
        observed_of_epoch(written(tmp_path, text))
    assert message in str(told.value)


def test_sweep_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    """A sweep's quantiles stand in Epoch's columns, with H100-equivalents of chips that have one, and can be read."""
    sweep = sim.sweep(maker(), 40, keep="summary", engine="simpy", out=tmp_path / "out")
    table = pd.read_csv(epoch_of_sweep(sweep, tmp_path / "ours.csv"))
    assert tuple(table.columns) == COLUMNS
    row, _ = table.to_dict("records")
    figures = sweep.summary["points"][0]["figures"]["finished_units.H800.2023Q1"]
    assert row["Number of Units"] == figures["p50"]
    assert row["Compute estimate in H100e (median)"] == figures["p50"]
    one, _ = observed_of_epoch(tmp_path / "ours.csv", date(2023, 5, 1)).observed
    assert one.range == (figures["p05"], figures["p95"])


def test_commands_import_and_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both ways have a command, which tells where the file is."""
    csv, toml = written(tmp_path, HEAD + ROW), tmp_path / "seen.toml"
    sweep = sim.sweep(maker(), 4, keep="summary", engine="simpy", out=tmp_path / "out")
    for words in (["import", csv, toml, "--owner", "China"], ["export", sweep.folder, tmp_path / "ours.csv"]):
        monkeypatch.setattr(sys, "argv", ["gpu-supply", "epoch", *map(str, words)])
        with pytest.raises(SystemExit) as status:
            main()
        assert not status.value.code
    assert f"1 observed figures: {toml}" in capsys.readouterr().out
