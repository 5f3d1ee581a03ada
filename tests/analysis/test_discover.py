"""Discovery of the parameters under which a target is missed."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.discover_answer import discover_answer
from sim.cli.main import main
from sim.errors import UsageError
from sim.experiment.folders.proof import proven
from sim.records.words import percent
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days" = { choice = [1, 2, 3] }
"buyer.Ann.order.1.date" = { uniform = [2023-01-02, 2023-01-20] }
"""


@pytest.fixture(scope="module")
def missed() -> sim.Sweep:
    """A sweep of a chain in which a stock below 30 misses half of the order."""
    scenario: Scenario = chain(CHAIN + UNCERTAIN)
    return sim.sweep(scenario, 150, keep="summary")


def test_cause_of_a_miss_is_found(missed: sim.Sweep) -> None:
    """Less than half of 60 units is delivered where the stock is below 30, and nothing else matters."""
    found = sim.discover(missed)
    assert list(found.summary["box"]) == ["product.A.initial_stock"]
    assert found.summary["box"]["product.A.initial_stock"]["high"] == pytest.approx(30, abs=2)
    assert found.summary["density"] > 0.9
    assert found.summary["coverage"] > 0.9
    assert "product.A.initial_stock at most" in found.answer()
    found.plot()


def test_target_that_is_never_missed_has_no_box(missed: sim.Sweep) -> None:
    """Where the outcome never happens no region is named."""
    found = sim.discover(missed, "delivered_units.all.2023-01-31 < 0")
    assert found.summary["box"] == {}
    assert "never, in 150 replications (95 % interval 0% to 2%)" in found.answer()
    always = sim.discover(missed, "delivered_units.all.2023-01-31 < 99").answer()
    assert "always, in 150 replications (95 % interval 98% to 100%)" in always


def test_too_few_replications_are_told(missed: sim.Sweep) -> None:
    """Where no region stands out, the answer says how many replications would show one."""
    found = sim.discover(missed, "wait_days_mean.all > 9")
    summary = found.summary | {"box": {}, "frequency": 0.3, "replications_needed": 893}
    assert "would show in about 900 replications" in discover_answer(summary)
    assert "would most likely have shown" in discover_answer(summary | {"replications_needed": 100})


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("delivered_units.all.2023-01-31", "expected FIGURE < NUMBER"),
        ("delivered_units.all.2023-01-31 < few", "expected FIGURE < NUMBER"),
        ("delivered_unit.all.2023-01-31 < 5", "did you mean"),
    ],
)
def test_wrong_target_is_told(missed: sim.Sweep, target: str, message: str) -> None:
    """A target that is none, or of no key figure, is named with what was expected."""
    with pytest.raises(UsageError, match=message):
        sim.discover(missed, target)


def test_small_certain_or_missing_sweeps_are_refused(tmp_path: Path, missed: sim.Sweep) -> None:
    """A box needs a sweep with enough replications and something uncertain."""
    with pytest.raises(UsageError, match="no manifest in it; expected a folder that a sweep wrote"):
        sim.discover(tmp_path)
    with pytest.raises(UsageError, match="nothing uncertain"):
        sim.discover(sim.sweep(chain(), 60, keep="summary"))
    with pytest.raises(UsageError, match="20 replications"):
        sim.discover(sim.sweep(chain(CHAIN + UNCERTAIN), 20, keep="summary"))
    with pytest.raises(UsageError, match="density is 2"):
        sim.discover(missed, density=2)


def discovered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """What `discover` prints for programs."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "discover", *words, "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_each_target_has_a_folder_of_its_own(
    missed: sim.Sweep, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`discover DIR` leaves box and picture beside the sweep's folder, whose files stay; each target in its own."""
    before = {path.name: path.read_bytes() for path in missed.folder.iterdir()}
    folder = str(missed.folder)
    units = "delivered_units.all.2023-01-31 < 20"
    asked = ((), ("--target", units), (), ("--density", "1"))
    told = [discovered(monkeypatch, capsys, folder, *words) for words in asked]
    folders = [Path(one["folder"]) for one in told]
    assert folders[0] == folders[2]
    assert len({*folders, missed.folder}) == 4
    for one, path in zip(told, folders, strict=True):
        assert path.parent == missed.folder.parent
        assert json.loads((path / "summary.json").read_text()) == one["summary"]
        assert (path / "discovery.png").exists()
        manifest = proven(path, {"discover"}, "a discovery")
        assert (manifest["target"], manifest["sweep"]) == (one["summary"]["target"], missed.folder.name)
    assert told[1]["summary"]["target"] == units
    assert {path.name: path.read_bytes() for path in missed.folder.iterdir()} == before


def test_what_a_box_leaves_out_is_told() -> None:
    """Replications without the figure, and parameters that are no numbers, are told beside the answer."""
    units, policy = "buyer.Ann.order.1.units", "allocation"
    laws = f'"{units}" = {{ choice = [0, 60] }}\n"{policy}" = {{ choice = ["fifo", "pro-rata"] }}\n'
    sweep = sim.sweep(chain(CHAIN + UNCERTAIN + laws), 150, keep="summary")
    found = sim.discover(sweep, "delivered_share.all.2023-01-31 < 0.5")
    lost = int(sweep.replications["delivered_share.all.2023-01-31"].isna().sum())
    assert 0 < lost == found.summary["left_out"]
    assert f"  {lost} more replications left out: failed, or without the figure" in found.answer()
    assert "  not looked at, as no box holds what is no number: allocation" in found.answer()


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "0%"), (1.0, "100%"), (0.004, "0.4%"), (0.9996, "99.96%"), (1e-9, "nearly 0%"), (0.5, "50%")],
)
def test_shares_are_told_from_nothing_and_from_all(share: float, told: str) -> None:
    """A share that is not 0 or 1 is not rounded to it."""
    assert percent(share) == told
