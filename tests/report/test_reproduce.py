"""The command line that a report gives makes the same result again."""

import html
import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.main import app
from sim.reporting.page import page
from sim.reporting.result import read

CAPACITY = "product.H800.production.capacity=9000"
MOVED = "control.2022-08 letter.moved=[{ on = 2022-09-01, to = 2023-10-01 }]"
PRECISION = "delivered_units.ByteDance.2023-12-31=0.2"

COMMANDS = {
    "run": "run china-2023 --seed 3 --replication 2",
    "run, set": f"run china-2023 --set {CAPACITY} --set {shlex.quote(MOVED)} --set allocation=pro-rata",
    "sweep, set": f"sweep china-2023 --replications 3 --set {CAPACITY} --keep summary --workers 1",
    "sweep of a grid": "sweep no-ban --replications 2 --grid allocation=fifo,pro-rata --seed 4 --workers 1",
    "sweep by precision": f"sweep china-2023 --precision {PRECISION} --keep summary --workers 1",
    "comparison, set": f"compare china-2023 no-ban --replications 2 --set {CAPACITY} --workers 1",
}


def made(command: str, out: Path) -> Path:
    """The folder that a command line makes."""
    done = CliRunner().invoke(app, [*shlex.split(command), "--out", str(out), "--quiet"])
    assert done.exit_code == 0, done.output
    (manifest,) = out.rglob("manifest.json")
    return manifest.parent


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_command_in_the_report_makes_the_same_result(command: str, tmp_path: Path) -> None:
    """The command line of a report, run as it stands, has the result digest of the reported folder."""
    folder = made(command, tmp_path / "first")
    found = re.search(r"<pre>gpu-supply (.+?)</pre>", page(read(folder)), re.DOTALL)
    assert found is not None
    again = made(html.unescape(found[1]), tmp_path / "again")
    first, second = (json.loads((one / "manifest.json").read_text()) for one in (folder, again))
    assert first["result_digest"] == second["result_digest"]
    assert first["work"] == second["work"]
