"""The common table of the benchmarks: what it says of a figure, and what it keeps."""

import csv
import re
from pathlib import Path

import pytest

import table
from table import Row

ROOT = Path(__file__).resolve().parents[2]
FIGURES = re.compile(r"<!-- figures: begin -->\n(.*)<!-- figures: end -->", re.DOTALL)


def scripts() -> list[str]:
    """Names of the benchmarks: the scripts that record figures, the table's own module left out."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "benchmarks").glob("*.py")}
    return sorted(name for name, text in texts.items() if "table.record(" in text and name != "table")


@pytest.mark.parametrize(
    ("row", "target", "reached", "margin"),
    [
        (Row("a", 120.0, "times", at_least=100), "at least 100", True, 1.2),
        (Row("a", 100.0, "times", at_least=100), "at least 100", True, 1.0),
        (Row("a", 50.0, "times", at_least=100), "at least 100", False, 0.5),
        (Row("a", 0.2, "s", at_most=0.3), "at most 0.3", True, 1.5),
        (Row("a", 0.6, "s", at_most=0.3), "at most 0.3", False, 0.5),
        (Row("a", 1.0, "", at_least=0.8, at_most=1.25), "at least 0.8, at most 1.25", True, 1.25),
        (Row("a", 2.0, "", at_least=0.8, at_most=1.25), "at least 0.8, at most 1.25", False, 0.625),
    ],
)
def test_a_figure_is_judged_by_its_own_target(row: Row, target: str, reached: bool, margin: float) -> None:
    """A figure reaches its target exactly where it lies within its bounds, by as many times as it is better."""
    assert (row.target, row.reached) == (target, reached)
    assert row.margin == pytest.approx(margin)


def test_a_figure_without_a_target_is_not_judged() -> None:
    """A figure without a target is neither reached nor missed."""
    assert (Row("a", 1.0, "s").target, Row("a", 1.0, "s").reached) == ("", None)


def test_a_benchmark_replaces_its_own_rows_only(tmp_path: Path) -> None:
    """Recording a benchmark again replaces its rows and leaves those of the others, in their order."""
    table.record("b", [Row("one", 1.5, "s"), Row("another", 2, "s", at_most=1)], tmp_path)
    table.record("a", [Row("first", 3, "times", at_least=2)], tmp_path, ["other==1.0"])
    table.record("b", [Row("new", 4e6, "ns"), Row("less", 1e-9, "s")], tmp_path)
    with (tmp_path / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["benchmark"], line["what"]) for line in lines] == [("a", "first"), ("b", "new"), ("b", "less")]
    assert [table.row_of(line) for line in lines[1:]] == [Row("new", 4e6, "ns"), Row("less", 1e-9, "s")]
    assert "other==1.0" in lines[0]["packages"]
    assert "other==1.0" not in lines[1]["packages"]
    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| a | first | 3 times | at least 2 | yes |\n| b | new | 4,000,000 ns |  |  |\n" in text
    assert {path.name for path in tmp_path.iterdir()} == {"benchmarks.csv", "benchmarks.md", "benchmarks.png"}


def test_only_the_figures_of_a_page_are_replaced(tmp_path: Path) -> None:
    """Putting figures into a page replaces those that stood there, and nothing else of it."""
    page = tmp_path / "page.md"
    page.write_text(f"Before\n{table.BEGIN}old\n{table.END}After\n", encoding="utf-8")
    table.record("a", [Row("first", 3, "times")], tmp_path)
    table.put_into_page(tmp_path, page)
    figures = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8") == f"Before\n{table.BEGIN}{figures}{table.END}After\n"


def test_every_benchmark_is_run_and_explained() -> None:
    """`make benchmarks` runs every script that records figures, and its page explains each."""
    made = re.search(
        r"^BENCHMARKS := .*%\.py,([a-z_ ]+)\)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert made is not None
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert set(scripts()) <= set(made[1].split())
    assert sorted(made[1].split()) == sorted(explained)


def test_the_figures_of_the_page_are_a_table_as_written() -> None:
    """The page's figures have the form in which they are written, each judged as its value and target say."""
    found = FIGURES.search((ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8"))
    assert found is not None
    head, _, *lines = found[1].strip().splitlines()
    assert head == "| benchmark | what | value | target | reached |"
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("|")]
    assert {"engines", "rivals", "floor", "cold start"} <= {row[0] for row in rows}
    for _, what, value, target, reached in rows:
        shown = number(value.split()[0])
        bounds = [
            (kind, number(bound)) for kind, bound in re.findall(r"at (least|most) (\S+)", target.replace(", ", " "))
        ]
        assert bool(bounds) == bool(reached), what
        if bounds and all(shown != bound for _, bound in bounds):  # what is rounded to its bound can't be judged here
            within = all((shown > bound) == (kind == "least") for kind, bound in bounds)
            assert reached == ("yes" if within else "no"), what


def number(text: str) -> float:
    """A figure as it is shown."""
    return float(text.replace(",", ""))
