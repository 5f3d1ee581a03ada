"""Arguments of Python's functions: as NumPy, pandas and a program's own variables have them."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.observed import Observed
from tests.worlds import CHAIN, chain

BAN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-20
"""
UNCERTAIN = '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n'
EFFECTIVE, STOCK = "control.ban.effective", "product.A.initial_stock"
DAY = date(2023, 1, 10)

DAYS: list[Any] = [
    DAY,
    "2023-01-10",
    datetime(2023, 1, 10),
    pd.Timestamp("2023-01-10"),
    np.array(["2023-01-10"], dtype="datetime64[ns]"),
    *(np.datetime64("2023-01-10", unit) for unit in ("D", "h", "s", "ms", "us", "ns")),
]
NO_DAYS: list[Any] = [
    datetime(2023, 1, 10, 5),
    pd.Timestamp("2023-01-10 05:00"),
    pd.Timestamp("2023-01-10", tz="UTC"),
    pd.Timestamp("2023-01-10") + pd.Timedelta(1, "ns"),
    np.datetime64("2023-01-10T05"),
    np.datetime64("NaT"),
    np.timedelta64(10, "D"),
    pd.NaT,
    pd.NA,
    float("nan"),
]
NO_COUNTS: list[Any] = [None, True, np.bool_(True), 2.0, np.float64(2), -1, "2", float("nan"), pd.NA, [2]]


@pytest.mark.parametrize("value", DAYS, ids=repr)
def test_midnight_is_a_date(value: Any) -> None:
    """A date is taken as Python, NumPy and pandas write it, of any resolution."""
    day = value[0] if isinstance(value, np.ndarray) else value
    assert chain(CHAIN + BAN).set(EFFECTIVE, day).control[0].effective == DAY
    assert type(chain(CHAIN + BAN).set(EFFECTIVE, day).control[0].effective) is date


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
def test_time_of_day_is_no_date(value: Any) -> None:
    """A time that is no midnight, a missing date and a length of time are refused by path and value."""
    with pytest.raises(sim.ScenarioError, match=r"control\.ban\.effective is .+; expected a date"):
        chain(CHAIN + BAN).set(EFFECTIVE, value)


@pytest.mark.parametrize("value", [70, np.int64(70), np.uint8(70), np.float64(70), np.float32(70), 70.0, np.array(70)])
def test_whole_number_of_any_type(value: Any) -> None:
    """A whole number is one whoever's type it has; the scenario holds Python's own."""
    held = chain().set(STOCK, value).product[0].initial_stock
    assert (held, type(held)) == (70, int)


@pytest.mark.parametrize("value", [70.5, np.nan, np.bool_(True), True, pd.NA, np.array([70]), np.complex128(70)])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    """No fraction is cut off, no truth value and no list is a number."""
    with pytest.raises(sim.ScenarioError, match=r"product\.A\.initial_stock is .+; expected a whole number"):
        chain().set(STOCK, value)


def test_list_of_any_kind() -> None:
    """A range of dates, an array and a series are lists in a scenario."""
    scenario = chain().set("report.dates", pd.date_range("2023-01-05", periods=2))
    assert scenario.report.dates == (date(2023, 1, 5), date(2023, 1, 6))
    assert scenario.set("report.shares", np.linspace(0, 1, 3)).report.shares == (0, 0.5, 1)
    assert scenario.set("report.shares", pd.Series([0.5])).report.shares == (0.5,)


def test_same_grid_however_it_is_written(tmp_path: Path) -> None:
    """Dates and numbers of any type are the same work, land in one folder and stand in the table as dates."""
    ways: list[dict[str, Any]] = [
        {EFFECTIVE: [date(2023, 1, 10), date(2023, 1, 11)], STOCK: [50, 60]},
        {EFFECTIVE: ["2023-01-10", "2023-01-11"], STOCK: np.linspace(50, 60, 2)},
        {EFFECTIVE: pd.date_range("2023-01-10", periods=2), STOCK: pd.Series([50, 60])},
        {EFFECTIVE: np.arange("2023-01-10", "2023-01-12", dtype="datetime64[D]"), STOCK: range(50, 61, 10)},
    ]
    sweeps = [sim.sweep(chain(CHAIN + BAN), 2, grid=grid, engine="simpy", out=tmp_path) for grid in ways]
    assert len({sweep.folder for sweep in sweeps}) == 1
    assert str(sweeps[0].replications[f"design.{EFFECTIVE}"].dtype) == "datetime64[us]"
    assert str(sweeps[0].replications[f"design.{STOCK}"].dtype) == "int64"


@pytest.mark.parametrize("values", [DAY, "2023-01-10", {DAY}, {"a": DAY}, 3, None], ids=repr)
def test_grid_needs_a_list(values: Any) -> None:
    """A single value, a text and what has no order are refused by path."""
    with pytest.raises(sim.UsageError, match=r"grid of control\.ban\.effective is .*; expected a list"):
        sim.sweep(chain(CHAIN + BAN), 1, grid={EFFECTIVE: values})


def test_counts_of_numpy_are_counts() -> None:
    """A count or a seed of NumPy gives what Python's own gives."""
    sweep = sim.sweep(chain(), np.int64(2), np.uint32(3), engine="simpy", workers=np.int8(1))  # type: ignore[arg-type]
    assert (sweep.plan.replications, sweep.plan.seed) == (2, 3)
    assert sweep.digest == sim.sweep(chain(), 2, 3, engine="simpy").digest
    assert sim.run(chain(), np.int64(3), np.int64(1)).replication == 1  # type: ignore[arg-type]


def test_seed_has_64_bits() -> None:
    """The largest seed is 2^64 - 1."""
    assert sim.run(chain(), 2**64 - 1).seed == 2**64 - 1
    with pytest.raises(sim.UsageError, match=r"seed is 18446744073709551616; expected .* to 2\^64 - 1"):
        sim.run(chain(), 2**64)


CALLS: dict[str, Callable[[Any], object]] = {
    "seed": lambda value: sim.run(chain(), seed=value),
    "replication": lambda value: sim.run(chain(), replication=value),
    "replications": lambda value: sim.compare(chain(), chain(name="other"), replications=value),
    "seed of a sweep": lambda value: sim.sweep(chain(), 1, seed=value),
    "workers": lambda value: sim.sweep(chain(), 1, workers=value),
    "particles": lambda value: sim.calibrate(chain(), Observed.model_construct(observed=()), particles=value),
    "samples": lambda value: sim.sensitivity(chain(CHAIN + UNCERTAIN), samples=value),
}


@pytest.mark.parametrize("value", NO_COUNTS, ids=repr)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_count_is_refused_by_name(name: str, value: Any) -> None:
    """Nothing stands for a seed or a count but a whole number within limits: no truth value, no text, not None."""
    with pytest.raises(sim.UsageError, match=rf"{name.split(maxsplit=1)[0]} is .+; expected a whole number from \d"):
        CALLS[name](value)


@pytest.mark.parametrize("asked", ["no-ban", Path("no-ban"), "file", "scenario"])
def test_scenario_by_name_or_path(asked: Any, tmp_path: Path) -> None:
    """A run takes a scenario, the name of one that ships, or a file."""
    known = sim.load("no-ban")
    given: Any = {"file": known.save(tmp_path / "x.toml"), "scenario": known}.get(str(asked), asked)
    assert sim.run(given, engine="simpy").log.digest() == sim.run(known, engine="simpy").log.digest()


@pytest.mark.parametrize(
    "call",
    [
        sim.run,
        lambda asked: sim.sweep(asked, 1),
        lambda asked: sim.compare(chain(), asked, 1),
        sim.sensitivity,
        sim.attribute,
        lambda asked: sim.calibrate(asked, Observed.model_construct(observed=())),
        sim.discover,
        sim.report,
        lambda asked: sim.overview([asked]),
    ],
)
@pytest.mark.parametrize("asked", [None, 3, b"no-ban", {}])
def test_what_is_no_scenario_is_refused(call: Callable[[Any], object], asked: Any) -> None:
    """Anything but a scenario, a name or a path (of a folder, where one is asked for) ends in one sentence."""
    with pytest.raises(sim.UsageError, match="expected"):
        call(asked)


KINDS: list[tuple[Callable[[Any], object], str, list[Any]]] = [
    (lambda value: sim.sensitivity(chain(CHAIN + UNCERTAIN), figure=value), "figure", [3, b"x", ["a"]]),
    (lambda value: sim.sensitivity(chain(CHAIN + UNCERTAIN), method=value), "method", [3, None, ["sobol"]]),
    (lambda value: sim.sweep(chain(), 1, progress=value), "progress", [3, 0, "x"]),
    (lambda value: sim.sweep(chain(), 1, dask=value), "dask", [3, b"x", True]),
    (lambda value: sim.sweep(chain(), 1, engine=value), "engine", [3, None, ["simpy"]]),
    (lambda value: sim.sweep(chain(), 1, resume=value), "resume", ["no", 0, None]),
]


@pytest.mark.parametrize(("call", "name", "values"), KINDS, ids=[name for _, name, _ in KINDS])
def test_option_of_a_wrong_kind_is_refused_by_name(
    call: Callable[[Any], object], name: str, values: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option of another kind is refused by its name and value, before anything is simulated."""
    monkeypatch.setattr("sim.experiment.sweep.ready", lambda *_: pytest.fail("work has begun"))
    for value in values:
        with pytest.raises(sim.UsageError, match=rf"^{name} is .+; expected"):
            call(value)


def test_target_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A target of a discovery is a text."""
    swept = sim.sweep(chain(), 1, engine="simpy", keep="summary", out=tmp_path)
    with pytest.raises(sim.UsageError, match=r"^target is 3; expected FIGURE < NUMBER"):
        sim.discover(swept, target=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [[1, 1], [1, np.int64(1)], [1, 1.0], [1, 2, 1]], ids=repr)
def test_value_of_a_grid_stands_once(values: list[Any]) -> None:
    """A value that stands twice, however it is written, is refused by its path."""
    with pytest.raises(sim.UsageError, match=r"product\.A\.initial_stock: a value stands twice; expected each once"):
        sim.sweep(chain(), 1, grid={STOCK: values})


@pytest.mark.parametrize("value", [0, -0.1, 1.5, "x", None, True, float("nan")], ids=repr)
def test_precision_is_a_share(value: Any) -> None:
    """A precision that is no share is refused with its figure's name."""
    with pytest.raises(sim.UsageError, match=r"precision of ordered_units\.all\.2023-01-31 is .*; expected a share"):
        sim.sweep(chain(), 100, precision={"ordered_units.all.2023-01-31": value})
