"""CSV files of empirical distributions: as spreadsheets write them, beside the scenario, and told cell by cell."""

import os
import time
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.change import value_at, with_settings, with_values
from sim.scenario.distributions.csv_columns import read_column
from sim.scenario.file import load
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN

LAW = "distributor.north.transit_days.empirical"


def scenario_text(file: object, more: str = "") -> str:
    """The small chain, with days under way from a column of a CSV file."""
    return CHAIN.replace(
        "transit_days = 3", f'transit_days = {{ empirical = {{ file = "{file}", column = "d"{more} }} }}'
    )


def loaded(folder: Path, file: object = "d.csv", more: str = "") -> Scenario:
    """The scenario, from a file in `folder`."""
    (folder / "mine.toml").write_text(scenario_text(file, more))
    return load(folder / "mine.toml")


def refused(folder: Path, file: object = "d.csv", more: str = "") -> str:
    """What is said of the CSV file."""
    with pytest.raises(ScenarioError) as told:
        loaded(folder, file, more)
    return str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfd,x\r\n2,a\r\n4,b\r\n",
        b"d,x\r2,a\r4,b\r",
        b"d,x\n2,a\n4,b\n\n\n,\n",
        b"d,x,\n2,a,\n4,b,\n",
        b' d , x\n 2 , "a, b"\n "4", "line\nbreak"\n',
        b'"x","d"\n"1,5 ""a""","+2.0"\n"","4e0"\n,\n"only x",""\n',
        "d,x\n2,\u5317\n4,\u00e9\n".encode(),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, content: bytes) -> None:
    """Marks, line ends, quotes, blank lines, commas at the end and spaces do no harm; empty cells are gaps."""
    (tmp_path / "d.csv").write_bytes(content)
    assert read_column(tmp_path, "d.csv", "d") == (2, 4)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("nan", "numbers only in 'd.csv', not 'nan' in line 3"),
        ("inf", "not 'inf' in line 3"),
        ("1e400", "numbers from -1e+15 to 1e+15 in 'd.csv', not '1e400' in line 3"),
        ('"1,000"', "not '1,000' in line 3 (with a decimal point, and no separators of thousands)"),
        ("1 000", "not '1 000' in line 3 (with a decimal point"),
        ("#N/A", "not '#N/A' in line 3"),
        ("12 units", "not '12 units' in line 3"),
        ("1_000", "not '1_000' in line 3"),
        ("\u0661\u0662", "not '\u0661\u0662' in line 3"),
        ("\x00", "not '\\x00' in line 3"),
        ("x" * 100, "not '" + "x" * 39 + "…' in line 3"),
    ],
)
def test_cell_that_is_no_number_is_told_with_its_line(tmp_path: Path, cell: str, told: str) -> None:
    """Only what is written as a number is one; any other cell is repeated, cut where it is long, with its line."""
    (tmp_path / "d.csv").write_text(f"x,d\na,1\nb,{cell}\nsecret,3\n")
    said = refused(tmp_path)
    assert told in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"d,x,d\n1,a,2\n", "columns 1 and 3 are both named 'd'"),
        (b"d;x\n1;a\n", "which has one column: its cells are separated by semicolons, expected commas"),
        (b"d\tx\n1\ta\n", "separated by tabs, expected commas"),
        (b"D,secret\n1,2\n", "a column 'd' in 'd.csv', which has 2 columns (did you mean 'D'?)"),
        (b"", "a column 'd' in 'd.csv', which has 0 columns"),
        (b"d\n", "1 to 100000 numbers in column 'd' of 'd.csv', not 0"),
        (b"d\n1,5\n", "as many cells in each row of 'd.csv' as in its header (1), not 2 in line 2"),
        (b"x,d\n1,2\n3\n", "as in its header (2), not 1 in line 3"),
        (b"d,x\n1,\xe9\n", "line 2 can't be read as UTF-8 text"),
        ("d\n1\n".encode("utf-16"), "it seems to be UTF-16: save it as UTF-8"),
        (b'd\n"1\n', "that can be read (line 2: "),
        (b"d\n-2\n", "expected a number from 0 to 36,525, whatever is drawn (-2 can be drawn)"),
        (b"d\n40000\n", "whatever is drawn (40000 can be drawn)"),
    ],
)
def test_file_that_is_no_such_table_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    """What stands in the way is named, without more of the file than the name that was meant."""
    (tmp_path / "d.csv").write_bytes(content)
    said = refused(tmp_path)
    assert said.startswith(f"{tmp_path}/mine.toml:12: distributor.north.transit_days")
    assert told in said
    assert "secret" not in said


def test_rows_are_chosen_by_other_columns(tmp_path: Path) -> None:
    """`where` keeps the rows whose cells are the same; what it keeps survives a scenario written as JSON."""
    (tmp_path / "d.csv").write_text("chip,year,d\nH800,2022,5\nH800,2023,6\nA100,2023,seven\n")
    scenario = loaded(tmp_path, more=', where = { chip = "H800", year = 2023 }')
    assert value_at(scenario, f"{LAW}.values") == [6]
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario
    assert "rows that `where` chooses, not 0" in refused(tmp_path, more=', where = { chip = "H20" }')
    assert "a column 'chp' in" in refused(tmp_path, more=', where = { chp = "H800" }')
    assert "expected a table" in refused(tmp_path, more=", where = 5")


def test_another_column_is_read_when_it_is_set(tmp_path: Path) -> None:
    """A setting of file, column or `where` reads again, from the scenario's own folder."""
    (tmp_path / "d.csv").write_text("chip,d,e\nH800,1,3\nA100,2,4\n")
    scenario = loaded(tmp_path)
    for path, value, values in (("column", "e", [3, 4]), ("where", {"chip": "A100"}, [2])):
        changed = scenario.set(f"{LAW}.{path}", value)
        assert value_at(changed, f"{LAW}.values") == values
        assert changed.folder == tmp_path
    changed = with_settings(scenario, [f"{LAW}.column=e", f"{LAW}.where.chip=H800"])
    assert value_at(changed, f"{LAW}.values") == [3]
    with pytest.raises(ScenarioError, match="in the scenario's folder or below it"):
        with_values(scenario, {f"{LAW}.file": "/etc/passwd"})


def test_two_scenarios_are_equal_wherever_their_files_lie(tmp_path: Path) -> None:
    """The folder is nothing that a scenario says."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "d.csv").write_text("d\n1\n")
    assert loaded(tmp_path / "a") == loaded(tmp_path / "b")


def test_file_column_or_rows_are_never_uncertain(tmp_path: Path) -> None:
    """Which file is read is no quantity."""
    (tmp_path / "d.csv").write_text("d,e\n1,2\n")
    text = scenario_text("d.csv") + f'[uncertain]\n"{LAW}.column" = {{ choice = ["d", "e"] }}\n'
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(ScenarioError, match="never uncertain"):
        load(tmp_path / "mine.toml")


def test_files_below_the_folder_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in a folder below, by a way back in, by a link that stays within, and by `~` are read."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "d.csv").write_text("d\n7\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "data" / "d.csv")
    for file in ("data/d.csv", f"../{tmp_path.name}/data/d.csv", "link.csv", "~/data/d.csv"):
        assert value_at(loaded(tmp_path, file), f"{LAW}.values") == [7]


def test_files_outside_the_folder_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute paths, ways up, links that lead out and `~` elsewhere are refused alike, file or no file."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "outside.csv").write_text("d\n7\n")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "d.csv").write_text("d\n7\n")
    (mine / "link.csv").symlink_to(tmp_path / "outside.csv")
    (mine / "up").symlink_to(tmp_path)
    (mine / "circle.csv").symlink_to(mine / "circle.csv")
    files = ["/etc/passwd", mine / "d.csv", "../outside.csv", "../none.csv", "link.csv", "up/outside.csv", "~/d.csv"]
    for file in [*files, "circle.csv"]:
        said = refused(mine, file)
        assert f"a CSV file in the scenario's folder or below it, not '{file}'" in said or file == "circle.csv"
        assert "root:" not in said


def test_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to is no CSV file."""
    os.mkfifo(tmp_path / "d.csv")
    assert "that can be read (it is a pipe)" in refused(tmp_path)
    assert "that can be read (it is a folder)" in refused(tmp_path, ".")


def test_many_rows_are_read_in_seconds(tmp_path: Path) -> None:
    """Many rows take no longer than reading them, whether they are chosen from or are too many."""
    (tmp_path / "d.csv").write_text("chip,d\n" + "H800,1\nA100,2\n" * 110_000 + "B200,3\n")
    began = time.process_time()
    assert read_column(tmp_path, "d.csv", "d", {"chip": "B200"}) == (3,)
    with pytest.raises(ValueError, match="1 to 100000 numbers"):
        read_column(tmp_path, "d.csv", "d")
    assert time.process_time() - began < 10
