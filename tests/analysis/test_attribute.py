"""Attribution of what is not delivered to its causes, on scenarios small enough to calculate."""

import json
import sys
from pathlib import Path

import pytest

import sim
from sim.analysis.attribute import REST
from sim.analysis.causes import causes_of, without
from sim.cli.main import main
from sim.errors import UsageError
from tests.worlds import CHAIN, chain

BAN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-01
effective = 2023-01-08
"""


def units(found: sim.Attribution) -> dict[str, float]:
    """Mean units of each cause."""
    return dict(zip(found.causes["cause"], found.causes["units"], strict=True))


def test_single_cause_explains_all_that_it_stops() -> None:
    """A week of 20 units before a ban delivers 20 of 60; the ban and the week together hold back the other 40.

    Without the ban, 20 a week deliver all 60 by the 16th; without the limit, all 60 leave before the ban. So either
    alone is worth 40 and both together no more: each is given 20.
    """
    slow = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 20")
    found = sim.attribute(chain(slow + BAN), replications=2)
    assert units(found) == {"ban": 20, "distributor capacity": 20, REST: 0}
    assert found.causes["low"].tolist() == found.causes["units"].tolist()
    assert "By 2023-01-31 40 of 60 units needed by all buyers in the whole run are not delivered" in found.answer()
    found.plot()


MADE = """
[product.production]
start = 2023-01-01
lot_interval = 40
capacity = 60
"""
"""One lot of 60 units, in place of stock."""

TALKS = """
[buyer.negotiation]
opens = 2023-01-02
success = 0.0
contract = { weekly_capacity = 1000 }
"""


def made(line: str) -> str:
    """The chain without stock, with a line of production."""
    return CHAIN.replace("initial_stock = 100\n", MADE + line)


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        (made("ramp = { table = [[0, 0.5]] }\n"), {"ramp": 30}),
        (made("yield = 0.5\n"), {"yield": 30}),
        (CHAIN.replace("transit_days = 3", "transit_days = 20\ncredit_limit = 3000"), {"credit": 30}),
        (CHAIN.replace("= 1000", "= 0") + TALKS, {"talks": 30, "distributor capacity": 30}),
        (made("cycle_time = 19\n").replace("via =", "patience = 5\nvia ="), {"patience": 60}),
    ],
)
def test_each_cause_explains_what_it_alone_holds_back(text: str, causes: dict[str, float]) -> None:
    """A cause that holds back units of an order of 60 is given them, shared with what would do as well without it."""
    found = sim.attribute(chain(text), replications=2)
    assert {name: value for name, value in units(found).items() if value} == causes


def test_what_no_cause_explains_is_named() -> None:
    """40 units in stock of an order of 60 leave 20 to the output, whatever is taken away."""
    found = sim.attribute(chain(product__A__initial_stock=40), replications=2)
    assert units(found) == {"distributor capacity": 0, REST: 20}


@pytest.mark.usefixtures("compiled_kernel")
def test_causes_and_rest_sum_to_the_gap_exactly() -> None:
    """In every replication of the founding case, causes and rest are ordered less delivered."""
    found = sim.attribute(sim.load("no-ban"), "2023-09-01", replications=2)
    rows = found.replications
    names = [*causes_of(sim.load("no-ban")), REST]
    assert "ban" not in names
    gap = rows["need"] - rows["delivered"]
    assert rows[names].sum(axis=1).to_numpy() == pytest.approx(gap.to_numpy(), abs=1e-6)
    assert (gap > 0).all()


def test_command_tells_what_the_function_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`attribute` prints the causes for programs, and leaves tables and picture; a date outside the run is refused."""
    file = tmp_path / "slow.toml"
    file.write_text(CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 20") + BAN)
    words = ["gpu-supply", "attribute", str(file), "--replications", "2", "--out", str(tmp_path), "--json"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    told = json.loads(capsys.readouterr().out)
    assert [cause["units"] for cause in told["causes"]] == [20, 20, 0]
    assert {"waterfall.png", "causes.parquet"} <= {path.name for path in Path(told["folder"]).iterdir()}
    monkeypatch.setattr(sys, "argv", [*words, "--date", "2024-01-01"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "expected one from 2023-01-01" in capsys.readouterr().err


def test_cause_taken_away_takes_its_uncertainty_with_it() -> None:
    """What is uncertain of a cause goes with it, and the draws of all else stay."""
    scenario = sim.load("china-2023")
    free = without(scenario, ("ban", "yield"))
    assert not free.control
    gone = set(scenario.uncertain) - set(free.uncertain)
    assert gone
    assert all(path.startswith("control.") or ".yield" in path for path in gone)
    before, after = sim.run(scenario).sampled, sim.run(free).sampled
    assert after == {path: before[path] for path in after}


def test_scenario_without_causes_and_wrong_dates_are_told(tmp_path: Path) -> None:
    """A date outside the run is refused."""
    with pytest.raises(UsageError, match="date is 2024-01-01; expected one from 2023-01-01"):
        sim.attribute(chain(), "2024-01-01", out=tmp_path)
    with pytest.raises(UsageError, match="expected one like 2023-12-31"):
        sim.attribute(chain(), "soon", out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_each_date_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Another date that the report has already is another question: it gets its own numbers, and is not recognised."""
    slow = chain(CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 20"))
    slow = slow.set("report.dates", ["2023-01-10", "2023-01-31"])
    early, late = (sim.attribute(slow, day, 2, out=tmp_path, engine="simpy") for day in ("2023-01-10", "2023-01-31"))
    assert early.sweep.folder != late.sweep.folder
    assert early.causes["units"].sum() == 40
    assert late.causes["units"].sum() == 0
