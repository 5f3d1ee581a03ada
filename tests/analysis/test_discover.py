"""Discovery of the parameters under which a target is missed."""

import json
import sys
from pathlib import Path

import pytest

import sim
from sim.analysis.discover_answer import discover_answer
from sim.cli.main import main
from sim.errors import UsageError
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
    assert "never, in 150 replications" in found.answer()
    assert "always, in 150 replications" in sim.discover(missed, "delivered_units.all.2023-01-31 < 99").answer()
    found.plot()


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


def test_command_writes_the_box_beside_the_sweep(
    missed: sim.Sweep, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`discover DIR` leaves box and picture in the sweep's folder."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "discover", str(missed.folder), "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    told = json.loads(capsys.readouterr().out)
    assert json.loads((missed.folder / "discovery.json").read_text()) == told["summary"]
    assert (missed.folder / "discovery.png").exists()
