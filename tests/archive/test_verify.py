"""What `verify` sees, what it says of it, and how it ends."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.errors import UsageError
from sim.version import DIGESTS
from tests.archive.folders import content_of, hashed_anew, with_cell
from tests.experiment.test_proof import scenario_of

STOCK = "sampled.product.A.initial_stock"


@pytest.fixture(scope="module")
def grid_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep of two points, four replications each."""
    values = {"distributor.north.weekly_capacity": [10, 20]}
    place = tmp_path_factory.mktemp("grid")
    return sim.sweep(scenario_of(), 4, grid=values, keep="summary", engine="simpy", out=place).folder


@pytest.fixture
def grid(grid_made: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(grid_made, tmp_path / grid_made.name))


def ended(*words: object) -> tuple[int, str]:
    """Status and output of the command."""
    done = CliRunner().invoke(app, ["verify", *map(str, words), "--workers", "1"])
    if isinstance(done.exception, UsageError):
        return 2, str(done.exception)
    return done.exit_code, done.stdout


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.usefixtures("compiled_kernel")
def test_equal_on_either_engine(grid_made: Path, engine: str) -> None:
    """The engine asked for does the work again, with the same digest; status 0."""
    before = content_of(grid_made.parent)
    status, said = ended(grid_made, "--engine", engine)
    assert status == 0
    assert f"all 8 replications, simulated again on the {engine} engine, give the same digest" in said
    assert content_of(grid_made.parent) == before


def test_table_that_was_changed_is_told_by_row_and_column(grid: Path) -> None:
    """A value that no replication gives differs, though every hash fits; status 1."""
    was = pd.read_parquet(grid / "replications.parquet")[STOCK].tolist()[5]
    with_cell(grid, "replications.parquet", 5, STOCK, was + 1)
    status, said = ended(grid)
    assert status == 1
    assert f"replications.parquet, row 6, {STOCK}: {was + 1} in the result, {was} again" in said


def test_only_the_first_rows_asked_for_are_checked(grid: Path) -> None:
    """The first of each point are, which the sentence says; what lies behind them is not."""
    with_cell(grid, "replications.parquet", 6, STOCK, 3)
    status, said = ended(grid, "--replications", 2)
    assert status == 0
    assert "equal as far as it was checked" in said
    assert "the first 2 of 4 replications of each of its 2 points" in said
    assert "the other rows, and what is made of all of them, were not checked" in said
    status, said = ended(grid, "--replications", 3)
    assert status == 1
    assert f"replications.parquet, row 6, {STOCK}: 3 in the result" in said


def test_as_many_as_there_are_is_all(grid_made: Path) -> None:
    """With every replication asked for, all is checked that follows from them, too."""
    assert "is equal: " in ended(grid_made, "--replications", 4)[1]


def test_summary_that_does_not_follow_is_told_by_its_key(grid: Path) -> None:
    """What is made of the rows is made again."""
    path = grid / "summary.json"
    path.write_text(path.read_text().replace('"replications": 8', '"replications": 9', 1))
    hashed_anew(grid, {})
    status, said = ended(grid)
    assert status == 1
    assert "summary.json, replications: 9 in the result, 8 again" in said


def test_damaged_file_is_a_difference(grid: Path) -> None:
    """What is not as it was written is told by name, and nothing is simulated; status 1."""
    (grid / "summary.json").write_bytes(b"{}")
    status, said = ended(grid)
    assert status == 1
    assert "summary.json is damaged (2 bytes; expected" in said


def test_result_digest_that_the_rows_do_not_have_is_told(grid: Path) -> None:
    """The digest itself is checked."""
    hashed_anew(grid, {"result_digest": "0" * 64})
    status, said = ended(grid)
    assert status == 1
    assert f"manifest.json, result_digest: {'0' * 59}\N{HORIZONTAL ELLIPSIS} in the result, " in said


@pytest.mark.parametrize(
    ("about", "said"),
    [({"failed": 3}, "failed: 3 in the result, 0 again"), ({"work": "0" * 12}, "work: 000000000000 in the result, ")],
    ids=["count", "name of the work"],
)
def test_count_that_the_work_does_not_have_is_told(grid: Path, about: dict[str, object], said: str) -> None:
    """What a manifest states of the result is checked, not how the result was made."""
    hashed_anew(grid, about | {"started": "long ago", "engine": "steam"})
    status, told = ended(grid)
    assert status == 1
    assert f"manifest.json, {said}" in told


@pytest.mark.parametrize(
    ("key", "value"), [("replications", "many"), ("points", 0), ("seed", []), ("design", 3), ("keep", None)]
)
def test_made_up_manifest_ends_in_one_message(grid: Path, key: str, value: object) -> None:
    """Hashes that fit make no result: what no work says is told as such, by both commands; status 2."""
    hashed_anew(grid, {key: value})
    status, said = ended(grid)
    assert status == 2
    assert "expected" in said
    assert "Traceback" not in said
    if key in ("replications", "points"):
        with pytest.raises(UsageError, match="its hashes fit, but it says what no result does"):
            sim.package(grid, grid.with_name("crate.zip"))


def test_versions_that_differ_are_named_beside_a_difference(grid: Path) -> None:
    """A library of another version may be why."""
    with_cell(grid, "replications.parquet", 0, STOCK, 3)
    hashed_anew(grid, {"packages": {"numpy": "0.1"}})
    assert "(made with numpy 0.1, here " in ended(grid)[1]


def test_other_digest_version_is_not_compared(grid: Path) -> None:
    """Of another digest version the same work has other digests: the sentence says which program can tell; status 2."""
    hashed_anew(grid, {"digests": DIGESTS + 1, "version": "9.1"})
    status, said = ended(grid)
    assert status == 2
    assert f"by version 9.1 with digest version {DIGESTS + 1}; this one" in said
    assert "expected gpu-supply-sim 9.1 to verify it" in said


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere, an empty folder, a file that is none of ours: status 2."""
    (tmp_path / "text.zip").write_text("no archive")
    for path, said in (
        (tmp_path / "nowhere", "no such file or folder"),
        (tmp_path, "no manifest in it"),
        (tmp_path / "text.zip", "a file that is no archive"),
    ):
        status, message = ended(path)
        assert status == 2
        assert said in message


def test_run_has_no_rows_to_choose(tmp_path: Path) -> None:
    """A run is one replication: nothing of it can be checked in part."""
    from datetime import UTC, datetime

    from sim.experiment.results import write_run

    folder = write_run(sim.run(scenario_of()), tmp_path, datetime.now(UTC))
    assert ended(folder, "--replications", 1)[0] == 2


def test_derived_result_needs_what_it_is_made_of(tmp_path: Path) -> None:
    """A folder that is made of another says which is missing beside it."""
    from tests.archive.folders import updated

    folder = updated(tmp_path)
    alone = Path(shutil.copytree(folder, tmp_path / "alone" / folder.name))
    with pytest.raises(UsageError, match=r"made of sweep-.*, which is not beside it"):
        sim.verify(alone)
