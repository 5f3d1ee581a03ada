"""Finished folders prove themselves: whatever is done to a file of them is repaired, or refused by name."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim.analysis.discover import write_discovery
from sim.analysis.importance import write_importance
from sim.analysis.score import write_score
from sim.analysis.update import write_update
from sim.cli.main import app
from sim.errors import SimWarning, UsageError, warn
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.folders.folder import LOCK
from sim.experiment.folders.proof import MANIFEST, OWN_HASH, entry_of, examine, manifest_text, proven, sha256_of
from sim.experiment.part import DamagedPartError, check, read_table
from sim.experiment.plan import Chunk
from sim.experiment.results import write_run
from sim.experiment.sweep import plan_of
from sim.scenario.schema import Scenario
from sim.version import DIGESTS
from tests.experiment.sweeps import uncertain_chain


def scenario_of() -> Scenario:
    """The chain with something uncertain, a cause of a gap, and a report on its buyer."""
    scenario = uncertain_chain().set("distributor.north.weekly_capacity", 10)
    return scenario.set("report", {"buyer": "Ann", "dates": ["2023-01-10", "2023-01-31"], "shares": [0.5]})


def calibration(one: Scenario, out: Path, seed: int) -> Path:
    """The folder of a calibration to one observed figure."""
    observed = out.parent / f"{out.name}.toml"
    observed.parent.mkdir(parents=True, exist_ok=True)
    figure = "delivered_units.Ann.2023-01-31"
    observed.write_text(f'[[observed]]\nfigure = "{figure}"\nvalue = 30\nrange = [10, 60]\nsource = "a"\n')
    return sim.calibrate(one, observed, 10, seed, out=out).folder


def discovery(one: Scenario, out: Path, seed: int) -> Path:
    """The folder of a discovery, beside that of its sweep."""
    sweep = sim.sweep(one, 50, seed, keep="summary", engine="simpy", out=out).folder
    return write_discovery(sim.discover(sweep, "delivered_units.Ann.2023-01-31 < 40"), sweep, warn)


def sourced(one: Scenario, out: Path, seed: int) -> Path:
    """The folder of a check against a source."""
    source = {"figure": "delivered_units.Ann.2023-01-31", "least": 5, "source": "a", "published": "2023-01-31"}
    return sim.check(one.set("source_check", [source]), 3, seed, out=out).sweep.folder


DAYS, CAPACITY = "distributor.north.transit_days", "distributor.north.weekly_capacity"

MAKERS: dict[str, Callable[[Scenario, Path, int], Path]] = {
    "run": lambda one, out, seed: write_run(sim.run(one, seed), out, datetime.now(UTC), tell=warn),
    "sweep": lambda one, out, seed: sim.sweep(one, 3, seed, keep="events", out=out).folder,
    "grid": lambda one, out, seed: sim.sweep(one, 3, seed, grid={CAPACITY: [10, 20]}, out=out).folder,
    "compare": lambda one, out, seed: sim.compare(one, one.set(DAYS, 9), 3, seed, out=out).sweep.folder,
    "sensitivity": lambda one, out, seed: sim.sensitivity(one, "sobol", None, 4, 2, seed, out=out).sweep.folder,
    "attribute": lambda one, out, seed: sim.attribute(one, None, 2, seed, out=out).sweep.folder,
    "calibrate": calibration,
    "check": sourced,
    "discover": discovery,
}
KINDS = tuple(MAKERS)

NO_FOLDER = {"validate", "schema", "report", "package", "verify", "explore"}
"""Commands that write none."""

DERIVED: dict[str, Callable[[Path, Path], Path]] = {
    "update": lambda sweep, seen: write_update(sim.update(sweep, seen)),
    "score": lambda sweep, seen: write_score(sim.score(sweep, seen)),
    "importance": lambda sweep, _: write_importance(sim.importance(sweep)),
}
"""By command, the folder that it makes of that of a sweep, without simulation."""


def made(kind: str, out: Path, seed: int = 0) -> Path:
    """The folder of a small result of a kind."""
    return MAKERS[kind](scenario_of(), out, seed)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """The folder of a kind and a seed, made once and not changed."""
    return cache(lambda kind, seed: made(kind, tmp_path_factory.mktemp(kind), seed))


def emptied(path: Path, _: Path) -> None:
    """Nothing in it."""
    path.write_bytes(b"")


def truncated(path: Path, _: Path) -> None:
    """Its second half is gone."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path, _: Path) -> None:
    """A bit of a byte in the middle is another."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def foreign(path: Path, other: Path) -> None:
    """The file of the name from another scenario's folder."""
    shutil.copy(other / path.name, path)


def folder(path: Path, _: Path) -> None:
    """A folder in its place."""
    path.unlink()
    path.mkdir()


def full_folder(path: Path, _: Path) -> None:
    """A folder in its place that holds something of the user's."""
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def pipe(path: Path, _: Path) -> None:
    """A pipe in its place, which nobody may wait for."""
    path.unlink()
    os.mkfifo(path)


def broken_link(path: Path, _: Path) -> None:
    """A link that leads nowhere."""
    path.unlink()
    path.symlink_to("nowhere")


def unreadable(path: Path, _: Path) -> None:
    """Nobody may read it; who may read all has it emptied."""
    path.chmod(0) if os.geteuid() else path.write_bytes(b"")


def removed(path: Path, _: Path) -> None:
    """It is gone."""
    path.unlink()


def text_of(content: bytes) -> Callable[[Path, Path], None]:
    """Something else in its place."""

    def write(path: Path, _: Path) -> None:
        path.write_bytes(content)

    return write


DAMAGES = {
    act.__name__: act
    for act in (removed, emptied, truncated, flipped, foreign, folder, full_folder, pipe, broken_link, unreadable)
} | {
    "null": text_of(b"null"),
    "list": text_of(b"[]"),
    "empty object": text_of(b"{}"),
    "nan": text_of(b'{"kind": NaN}'),
    "deep": text_of(b'{"kind":' + b"[" * 100_000),
    "not utf-8": text_of(b'{"kind": "\xff"}'),
}

KEPT = {"full_folder", "pipe"}
"""What is the user's, or of nobody knows whom: refused by name rather than removed."""


def files_of(folder: Path) -> list[str]:
    """Every file of a folder."""
    return sorted(path.name for path in folder.iterdir())


def some_of(folder: Path, first: int) -> list[str]:
    """Every third file of a folder and its manifest: the damages take turns, and each file gets several."""
    return sorted({*files_of(folder)[first % 3 :: 3], MANIFEST})


def test_every_command_that_writes_a_folder_is_tested_here() -> None:
    """A new command is added to the kinds of folders, or to those that write none."""
    commands = {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}
    assert commands - NO_FOLDER - set(DERIVED) == set(KINDS) - {"grid"}
    assert set(DERIVED) <= commands


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of a small sweep, and a file of an observed figure that half of its replications agree with."""
    folder = tmp_path_factory.mktemp("swept")
    sweep = sim.sweep(scenario_of(), 120, keep="summary", engine="simpy", out=folder).folder
    figure = "delivered_units.Ann.2023-01-31"
    seen = folder / "seen.toml"
    value = float(pd.read_parquet(sweep / "replications.parquet")[figure].median())
    seen.write_text(
        f'[[observed]]\nfigure = "{figure}"\nvalue = {value}\nrange = [0, {2 * value}]\n'
        'source = "a"\npublished = 2023-02-01\n'
    )
    return sweep, seen


@pytest.mark.parametrize("kind", DERIVED)
def test_derived_folder_proves_itself_and_is_made_again(kind: str, swept: tuple[Path, Path]) -> None:
    """Each damaged file of an update, a score or an importance is seen, and the same work makes all as they were."""
    made_once = DERIVED[kind](*swept)
    before = {one: (made_once / one).read_bytes() for one in files_of(made_once)}
    work = json.loads(before[MANIFEST])["work"]
    assert examine(made_once, work).finished
    for name, content in before.items():
        flipped(made_once / name, made_once)
        assert not examine(made_once, work).finished, name
        (made_once / name).write_bytes(content)
    for name in before:
        flipped(made_once / name, made_once)
    assert DERIVED[kind](*swept) == made_once
    assert examine(made_once, work).finished
    after = {one: (made_once / one).read_bytes() for one in files_of(made_once) if one != MANIFEST}
    assert after == {name: content for name, content in before.items() if name != MANIFEST}


@pytest.mark.parametrize("kind", KINDS)
def test_finished_folder_holds_what_its_manifest_says(kind: str, once: Callable[[str, int], Path]) -> None:
    """The manifest names every file that lies there, and nothing else: no parts, no lock, nothing half-written."""
    made_once = once(kind, 0)
    manifest = json.loads((made_once / MANIFEST).read_text())
    assert files_of(made_once) == sorted([*manifest["files"], MANIFEST])
    assert examine(made_once, manifest["work"]).finished == manifest
    beside = {path.name.partition("-")[0] for path in made_once.parent.iterdir()}
    assert beside == ({"sweep", kind} if kind in ("grid", "discover") else {kind}) - {"grid"}
    lines = (made_once / MANIFEST).read_bytes().splitlines(keepends=True)
    others = b"".join(line for line in lines if OWN_HASH.encode() not in line)
    assert hashlib.sha256(others).hexdigest() == manifest[OWN_HASH]
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((made_once / name).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_damage_to_each_file_is_seen(
    kind: str, damage: str, once: Callable[[str, int], Path], tmp_path: Path
) -> None:
    """A reader refuses the folder and names the file; the user's own files change nothing."""
    other = once(kind, 1)
    for name in some_of(once(kind, 0), list(DAMAGES).index(damage)):
        copy = Path(shutil.copytree(once(kind, 0), tmp_path / name / once(kind, 0).name))
        (copy / "notes.txt").write_text("mine")
        work = proven(copy, [kind, "sweep"], "a folder")["work"]
        if damage == "foreign" and (copy / name).read_bytes() == (other / name).read_bytes():
            continue
        DAMAGES[damage](copy / name, other)
        whole_other = damage == "foreign" and name == MANIFEST
        with pytest.raises(UsageError) as raised:
            proven(copy, [kind, "sweep"], "a folder")
        assert str(copy) in str(raised.value)
        assert "\n" not in str(raised.value)
        assert whole_other or name in str(raised.value) or "no manifest" in str(raised.value)
        if damage in KEPT:
            with pytest.raises(UsageError, match="move it away"):
                examine(copy, work)
            continue
        assert whole_other or examine(copy, work).finished is None


CASES = [("run", "folder"), ("run", "full_folder"), ("run", "pipe"), ("sweep", "flipped"), ("compare", "removed")]
CASES += [("grid", "emptied"), ("sensitivity", "removed"), ("attribute", "null"), ("calibrate", "truncated")]
CASES += [("discover", "flipped"), ("sweep", "full_folder"), ("calibrate", "pipe")]


@pytest.mark.parametrize(("kind", "damage"), CASES)
def test_each_damaged_file_is_made_again(
    kind: str, damage: str, once: Callable[[str, int], Path], tmp_path: Path
) -> None:
    """The same work, asked for again, makes the folder whole; what is not its own is refused by name."""
    whole = once(kind, 0)
    digest = json.loads((whole / MANIFEST).read_text())["result_digest"]
    for name in some_of(whole, len(kind)):
        out = tmp_path / name
        copy = Path(shutil.copytree(whole, out / whole.parent.name / whole.name))
        (copy / "notes.txt").write_text("mine")
        DAMAGES[damage](copy / name, copy)
        if damage in KEPT:
            refusal = rf"{re.escape(name)}: damaged .*move it away: the same .* then$"
            with pytest.raises(UsageError, match=refusal):
                made(kind, out)
            with pytest.raises(UsageError, match=refusal):
                proven(copy, [kind], "a folder")
            assert (copy / name).exists()
            continue
        with pytest.warns(SimWarning, match=re.escape(name)):
            assert made(kind, out) == copy
        manifest = proven(copy, [kind, "sweep"], "a folder")
        assert manifest["result_digest"] == digest
        assert files_of(copy) == sorted([*files_of(whole), "notes.txt"])


def test_part_with_any_flipped_bit_is_damaged_or_says_the_same() -> None:
    """Whatever bit of a part is another, it is told as damaged, or its rows and curves are as they were."""
    plan = plan_of(uncertain_chain(), 5, 0, [], "random", (), "curves")
    chunk = Chunk(0, 0, 5)
    part = simulate_chunk(Task(plan, plan.digest(), chunk, "simpy"))
    rows = read_table(BytesIO(part), "rows")
    for place in [*range(0, len(part), 97), *range(len(part) - 800, len(part))]:
        changed = bytearray(part)
        changed[place] ^= 1
        with suppress(DamagedPartError):
            check(BytesIO(bytes(changed)), plan.digest(), chunk)
            assert read_table(BytesIO(bytes(changed)), "rows").equals(rows)


@pytest.mark.parametrize("do", [made, lambda _, out: sim.report(made("run", out))])
def test_several_at_once_into_one_folder_leave_it_whole(do: Callable[[str, Path], Path], tmp_path: Path) -> None:
    """The same work in several threads is done by one and recognised by the others; each gives the same place."""
    with ThreadPoolExecutor(4) as threads:
        places = set(threads.map(lambda _: do("run", tmp_path), range(4)))
    assert len(places) == 1
    (folder,) = tmp_path.glob("*/*")
    manifest = proven(folder, ["run"], "a folder")
    assert set(files_of(folder)) - {"report.html"} == {*manifest["files"], MANIFEST}


def test_folder_that_another_writes_misses_nothing(once: Callable[[str, int], Path], tmp_path: Path) -> None:
    """While a lock lies in a folder, its manifest is not missing but yet to come."""
    copy = Path(shutil.copytree(once("run", 0), tmp_path / "out" / "chain" / once("run", 0).name))
    (copy / MANIFEST).unlink()
    (copy / LOCK).touch()
    assert made("run", tmp_path / "out") == copy
    proven(copy, ["run"], "a folder")


def test_older_folder_without_hashes_is_told_and_done_again(once: Callable[[str, int], Path], tmp_path: Path) -> None:
    """A manifest from before there were hashes proves nothing: a reader refuses it, the same work is done again."""
    copy = Path(shutil.copytree(once("run", 0), tmp_path / "out" / "chain" / once("run", 0).name))
    content = json.loads((copy / MANIFEST).read_text())
    older = {key: value for key, value in content.items() if key not in (OWN_HASH, "files")}
    (copy / MANIFEST).write_text(json.dumps(older, indent=2))
    with pytest.raises(UsageError, match="holds no hashes: of an older version"):
        sim.report(copy)
    with pytest.warns(SimWarning, match="holds no hashes: of an older version"):
        made("run", tmp_path / "out")
    assert proven(copy, ["run"], "a folder")["result_digest"] == content["result_digest"]


def test_work_of_another_digest_version_is_told_and_done_again(
    once: Callable[[str, int], Path], tmp_path: Path
) -> None:
    """A folder whose manifest names another digest version is not what the same work gives today."""
    copy = Path(shutil.copytree(once("run", 0), tmp_path / "out" / "chain" / once("run", 0).name))
    content = json.loads((copy / MANIFEST).read_text())
    del content[OWN_HASH]
    (copy / MANIFEST).write_bytes(manifest_text(content | {"digests": DIGESTS - 1}).encode())
    with pytest.warns(SimWarning, match=f"of digest version {DIGESTS - 1}; the work is done again"):
        made("run", tmp_path / "out")
    assert json.loads((copy / MANIFEST).read_text())["digests"] == DIGESTS


def test_edited_manifest_that_hashes_itself_anew_is_seen_by_its_files(
    once: Callable[[str, int], Path], tmp_path: Path
) -> None:
    """Paths out of the folder, missing keys and sizes that are none make no manifest, whatever hash it has."""
    copy = Path(shutil.copytree(once("run", 0), tmp_path / once("run", 0).name))
    content = json.loads((copy / MANIFEST).read_text())
    del content[OWN_HASH]
    wrongs: list[dict[str, Any]] = [
        {"files": {"../x": entry_of(copy / "summary.json")}},
        {"files": []},
        {"files": {"x": 1}},
    ]
    for wrong in wrongs:
        (copy / MANIFEST).write_text(manifest_text(content | wrong))
        with pytest.raises(UsageError, match="does not say all that a manifest says"):
            proven(copy, ["run"], "a folder")


def test_results_in_python_are_checked_when_they_are_read(tmp_path: Path) -> None:
    """A table that is damaged after the sweep is named when it is asked for, also within the same instant."""
    sweep = sim.sweep(scenario_of(), 3, out=tmp_path)
    flipped(sweep.folder / "bands.parquet", tmp_path)
    assert len(sweep.replications) == 3
    with pytest.raises(UsageError, match=r"bands\.parquet: damaged \(its content is not what was written\)"):
        assert sweep.bands is not None


def test_file_that_does_not_change_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash of a file that lies there for a while is known; a change of it is seen."""
    monkeypatch.setattr("sim.experiment.folders.proof.SETTLED", -1)
    path = tmp_path / "table"
    path.write_text("some")
    first = sha256_of(path)
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", lambda *_: pytest.fail("read twice"))
        assert sha256_of(path) == first
    path.write_text("other")
    assert sha256_of(path) != first


def test_home_is_known_wherever_a_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the user's home in --out and DIR of commands and in Python's arguments."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for words in (("run", "no-ban", "--out", "~/x"), ("report", "~/x/no-ban", "--out", "~/page.html")):
        folder = next(tmp_path.glob("x/no-ban/run-*"), None)
        asked = [word.replace("~/x/no-ban", f"~/x/no-ban/{folder and folder.name}") for word in words]
        assert not CliRunner().invoke(app, [*asked, "--quiet"]).exception
    sweep = sim.sweep(scenario_of(), 60, keep="summary", out="~/y", engine="simpy")
    assert sweep.folder.is_relative_to(tmp_path / "y")
    done = CliRunner().invoke(app, ["discover", f"~/y/{sweep.folder.relative_to(tmp_path / 'y')}", "--quiet"])
    assert not done.exception
    assert (tmp_path / "page.html").exists()
    assert not (tmp_path / "~").exists()
