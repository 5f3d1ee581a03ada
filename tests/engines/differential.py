"""Engine against engine: whole logs and sampled values of one replication, and where they first differ."""

import numpy as np

from sim.engines.compiled.engine import Batch, Machine
from sim.errors import ScenarioError
from sim.experiment.engine_choice import log_of
from sim.experiment.run import replicate
from sim.records.cube import curve_cube, distinct
from sim.records.events import COLUMNS, EVENTS, EventLog
from sim.scenario.schema import Scenario
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps, Whole

NEIGHBOURS = 2


def outcome(scenario: Scenario, seed: int, replication: int, engine: str) -> tuple[EventLog | None, dict[str, object]]:
    """What an engine makes of a replication; no log where the scenario refuses what is drawn."""
    try:
        return log_of(scenario, seed, replication, engine)
    except ScenarioError:
        return None, {}


def difference(scenario: Scenario, seed: int, replication: int) -> str:
    """What differs between the two engines, in words; empty where nothing does."""
    one, drawn = outcome(scenario, seed, replication, "simpy")
    other, drawn_too = outcome(scenario, seed, replication, "compiled")
    kinds = [[type(value) for value in values.values()] for values in (drawn, drawn_too)]
    if drawn != drawn_too or kinds[0] != kinds[1]:
        return f"sampled: {drawn} on simpy, {drawn_too} on compiled"
    if one is None or other is None:
        return "" if one is other else "one engine refuses what is drawn, the other does not"
    if one.digest() != other.digest():
        return first_difference(one, other)
    return "" if np.array_equal(one.postings, other.postings) else "the logs agree, and their accounts do not"


def first_difference(one: EventLog, other: EventLog) -> str:
    """The first event that differs between two logs, with its neighbours."""
    rows = [log.rows.tolist() for log in (one, other)]
    most = max(len(rows[0]), len(rows[1]))
    first = next(place for place in range(most) if rows[0][place : place + 1] != rows[1][place : place + 1])
    lines = [f"the logs differ from event {first} on; columns are {', '.join(COLUMNS)}"]
    for name, own in zip(("simpy", "compiled"), rows, strict=True):
        for place in range(max(0, first - NEIGHBOURS), min(len(own), first + NEIGHBOURS + 1)):
            row = own[place]
            lines.append(f"{name:>8} {'>' if place == first else ' '} {row[0]} {EVENTS[row[1]]} {row[2:]}")
    return "\n".join(lines)


def check_counted(scenario: Scenario, seed: int, count: int) -> None:
    """Assert that the figures and curves that the kernel counts are those of SimPy's logs, to the last bit."""
    machine = Machine(scenario)
    batch = machine.play_many(seed, range(count), None, "steps")
    if batch is None:
        return
    cubes = []
    for replication in range(count):
        done = replicate(scenario, seed, replication, "simpy")
        columns = [batch.figure(place, name) for place, name in enumerate(machine.figures)]
        found = [None if missing[replication] else values[replication].item() for values, missing in columns]
        assert dict(zip(machine.figures, found, strict=True)) == done.summary
        assert [type(value) for value in found] == [type(value) for value in done.summary.values()]
        cubes.append(curve_cube(done.log))
    curves = distinct(np.stack(cubes))
    expected = Steps.of(curves)
    assert (batch.steps.count, batch.steps.curves, batch.steps.days) == curves.shape
    assert np.array_equal(batch.steps.places, expected.places)
    assert np.array_equal(batch.steps.amounts, expected.amounts)
    check_sums(batch, curves)


def check_histograms(scenario: Scenario, seed: int, count: int) -> None:
    """Assert that the histograms and moments that the kernel counts are those of the curves of SimPy's logs."""
    batch = Machine(scenario).play_many(seed, range(count), None, "histograms")
    if batch is None:
        return
    cubes = np.stack([curve_cube(replicate(scenario, seed, replication, "simpy").log) for replication in range(count)])
    curves = distinct(cubes)
    expected, histogram = Histogram.of(curves.swapaxes(1, 2)), batch.histogram
    assert histogram.count == count
    for name in ("ends", "bins", "steps"):
        assert np.array_equal(getattr(histogram, name), getattr(expected, name))
    check_sums(batch, curves)


def check_sums(batch: Batch, curves: Whole) -> None:
    """Assert that the moments of a batch are those of these curves, shape (replications, curves, days)."""
    moments, sums = batch.moments, Moments.of(curves.reshape(len(curves), -1))
    assert moments.count == len(curves)
    for name in ("total", "upper", "lower"):
        assert np.array_equal(getattr(moments, name), getattr(sums, name))
