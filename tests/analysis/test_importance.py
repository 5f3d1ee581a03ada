"""What to ask first, from a finished sweep."""

import json
import re
import sys
from pathlib import Path

import pytest

import sim
from sim.cli.main import main
from sim.errors import UsageError
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"buyer.Ann.order.1.date" = { uniform = [2023-01-02, 2023-01-20] }
"allocation" = { choice = ["fifo", "pro-rata"] }
"""


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """A chain whose stock alone decides what is delivered, and whose order's date decides when."""
    out = tmp_path_factory.mktemp("sweep")
    return sim.sweep(chain(CHAIN + UNCERTAIN), 300, keep="summary", engine="simpy", out=out)


def test_unknown_that_decides_is_asked_for_first(sweep: sim.Sweep) -> None:
    """The stock takes away nearly all of the share's variance, the date and the policy nothing."""
    done = sim.importance(sweep)
    first, *rest = done.table.to_dict("records")
    assert first["parameter"] == "product.A.initial_stock"
    assert first["learned"] > 0.97
    assert first["low"] < 0.2
    assert first["high"] == 1.0
    assert not any(row["noticed"] for row in rest)
    moves = r"A: stock at the start goes from \d+ to \d+; known, it takes away"
    assert re.search(rf"ask first for product.A.initial_stock: \S+ to \S+ on average as {moves}", done.answer())
    done.plot()


def test_many_figures_at_once(sweep: sim.Sweep) -> None:
    """Each figure has its own order of unknowns: the date decides on which day all is delivered, if it is."""
    done = sim.importance(sweep, ["days_to_share.Ann.1.0", "delivered_units.Ann.2023-01-31"])
    firsts = done.table.groupby("figure", sort=False)["parameter"].first()
    assert firsts.tolist() == ["buyer.Ann.order.1.date", "product.A.initial_stock"]


def test_what_cannot_be_asked_is_told(sweep: sim.Sweep) -> None:
    """Too few replications, nothing uncertain, a figure that is none, one that does not vary."""
    certain = sim.sweep(chain(CHAIN), 120, keep="summary", engine="simpy")
    small = sim.sweep(chain(CHAIN + UNCERTAIN), 20, keep="summary", engine="simpy")
    with pytest.raises(UsageError, match="nothing uncertain; expected a sweep with an"):
        sim.importance(certain)
    with pytest.raises(UsageError, match="20 replications; expected 100 or more"):
        sim.importance(small)
    with pytest.raises(UsageError, match=r"--figure delivered_unit\.all: no such key figure"):
        sim.importance(sweep, ["delivered_unit.all"])


def test_command_writes_a_folder(
    sweep: sim.Sweep, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Table and picture go into a folder beside that of the sweep."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "importance", str(sweep.folder), "--json"])
    with pytest.raises(SystemExit) as status:
        main()
    assert not status.value.code
    said = json.loads(capsys.readouterr().out)
    names = {path.name for path in Path(said["folder"]).iterdir()}
    assert names >= {"manifest.json", "importance.parquet", "importance.png", "summary.json"}
