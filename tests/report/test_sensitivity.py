"""The sensitivity section: of an analysis itself, and of one that lies beside a result."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.reporting.content import analysis_of, content_of_result
from sim.reporting.page import page
from sim.reporting.pictures import Picture, pictures_of
from sim.reporting.result import Result, read
from sim.reporting.sensitivity import sensitivity_beside
from tests.report.pages import Page, folder_of, uncertain_chain


def first_picture(result: Result) -> Picture:
    """The picture beside the answer."""
    return pictures_of(content_of_result(result))[""][0]


@pytest.mark.parametrize("kind", ["run", "sweep", "grid", "compare"])
def test_an_analysis_of_the_same_scenario_beside_is_shown(kind: str, tmp_path: Path) -> None:
    """A result has the section from an analysis of its scenario beside it, and says so where there is none."""
    folder = folder_of(kind, tmp_path)
    assert "No sensitivity analysis of this scenario" in Page(page(read(folder))).text
    beside = folder_of("sensitivity", tmp_path)
    assert beside.parent == folder.parent
    text = Page(page(read(folder))).text
    assert f"From the analysis of the same scenario in {beside.name}." in text
    assert "Shares of the variance of delivered_units.Ann.2023-01-31" in text


def test_an_analysis_of_another_scenario_is_not_shown(tmp_path: Path) -> None:
    """An analysis of a scenario with another value, under the same name, is none of this result's."""
    folder_of("sensitivity", tmp_path)
    for other in (uncertain_chain().set("product.A.price", 7), uncertain_chain().set("uncertain", {})):
        assert sensitivity_beside(read(folder_of("sweep", tmp_path, other))) is None
        assert sensitivity_beside(read(folder_of("run", tmp_path, other))) is None


def test_of_two_the_larger_is_shown(tmp_path: Path) -> None:
    """Of several analyses beside a result that with most replications is shown."""
    folder = folder_of("sweep", tmp_path)
    folder_of("morris", tmp_path)
    large = sim.sensitivity(uncertain_chain(), samples=16, replications=2, out=tmp_path).sweep.folder
    folder_of("sensitivity", tmp_path)
    found = sensitivity_beside(read(folder))
    assert found is not None
    assert found.folder == large.name


@pytest.mark.parametrize("kind", ["sensitivity", "morris"])
def test_a_page_of_an_analysis_tells_its_indices(kind: str, folder_once: Callable[[str], Path]) -> None:
    """Every parameter's indices stand in the table, the answer is that of the command, the most important is first."""
    result = read(folder_once(kind))
    text = Page(page(result)).text
    table = pd.read_parquet(result.folder / "sensitivity.parquet")
    own = table[table["figure"] == "delivered_units.Ann.2023-01-31"]
    value = "total" if kind == "sensitivity" else "mu_star"
    first = own.sort_values(value, ascending=False)["parameter"].iloc[0]
    picture = first_picture(result)
    assert next(row.name for row in picture.table.rows) == first
    assert {row.name for row in picture.table.rows} == set(own["parameter"])
    assert all(parameter in text for parameter in own["parameter"])
    answer = analysis_of(result).answer()
    assert answer.splitlines()[-1].strip() in text
    assert "who got what by which channel" not in text


@pytest.mark.parametrize(("wide", "finding"), [(math.inf, " matters most"), (0.0, "Too few samples to say ")])
def test_wide_intervals_name_no_most_important_parameter(
    wide: float, finding: str, folder_once: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture of indices names the first, but not where their intervals are too wide."""
    monkeypatch.setattr("sim.pictures.tornado.WIDE", wide)
    assert finding in first_picture(read(folder_once("sensitivity"))).finding


def test_the_figure_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    """An analysis of another figure tells that one."""
    figure = "wait_days_mean.Ann"
    folder = sim.sensitivity(uncertain_chain(), figure=figure, samples=4, replications=2, out=tmp_path).sweep.folder
    assert analysis_of(read(folder)).figure == figure
    assert f"--figure {figure}" in Page(page(read(folder))).text
