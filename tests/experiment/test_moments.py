"""At whatever moment work is cut off, nothing says that it is done; the next one goes on, and leaves no trace."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.errors import SimError
from sim.experiment.folders import merging, store
from sim.experiment.folders.proof import MANIFEST, proven
from sim.experiment.results import write_run
from sim.experiment.sweep import carry_out, plan_of
from sim.experiment.work import Work
from sim.pictures.style import Picture
from tests.experiment.moments import full_disk, in_child, interrupt, kill, moments
from tests.experiment.sweeps import uncertain_chain

Do = Callable[[Path], Path]

EVERY = int(os.environ.get("EVERY", "5"))
"""The suite tries some of the moments, `make moments` each."""


def sweep(out: Path) -> Path:
    """The folder of a small sweep without pictures, of two parts."""
    plan = plan_of(uncertain_chain(), 4, 0, [], "random", (), "summary")
    return carry_out(plan, Work(chunk=2, resume=True, engine="simpy"), out).folder


def settled_sweep(out: Path) -> Path:
    """That of one whose curves and rows are taken out of each part as soon as may be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "ROW_GROUP", 1)
        patch.setattr(merging, "SETTLED_AT", 1)
        patch.setattr(store, "FOLD_AT", 1)
        patch.setattr("sim.experiment.plan.EXACT_UP_TO", 1)
        plan = plan_of(uncertain_chain(), 4, 0, [], "random", (), "curves")
        return carry_out(plan, Work(chunk=2, resume=True, engine="simpy"), out).folder


def run(out: Path) -> Path:
    """The folder of a run."""
    return write_run(sim.run(uncertain_chain(), engine="simpy"), out, datetime.now(UTC))


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are files like others here."""

    def write(_: Any, kind: str, path: Path) -> None:
        path.write_text(kind)

    picture = Picture()
    picture.name = "delivered_vs_ordered"
    monkeypatch.setattr("sim.pictures.registry.drawn", lambda _: [picture])
    monkeypatch.setattr("sim.pictures.save._write", write)


def try_once(do: Do, out: Path) -> None:
    """Do it, whatever comes of it: an error for the user, or an interrupt, but no other."""
    with suppress(SimError, KeyboardInterrupt):
        do(out)


def check_nothing_false(out: Path) -> None:
    """A folder with a manifest is what it says."""
    for manifest in out.rglob(MANIFEST):
        proven(manifest.parent, ("run", "sweep"), "a finished folder")


@pytest.mark.parametrize("act", [full_disk, interrupt, kill])
@pytest.mark.parametrize("do", [sweep, settled_sweep, run])
def test_work_cut_off_at_any_moment_is_done_the_next_time(
    do: Do, act: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a full disk, Ctrl-C or SIGKILL at each moment a folder is unfinished or whole, and then whole and alone."""
    with moments(tmp_path / "whole", monkeypatch, -1, act) as all_moments:
        whole = do(tmp_path / "whole")
    digest = json.loads((whole / MANIFEST).read_text())["result_digest"]
    assert len(all_moments) > 15
    for number in range(len(whole.name) % EVERY, len(all_moments), EVERY):
        out = tmp_path / str(number)

        def cut_off(out: Path = out, number: int = number) -> None:
            with moments(out, monkeypatch, number, act):
                try_once(do, out)

        in_child(cut_off) if act is kill else cut_off()
        check_nothing_false(out)
        folder = do(out)
        names = sorted(path.name for path in folder.iterdir())
        assert names == sorted(path.name for path in whole.iterdir())
        assert json.loads((folder / MANIFEST).read_text())["result_digest"] == digest
        assert len(list(out.rglob("*"))) == len(names) + 2
