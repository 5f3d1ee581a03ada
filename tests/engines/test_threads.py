"""Threads: a run is a pure function of its arguments, whoever runs beside it."""

import gc
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from sim.engines.compiled import engine as compiled
from sim.experiment.engine_choice import log_of
from sim.scenario.file import load
from tests.worlds import CHAIN, Engine, chain

RANDOM = CHAIN + '[buyer.demand]\nproduct = "A"\norders_per_month = 20\nunits = { uniform = [1, 30] }\n'
OTHER = RANDOM.replace("initial_stock = 100", "initial_stock = 40").replace('"Ann"', '"Bob"')


@pytest.fixture(autouse=True)
def quick_switches() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(*works: Callable[[], None]) -> None:
    """Do all at once, each in a thread; raises what any of them raises."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_each_thread_gets_its_own_replications_log(engine: Engine) -> None:
    """Replications of two scenarios in eight threads have the logs and draws that they have alone."""
    scenarios = [chain(RANDOM), chain(OTHER).set("uncertain", {"product.A.price": {"uniform": [1, 999]}})]
    expected = {
        (place, number): engine.outcome(scenario, 0, number)
        for place, scenario in enumerate(scenarios)
        for number in range(4)
    }

    def work(place: int, number: int) -> None:
        log, drawn = expected[place, number]
        for _ in range(15):
            again, drawn_again = engine.outcome(scenarios[place], 0, number)
            assert again.digest() == log.digest()
            assert drawn_again == drawn

    at_once(*(lambda key=key: work(*key) for key in expected))


def test_sweeps_in_threads_are_those_alone(engine: Engine) -> None:
    """Sweeps of many replications at once have the rows that they have one after the other."""
    scenarios = [chain(RANDOM), chain(OTHER), load("letter-2022")]
    alone = [engine.sweep(scenario, 6).digest for scenario in scenarios]
    found: dict[int, str] = {}

    def work(place: int) -> None:
        found[place] = engine.sweep(scenarios[place], 6).digest

    at_once(*(lambda place=place: work(place) for place in range(3)))
    assert [found[place] for place in range(3)] == alone


def test_machine_is_used_by_one_at_a_time() -> None:
    """Who asks for a scenario's machine while another has it gets one of its own, also when all free ones are gone."""
    scenario = chain()
    with compiled.machine_of(scenario) as free:
        pass
    with compiled.machine_of(scenario) as one, compiled.machine_of(scenario) as other:
        assert one is free
        assert other is not free
        compiled.FREE.clear()
    with compiled.machine_of(scenario) as again:
        assert again is free


@pytest.mark.usefixtures("compiled_kernel")
def test_machines_made_at_once_have_memory_of_their_own() -> None:
    """What each of several has simulated stays in its memory, whatever others do, and is what one alone gives."""
    scenario = chain(RANDOM)
    compiled.have_machines(scenario, 3)
    with ExitStack() as used:
        machines = [used.enter_context(compiled.machine_of(scenario)) for _ in range(3)]
        for replication, machine in enumerate(machines):
            machine.play(0, replication, None)
        found = [machine.log().digest() for machine in machines]
    assert found == [log_of(scenario, 0, replication, "simpy")[0].digest() for replication in range(3)]


def test_machine_that_failed_is_used_no_more() -> None:
    """What a failure leaves in a machine's memory is not for the next."""
    scenario = chain()
    with pytest.raises(ZeroDivisionError), compiled.machine_of(scenario) as machine:
        raise ZeroDivisionError
    with compiled.machine_of(scenario) as other:
        assert other is not machine


@pytest.mark.usefixtures("compiled_kernel")
def test_machines_don_t_gather() -> None:
    """A few machines are kept, however many scenarios and threads come and go."""
    gone = []

    def work() -> None:
        scenario = chain()
        log_of(scenario, 0, 0, "compiled")
        gone.append(weakref.ref(scenario))

    for _ in range(10):
        at_once(work, work, work)
    gc.collect()
    assert len(compiled.FREE) <= compiled.MOST_FREE
    assert sum(kept() is not None for kept in gone) <= compiled.MOST_FREE
