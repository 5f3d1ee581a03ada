"""The experiment scripts: each runs, on the public API alone, and its answer follows from its tables."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "experiments").glob("*.py"))


def answer_of(name: str, out: Path, replications: int = 12) -> str:
    """What a script prints."""
    words = [sys.executable, str(ROOT / "experiments" / f"{name}.py"), "--out", str(out)]
    done = subprocess.run(
        [*words, "--replications", str(replications)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=out.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_is_short_and_uses_the_public_interface(script: Path) -> None:
    """A script opens with its question, has under a hundred lines, and imports nothing of sim but sim."""
    text = script.read_text(encoding="utf-8")
    assert text.count("\n") < 100
    assert "?" in (ast.get_docstring(ast.parse(text)) or "").splitlines()[0]
    assert not re.search(r"^\s*(from|import) sim\.", text, re.MULTILINE)


def test_was_it_delivered_tells_its_table(tmp_path: Path) -> None:
    """Each probability that is told stands in the table."""
    said = answer_of("was_it_delivered", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "chances.csv")
    assert len(table) == 12
    for row in table.itertuples():
        line = f"at least {row.target:.0%} by {row.date}: {row.probability:.2f} ({row.low:.2f} to {row.high:.2f})"
        assert line in said
    assert (tmp_path / "out" / "chances.png").exists()


def test_value_of_delay_tells_its_table(tmp_path: Path) -> None:
    """Units, dollars and the multiple of $400M follow from the table of differences."""
    said = answer_of("value_of_delay", tmp_path / "out")
    rows = pd.read_csv(tmp_path / "out" / "differences.csv").set_index("figure")["difference"]
    assert f"all four buyers: {rows['delivered_units.all.2023-12-31']:+,.0f} units" in said
    assert f"ByteDance: {rows['delivered_units.ByteDance.2023-12-31']:+,.0f} units" in said
    assert f"that is {rows['delivered_usd.all.2023-12-31'] / 4e8:.1f} times as much" in said


def test_allocation_policies_tells_its_table(tmp_path: Path) -> None:
    """Best and worst policy of each buyer are those of the table."""
    said = answer_of("allocation_policies", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "allocation_policies.csv", index_col=0)
    for buyer in table.columns:
        low, high = table[buyer].min(), table[buyer].max()
        assert f"{buyer}: {low:.0%} under {table[buyer].idxmin()} to {high:.0%} under {table[buyer].idxmax()}" in said


def test_ban_date_sweep_tells_its_table(tmp_path: Path) -> None:
    """The first and last week's medians and the worth of a year are those of the table."""
    said = answer_of("ban_date_sweep", tmp_path / "out", 3)
    table = pd.read_csv(tmp_path / "out" / "ban_date.csv")
    assert len(table) == 53
    first, last = table.iloc[0], table.iloc[-1]
    assert f"in effect on 2023-01-01: {first['p50']:.1%} ({first['p05']:.1%} to {first['p95']:.1%})" in said
    assert f"is worth {last['p50'] - first['p50']:+.1%} of the order" in said


def test_direct_or_distributor_tells_its_table(tmp_path: Path) -> None:
    """Share and wait without and with a certain contract are those of the table."""
    said = answer_of("direct_or_distributor", tmp_path / "out", 4)
    table = pd.read_csv(tmp_path / "out" / "direct_or_distributor.csv")
    table.columns = ["capacity", "success", "share", "wait"]
    for row in table[table["success"] == 1].itertuples():
        assert f"contract of {row.capacity:,} units a week: {row.share:.0%}, {row.wait:.0f} days" in said


@pytest.mark.parametrize(
    "name", ["baseline_2023", "monte_carlo_2023", "calibrate_2023", "discovery_2023", "gap_attribution"]
)
def test_other_scripts_run_and_leave_a_picture(name: str, tmp_path: Path) -> None:
    """A script ends with an answer and leaves a picture."""
    assert len(answer_of(name, tmp_path / "out", 3 if name == "gap_attribution" else 12).splitlines()) > 3
    assert list((tmp_path / "out").glob("**/*.png"))
