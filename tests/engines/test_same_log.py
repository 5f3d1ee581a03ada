"""The two engines are one model: the same events in the same order, the same draws, the same figures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engines.compiled import engine as engine_module
from sim.engines.compiled import noting
from sim.engines.compiled.engine import FIRST_ROOM, Machine
from sim.errors import SimError
from sim.experiment.engine_choice import log_of
from sim.records.events import EventLog
from sim.records.figures import figure_names
from sim.scenario.file import load, parsed, shipped
from sim.scenario.schema import Scenario
from tests.engines.differential import check_counted, check_histograms, difference, first_difference, outcome
from tests.engines.edges import contrary, crowded
from tests.scenario.test_lines import SHARED
from tests.strategies import nasty_scenarios, scenarios
from tests.worlds import CHAIN, chain

ODD = sorted((Path(__file__).parent.parent / "odd").glob("*.toml"))


@pytest.mark.usefixtures("compiled_kernel")
@settings(max_examples=200, derandomize=True, deadline=None)
@given(scenarios(), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_random_scenarios_give_the_same_log(scenario: Scenario, seed: int, replication: int) -> None:
    """Whatever the scenario, the logs and the sampled values of both engines are the same."""
    assert difference(scenario, seed, replication) == ""


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("name", [*shipped(), *ODD], ids=str)
def test_scenarios_of_files_give_the_same_log(name: str | Path) -> None:
    """So are those of the scenarios that ship, and of the odd ones."""
    scenario = load(name)
    for replication in range(3):
        assert difference(scenario, 0, replication) == ""


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("what", crowded())
def test_more_of_everything_than_there_was_room_for_gives_the_same_log(what: str) -> None:
    """A run for which there is too little room starts again with more, and is the same."""
    scenario = crowded()[what]
    machine = Machine(scenario)
    assert machine.play(0, 0, None) is not None
    assert machine.lines > FIRST_ROOM
    assert difference(scenario, 0, 0) == ""
    check_counted(scenario, 0, 2)


@pytest.mark.usefixtures("compiled_kernel")
def test_draws_that_the_scenario_refuses_are_refused_by_both() -> None:
    """Of two dates that may come in either order, the draws in the wrong one are refused on both engines."""
    outcomes = [outcome(contrary(), 0, replication, "compiled")[0] for replication in range(20)]
    assert 0 < outcomes.count(None) < 20
    for replication in range(20):
        assert difference(contrary(), 0, replication) == ""


@pytest.mark.usefixtures("compiled_kernel")
@settings(max_examples=150, derandomize=True, deadline=None)
@given(scenarios(), st.integers(0, 2**64 - 1))
def test_kernel_counts_the_figures_and_curves_that_follow_from_the_log(scenario: Scenario, seed: int) -> None:
    """Without a log, key figures and curves are those of the log, to the last bit."""
    check_counted(scenario, seed, 3)


@pytest.mark.usefixtures("compiled_kernel")
@settings(max_examples=40, derandomize=True, deadline=None)
@given(nasty_scenarios(), st.integers(0, 2**63 - 1))
def test_names_that_are_easily_mistaken_change_nothing(scenario: Scenario, replication: int) -> None:
    """Whatever the names hold, logs, draws, and figures with their names are the same on both engines."""
    assert difference(scenario, 0, replication) == ""
    check_counted(scenario, 0, 2)


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("change", [-1, 1])
def test_figures_for_which_there_is_no_name_are_told(change: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that counts more or fewer key figures than have a name says so; there is no room that it could leave."""
    names = figure_names(chain())
    monkeypatch.setattr(engine_module, "figure_names", lambda _: [*names, "one more"][: len(names) + change])
    with pytest.raises(SimError, match=f"internal error: the kernel counts {len(names)} key figures"):
        Machine(chain()).play_many(0, range(1), None, "nothing")


@pytest.mark.usefixtures("compiled_kernel")
@settings(max_examples=60, derandomize=True, deadline=None)
@given(scenarios(), st.booleans())
def test_kernel_counts_curves_as_they_are_counted_one_by_one(scenario: Scenario, narrow: bool) -> None:
    """Histograms and moments of the kernel are those of the curves of each log, however often its room ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noting, "ROOM", 2 if narrow else noting.ROOM)
        check_histograms(scenario, seed=1, count=4)
        check_counted(scenario, seed=1, count=2)


@pytest.mark.usefixtures("compiled_kernel")
def test_figures_at_the_limits_of_a_scenario_don_t_overflow() -> None:
    """With as many units and dollars as a scenario may have, both engines still agree."""
    made = {"start": "2023-01-01", "capacity": 499_000_000, "lot_interval": 7}
    order = [{"date": "2023-01-02", "product": "A", "units": 1_000_000_000}] * 3
    scenario = chain().set("product.A.production", made).set("product.A.initial_stock", 0)
    scenario = scenario.set("buyer.Ann.order", order).set("product.A.price", 10_000_000)
    scenario = scenario.set("distributor.north.weekly_capacity", 1_000_000_000).set("distributor.north.margin", 1.0)
    for policy in ("fifo", "pro-rata", "fair-share"):
        limit = scenario.set("allocation", policy)
        assert difference(limit, 0, 0) == ""
        assert len({sim.sweep(limit, 2, engine=engine).digest for engine in ("simpy", "compiled")}) == 1


def test_first_difference_is_told_with_its_neighbours() -> None:
    """Of logs that differ in one event, that event and those beside it are shown."""
    log = log_of(chain(), 0, 0, "simpy")[0]
    rows = log.rows.copy()
    rows[2, 6] += 1
    told = first_difference(log, EventLog(rows, log.products, log.buyers, log.channels, log.start, log.days))
    assert told.splitlines()[0].startswith("the logs differ from event 2 on")
    assert "  simpy > 1 dispatched [0, 0, 0, 1, 60, 6000]" in told
    assert "compiled > 1 dispatched [0, 0, 0, 1, 61, 6000]" in told


PLAIN = """
from hypothesis import given, settings
from sim.scenario.file import load
from tests.engines.differential import check_counted, difference
from tests.engines.edges import contrary, crowded
from tests.scenario.test_lines import SHARED
from tests.strategies import nasty_scenarios, scenarios

@settings(max_examples={examples}, derandomize=True, deadline=None, database=None)
@given(scenarios() | nasty_scenarios())
def go(scenario):
    told = difference(scenario, 5, 1)
    assert told == "", told
    check_counted(scenario, 5, 1)

go()
for scenario in (load("china-2023"), load("tests/odd/everything-binds.toml"), *crowded().values()):
    assert difference(scenario, 0, 0) == ""
for replication in range(8):
    assert difference(contrary(), 0, replication) == ""
check_counted(crowded()["lines"], 0, 1)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "examples"), [("NUMBA_DISABLE_JIT", 30), ("NUMBA_BOUNDSCHECK", 100)], ids=["plain", "bounds checked"]
)
def test_kernel_is_the_same_without_compiler_and_keeps_within_its_memory(variable: str, examples: int) -> None:
    """Run as plain Python, or with bounds checked, the kernel gives the same logs, figures and curves and no error."""
    done = subprocess.run(
        [sys.executable, "-c", PLAIN.format(examples=examples)],
        # Nothing is made quick here, so that compiling isn't slow; what is compiled so is kept apart by its settings.
        env=os.environ | {variable: "1", "NUMBA_OPT": "0"},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.usefixtures("compiled_kernel")
def test_same_rows_on_each_engine() -> None:
    """A sweep has the same digest, the same rows and the same bands on both engines."""
    scenario = load("letter-2022")
    for design in ("random", "lhs"):
        one, other = (sim.sweep(scenario, 20, design=design, engine=engine) for engine in ("simpy", "compiled"))
        assert one.digest == other.digest
        assert one.bands.equals(other.bands)
        assert one.replications.equals(other.replications)


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("name", shipped())
def test_kernel_draws_what_is_uncertain_in_scenarios_that_ship(name: str) -> None:
    """No replication of theirs is drawn outside the kernel, which would take many times longer."""
    machine = Machine(load(name))
    assert machine.drawn
    assert machine.play_many(0, range(50), None, "nothing") is not None


HEIRS = (
    SHARED.replace("B = 0.25", "B = 0.05, C = 0.05").replace("B = 0.2 ", "B = 0.1 ")
    + """
[[product]]
name = "C"
price = 10
[uncertain]
"line.dies.when_controlled.A" = { choice = ["B", "C"] }
"""
)

SOUTH = CHAIN[CHAIN.index("[[distributor]]") : CHAIN.index("[[buyer]]")].replace("north", "south").replace("= 3", "= 7")
ROUTED = (
    CHAIN.replace("transit_days = 3", "transit_days = { triangular = [3, 5, 9] }")
    .replace("[[buyer]]", f"{SOUTH}[[buyer]]")
    .replace("{ north = 1.0 }", '{ north = 0.5, south = 0.5 }\nrouting = "shortest-wait"')
    + """
[uncertain]
"distributor.north.transit_days.triangular.1" = { uniform = [1, 4] }
"distributor.north.transit_days.triangular.3" = { uniform = [9, 30] }
"""
)

RESUMED = (
    CHAIN
    + """
[[control]]
name = "ban"
covers = ["A"]
acts_on = "order"
announced = 2023-01-01
effective = 2023-01-01
lifted = 2023-01-09
[uncertain]
"control.ban.resume" = { choice = [true, false] }
"""
)


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("text", [HEIRS, ROUTED, RESUMED], ids=["heirs", "expected transits", "truths"])
def test_kernel_draws_words_truths_and_what_orders_are_routed_by(text: str) -> None:
    """Who gets a covered product's share, a transit time whose mean orders are routed by, whether orders resume."""
    scenario, stories = parsed(text), set()
    assert Machine(scenario).drawn
    for replication in range(12):
        assert difference(scenario, 0, replication) == ""
        stories.add(log_of(scenario, 0, replication, "compiled")[0].digest())
    assert len(stories) > 1
    check_counted(scenario, 0, 4)
