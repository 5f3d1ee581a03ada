"""The experiment scripts: each runs, on the public API alone, and its answer follows from its tables."""

import ast
import contextlib
import io
import json
import os
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from pandas.api.types import is_numeric_dtype
from scipy.stats import binomtest

import sim
from sim.records.words import written

ROOT = Path(__file__).resolve().parents[2]
CURVES = ("ordered", "switched", "delivered")
SCRIPTS = sorted((ROOT / "experiments").glob("*.py"))

pytestmark = pytest.mark.usefixtures("compiled_kernel")  # of which `auto` makes use, from some replications on


def answer_of(name: str, out: Path, replications: int = 12, *more: str) -> str:
    """What a script prints that is started in another folder: by this process, which has imported what it needs."""
    script, said = ROOT / "experiments" / f"{name}.py", io.StringIO()
    words = [str(script), "--out", str(out), "--workers", "1", "--replications", str(replications), *more]
    with contextlib.chdir(out.parent), contextlib.redirect_stdout(said), patch.object(sys, "argv", words):
        runpy.run_path(str(script), run_name="__main__")
    return said.getvalue()


def chance_of(reached: int, count: int) -> str:
    """A probability with Wilson's interval, as answers have it."""
    interval = binomtest(int(reached), count).proportion_ci(method="wilson")
    middle, low, high = (f"{share:.2f}" for share in (reached / count, interval.low, interval.high))
    return f"probability {middle} (95 % interval {low} to {high})"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_is_short_and_uses_the_public_interface(script: Path) -> None:
    """A script opens with question, method and assumptions, has under 100 lines, draws nothing, imports only sim."""
    text = script.read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(text)) or ""
    assert text.count("\n") < 100
    assert re.fullmatch(r"Question: [^\n]+\?\n\nMethod: .+ Assumed: .+", told, re.DOTALL)
    assert not re.search(r"^\s*(from|import) (sim\.|matplotlib)", text, re.MULTILINE)
    uses = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
    names = {node.attr for node in uses if isinstance(node.value, ast.Name) and node.value.id == "sim"}
    assert names <= set(sim.__all__), "what is no public name is there only where something else has imported it"


def test_script_is_a_program_of_its_own(tmp_path: Path) -> None:
    """Started as a process, in another folder, a script answers, and writes there."""
    words = [sys.executable, str(ROOT / "experiments" / "allocation_policies.py"), "--replications", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*words, "--workers", "1"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ByteDance gets most under" in done.stdout
    assert list(tmp_path.glob("results/allocation_policies/*.png"))


def test_was_it_delivered_tells_its_table(tmp_path: Path) -> None:
    """Each probability that is told stands in the table."""
    said = answer_of("was_it_delivered", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "chances.csv")
    assert len(table) == 12
    for row in table.itertuples():
        reached = round(float(row.probability) * 12)  # type: ignore[arg-type]
        assert f"at least {row.target:.0%} by {row.date}: {chance_of(reached, 12)}" in said
    half = table[(table["date"] == "2023-06-15") & (table["target"] == 0.5)].iloc[0]
    likely = half["probability"] > 0.5
    word, most = ("delivered", half["probability"]) if likely else ("only ordered", 1 - half["probability"])
    sure = "was" if half["low"] > 0.5 or half["high"] < 0.5 else "may have been"
    assert f"mid-June 2023 most of it {sure} {word}: {chance_of(round(12 * most), 12)} under" in said
    assert (tmp_path / "out" / "chances.png").exists()


def test_value_of_delay_tells_its_table(tmp_path: Path) -> None:
    """Units, dollars and the multiple of $400M follow from the table of differences."""
    said = answer_of("value_of_delay", tmp_path / "out")
    rows = pd.read_csv(tmp_path / "out" / "differences.csv").set_index("figure")
    for who, name in (("all", "all buyers"), ("ByteDance", "ByteDance")):
        units = rows.loc[f"delivered_units.{who}.2023-12-31"]
        assert f"{name}: {units['difference']:+,.0f} units ({units['low']:+,.0f} to {units['high']:+,.0f})" in said
    usd = rows.loc["delivered_usd.all.2023-12-31"] / 4e8
    span = f"(95% interval of the mean {usd['low']:.2f} to {usd['high']:.2f})"
    assert f"that is {usd['difference']:.2f} times as much {span}" in said


def test_cost_of_the_ban_tells_its_table(tmp_path: Path) -> None:
    """Each difference is the mean of the pairs, with the rush's largest and smallest fifths those of the rows."""
    said = answer_of("cost_of_the_ban", tmp_path / "out", 20, "--workers", "1")
    table = pd.read_csv(tmp_path / "out" / "differences.csv", index_col=[0, 1, 2])
    worlds = ["the ban in September", "announced, never in effect", "the ban in September, no rush"]
    assert list(table.columns) == worlds

    def interval(values: "pd.Series[float]") -> str:
        half = 1.96 * values.std() / np.sqrt(len(values))
        middle, low, high = (f"{values.mean() + end:+,.0f}" for end in (0, -half, half))
        return f"{middle} ({low} to {high})"

    for _, rows in table.groupby(level=[0, 1]):
        for world in worlds:
            assert f"    {world}: {interval(rows[world])}\n" in said
    (path,) = (tmp_path / "out").glob("sweeps/china-2023/sweep-*/replications.parquet")
    rows = pd.read_parquet(path)
    rows = rows[rows["design.policy"] == worlds[0]].set_index("replication")
    order = rows["sampled.line.GA100.rush_mix.A100"].sort_values().index
    units = table.xs("ByteDance").xs("2023-12-31")[worlds[0]]
    least, most = (interval(units[fifth]) for fifth in (order[:4], order[-4:]))
    assert f"from {least} to {most} units of ByteDance's" in said
    assert (tmp_path / "out" / "cost_of_the_ban.png").exists()


def test_allocation_policies_tells_its_table(tmp_path: Path) -> None:
    """Best and worst policy of each buyer are those of the table, and their difference is that of the pairs."""
    said = answer_of("allocation_policies", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "allocation_policies.csv", index_col=0)
    (path,) = (tmp_path / "out").glob("sweeps/china-2023/sweep-*/replications.parquet")
    rows = pd.read_parquet(path)
    for buyer in table.columns:
        best, worst = str(table[buyer].idxmax()), str(table[buyer].idxmin())
        most, least = (f"{100 * share:.0f}%" for share in (table[buyer].max(), table[buyer].min()))
        assert f"{buyer} gets most under {best} ({most} of its order) and least under {worst} ({least})" in said
        figure = f"delivered_share.{buyer}.2023-12-31"
        pairs = rows.pivot(index="replication", columns="design.allocation", values=figure)
        gain = (100 * (pairs[best] - pairs[worst])).to_numpy(dtype=float)
        half = 1.96 * gain.std(ddof=1) / np.sqrt(len(gain))
        low, high = gain.mean() - half, gain.mean() + half
        assert f"{gain.mean():.1f} points (95% interval {low:.1f} to {high:.1f})" in said


def test_ban_date_sweep_tells_its_table(tmp_path: Path) -> None:
    """Medians of the first and last week, what a year is worth and who loses by a delay are those of the tables."""
    said = answer_of("ban_date_sweep", tmp_path / "out", 3)
    table = pd.read_csv(tmp_path / "out" / "ban_date.csv")
    assert len(table) == 53
    first, last = table.iloc[0], table.iloc[-1]
    assert f"in effect on 2023-01-01: {first['p50']:.0%} ({first['p05']:.0%} to {first['p95']:.0%})" in said
    assert f"is worth {100 * (last['p50'] - first['p50']):+.0f} points of the order" in said
    shares = pd.read_csv(tmp_path / "out" / "shares.csv", index_col=0)
    worse = (shares["2023-04-30"] < shares["2023-03-19"] - 0.01).sum()
    assert f"With {chance_of(worse, 3)} a ban on 2023-04-30\nis worse" in said


def test_direct_or_distributor_tells_its_table(tmp_path: Path) -> None:
    """Share and wait with a certain contract are those of the table, and the wait counts what is not delivered."""
    said = answer_of("direct_or_distributor", tmp_path / "out", 4)
    table = pd.read_csv(tmp_path / "out" / "direct_or_distributor.csv")
    for row in table[table["success"] == 1].to_dict("records"):
        told = f"{row['share']:.0%} (±{100 * row['half']:.0f} points), {row['waits']:.0f} days"
        assert f"contract of {row['capacity']:,} units a week: {told}" in said
    (path,) = (tmp_path / "out").glob("sweeps/china-2023/sweep-*/bands.parquet")
    bands = pd.read_parquet(path)
    own = bands[(bands["buyer"] == "ByteDance") & (bands["product"] == "all") & (bands["point"] == 0)]
    ordered, switched, delivered = (own[own["curve"] == name]["mean"].to_numpy() for name in CURVES)
    assert table["waits"][0] == pytest.approx(sum(ordered - switched - delivered) / (ordered - switched)[-1])


def share_told(share: float) -> str:
    """A share in whole percent, or with as many digits as tell it from nothing and from all."""
    texts = [f"{share:.{digits}%}" for digits in range(6)]
    return next((text for text in texts if (float(text[:-1]) in (0, 100)) == (share in (0, 1))), texts[-1])


def lines_of_sweep(rows: pd.DataFrame, buyer: str, dates: list[str]) -> list[str]:
    """What a sweep's answer says of a buyer, calculated anew from the rows of its replications."""
    lines = []
    for when in dates:
        shares = rows[f"delivered_share.{buyer}.{when}"].dropna()
        low, middle, high = np.quantile(shares, [0.05, 0.5, 0.95], method="inverted_cdf")
        whose = "the order of all buyers" if buyer == "all" else f"{buyer}'s order"
        low, middle, high = map(share_told, (low, middle, high))
        lines.append(f"by {when}: {middle} of {whose} delivered (median; 90 % range {low} to {high})")
        for target in (0.1, 0.5, 0.9):
            reached = int((shares >= target - 1e-12).sum())
            interval = binomtest(reached, len(shares)).proportion_ci(method="wilson")
            chance = (
                f"probability {reached / len(shares):.2f} (95 % interval {interval.low:.2f} to {interval.high:.2f})"
            )
            lines.append(f"at least {target:.0%}: {chance}")
    return lines


@pytest.mark.parametrize("name", ["monte_carlo_2023", "baseline_2023"])
def test_sweeps_of_the_founding_case_tell_their_table(name: str, tmp_path: Path) -> None:
    """Medians, ranges, probabilities and their intervals follow from the rows of the replications."""
    said = answer_of(name, tmp_path / "out")
    rows = pd.read_parquet(tmp_path / "out" / "replications.parquet")
    assert len(rows) == 12
    for line in lines_of_sweep(rows, "ByteDance", ["2023-06-15", "2023-09-01", "2023-12-31"]):
        assert line in said
    assert list((tmp_path / "out").glob("*.png"))


def test_episodes_tell_their_tables(tmp_path: Path) -> None:
    """The last line of dates of each episode follows from its rows, and all of them are on the page."""
    said = answer_of("episodes", tmp_path / "out", 50)
    folders = [path.parent for path in (tmp_path / "out").glob("*/sweep-*/replications.parquet")]
    assert {folder.parent.name for folder in folders} == set(sim.shipped())
    for folder in folders:
        report = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))["report"]
        rows = pd.read_parquet(folder / "replications.parquet")
        for line in lines_of_sweep(rows, report["buyer"] or "all", report["dates"]):
            assert line.split(": ")[0] in said
            assert not line.startswith("by ") or line in said
    assert (tmp_path / "out" / "episodes.png").exists()


def test_gap_attribution_tells_its_table(tmp_path: Path) -> None:
    """Units of each cause are means of the replications, in which they sum to what is not delivered."""
    said = answer_of("gap_attribution", tmp_path / "out", 3)
    (path,) = (tmp_path / "out").glob("sweeps/china-2023/attribute-*/attribution.parquet")
    rows = pd.read_parquet(path)
    causes = [name for name in rows.columns if name not in ("replication", "need", "delivered")]
    gap = rows["need"] - rows["delivered"]
    np.testing.assert_allclose(rows[causes].sum(axis=1), gap, rtol=0, atol=1e-6)
    whole = f"{rows['need'].mean():,.0f} GPUs needed by ByteDance in the whole run"
    assert f"{gap.mean():,.0f} of {whole} are not delivered" in said
    for cause in causes:
        assert f"{cause}: {written('x_units', rows[cause].mean(), sign=True)} GPUs" in said
    assert (tmp_path / "out" / "gap_attribution.png").exists()


def test_discovery_tells_its_table(tmp_path: Path) -> None:
    """How often the target fails, in all and in the box, follows from the rows; so does what the box holds of it."""
    said = answer_of("discovery_2023", tmp_path / "out", 600)
    (path,) = (tmp_path / "out").glob("china-2023/sweep-*/replications.parquet")
    rows = pd.read_parquet(path)
    failing = rows["delivered_share.ByteDance.2023-06-15"] < 0.5
    assert f"in {failing.mean():.0%} of 600 replications" in said
    box = json.loads((tmp_path / "out" / "box.json").read_text(encoding="utf-8"))
    inside = pd.Series(data=True, index=rows.index)
    for parameter, ends in box.items():
        values = rows[f"sampled.{parameter}"]
        if not is_numeric_dtype(values):
            values = values.map(date.toordinal)
        for key, sign in (("low", 1), ("high", -1)):
            end = date.fromisoformat(ends[key]).toordinal() if isinstance(ends[key], str) else ends[key]
            if end is not None:
                inside &= sign * values >= sign * end
    assert box, "600 replications should show a region"
    assert f"in {failing[inside].mean():.0%} of the {inside.sum():,} in the box below" in said
    assert f"holds {failing[inside].sum() / failing.sum():.0%} of all such cases" in said
    assert (tmp_path / "out" / "box.png").exists()


def test_calibration_tells_its_table(tmp_path: Path) -> None:
    """Ranges of delivered shares after calibration are quantiles of the posterior's rows."""
    said = answer_of("calibrate_2023", tmp_path / "out", 12)
    (path,) = (tmp_path / "out").glob("china-2023/calibrate-*/posterior.parquet")
    rows = pd.read_parquet(path)
    for when in ("2023-06-15", "2023-12-31"):
        shares = rows[f"delivered_share.ByteDance.{when}"]
        low, middle, high = np.quantile(shares, [0.05, 0.5, 0.95], method="inverted_cdf")
        assert f"by {when}: {middle:.0%} of the order of ByteDance delivered (median; 90 % range {low:.0%} to" in said
        assert f"{low:.0%} to {high:.0%})" in said
    assert list(path.parent.glob("*.png"))


def test_sensitivity_tells_its_tables(tmp_path: Path) -> None:
    """The parameters that are told, their order and numbers are those of the tables."""
    said = answer_of("sensitivity_2023", tmp_path / "out", 4)
    figure = "delivered_units.ByteDance.2023-12-31"
    for method, key in (("morris", "mu_star"), ("sobol", "total")):
        table = pd.read_csv(tmp_path / "out" / f"{method}.csv")
        table = table[table["figure"] == figure].sort_values(key, ascending=False, kind="stable")
        places = [said.index(f"  {parameter}: ") for parameter in table["parameter"].head(1)]
        assert places
        for row in table.head(5).itertuples():
            if method == "sobol":
                low, high = np.clip([row.total_low, row.total_high], 0, 1)
                assert f"{row.parameter!s}: somewhere from {low:.0%} to {high:.0%} of the variance" in said
            else:
                assert f"{row.parameter}: from its low to its high end {row.mu_star:,.0f}" in said
        assert (tmp_path / "out" / f"{method}.png").exists()


def test_track_record_tells_its_scores(tmp_path: Path) -> None:
    """The hits that are told are the outcomes within the quantiles of the sweep; the page's head stays."""
    page = tmp_path / "page.md"
    mark = "<!-- What follows is written by experiments/track_record.py; nothing of it by hand. -->"
    page.write_text(f"# By hand\n\n{mark}\nold")
    said = answer_of("track_record", tmp_path / "out", 60, "--page", str(page), "--only", "h20-2025")
    (path,) = (tmp_path / "out").glob("sweeps/h20-2025/sweep-*/replications.parquet")
    held = pd.read_parquet(path)["held_units.H20"]
    low, high = np.quantile(held, [0.05, 0.95], method="inverted_cdf")
    assert f"h20-2025: {int(low <= 650_000 <= high)} of 1 outcome" in said
    text = page.read_text()
    assert text.startswith("# By hand\n")
    assert "old" not in text
    assert "## h20-2025" in text
