"""Functions of the user's own: registered, sent to workers, proved by their digest, and refused where they can't be."""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.errors import SimWarning, UsageError
from sim.experiment.extend import load_extensions
from sim.extensions.registry import REGISTERED
from tests import own
from tests.cli.test_commands import command
from tests.engines.test_own import two
from tests.worlds import CHAIN, chain


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    with own.nothing_registered():
        own.register_all()
        yield


def test_workers_have_what_is_registered_here(tmp_path: Path) -> None:
    """Processes that import neither the program nor its modules give the parts that this one gives."""
    here = sim.sweep(two(), 60, engine="simpy")
    there = sim.sweep(two(), 60, engine="simpy", workers=2, out=tmp_path)
    assert there.digest == here.digest
    assert there.manifest["extensions"] == [one.told() for one in sim.registered()]


@pytest.mark.usefixtures("compiled_kernel")
def test_dask_workers_have_it_too() -> None:
    """On a cluster, compiled there."""
    REGISTERED.clear()
    sim.key_figure("busy_days")(own.busy_days)
    scenario = chain(report__figures=["busy_days"])
    here = sim.sweep(scenario, 12, engine="simpy", keep="summary")
    assert set(here.replications["busy_days"]) == {1.0}
    assert sim.sweep(scenario, 12, engine="compiled", dask="local", workers=1, keep="summary").digest == here.digest


FILE = """
import sim
PART = {part}

@sim.allocation_policy("part")
def part_of_all(requests, limits, granted):
    for place in range(len(granted)):
        sim.grant(requests, limits, granted, place, requests.units[place] // PART)
"""


def test_other_source_is_other_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A constant that a function uses is of its source: another one, another folder; the same one, the same."""
    scenario, file = tmp_path / "chain.toml", tmp_path / "mine.py"
    scenario.write_text(CHAIN.replace("[[product]]", 'allocation = "part"\n[[product]]', 1))
    words = ["run", str(scenario), "--extension", str(file), "--out", str(tmp_path / "out"), "--json"]
    folders = []
    for part in (1, 2, 1):
        file.write_text(FILE.format(part=part))
        assert command(monkeypatch, *words) == 0
        folders.append(Path(json.loads(capsys.readouterr().out)["folder"]))
    assert folders[0] == folders[2] != folders[1]
    known = json.loads((folders[0] / "manifest.json").read_text())["extensions"]
    assert [(one["kind"], one["name"], one["file"]) for one in known] == [("allocation policy", "part", "mine.py")]
    assert command(monkeypatch, "report", str(folders[0]), "--extension", str(file)) == 0
    assert "--extension mine.py" in (folders[0] / "report.html").read_text()


def test_scenario_alone_runs_no_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the file that registers it, a name is none; with it the scenario is sound."""
    scenario, file = tmp_path / "chain.toml", tmp_path / "mine.py"
    scenario.write_text(CHAIN.replace("transit_days = 3", "transit_days = { rayleigh = { scale = 2 } }"))
    file.write_text(own.example())
    assert command(monkeypatch, "validate", str(scenario)) == 2
    assert "expected a number from 0 to 1,000,000,000 or a distribution (" in capsys.readouterr().err
    assert command(monkeypatch, "validate", str(scenario), "--extension", str(file)) == 0


@pytest.mark.usefixtures("compiled_kernel")
def test_example_of_the_documentation_works(tmp_path: Path) -> None:
    """The file of the page, on both engines: largest line first, a Rayleigh's days, units that come late."""
    file = tmp_path / "mine.py"
    file.write_text(own.example())
    load_extensions(file)
    days = {"rayleigh": {"scale": 20}}
    figures = ["late_units.Ann"]
    scenario = chain(
        allocation="largest-first", distributor__north__transit_days=days, report__figures=figures, end="2023-12-31"
    )
    assert scenario.distributor[0].transit_days.mean() == pytest.approx(20 * math.sqrt(math.pi / 2), rel=0.01)  # type: ignore[union-attr]
    rows = sim.sweep(scenario, 60, engine="compiled", keep="summary").replications
    assert set(rows["late_units.Ann"]) == {0.0, 60.0}
    assert rows.equals(sim.sweep(scenario, 60, engine="simpy", keep="summary").replications)


def counted_in_words(events: Any) -> int:
    """Uses what no compiler of numbers takes."""
    return len(json.dumps({"events": len(events.day)}))


@pytest.mark.usefixtures("compiled_kernel")
def test_what_numba_does_not_take_runs_on_the_readable_engine(tmp_path: Path) -> None:
    """`auto` says so in one line, `compiled` is refused with the reason."""
    sim.key_figure("words")(counted_in_words)
    scenario = chain(report__figures=["words"])
    with pytest.warns(SimWarning, match="Numba does not take key figure 'words'.*the readable one gives the same"):
        done = sim.sweep(scenario, 60, keep="summary", out=tmp_path)
    assert done.manifest["engine"] == "simpy"
    for work in (lambda: sim.sweep(scenario, 2, engine="compiled"), lambda: sim.run(scenario, engine="compiled")):
        with pytest.raises(UsageError, match="engine is 'compiled', which can't be used here: Numba does not take"):
            work()


def test_figure_is_one_that_can_be_asked_for() -> None:
    """Precision and the answer know it, of every buyer, once the report names it of one."""
    with pytest.warns(SimWarning, match=r"precision of largest_delivery\.Bob not reached"):
        done = sim.sweep(two(), 60, engine="simpy", keep="summary", precision={"largest_delivery.Bob": 0.5})
    assert "largest_delivery.Bob" in done.summary["points"][0]["figures"]
    with pytest.raises(UsageError, match="largest_delivery"):
        sim.sweep(chain(), 60, engine="simpy", precision={"largest_delivery.Ann": 0.5})


STATE = [1]


def _changing(_requests: Any, _limits: Any, _granted: Any) -> None:
    STATE.append(1)


def _with_default(u: float, low: float = 1.0) -> float:
    return low * u


def _five(u: float, a: float, b: float, c: float, d: float, e: float) -> float:
    return u * a * b * c * d * e


@pytest.mark.parametrize(
    ("register", "told"),
    [
        (lambda: sim.distribution("uniform"), "distribution 'uniform' is built in"),
        (lambda: sim.allocation_policy("fifo"), "allocation policy 'fifo' is built in"),
        (lambda: sim.key_figure("backlog_units"), "key figure 'backlog_units' is built in"),
        (lambda: sim.key_figure("late units"), "expected a name of small letters, digits, '-' and '_'"),
        (lambda: sim.key_figure("late", of="channel"), "expected one of run, buyer, product"),
        (lambda: sim.distribution("five")(_five), r"test_extensions.py:\d+: _five takes \(u, a, b, c, d, e\)"),
        (lambda: sim.key_figure("late")(_five), r"takes \(u, a, b, c, d, e\); expected \(events\)"),
        (lambda: sim.distribution("half")(_with_default), "_with_default has default values"),
        (lambda: sim.distribution("half")(lambda u: u), "<lambda> is registered; expected a function made by 'def'"),
        (lambda: sim.allocation_policy("state")(_changing), "_changing uses STATE, a list that other processes"),
        (lambda: sim.distribution("two-point")(_rising), "is registered already, by two_point of .*own.py"),
    ],
)
def test_what_cannot_be_registered_is_told(register: Callable[[], object], told: str) -> None:
    """Each mistake ends in one message, and nothing is registered."""
    before = dict(REGISTERED)
    with pytest.raises(UsageError, match=told):
        register()
    assert before == REGISTERED


def _rising(u: float, low: float) -> float:
    if low < 0:
        raise ValueError("low is from 0 on")
    return low + u


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"rising": {"high": 1}}, r"expected \{ rising = \{ low = … \} \}"),
        ({"rising": {"low": "1"}}, "expected a finite number for low"),
        ({"rising": {"low": -1}}, "fails: ValueError: low is from 0 on"),
    ],
)
def test_wrong_parameters_are_told_at_their_place(table: dict[str, Any], told: str) -> None:
    """What a distribution does not take is told where the scenario says it."""
    sim.distribution("rising")(_rising)
    with pytest.raises(sim.ScenarioError, match=f"^distributor.north.transit_days is .*{told}"):
        chain(distributor__north__transit_days=table)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import sim\n1 / 0\n", r"mine.py:2: ZeroDivisionError: division by zero"),
        ("def f(:\n", r"mine.py:1: SyntaxError"),
        ("import sim\n", "registers nothing"),
    ],
)
def test_file_that_registers_nothing_is_told(tmp_path: Path, text: str, told: str) -> None:
    """A file that fails is told with its line."""
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(UsageError, match=told):
        load_extensions(tmp_path / "mine.py")
    with pytest.raises(UsageError, match="no such file"):
        load_extensions(tmp_path / "other.py")


def _refusing(u: float, low: float) -> float:
    raise ValueError(f"not any more, {u} and {low}")


def test_source_that_changed_under_a_scenario_is_told() -> None:
    """A scenario at hand whose distribution takes its parameters no more, or is not there, ends in one message."""
    sim.distribution("rising")(_rising)
    scenario = chain(distributor__north__transit_days={"rising": {"low": 1}})
    REGISTERED.clear()
    with pytest.raises(sim.SimError, match="the distribution 'rising' is not registered here"):
        sim.run(scenario, engine="simpy")
    sim.distribution("rising")(_refusing)
    with pytest.raises(sim.SimError, match="distribution 'rising' fails: ValueError: not any more"):
        sim.run(scenario, engine="simpy")
