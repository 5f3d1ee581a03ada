"""The commands, as a user types them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.scenario.file import template


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit status of a command."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_run_writes_its_folder_and_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`run` leaves tables, summary, manifest and picture, and prints the answer for programs too."""
    assert command(monkeypatch, "run", "china-2023", "--out", str(tmp_path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    folder = Path(told["folder"])
    assert sorted(path.name for path in folder.iterdir()) == [
        "daily.parquet",
        "delivered_vs_ordered.csv",
        "delivered_vs_ordered.png",
        "delivered_vs_ordered.svg",
        "events.parquet",
        "flows.csv",
        "flows.png",
        "flows.svg",
        "manifest.json",
        "scenario.json",
        "summary.json",
    ]
    run = sim.run(sim.load("china-2023"))
    assert json.loads((folder / "manifest.json").read_text())["result_digest"] == run.log.digest()
    assert json.loads((folder / "summary.json").read_text()) == run.summary
    assert len(pd.read_parquet(folder / "events.parquet")) == len(run.log.rows)
    assert "delivered" in told["answer"]


def test_sweep_is_the_same_for_any_number_of_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process and two give the same rows."""
    scenario = sim.load("china-2023")
    one, two = (sim.sweep(scenario, 60, engine="simpy", workers=workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(one.replications, two.replications)
    assert "probability" in one.answer()
    words = ("sweep", "china-2023", "--replications", "3", "--workers", "1", "--out", str(tmp_path), "--quiet")
    assert command(monkeypatch, *words) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("run", "nope"),
        ("run", "china-2023", "--set", "product.H80.price=3"),
        ("run", "china-2023", "--set", "novalue"),
        ("run", "china-2023", "--seed", "-1"),
        ("run", "china-2023", "--engine", "steam"),
        ("sweep", "china-2023", "--replications", "0"),
        ("fly",),
        ("validate", "/"),
        ("scenarios", "show", "nope"),
        ("scenarios", "copy", "no-ban", "/nowhere/file.toml"),
    ],
)
def test_bad_usage_ends_in_one_message_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """What a user did wrong is said on standard error, without a traceback."""
    assert command(monkeypatch, *words) == 2
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said


def test_scenario_commands_print(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """List, show, copy, new, validate and schema end well; what they write is sound, and replaces no file."""
    copied, fresh = str(tmp_path / "mine.toml"), str(tmp_path / "new.toml")
    for words in (
        ("scenarios",),
        ("scenarios", "show", "no-ban"),
        ("scenarios", "copy", "no-ban", copied),
        ("scenarios", "new", fresh),
        ("schema",),
        ("validate", copied),
        ("validate", fresh),
    ):
        assert command(monkeypatch, *words) == 0
    for words in (("scenarios", "copy", "no-ban", fresh), ("scenarios", "new", copied)):
        assert command(monkeypatch, *words) == 2
    assert Path(fresh).read_text(encoding="utf-8") == template()


def test_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ctrl-C in the middle of a run writes nothing and ends with status 130."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.experiment.run.log_of", interrupted)
    assert command(monkeypatch, "run", "china-2023", "--out", str(tmp_path / "out")) == 130
    assert not (tmp_path / "out").exists()


def test_digest_does_not_depend_on_the_hash_seed() -> None:
    """Two processes with different PYTHONHASHSEED give the same digest."""
    code = "import sim; print(sim.run(sim.load('china-2023'), seed=3).log.digest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_help_imports_nothing_heavy() -> None:
    """The commands' modules import neither NumPy nor Matplotlib nor SimPy."""
    code = "import sys, sim.cli.main; print([name for name in ('numpy', 'matplotlib', 'simpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_run_needs_no_pandas(tmp_path: Path) -> None:
    """`run` writes its tables and draws its pictures without pandas, which takes longer to import than either."""
    code = "import sys; from sim.cli.main import app; app(standalone_mode=False); print('pandas' in sys.modules)"
    words = ("run", "china-2023", "--out", str(tmp_path), "--quiet")
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_failed_replication_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replication that raises says why in its row, and the others go on."""

    def fails(*_: Any) -> None:
        raise ArithmeticError("broken")

    monkeypatch.setattr("sim.experiment.run.log_of", fails)
    assert sim.sweep(sim.load("no-ban"), 2).replications["error"].tolist() == [
        f"ArithmeticError: broken (seed 0, replication {replication})" for replication in range(2)
    ]


UNCERTAIN = """
name = "drawn"
start = 2023-01-01
end = 2023-01-31
product = [{ name = "A", price = 100, initial_stock = 100 }]
distributor = [{ name = "north", weekly_capacity = 1000, transit_days = { triangular = [1, 2, 9] } }]
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 60 }]
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days.triangular.2" = { uniform = [2, 9] }
"""


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ("product.A.initial_stock=50", "product.A.initial_stock"),
        ("distributor.north.transit_days=3", "distributor.north.transit_days.triangular.2"),
        ("product.A.price=9", None),
    ],
)
def test_law_that_a_set_value_overrides_is_noted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], setting: str, path: str | None
) -> None:
    """Setting an uncertain value, or what it stands in, is said to end its law: on standard error and in JSON."""
    file = tmp_path / "drawn.toml"
    file.write_text(UNCERTAIN)
    assert command(monkeypatch, "run", str(file), "--set", setting, "--json", "--out", str(tmp_path)) == 0
    said = capsys.readouterr()
    notes = [] if path is None else [f"{path} is set, so it is no longer drawn from [uncertain]"]
    assert json.loads(said.out)["notes"] == notes
    assert said.err == "".join(f"note: {one}\n" for one in notes)


def test_law_that_a_grid_overrides_is_told_in_the_answer(tmp_path: Path) -> None:
    """The answer of a grid names the uncertain parameters that it holds at its values, on the path or below it."""
    file = tmp_path / "drawn.toml"
    file.write_text(UNCERTAIN)
    for path, held in (
        ("product.A.initial_stock", "product.A.initial_stock"),
        ("distributor.north.transit_days", "distributor.north.transit_days.triangular.2"),
    ):
        told = sim.sweep(sim.load(file), 2, grid={path: [3, 4]}, keep="summary").answer()
        assert f"  set by the grid, no longer drawn from [uncertain]: {held}\n" in told
    assert "no longer drawn" not in sim.sweep(sim.load(file), 2, grid={"product.A.price": [3, 4]}).answer()


def test_figure_of_the_report_is_checked_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`validate` and commands that simulate name file and line of a figure that the scenario lacks."""
    file = tmp_path / "drawn.toml"
    file.write_text(UNCERTAIN + '[report]\nfigures = ["backlog_unit.Ann"]\n')
    for words in (("validate", str(file)), ("run", str(file), "--out", str(tmp_path / "out"))):
        assert command(monkeypatch, *words) == 2
        said = f'{file}:15: report.figures.1 is "backlog_unit.Ann"; expected a key figure of drawn'
        assert capsys.readouterr().err == f"{said} (did you mean 'backlog_units.Ann'?)\n"
    assert not (tmp_path / "out").exists()
