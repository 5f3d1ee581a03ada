"""The answer of a sweep as of a date, by what was published till then."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.cli.main import main
from sim.errors import ScenarioError, UsageError
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days" = { choice = [1, 2, 3] }
"""

VALUE = """
[[observed]]
figure = "delivered_units.Ann"
date = 2023-01-31
published = 2023-02-10
value = 30
range = [20, 40]
source = "the books"
"""

LEAST = """
[[observed]]
figure = "delivered_units.Ann.2023-01-31"
published = 2023-02-01
least = 10
source = "a paper"
"""

OF_QUARTER = LEAST.replace("2023-01-31", "2022Q4")

NEVER = """
[[observed]]
figure = "days_to_share.Ann.0.5"
by = 2023-01-31
happened = false
published = 2023-02-05
source = "another paper"
"""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """A chain whose stock, even from 0 to 100, decides what is delivered of an order of 60."""
    out = tmp_path_factory.mktemp("sweep")
    return sim.sweep(chain(CHAIN + UNCERTAIN), 600, keep="summary", engine="simpy", out=out)


def told(folder: Path, *texts: str, name: str = "seen.toml") -> Path:
    """A file of observed figures."""
    path = folder / name
    path.write_text("".join(texts))
    return path


def test_answer_moves_as_the_news_comes(sweep: sim.Sweep, tmp_path: Path) -> None:
    """Each statement leaves the replications that agree, a value with a range weighs them, in order of publication."""
    done = sim.update(sweep, told(tmp_path, VALUE, LEAST, NEVER))
    assert [entry.one.source for entry in done.known] == ["a paper", "another paper", "the books"]
    units = done.rows["delivered_units.Ann.2023-01-31"].to_numpy()
    possible = (units >= 10) & (units < 30)
    assert (done.weights[~possible] == 0).all()
    expected = np.where(possible, np.exp(-0.5 * ((units - 30) / (10 / 1.6448536269514722)) ** 2), 0)
    np.testing.assert_allclose(done.weights, expected / expected.sum())
    steps = done.steps
    assert steps["effective"].tolist()[:3] == pytest.approx([600, (units >= 10).sum(), possible.sum()])
    assert steps["p95"].iloc[2] < 0.5
    assert done.effective == pytest.approx(1 / (done.weights**2).sum())
    assert "As of 2023-02-10 (3 observed figures, 600 replications of chain, worth" in done.answer()
    assert "2023-02-05" in done.answer()
    drawn = {float(x) for panel in done.plot().axes for line in panel.lines for x in np.ravel(line.get_xdata())}
    assert set(steps[["p05", "p50", "p95"]].to_numpy(dtype=float).ravel()) <= drawn


def test_sum_is_weighed_as_one_figure(sweep: sim.Sweep, tmp_path: Path) -> None:
    """What is delivered and what is still open are the need of 60 in each replication: 59 of them no value fits."""
    both = LEAST.replace('"delivered_units.Ann.2023-01-31"', '["delivered_units.Ann.2023-01-31", "backlog_units.Ann"]')
    done = sim.update(sweep, told(tmp_path, both.replace("least = 10", "least = 60")))
    assert done.effective == pytest.approx(600)
    assert done.steps["observed"].iloc[-1] == "backlog_units.Ann + delivered_units.Ann.2023-01-31 at least 60"
    with pytest.raises(UsageError, match=r"none of 600 replications agrees with backlog_units.Ann \+ delivered_units"):
        sim.update(sweep, told(tmp_path, both.replace("least = 10", "most = 59")))
    with pytest.raises(ScenarioError, match=r"observed.1.figure.2 is \"backlog_units.An\"; .*did you mean"):
        sim.update(sweep, told(tmp_path, both.replace('units.Ann"]', 'units.An"]')))
    with pytest.raises(ScenarioError, match=r"observed.2.most is 59.*no .*fits both"):
        sim.update(sweep, told(tmp_path, both.replace("= 10", "= 60"), both.replace("least = 10", "most = 59")))


def test_what_came_later_counts_for_nothing(sweep: sim.Sweep, tmp_path: Path) -> None:
    """As of a date the answer rests on what was published by then; before all news it is that of the sweep."""
    path = told(tmp_path, VALUE, LEAST, NEVER)
    early = sim.update(sweep, path, as_of="2023-02-01")
    assert [entry.one.source for entry in early.known] == ["a paper"]
    assert "2 observed figures came later" in early.answer()
    before = sim.update(sweep, path, as_of="2023-01-01")
    assert before.effective == pytest.approx(600)
    assert "nothing of it was published yet" in before.answer()
    figures = before.summary["figures"]["delivered_share.Ann.2023-01-31"]
    assert figures["after"] == pytest.approx(figures["before"])
    whole = sweep.summary["points"][0]["figures"]["delivered_share.Ann.2023-01-31"]
    assert [figures["before"][key] for key in ("p05", "p50", "p95")] == [whole[key] for key in ("p05", "p50", "p95")]


def test_too_little_left_is_refused_with_advice(sweep: sim.Sweep, tmp_path: Path) -> None:
    """Where few replications agree there is no answer but the advice to calibrate; where none does it is named."""
    narrow = VALUE.replace("[20, 40]", "[29.9, 30.1]")
    with pytest.raises(UsageError, match=r"expected 50 or more .*gpu-supply calibrate chain"):
        sim.update(sweep, told(tmp_path, narrow))
    never = LEAST.replace("least = 10", "least = 61")
    with pytest.raises(UsageError, match=r"observed.1 of .*seen.toml: none of 600 replications agrees with"):
        sim.update(sweep, told(tmp_path, never))


def test_weight_on_one_replication_is_told(sweep: sim.Sweep, tmp_path: Path) -> None:
    """Evidence that a single replication bears nearly all of is refused, and says so."""
    units = sim.update(sweep, told(tmp_path, LEAST)).rows["sampled.distributor.north.transit_days"]
    assert units.nunique() == 3
    few = sim.sweep(chain(CHAIN + UNCERTAIN), 5, keep="summary", engine="simpy")
    lone = few.replications["delivered_units.Ann.2023-01-31"].min()
    with pytest.raises(UsageError, match="% of the weight on one of them"):
        sim.update(few, told(tmp_path, LEAST.replace("least = 10", f"most = {lone}")))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (LEAST + NEVER.replace("published = 2023-02-05\n", ""), 8, "published is missing; expected the date on which"),
        (LEAST.replace("delivered_units", "delivred_units"), 3, "did you mean 'delivered_units.Ann.2023-01-31'?"),
        (OF_QUARTER, 3, "expected a quarter of the run of chain, 2023Q1 to 2023Q1"),
        (VALUE.replace("2023-01-31", "2022-12-31"), 4, "expected a date from start (2023-01-01) to end (2023-01-31)"),
        (VALUE.replace("2023-01-31", "2023-01-20"), 4, "--set 'report.dates=[2023-01-20]' in the sweep has them"),
        (LEAST + LEAST.replace("least = 10", "most = 9"), 11, "expected what agrees with observed.1 of "),
        (VALUE + LEAST.replace("least = 10", "least = 41"), 6, "no delivered_units.Ann.2023-01-31 fits both"),
        (NEVER + NEVER.replace("happened = false", "happened = true"), 11, "expected what agrees with observed.1 of "),
    ],
)
def test_evidence_that_cannot_be_used_is_told_with_file_and_line(
    sweep: sim.Sweep, tmp_path: Path, text: str, line: int, message: str
) -> None:
    """Unknown figures, dates outside the run or the report, and contradictions are named where they stand."""
    path = told(tmp_path, text)
    with pytest.raises(ScenarioError) as error:
        sim.update(sweep, path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert message in str(error.value)


def test_contradiction_of_two_files_names_both(sweep: sim.Sweep, tmp_path: Path) -> None:
    """What no value fits is told with the line of the later news and the file of the earlier."""
    first, second = told(tmp_path, LEAST, name="a.toml"), told(tmp_path, VALUE.replace("30\n", "5\n"), name="b.toml")
    second.write_text(second.read_text().replace("[20, 40]", "[2, 9]"))
    with pytest.raises(ScenarioError, match=r"b\.toml:6: observed\.1\.value is 5.*observed\.1 of .*a\.toml"):
        sim.update(sweep, [second, first])


def test_only_a_sweep_of_one_point_is_reweighted(sweep: sim.Sweep, tmp_path: Path) -> None:
    """A grid has no one answer, and other folders no replications drawn from the laws."""
    seen = told(tmp_path, LEAST)
    grid = sim.sweep(chain(CHAIN), 3, grid={"product.A.initial_stock": [1, 2]}, keep="summary", engine="simpy")
    with pytest.raises(UsageError, match="a grid of 2 points; expected a folder that a sweep of one point wrote"):
        sim.update(grid, seen)
    with pytest.raises(UsageError, match="no manifest in it; expected a folder that a sweep"):
        sim.update(tmp_path, seen)
    with pytest.raises(UsageError, match='as_of is "soon"; expected a date like 2023-06-15'):
        sim.update(sweep, seen, "soon")
    with pytest.raises(UsageError, match="nothing observed; expected a file"):
        sim.update(sweep, [])


def test_command_writes_a_folder_that_proves_itself(
    sweep: sim.Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The weighted replications, the steps and the picture go beside the sweep; the same question lands there again."""
    words = ["gpu-supply", "update", str(sweep.folder), "--observed", str(told(tmp_path, VALUE, LEAST)), "--json"]
    folders = []
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as status:
            main()
        assert not status.value.code
        folders.append(Path(json.loads(capsys.readouterr().out)["folder"]))
    assert folders[0] == folders[1]
    assert folders[0].parent == sweep.folder.parent
    names = {path.name for path in folders[0].iterdir()}
    assert names >= {"manifest.json", "replications.parquet", "steps.parquet", "summary.json", "update.png"}
