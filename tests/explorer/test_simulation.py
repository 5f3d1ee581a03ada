"""What the page shows is what the command line gives."""

import pandas as pd
import pytest

import sim
from sim.experiment.in_memory import joined, play
from sim.experiment.sweep import plan_of
from sim.explorer.simulation import Pass, Simulator
from sim.explorer.view import REPLICATIONS
from sim.records.stages import stages_of
from tests.explorer.worlds import SMALL
from tests.worlds import chain, log_of


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.usefixtures("compiled_kernel")
def test_replications_in_memory_are_those_of_a_sweep(engine: str) -> None:
    """Rows, summary and bands of parts in memory are those that a sweep writes, on either engine."""
    scenario = chain(SMALL)
    done = sim.sweep(scenario, 60, seed=3, engine=engine)
    plan = plan_of(scenario, 60, 3, [], "random", (), "curves")
    found = joined([play(plan, 0, 20, engine), play(plan, 20, 40, engine)])
    pd.testing.assert_frame_equal(found.rows.to_pandas(), done.replications, check_dtype=False)
    assert found.summary == done.summary
    assert Pass((found,), engine, is_compiling=False).folder == f"results/small/{done.folder.name}"
    bands = done.bands[(done.bands["product"] == "all") & (done.bands["buyer"] == "Ann")]
    for curve, own in found.bands.groupby("curve", observed=True):
        expected = bands[bands["curve"] == curve]
        for column in ("day", "mean", "low", "high", "p05", "p50", "p95"):
            assert own[column].tolist() == expected[column].tolist(), (curve, column)


@pytest.mark.usefixtures("compiled_kernel")
def test_passes_grow_to_all_and_are_kept() -> None:
    """The first pass is small, the last whole; the same is not simulated again, and what is broken off goes on."""
    simulator, scenario = Simulator(), chain(SMALL)
    broken_off = next(simulator.passes(scenario, 1))
    assert broken_off.done == 200
    assert not broken_off.is_whole
    counts = [one.done for one in simulator.passes(scenario, 1)]
    assert counts == [400, 600, 800, REPLICATIONS]
    (again,) = simulator.passes(scenario, 1)
    assert again.is_whole
    assert again.engine == "compiled"
    assert again.folder.endswith(plan_of(scenario, REPLICATIONS, 1, [], "random", (), "curves").digest())


def test_units_each_evening_come_from_somewhere() -> None:
    """By every evening what was in stock or made is in the hub, under way or delivered."""
    text = SMALL[: SMALL.index("[[control]]")] + SMALL[SMALL.index("[[distributor]]") :]
    stages = stages_of(log_of(chain(text)))
    by_day = stages.pivot_table(index="day", columns="stage", values="units", aggfunc="sum")
    there = by_day["in the hub"] + by_day["under way"] + by_day["delivered"]
    assert (there == 200 + by_day["made"]).all()
    assert by_day["made"].iloc[-1] > 0
    assert by_day["under way"].max() > 0
