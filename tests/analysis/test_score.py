"""A forecast scored by what happened."""

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.update import write_update
from sim.cli.main import main
from sim.errors import ScenarioError, UsageError
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"""

SHARE = """
[[observed]]
figure = "delivered_share.Ann.2023-01-31"
published = 2023-02-10
value = 0.5
range = [0.4, 0.6]
source = "the books"
"""

UNITS = """
[[observed]]
figure = "delivered_units.Ann.2023-01-31"
published = 2023-02-10
value = 70
range = [69, 71]
source = "a rumour"
"""

EVENT = """
[[observed]]
figure = "days_to_share.Ann.0.5"
by = 2023-01-31
happened = false
published = 2023-02-05
source = "a paper"
"""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """A chain whose stock, even from 0 to 100 (nominal: 100), decides what is delivered of an order of 60."""
    scenario = chain(CHAIN + UNCERTAIN).set("report.asked", date(2023, 1, 1))
    out = tmp_path_factory.mktemp("sweep")
    return sim.sweep(scenario, 400, keep="summary", engine="simpy", out=out)


def told(folder: Path, *texts: str) -> Path:
    """A file of outcomes."""
    path = folder / "seen.toml"
    path.write_text("".join(texts))
    return path


def test_outcome_is_scored_beside_what_anybody_could_have_said(sweep: sim.Sweep, tmp_path: Path) -> None:
    """A half delivered lies in the range; nothing is half a share off, all and the nominal replication as well."""
    done = sim.score(sweep, told(tmp_path, SHARE))
    row = done.rows[0]
    shares = sweep.replications["delivered_share.Ann.2023-01-31"].to_numpy()
    assert row["hit"]
    assert row["pit"] == pytest.approx((shares < 0.5).mean() + 0.5 * (shares == 0.5).mean())
    assert [row[f"score_{name}"] for name in ("nothing", "all", "nominal", "before")] == [0.5, 0.5, 0.5, None]
    expected = np.abs(shares - 0.5).mean() - 0.5 * np.abs(shares[:, None] - shares[None, :]).mean()
    assert row["crps"] == pytest.approx(expected)
    drawn = {float(x) for panel in done.plot().axes for line in panel.lines for x in np.ravel(line.get_xdata())}
    assert {row[name] for name in ("p05", "p50", "p95", "outcome")} <= drawn


def test_sum_is_scored_as_one_figure(sweep: sim.Sweep, tmp_path: Path) -> None:
    """Of a sum of two figures the values are those of both together, in the forecast and in all beside it."""
    names = ["dispatched_units.Ann.2023Q1", "delivered_units.Ann.2023-01-31"]
    done = sim.score(sweep, told(tmp_path, UNITS.replace('"delivered_units.Ann.2023-01-31"', str(names))))
    (row,) = done.rows
    values = sweep.replications[names].sum(axis=1).to_numpy()
    assert row["p50"] in values
    assert row["pit"] == pytest.approx((values < 70).mean() + 0.5 * (values == 70).mean())
    assert row["score_nothing"] == 70
    assert row["score_nominal"] == 120 - 70  # both are 60 with the file's own stock
    assert row["score_all"] is None  # of what is dispatched nobody can say it
    assert row["figure"] == "delivered_units.Ann.2023-01-31 + dispatched_units.Ann.2023Q1"
    assert done.plot().axes


def test_over_all_hits_and_skill_are_counted(sweep: sim.Sweep, tmp_path: Path) -> None:
    """One of two outcomes lies in its range; skill is one less the ratio of the scores, each scaled by its outcome."""
    done = sim.score(sweep, told(tmp_path, SHARE, UNITS, EVENT))
    values, events = done.summary["values"], done.summary["events"]
    assert (values["count"], values["hits"], values["coverage"]) == (2, 1, 0.5)
    share, units = (row for row in done.rows if row["kind"] == "value")
    own = share["crps"] / 0.5 + units["crps"] / 70
    assert values["skill"]["nothing"]["skill"] == pytest.approx(1 - own / 2)
    event = next(row for row in done.rows if row["kind"] == "event")
    assert event["probability"] == pytest.approx(1 - 0.3, abs=0.06)
    assert event["brier"] == pytest.approx((event["probability"] - 0) ** 2)
    assert events["brier"] == event["brier"]
    answer = done.answer()
    assert "1 of 2 outcomes in the 90 % ranges" in answer
    assert "miss, above" in answer
    assert "3 outcomes say little of a method" in answer


def test_what_was_known_or_used_does_not_count(sweep: sim.Sweep, tmp_path: Path) -> None:
    """Of a forecast as of a date neither the evidence nor what was published by then is a test of it."""
    early = told(tmp_path, EVENT.replace("happened = false", "happened = true"))
    folder = write_update(sim.update(sweep, early))
    done = sim.score(folder, told(tmp_path, SHARE, EVENT.replace("happened = false", "happened = true")))
    assert [row["why_not"] for row in done.rows] == ["used", ""]
    assert done.rows[1]["score_before"] < done.rows[1]["crps"]  # the evidence leads away from a half
    assert "the same without evidence" in done.answer()
    old = SHARE.replace("2023-02-10", "2023-02-04")
    done = sim.score(folder, told(tmp_path, old))
    assert done.rows[0]["why_not"] == "known"
    assert "no outcome counts" in done.answer()


def test_folder_of_a_forecast_is_scored_as_it_was_made(sweep: sim.Sweep, tmp_path: Path) -> None:
    """The digest and day of the forecast stand in the answer; what is damaged is refused."""
    answer = sim.score(sweep.folder, told(tmp_path, SHARE)).answer()
    assert "as of 2023-01-01" in answer
    assert sweep.digest in answer
    with pytest.raises(UsageError, match="no manifest in it; expected a folder that a sweep of one point"):
        sim.score(tmp_path, told(tmp_path, SHARE))
    with pytest.raises(ScenarioError, match=r"seen.toml:3: observed\.1\.figure .*did you mean"):
        sim.score(sweep, told(tmp_path, SHARE.replace("share.Ann", "share.Anna")))


def test_command_writes_scores_and_picture(
    sweep: sim.Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scores go into a folder of their own beside the forecast's."""
    path = told(tmp_path, SHARE, UNITS, EVENT)
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "score", str(sweep.folder), "--observed", str(path), "--json"])
    with pytest.raises(SystemExit) as status:
        main()
    assert not status.value.code
    said = json.loads(capsys.readouterr().out)
    assert {path.name for path in Path(said["folder"]).iterdir()} >= {"manifest.json", "scores.parquet", "score.png"}
    assert len(said["scores"]) == 3
