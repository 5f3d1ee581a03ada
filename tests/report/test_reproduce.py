"""The command line that a report gives makes the same result again."""

import html
import json
import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from sim.cli.main import app
from sim.reporting.page import page
from sim.reporting.result import read
from sim.scenario.file import build
from sim.scenario.schema import Scenario, as_toml
from tests.docs.session import WITH_WORKERS
from tests.strategies import scenarios
from tests.worlds import chain

CAPACITY = "line.GH100.capacity=9000"
MOVED = "control.2022-08 letter.moved=[{ on = 2022-09-01, to = 2023-10-01 }]"
QUOTED = "title='it''s \"quoted\" & $HOME'"
PRECISION = "delivered_units.ByteDance.2023-12-31=0.2"

COMMANDS = {
    "run": "run china-2023 --seed 3 --replication 2",
    "run, set": f"run china-2023 --set {CAPACITY} --set {shlex.quote(MOVED)} --set {shlex.quote(QUOTED)}",
    "sweep, set": f"sweep china-2023 --replications 4 --design lhs --set {CAPACITY} --keep summary --workers 1",
    "sweep of a grid": "sweep china-2023 --replications 1 --keep summary --workers 1 --seed 4 "
    "--grid 'control.2022-08 letter.moved.1.to=2023-03-01:2023-03-08:7d' --grid allocation=fifo,fair-share",
    "sweep by precision": f"sweep china-2023 --precision {PRECISION} --keep summary --workers 1",
    "comparison, set": f"compare china-2023 no-ban --replications 2 --set {CAPACITY} --workers 1",
}


def carry_out(words: list[str]) -> None:
    """Do a command as it stands; where it says nothing of workers by this process, to the same result."""
    alone = ["--workers", "1"] if words[0] in WITH_WORKERS and "--workers" not in words else []
    done = CliRunner().invoke(app, [*words, *alone, "--quiet"])
    assert done.exit_code == 0, done.output


def made(command: str, out: Path) -> Path:
    """The folder that a command line makes."""
    carry_out([*shlex.split(command), "--out", str(out)])
    (manifest,) = out.rglob("manifest.json")
    return manifest.parent


def command_in(text: str) -> str:
    """The command line in a page."""
    found = re.search(r'<pre class="command">gpu-supply (.+?)</pre>', text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def files_in(text: str) -> list[tuple[str, str]]:
    """Names and texts of the files that a page carries."""
    return re.findall(r"<summary>(\S+\.toml)</summary>\s*<pre class=\"file\">(.*?)</pre>", text, re.DOTALL)


def manifests(*folders: Path) -> list[dict[str, str]]:
    """The manifests of folders."""
    return [json.loads((folder / "manifest.json").read_text()) for folder in folders]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_command_in_the_report_makes_the_same_result(command: str, tmp_path: Path) -> None:
    """The command line of a report, run as it stands, has the result digest of the reported folder."""
    folder = made(command, tmp_path / "first")
    text = page(read(folder))
    assert '<pre class="file">' not in text
    first, second = manifests(folder, made(command_in(text), tmp_path / "again"))
    assert first["result_digest"] == second["result_digest"]
    assert first["work"] == second["work"]


@pytest.mark.parametrize(
    "kind", ["run", "sweep", "grid", "compare", "sensitivity", "morris", "check", "attribute", "calibrate"]
)
def test_a_scenario_of_ones_own_is_carried(
    kind: str, tmp_path: Path, folder_once: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no scenario ships under the name, the texts in the page, saved, and its command make the same result."""
    folder = folder_once(kind)
    text = page(read(folder))
    files = files_in(text)
    assert len(files) == (2 if kind in ("compare", "calibrate") else 1)
    monkeypatch.chdir(tmp_path)
    for name, content in files:
        (tmp_path / name).write_text(html.unescape(content), encoding="utf-8")
    first, second = manifests(folder, made(command_in(text), tmp_path / "again"))
    assert first["result_digest"] == second["result_digest"]
    assert kind == "run" or first["work"] == second["work"]


@pytest.mark.parametrize("kind", ["discover", "importance", "update", "score"])
def test_what_is_made_of_a_folder_is_made_again_with_it(
    kind: str, tmp_path: Path, folder_once: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the folder's own command, then that of the analysis, with the observed figures that the page carries."""
    folder = folder_once(kind)
    text = page(read(folder))
    monkeypatch.chdir(tmp_path)
    for name, content in re.findall(
        r"<summary>(\S+\.toml)</summary>\s*<pre class=\"file\">(.*?)</pre>", text, re.DOTALL
    ):
        (tmp_path / name).write_text(html.unescape(content), encoding="utf-8")
    found = re.search(r'<pre class="command">(.+?)</pre>', text, re.DOTALL)
    assert found is not None
    for line in html.unescape(found[1]).splitlines():
        carry_out(shlex.split(line)[1:])
    again = tmp_path / "results" / "chain" / folder.name
    first, second = manifests(folder, again)
    assert first["result_digest"] == second["result_digest"]
    assert first["work"] == second["work"]


def test_files_that_a_sweep_took_are_carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameter sets and policies stand in the page of a sweep that took them; saved, they make the same result."""
    monkeypatch.chdir(tmp_path)
    capacity, moved = "line.GH100.capacity", "control.2022-08 letter.moved"
    Path("sets.csv").write_text(
        f'{capacity},allocation,{moved}\n9000,fifo,[]\n12000,pro-rata,"[{{ on = 2022-09-01, to = 2023-03-01 }}]"\n'
    )
    Path("changes.toml").write_text('["as is"]\n[later]\n"report.asked" = 2023-06-15\n"product.H800.price" = 9000\n')
    folder = made("sweep china-2023 --design sets.csv --policies changes.toml --keep summary", tmp_path / "first")
    text = page(read(folder))
    for name, content in re.findall(r"<summary>(\S+)</summary>\s*<pre class=\"file\">(.*?)</pre>", text, re.DOTALL):
        Path(name).write_text(html.unescape(content), encoding="utf-8")
    first, second = manifests(folder, made(command_in(text), tmp_path / "again"))
    assert first["result_digest"] == second["result_digest"]
    assert first["work"] == second["work"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(scenarios())
def test_the_text_of_a_scenario_is_the_scenario(scenario: Scenario) -> None:
    """A scenario written as text and read again is the same."""
    assert build(tomllib.loads(as_toml(scenario))) == scenario


def test_text_holds_any_name() -> None:
    """Quotes, control characters and letters of any script survive the text."""
    scenario = chain().set("title", 'a "b" \\ \t ü Ω 😀').set("buyer.Ann.name", '"Ann" O\'Neil = #1')
    assert build(tomllib.loads(as_toml(scenario))) == scenario
