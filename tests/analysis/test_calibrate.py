"""Calibration of a scenario by observed figures."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

import sim
from sim.analysis.observation import Observation
from sim.analysis.observed import load_observed
from sim.errors import InterruptedSimError, ScenarioError, UsageError
from sim.scenario.schema import Scenario
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days" = { uniform = [1, 20] }
"""

OBSERVED = """
[[observed]]
figure = "delivered_units.all"
date = 2023-01-31
value = 30
range = [28, 32]
source = "by hand"
"""

NOT_YET = """
[[observed]]
figure = "days_to_share.Ann.0.5"
by = 2023-01-31
happened = false
published = 2023-01-01
source = "by hand"
"""


def second(figure: str, date: str) -> str:
    """The observed figure, and after it another of which figure and date are given."""
    return OBSERVED + OBSERVED.replace("delivered_units.all", figure).replace("date = 2023-01-31\n", date)


def summed(figures: str) -> str:
    """The observed figure with a list in its place."""
    return OBSERVED.replace('"delivered_units.all"', figures).replace("date = 2023-01-31\n", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (second("delivered_units.all", ""), 'observed.2.figure is "delivered_units.all"; expected a key figure'),
        (second("delivred_units.all", "date = 2023-01-31\n"), "did you mean 'delivered_units.all.2023-01-31'?"),
        (second("delivered_units.all", "date = 2023-01-31\n"), "expected each figure at most once"),
        (second("delivered_units.all.2023-01-31", ""), "expected each figure at most once"),
    ],
)
def test_observed_figure_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """A figure that the scenario lacks, and one that stands twice, are named with the file and the line."""
    path = observed_file(tmp_path, text)
    with pytest.raises(ScenarioError) as told:
        sim.calibrate(uncertain_chain(), path, particles=10)
    assert str(told.value).startswith(f"{path}:10: observed.2.figure is ")
    assert message in str(told.value)


def test_each_figure_of_a_sum_is_told_by_its_place(tmp_path: Path) -> None:
    """In a list of figures that are added up each that the scenario lacks is named, and what was meant."""
    text = summed('["finished_units.B.2023Q1", "need_units.Ann", "need_units.An"]')
    with pytest.raises(ScenarioError) as told:
        sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=10)
    assert [problem.path for problem in told.value.problems] == ["observed.1.figure.1", "observed.1.figure.3"]
    assert "did you mean 'need_units.Ann'?" in str(told.value)


def uncertain_chain() -> Scenario:
    """A chain whose stock decides what is delivered by the end."""
    return chain(CHAIN + UNCERTAIN)


def observed_file(folder: Path, text: str = OBSERVED) -> Path:
    """A file of observed figures."""
    path = folder / "observed.toml"
    path.write_text(text)
    return path


def test_sum_is_matched_as_one_figure(tmp_path: Path) -> None:
    """A figure added to its like, with twice the value and range, leaves the particles that the figure alone does."""
    alike = OBSERVED.replace('"delivered_units.all"', '["delivered_units.all", "delivered_units.Ann"]')
    twice = observed_file(tmp_path, alike.replace("value = 30", "value = 60").replace("[28, 32]", "[56, 64]"))
    both = sim.calibrate(uncertain_chain(), twice, particles=15)
    alone = sim.calibrate(uncertain_chain(), observed_file(tmp_path), particles=15)
    assert both.posterior["replication"].tolist() == alone.posterior["replication"].tolist()
    (found,), (one,) = (done.summary["observations"] for done in (both, alone))
    assert found["posterior"]["p50"] == 2 * one["posterior"]["p50"]
    assert "delivered_units.(Ann + all).2023-01-31: observed 60" in both.answer()


def test_parameter_that_decides_the_figure_is_narrowed_to_it(tmp_path: Path) -> None:
    """30 units delivered of an order of 60 mean a stock of about 30; the days under way stay unknown."""
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path), particles=80, out=tmp_path / "out")
    stock = done.summary["parameters"]["product.A.initial_stock"]
    assert 26 <= stock["posterior"]["p05"] <= stock["posterior"]["p95"] <= 34
    assert stock["narrowed"] > 0.9
    assert done.summary["parameters"]["distributor.north.transit_days"]["narrowed"] < 0.6
    assert done.summary["reached"]
    assert "observed 30" in done.answer()
    assert len(done.posterior) == 80


@pytest.mark.parametrize(("low", "value", "high"), [(20, 30, 40), (25, 30, 60), (0, 58, 60), (30, 30, 50)])
def test_range_of_an_observed_figure_is_the_one_that_is_used(low: float, value: float, high: float) -> None:
    """Of the error that is used the value is the most likely one, and 5 % lie beyond each end of the range."""
    below, above = Observation(figure="x", value=value, range=(low, high), source="by hand").spread
    shares = [2 * one / (below + above) for one in (below, above)]
    assert shares[0] * norm.cdf((low - value) / below) == pytest.approx(0.05)
    assert shares[1] * norm.sf((high - value) / above) == pytest.approx(0.05)
    assert (below == above) == (value - low == high - value)


def test_uneven_range_pulls_to_its_wide_side(tmp_path: Path) -> None:
    """An order of 60 of which 30 units, 28 to 40, were delivered leaves stocks of 28 to 40 with 90 % probability."""
    text = OBSERVED.replace("28, 32", "28, 40")
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=400, out=tmp_path / "out")
    stock = done.summary["parameters"]["product.A.initial_stock"]["posterior"]
    assert stock["p05"] == pytest.approx(28, abs=1.5)
    assert stock["p95"] == pytest.approx(40, abs=2)
    assert "observed 30 (28 to 40)" in done.answer()


def test_statement_holds_in_every_particle(tmp_path: Path) -> None:
    """That half of an order of 60 was not delivered by the end leaves stocks below 30 alone."""
    text = NOT_YET.replace("published = 2023-01-01\n", "")
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=60, out=tmp_path / "out")
    assert done.posterior["sampled.product.A.initial_stock"].max() < 30
    assert "days_to_share.Ann.0.5 not by 2023-01-31: so in every particle" in done.answer()


def test_interrupted_calibration_goes_on_to_the_same_digest(tmp_path: Path) -> None:
    """What was simulated before Ctrl-C is used again, and the particles are those of an undisturbed calibration."""
    observed = observed_file(tmp_path)
    whole = sim.calibrate(uncertain_chain(), observed, particles=30, out=tmp_path / "whole")
    calls: list[int] = []

    def stops(done: int) -> None:
        calls.append(done)
        if len(calls) == 3:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedSimError, match="--resume goes on"):
        sim.calibrate(uncertain_chain(), observed, particles=30, out=tmp_path / "cut", progress=stops)
    with pytest.raises(UsageError, match="holds unfinished work"):
        sim.calibrate(uncertain_chain(), observed, particles=30, out=tmp_path / "cut")
    again = sim.calibrate(uncertain_chain(), observed, particles=30, out=tmp_path / "cut", resume=True)
    assert again.digest == whole.digest
    assert np.array_equal(again.posterior["replication"], whole.posterior["replication"])
    known = sim.calibrate(uncertain_chain(), observed, particles=30, out=tmp_path / "cut")
    assert known.manifest == again.manifest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "observed is missing; expected one or more [[observed]] tables"),
        (OBSERVED.replace("30\n", "40\n"), "observed.1 is"),
        (OBSERVED.replace("figure", "figur"), "did you mean"),
        (OBSERVED.replace("28, 32", '"a", 32'), "observed.1.range"),
        (OBSERVED.replace("28, 32", "32, 28"), "two numbers, in ascending order, about the value"),
        (OBSERVED.replace("28, 32", "31, 32"), "about the value: its 90 % range (30)"),
        (OBSERVED.replace("28, 32", "-1, 32"), "a range from 0 on, as delivered_units.all is never negative"),
        (OBSERVED.replace("30\n", "0.5\n").replace("28, 32", "0, 2").replace("_units", "_share"), "of at most 1, as"),
        (OBSERVED.replace("range = [28, 32]\n", ""), "expected value and range: where the truth lies"),
        (OBSERVED + "most = 40\n", "expected one of value (with its range), least, most, by, not value and most"),
        (OBSERVED.replace("value = 30\n", ""), "expected one of value (with its range), least, most, by"),
        (OBSERVED.replace("value = 30\n", "most = 40\n"), "expected a range beside value alone, not beside most"),
        (OBSERVED + "happened = true\n", "expected happened beside one of least, most, by, not beside value"),
        (OBSERVED + "published = 2023-01-30\n", "published on 2023-01-31 or later: 2023-01-30 is before the date"),
        (NOT_YET.replace("false", '"no"'), 'observed.1.happened is "no"; expected true or false'),
        (NOT_YET.replace("2023-01-31", "2023-01-02"), "2023-01-01 is before the date that it tells of"),
        (NOT_YET.replace("days_to_share", "delivered_share"), "by beside a figure days_to_share.BUYER.SHARE"),
        (OBSERVED.replace("28, 32", "28, nan"), "observed.1.range"),
        (summed("[]"), "1.figure is []; expected the name of a key figure, without its date (delivered_usd.all), or"),
        (summed('["finished_units.A.2023Q1"]'), "or a list of two or more to add up"),
        (summed('["need_units.Ann", "need_units.Ann"]'), "expected each figure at most once in the list"),
        (summed('["need_units.Ann", "shortfall_usd.Ann"]'), "can be added up: all in units, or all in dollars"),
        (summed('["wait_days_p50.Ann", "wait_days_p50.all"]'), "all in units, or all in dollars"),
        (summed('["need_units.Ann", 3]'), "observed.1.figure.2 is 3; expected"),
        ("value = [", "not TOML"),
    ],
)
def test_what_is_wrong_with_observed_figures_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake in a file of observed figures is named with its path and what was expected."""
    with pytest.raises(UsageError) as told:
        load_observed(observed_file(tmp_path, text))
    assert message in str(told.value)


def test_each_mistake_is_told_once(tmp_path: Path) -> None:
    """A wrong entry is told with its path, and not again as a list that is too short."""
    for text, path in ((OBSERVED.replace("28, 32", "30, 30"), "observed.1"), (summed("[]"), "observed.1.figure")):
        with pytest.raises(ScenarioError) as told:
            load_observed(observed_file(tmp_path, text))
        assert [problem.path for problem in told.value.problems] == [path]


def test_date_outside_the_run_is_told_where_it_stands(tmp_path: Path) -> None:
    """An observation of a day that is not simulated is named by its place in the file of observations."""
    text = OBSERVED + OBSERVED.replace("2023-01-31", "2024-01-31")
    with pytest.raises(
        ScenarioError, match=r"observed\.toml:11: observed\.2\.date is 2024-01-31; expected a date from start"
    ):
        sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), out=tmp_path)


def test_figure_without_its_date_is_told_with_it(tmp_path: Path) -> None:
    """A figure that is of a date is suggested with one."""
    text = OBSERVED.replace("date = 2023-01-31\n", "")
    with pytest.raises(ScenarioError, match=r"did you mean 'delivered_units\.all\.2023-01-31'"):
        sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), out=tmp_path)


def test_observation_out_of_reach_is_told(tmp_path: Path) -> None:
    """Where no parameters give what was observed, the predictive check says so."""
    text = OBSERVED.replace("value = 30", "value = 900").replace("[28, 32]", "[890, 910]")
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=20, out=tmp_path / "out")
    assert "observed 900 (890 to 910)" in done.answer()
    assert "no parameters within their ranges reach it" in done.answer()


def test_observation_that_says_nothing_narrows_nothing(tmp_path: Path) -> None:
    """A variance that falls no more than by chance is not told to be narrowed."""
    text = OBSERVED.replace("[28, 32]", "[0, 100_000]")
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=20, out=tmp_path / "out")
    assert "they narrow no uncertain parameter noticeably" in done.answer()
    assert done.summary["effective"] == pytest.approx(20, abs=0.1)


def test_results_without_a_folder_last_as_long_as_the_calibration(tmp_path: Path) -> None:
    """Without `out` a calibration is in a temporary folder that goes with it."""
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path), particles=10)
    folder = done.folder
    assert len(done.posterior) == 10
    del done
    assert not folder.exists()


def test_observation_of_an_unknown_figure_is_told(tmp_path: Path) -> None:
    """A figure that the scenario lacks is named, with the one that was meant."""
    text = OBSERVED.replace("delivered_units.all", "delivered_unit.all")
    with pytest.raises(ScenarioError, match=r"observed\.1\.figure is .*did you mean .*delivered_units\.all"):
        sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), out=tmp_path)


def test_nothing_uncertain_is_nothing_to_narrow(tmp_path: Path) -> None:
    """A scenario without uncertain parameters is refused."""
    with pytest.raises(UsageError, match="nothing is uncertain"):
        sim.calibrate(chain(), observed_file(tmp_path), out=tmp_path)
    with pytest.raises(UsageError, match="no such file"):
        load_observed(tmp_path / "none.toml")


def test_particles_without_the_observed_figure_are_told(tmp_path: Path) -> None:
    """A share that some particles never reach has no date in them: they are not kept, and their number is told."""
    text = OBSERVED.replace("delivered_units.all", "days_to_share.all.0.5").replace("date = 2023-01-31\n", "")
    text = text.replace("30\n", "10\n").replace("28, 32", "5, 20")
    done = sim.calibrate(uncertain_chain(), observed_file(tmp_path, text), particles=20, out=tmp_path / "out")
    lost = int(done.prior["days_to_share.all.0.5"].isna().sum())
    assert 0 < lost < 20
    assert f"    {lost} of the first 20 particles gave it no value; such are never kept" in done.answer()
    assert done.posterior["days_to_share.all.0.5"].notna().all()
