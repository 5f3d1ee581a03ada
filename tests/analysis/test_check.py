"""A scenario beside what its own sources say."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli.main import main
from sim.statistics.agreement import CONTRADICTED, MISSING
from tests.worlds import CHAIN, chain

STOCK = '[uncertain]\n"product.A.initial_stock" = { uniform = [10, 30] }\n'
"""10 to 30 of 60 units ordered are delivered on the 5th."""

BY = "delivered_units.Ann.2023-01-20"


def told(figure: str = BY, **more: Any) -> dict[str, Any]:
    """A source check."""
    return {"figure": figure, "source": "Reuters 2023-02-01: a figure", "published": "2023-02-01", **more}


def world(*checks: dict[str, Any], **report: Any) -> sim.Scenario:
    """The chain with uncertain stock, whose sources say something."""
    scenario = chain(CHAIN + STOCK).set("source_check", list(checks))
    return scenario.set("report", report) if report else scenario


def verdicts(found: sim.Check) -> list[str]:
    """The verdict of each check."""
    return found.checks["verdict"].tolist()


def test_figure_is_held_against_its_source() -> None:
    """A range within what is simulated agrees, one beyond it is contradicted, a figure that nobody has is missing."""
    checks = (
        told(range=[15, 20]),
        told(range=[40, 60]),
        told(most=9),
        told(least=30.5),
        told("days_to_share.Ann.1.0", most=90),
    )
    found = sim.check(world(*checks), 100, engine="simpy")
    assert verdicts(found) == ["agrees", "contradicted", "contradicted", "contradicted", "missing"]
    assert not found.holds
    first = found.checks.iloc[0]
    assert 10 <= first["p05"] <= first["p50"] <= first["p95"] <= 30
    assert (first["count"], first["missing"]) == (100, 0)
    assert found.checks["missing"].tolist() == [0, 0, 0, 0, 100]
    said = found.answer()
    assert f"{BY} is contradicted: none of 100 replications come up to 40 (95 % interval 0% to 4%)" in said
    assert f"{BY} is contradicted: none of 100 replications come down to 9" in said
    assert "days_to_share.Ann.1.0 has no value in any replication" in said
    assert "Of 5 sources: 1 agrees, 3 are contradicted, 0 are undecided, 1 without any value." in said


def test_check_is_of_the_same_replications_as_a_sweep() -> None:
    """The values beside a source are those that a sweep of the same seed has, whatever dates the report is of."""
    found = sim.check(world(told(least=1), dates=["2023-01-31"]), 20, seed=3, engine="simpy")
    sweep = sim.sweep(world(dates=["2023-01-20"]), 20, seed=3, engine="simpy")
    assert found.sweep.replications[BY].tolist() == sweep.replications[BY].tolist()
    assert verdicts(found) == ["agrees"]


def test_source_may_tell_of_a_quarter() -> None:
    """A figure of a calendar quarter is one like any other."""
    found = sim.check(world(told("delivered_units.Ann.2023Q1", range=[1, 60])), 20, engine="simpy")
    assert verdicts(found) == ["agrees"]
    with pytest.raises(sim.ScenarioError, match=r"did you mean 'delivered_units\.Ann\.2023Q1'"):
        sim.check(world(told("delivered_units.An.2023Q1", least=1)))


def test_source_may_tell_of_a_sum() -> None:
    """Figures of a list are added up: of 60 units ordered what is delivered and what is open; none may be unlike."""
    figures = [BY, "backlog_units.Ann"]
    source = told(range=[60, 60]) | {"figure": figures}
    found = sim.check(world(source), 100, engine="simpy")
    assert verdicts(found) == ["agrees"]
    assert found.checks["p05"].tolist() == found.checks["p95"].tolist() == [60]
    assert f"backlog_units.Ann + {BY}" in found.answer()
    with pytest.raises(sim.ScenarioError, match=r"check.1.figure is \[.*; expected figures that can be added up"):
        sim.check(world(source | {"figure": [BY, "delivered_usd.Ann.2023-01-20"]}))
    with pytest.raises(sim.ScenarioError, match=r"source_check.1.figure.2 is .*did you mean"):
        sim.check(world(source | {"figure": [BY, "backlog_units.An"]}))
    with pytest.raises(sim.ScenarioError, match=r"check.1.figure is .*; expected a text or a list of at least 2"):
        world(source | {"figure": [BY]})


def test_few_replications_contradict_nothing() -> None:
    """Of fewer than 73 replications none can tell that fewer than one in twenty reaches a range."""
    found = sim.check(world(told(least=1000)), 20, engine="simpy")
    assert verdicts(found) == ["undecided"]
    assert found.holds
    said = found.answer()
    assert "is undecided: none of 20 replications come up to 1,000 (95 % interval 0% to 16%); more would tell" in said
    few = "20 replications are too few to tell, 73 or more can contradict a source"
    assert said.endswith(f"Undecided is neither: {few}; the exit status takes it for no contradiction.")


def test_source_of_later_date_is_told() -> None:
    """A source that was published after the question was asked is named as such."""
    found = sim.check(world(told(least=1), asked="2023-01-31"), 3, engine="simpy")
    assert f"{BY}: its source was published after the question was asked (2023-01-31)" in found.answer()
    assert "published after" not in sim.check(world(told(least=1), asked="2023-02-01"), 3, engine="simpy").answer()


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("delivered_units.An.2023-01-20", "did you mean 'delivered_units.Ann.2023-01-20'"),
        ("delivered_units.Ann.2024-01-20", r"a figure of a date from start \(2023-01-01\) to end \(2023-01-31\)"),
        ("nothing", "expected a key figure of chain"),
    ],
)
def test_figure_that_there_is_not_is_refused(figure: str, expected: str) -> None:
    """A check of a figure that the scenario lacks ends in one sentence."""
    with pytest.raises(sim.ScenarioError, match=rf"source_check.1.figure is .*{expected}"):
        sim.check(world(told(figure, least=1)))


def test_scenario_without_sources_is_refused() -> None:
    """Where no source says anything, that is said."""
    with pytest.raises(sim.UsageError, match="chain: nothing to check"):
        sim.check(chain())


def test_command_ends_with_1_where_a_source_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 0 where none is, 1 where one is; the checks are printed for programs too, and validate knows figures."""
    file = tmp_path / "a.toml"
    check = f'[[source_check]]\nfigure = "{BY}"\nsource = "a"\npublished = 2023-02-01\n'
    for end, status in (("least = 1", 0), ("least = 1000", 1)):
        file.write_text(f"{CHAIN}{STOCK}{check}{end}\n")
        words = ["check", str(file), "--replications", "80", "--out", str(tmp_path), "--workers", "1", "--json"]
        monkeypatch.setattr(sys, "argv", ["gpu-supply", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert int(ended.value.code or 0) == status
        found = json.loads(capsys.readouterr().out)
        assert found["holds"] == (status == 0)
        assert found["checks"][0]["published"] == "2023-02-01"
    file.write_text(f"{CHAIN}{check.replace('Ann', 'Bob')}least = 1\n")
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "validate", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert f"{file}:18: source_check.1.figure is" in capsys.readouterr().err


SOURCED = [name for name in sim.shipped() if sim.load(name).source_check]


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("name", SOURCED)
def test_scenario_that_ships_contradicts_no_source_of_its_own(name: str) -> None:
    """What a scenario that ships says of the figures that its sources give is possible beside each of them."""
    found = sim.check(name, 100, engine="compiled")
    lost = found.checks[found.checks["verdict"].isin([CONTRADICTED, MISSING])]
    assert lost[["figure", "source"]].to_dict("records") == []
    asked = found.sweep.scenario.report.asked
    assert asked is not None
    assert (found.checks["published"] <= str(asked)).all()
