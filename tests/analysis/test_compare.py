"""Comparisons of two scenarios on common random numbers."""

import json
import re
import sys
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import sim
from sim.analysis.compare import comparison_plan, paired
from sim.cli.main import main
from sim.errors import UsageError
from sim.pictures.compared import pairs_in_words
from sim.pictures.style import Picture
from sim.records.difference import differs_from
from sim.records.words import MINUS, NONE
from sim.scenario.change import without_effect
from sim.statistics.intervals import student
from tests.worlds import CHAIN, chain, log_of

LATER = {"buyer__Ann__order__1__date": "2023-01-12"}


def test_differences_are_paired_replication_by_replication() -> None:
    """The mean difference of a figure is that of the pairs, with their Student interval."""
    a = sim.load("china-2023")
    b = a.set("control.2022-08 letter.moved.1.to", "2023-03-01")
    pair = sim.compare(a, b, replications=12)
    name = "delivered_units.ByteDance.2023-12-31"
    rows = pair.sweep.replications.pivot_table(index="replication", columns="point", values=name)
    expected = student((rows[1] - rows[0]).to_numpy(dtype="float64"))
    found = pair.differences.set_index("figure").loc[name]
    assert (found["difference"], found["low"], found["pairs"]) == (expected.mean, expected.low, 12)
    assert found["mean_b"] - found["mean_a"] == pytest.approx(found["difference"])
    assert found["correlation"] > 0
    spread = (rows[1] - rows[0]).var()
    assert found["variance_reduction"] == pytest.approx((rows[0].var() + rows[1].var()) / spread)


@pytest.mark.usefixtures("compiled_kernel")
def test_first_dates_are_looked_for_on_the_engine_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the compiled engine simulates the rows, `auto` or not, it simulates the logs that are compared too."""
    monkeypatch.setattr("sim.engines.simpy.engine.simulate", None)
    pair = sim.compare(chain(), chain(**LATER), replications=60)
    assert pair.sweep.manifest["engine"] == "compiled"
    assert pair.sweep.summary["comparison"]["differs_from"] == "2023-01-02"


def test_each_side_is_what_a_sweep_of_it_alone_gives() -> None:
    """A comparison's rows are those of the two sweeps."""
    a, b = sim.load("china-2023"), sim.load("no-ban")
    pair = sim.compare(a, b, replications=3).sweep.replications
    for point, scenario in enumerate((a, b)):
        alone = sim.sweep(scenario, 3).replications
        own = pair[pair["point"] == point].reset_index(drop=True)
        for name in alone.columns.drop("point"):
            assert own[name].tolist() == alone[name].tolist() or alone[name].isna().any(), name


def reaching(*days: tuple[float | None, float | None]) -> pd.DataFrame:
    """Rows of pairs that reach the whole of an order after so many days under A and B, None where never."""
    sides = [[one[side] for one in days] for side in (0, 1)]
    points = [0] * len(days) + [1] * len(days)
    return pd.DataFrame({"point": points, "error": None, "days_to_share.all.0.9": [*sides[0], *sides[1]]})


def test_comparison_without_any_difference_says_so() -> None:
    """The picture of two scenarios of the same deliveries says that they are the same, on an axis of whole units."""
    figure = sim.compare(chain(), chain(name="other", product__A__price=7), 3, engine="simpy").plot()
    figure.canvas.draw()
    words = [text.get_text() for text in figure.findobj(Text)]
    title = next(word for word in words if "Under other" in word)
    assert title.replace("\n", " ").endswith("by 31 Jan 2023 is the same as under chain")
    assert "no difference on any day" in words
    assert "-0" not in words


def test_numbers_below_zero_have_one_kind_of_minus() -> None:
    """Every difference of an answer that is below zero has the minus sign of the report figures."""
    a = chain().set("report", {"dates": ["2023-01-31"], "figures": ["delivered_units.Ann.2023-01-31"]})
    answer = sim.compare(a, a.set("name", "less").set("product.A.initial_stock", 10), 3, engine="simpy").answer()
    assert answer.count("a difference of \N{MINUS SIGN}") == 2
    assert not re.search(r"-\d[\d,]* units", answer)


def test_pairs_that_lack_a_figure_are_counted(tmp_path: Path) -> None:
    """A difference is over the pairs in which both have the figure; the others are counted, whoever lacks it."""
    reaching((3, 5), (4, 4), (None, 9), (2, None), (2, None), (None, None)).to_parquet(tmp_path / "rows.parquet")
    (row,) = paired(tmp_path / "rows.parquet", {"days_to_share.all.0.9"}).to_dict("records")
    assert [row[key] for key in ("pairs", "left_out", "count_a", "count_b")] == [2, 4, 4, 3]
    assert (row["mean_a"], row["mean_b"], row["difference"]) == (3.5, 4.5, 1.0)


def test_figure_that_no_pair_has_is_told_with_its_counts(tmp_path: Path) -> None:
    """A figure without a pair has a row without numbers; one that a scenario does not know has none."""
    reaching((3, None), (4, None)).to_parquet(tmp_path / "rows.parquet")
    (row,) = paired(tmp_path / "rows.parquet", {"days_to_share.all.0.9"}).to_dict("records")
    assert [row[key] for key in ("pairs", "left_out", "count_a", "count_b")] == [0, 2, 2, 0]
    assert np.isnan(row["difference"])
    assert paired(tmp_path / "rows.parquet", set()).empty


def test_answer_says_which_pairs_never_reach_a_target() -> None:
    """Target by target the answer tells the pairs that reach it, and of the others who does; the picture the counts."""
    a = chain(product__A__initial_stock=40)
    pair = sim.compare(a, chain(), replications=3)
    assert (
        "  at least 90% is delivered under both in 0 of 3 pairs; the other 3 are left out: 0 reach it under A alone, "
        "3 under B alone, 0 under neither"
    ) in pair.answer()
    assert "  at least 50% is delivered under both in 3 of 3 pairs; in these +0.0 days under B" in pair.answer()
    note = "Delivered under both: at least 10% in 3, 50% in 3, 90% in 0 pairs."
    assert pairs_in_words(a, pair.differences) == note
    said = " ".join(text.get_text().replace("\n", " ") for text in pair.plot().texts)
    assert note in said


DRAWN = CHAIN + '[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n'


def test_value_that_the_law_draws_in_both_is_warned_of() -> None:
    """Scenarios that differ in the nominal value of an uncertain parameter are told to differ in nothing there."""
    nominal = chain(DRAWN.replace("initial_stock = 100", "initial_stock = 50"))
    with pytest.warns(
        sim.SimWarning, match=r"product.A.initial_stock is 100 in A and 50 in B, but \[uncertain\] draws it"
    ):
        comparison_plan([chain(DRAWN), nominal], 2, 0, "random")
    other_law = chain(DRAWN.replace("initial_stock = 100", "initial_stock = 50").replace("[0, 100]", "[0, 50]"))
    for b in (other_law, chain(DRAWN).set("product.A.initial_stock", 50), chain(product__A__initial_stock=50)):
        comparison_plan([chain(DRAWN), b], 2, 0, "random")


def test_scenarios_of_2023_are_compared_without_a_warning() -> None:
    """No two that ship of one episode differ in what the same law draws in both."""
    shipped = [sim.load(name) for name in ("china-2023", "china-2023-strict", "no-ban")]
    for a, b in permutations(shipped, 2):
        assert not list(without_effect(a, b)), (a.name, b.name)


def test_same_world_until_the_first_difference() -> None:
    """An order that moves from 2 January to the 12th changes nothing before the 2nd."""
    a, b = chain(), chain(**LATER)
    assert differs_from(log_of(a), log_of(b)) == date(2023, 1, 2)
    assert differs_from(log_of(a), log_of(a)) is None
    pair = sim.compare(a, b, replications=2)
    assert pair.differs_from == date(2023, 1, 2)
    assert "the same until 2023-01-02" in pair.answer()


def test_names_of_another_order_are_told_apart_by_name() -> None:
    """A distributor that stands first in the file but does nothing makes no difference between logs."""
    text = """
name = "chain"
start = 2023-01-01
end = 2023-01-31
product = [{ name = "A", price = 100, initial_stock = 100 }]
distributor = [
  { name = "idle", weekly_capacity = 0 },
  { name = "north", weekly_capacity = 1000, transit_days = 3 },
]
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 60 }]
"""
    assert differs_from(log_of(chain()), log_of(chain(text))) is None


def test_daily_difference_ends_with_that_of_the_last_date() -> None:
    """The paired difference by day ends where the key figure's does."""
    a = chain()
    b = chain(product__A__initial_stock=40)
    pair = sim.compare(a, b, replications=2)
    row = pair.differences.set_index("figure").loc["delivered_units.all.2023-01-31"]
    assert row["difference"] == -20
    pair.plot()


def test_same_scenario_twice_is_refused() -> None:
    """Comparing a scenario with itself is told to be that."""
    with pytest.raises(UsageError, match="A and B are the same scenario"):
        sim.compare(chain(), chain())


def test_command_tells_the_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`compare` prints differences for programs and writes tables and picture; the second time it is recognised."""
    words = ["gpu-supply", "compare", "china-2023", "no-ban", "--replications", "4", "--workers", "1", "--json"]
    told = []
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", [*words, "--quiet", "--out", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    names = {path.name for path in Path(told[0]["folder"]).iterdir()}
    assert {
        "differences.parquet",
        "difference_by_day.parquet",
        "compared.png",
        "compared.svg",
        "bands.parquet",
    } <= names
    assert told[0]["pairs_looked_at"] == 4


def test_several_scenarios_are_compared_with_the_first() -> None:
    """Of several each has its differences from A, its block of the answer, and a line and a row in one picture."""
    a = chain()
    others = [chain(name="less", product__A__initial_stock=40), chain(name="later", **LATER), chain(name="none")]
    others[2] = others[2].set("product.A.initial_stock", 0)
    found = sim.compare(a, others, 3, engine="simpy")
    rows = found.differences.set_index(["point", "figure"])["difference"]
    name = "delivered_units.all.2023-01-31"
    assert [rows[place, name] for place in (1, 2, 3)] == [-20, 0, -60]
    said = found.answer()
    assert [said.count(f"{one.name} compared with chain (3 pairs on common random numbers)") for one in others] == [
        1
    ] * 3
    assert found.summary["comparison"]["by_scenario"] == {"B": "2023-01-01", "C": "2023-01-02", "D": "2023-01-01"}
    assert found.summary["comparison"]["differs_from"] == "2023-01-01"
    figure = found.plot()
    assert isinstance(figure, Picture)
    assert [line.get_label() for line in figure.axes[0].lines] == ["chain", "less", "later", "none"]
    title = "In the end all buyers have 60 units (median) under chain, the most of 4, and 0 under none, the fewest"
    assert figure.heading.title == title
    ends = [row.cells[-2:] for row in figure.table.rows]
    assert ends[:2] == [(NONE, NONE), (f"{MINUS}20", f"{MINUS}20 to {MINUS}20")]


def test_two_of_several_that_are_the_same_are_refused() -> None:
    """No two scenarios of a comparison may be the same, and there is a most of them."""
    with pytest.raises(UsageError, match=r"B and C are the same scenario \(less\); expected 3 that differ"):
        sim.compare(chain(), [chain(name="less")] * 2)
    with pytest.raises(UsageError, match="14 scenarios to compare; expected 2 to 12"):
        sim.compare(chain(), [chain(name=str(number)) for number in range(13)])
