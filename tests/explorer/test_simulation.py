"""What the page shows is what the command line gives."""

import threading
from typing import Any
from unittest.mock import Mock

import pandas as pd
import pytest

import sim
from sim.experiment.in_memory import Played, bands_of, joined, play
from sim.experiment.sweep import plan_of
from sim.experiment.workers.kernel import Kernel
from sim.explorer.page import SOON, is_soon_whole, said_of
from sim.explorer.simulation import Pass, Simulator
from sim.explorer.view import REPLICATIONS
from sim.records.columns import table_of
from sim.records.stages import stages_of
from sim.scenario.schema import Scenario
from tests.explorer.worlds import SMALL, SOME_FAIL
from tests.worlds import chain, log_of


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.usefixtures("compiled_kernel")
def test_replications_in_memory_are_those_of_a_sweep(engine: str) -> None:
    """Rows, summary and bands of parts in memory are those that a sweep writes, on either engine."""
    scenario = chain(SMALL)
    done = sim.sweep(scenario, 60, seed=3, engine=engine)
    plan = plan_of(scenario, 60, 3, [], "random", (), "curves")
    parts = (play(plan, 0, 20, engine), play(plan, 20, 40, engine))
    found = joined(parts)
    pd.testing.assert_frame_equal(found.rows.to_pandas(), done.replications, check_dtype=False)
    assert found.summary == done.summary
    assert Pass(parts, is_compiling=False).folder == f"results/small/{done.folder.name}"
    bands = done.bands[(done.bands["product"] == "all") & (done.bands["buyer"] == "Ann")]
    for curve, own in bands_of(parts).groupby("curve", observed=True):
        expected = bands[bands["curve"] == curve]
        for column in ("day", "mean", "low", "high", "p05", "p50", "p95"):
            assert own[column].tolist() == expected[column].tolist(), (curve, column)


def done(simulator: Simulator, scenario: Scenario, seed: int) -> list[Pass]:
    """All that there is to look at until all is done."""
    with simulator.at_work(scenario, seed) as passes:
        return list(passes)


@pytest.mark.usefixtures("compiled_kernel")
def test_passes_grow_to_all_and_are_kept() -> None:
    """The first pass is small, the last whole; the same is not simulated again, and what is broken off goes on."""
    simulator, scenario = Simulator(), chain(SMALL)
    with simulator.at_work(scenario, 1) as passes:
        broken_off = next(passes)
    assert broken_off.done == 100
    assert not broken_off.is_whole
    counts = [one.done for one in done(simulator, scenario, 1)]
    assert counts == [200, 400, 600, 800, REPLICATIONS]
    (again,) = done(simulator, scenario, 1)
    assert again.is_whole
    assert again.engine == "compiled"
    assert again.folder.endswith(plan_of(scenario, REPLICATIONS, 1, [], "random", (), "curves").digest())


@pytest.mark.usefixtures("compiled_kernel")
def test_picture_of_few_is_shown_only_where_the_rest_takes_long() -> None:
    """200 of 1,000 leave four times as long as they took; all are shown in any case."""
    _, few, *_, whole = done(Simulator(), chain(SMALL), 1)
    assert few.done == 200
    assert is_soon_whole(few, 0.99 * SOON / 4)
    assert not is_soon_whole(few, 1.01 * SOON / 4)
    assert not is_soon_whole(whole, 0.0)


@pytest.mark.usefixtures("compiled_kernel")
def test_picture_waits_for_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of replications are made when they are looked at, after what the picture shows."""
    made = Mock(side_effect=table_of)
    monkeypatch.setattr("sim.experiment.chunk.table_of", made)
    *_, whole = done(Simulator(), chain(SMALL), 4)
    assert whole.bands is not None
    assert whole.errors == []
    made.assert_not_called()
    assert len(whole.played.rows) == REPLICATIONS
    made.assert_called()


@pytest.mark.usefixtures("compiled_kernel")
def test_who_waits_does_something_else_only_where_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done meanwhile where the first part is there in time, else before any is told."""
    called = threading.Event()

    def play_afterwards(*about: Any) -> Played:
        called.wait(60)
        return play(*about)

    monkeypatch.setattr("sim.explorer.simulation.PATIENCE", 60)
    with Simulator().at_work(chain(SMALL), 1, called.set) as passes:
        next(passes)
    assert not called.is_set()
    monkeypatch.setattr("sim.explorer.simulation.PATIENCE", 0)
    monkeypatch.setattr("sim.explorer.simulation.play", play_afterwards)
    with Simulator().at_work(chain(SMALL), 3, called.set) as passes:
        next(passes)
    assert called.is_set()


def test_units_each_evening_come_from_somewhere() -> None:
    """By every evening what was in stock or made is in the hub, under way or delivered."""
    text = SMALL[: SMALL.index("[[control]]")] + SMALL[SMALL.index("[[distributor]]") :]
    stages = stages_of(log_of(chain(text)))
    by_day = stages.pivot_table(index="day", columns="stage", values="units", aggfunc="sum")
    there = by_day["in the hub"] + by_day["under way"] + by_day["delivered"]
    assert (there == 200 + by_day["made"]).all()
    assert by_day["made"].iloc[-1] > 0
    assert by_day["under way"].max() > 0


def compiling(monkeypatch: pytest.MonkeyPatch) -> list[Kernel]:
    """The kernels that simulators have compiled, none of which is ready before it is said to be."""
    kernels: list[Kernel] = []
    monkeypatch.setattr("sim.explorer.simulation.is_to_compile", lambda: not kernels)
    monkeypatch.setattr(Kernel, "_ask", lambda kernel, _: kernels.append(kernel))
    return kernels


@pytest.mark.usefixtures("compiled_kernel")
def test_page_is_shown_on_the_readable_engine_until_the_kernel_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first replications come from SimPy, and the page says why; the rest from the kernel, with the same rows."""
    *_, at_once = done(Simulator(), chain(SMALL), 2)
    kernels, simulator = compiling(monkeypatch), Simulator()
    with simulator.at_work(chain(SMALL), 2) as passes:
        first, second = next(passes), next(passes)
    assert (first.done, second.done, second.engines) == (10, 20, "simpy")
    assert said_of(second, 2, simulator.trouble) == (
        "20 of 1,000 replications, seed 2, on the simpy engine: the fast engine is being compiled, once, which takes "
        "about half a minute"
    )
    kernels[0]._reason = ""
    *_, last = done(simulator, chain(SMALL), 2)
    assert said_of(last, 2, simulator.trouble) == "1,000 replications, seed 2, on the simpy and compiled engines"
    assert last.played.rows.equals(at_once.played.rows)


def test_kernel_that_cannot_be_compiled_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where compiling fails the page goes on with the readable engine, and says why."""
    kernels, simulator = compiling(monkeypatch), Simulator()
    with simulator.at_work(chain(SMALL), 2) as passes:
        next(passes)
        kernels[0]._reason = "LoweringError: no"
        found = next(passes)
    assert (found.engine, found.is_compiling) == ("simpy", False)
    said = said_of(found, 2, simulator.trouble)
    assert "the rest follows. The compiled engine can't be used here: LoweringError: no; the readable one" in said


@pytest.mark.usefixtures("compiled_kernel")
def test_page_says_why_replications_failed() -> None:
    """How many failed, and the reason of the first, as its row has it."""
    *_, found = done(Simulator(), chain(SOME_FAIL), 0)
    errors = found.played.rows["error"].drop_null().to_pylist()
    assert found.errors == errors
    assert 0 < len(errors) < REPLICATIONS
    said = said_of(found, 0, "").replace("\\", "")
    assert f"**{len(errors)} of them failed**, the first with {errors[0]}" in said
    assert "control.ban.effective is 2023-02-10; expected announced (2023-02-20)" in errors[0]
