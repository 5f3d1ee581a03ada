"""The one table that all benchmarks write their figures to, and their pictures. Not a benchmark itself.

A script measures, calls `record` with its rows, and `bars` or `save` with its picture:

    asked = table.parser(__doc__).parse_args()      # --fast, --out
    rows = [Row("compiled against SimPy", ratio, "times", at_least=100)]
    table.record("engines", rows, asked.out)
    table.bars("engines", "The compiled engine against SimPy", rows, asked.out)

`record` replaces the benchmark's rows in `benchmarks.csv`, and writes `benchmarks.md` and `benchmarks.png` of all rows.
`python benchmarks/table.py` puts these figures into the documentation page.
"""

import argparse
import csv
import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from sim.experiment.folders.folder import LIBRARIES, commit

OUT = Path(__file__).resolve().parent.parent / "results" / "benchmarks"
PAGE = OUT.parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
COLUMNS = ("benchmark", "what", "value", "unit", "at_least", "at_most", "reached")
CONDITIONS = ("measured", "commit", "machine", "python", "packages")
TITLE = "Every figure against its target: what lies to the right of 1 reaches it"
GOOD, BAD, NEUTRAL, MARK = "#009E73", "#D55E00", "#0072B2", "#000000"


@dataclass(frozen=True)
class Row:
    """A figure that was measured, and its target: a least or a most, or none."""

    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def target(self) -> str:
        """The target in words; empty where there is none."""
        least = [] if self.at_least is None else [f"at least {shown(self.at_least)}"]
        most = [] if self.at_most is None else [f"at most {shown(self.at_most)}"]
        return ", ".join(least + most)

    @property
    def reached(self) -> bool | None:
        """Whether the value reaches its target; None where there is none."""
        if not self.target:
            return None
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def margin(self) -> float:
        """How many times better than its target the value is; endless where there is none."""
        above = math.inf if self.at_least is None else self.value / self.at_least
        return above if self.at_most is None else min(above, self.at_most / self.value)

    @property
    def colour(self) -> str:
        """A bar's colour: of a target that is reached or missed, or neither."""
        return {True: GOOD, False: BAD, None: NEUTRAL}[self.reached]


def parser(description: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark has: `--fast` for a short round, `--out` for the folder."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fast", action="store_true", help="a short round: to see that it works, not to cite")
    options.add_argument(
        "--out", type=lambda text: Path(text).expanduser(), default=OUT, help="folder of the table and the pictures"
    )
    return options


def record(benchmark: str, rows: Sequence[Row], out: Path = OUT, others: Iterable[str] = ()) -> None:
    """Replace a benchmark's rows in the common table and print them; `others`: more packages, as `name==version`."""
    out.mkdir(parents=True, exist_ok=True)
    made_under = conditions(others)
    lines = [line for line in read(out) if line["benchmark"] != benchmark]
    lines += [line_of(benchmark, row) | made_under for row in rows]
    lines.sort(key=lambda line: line["benchmark"])  # stable: rows of one benchmark stay in their order
    with replaced(out / "benchmarks.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS + CONDITIONS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    replace(out / "benchmarks.csv")
    replaced(out / "benchmarks.md").write_text(markdown(lines), encoding="utf-8")
    replace(out / "benchmarks.md")
    overview(lines, out)
    for row in rows:
        target = f" ({row.target}: {'reached' if row.reached else 'MISSED'})" if row.target else ""
        print(f"{benchmark}: {row.what}: {shown(row.value)} {row.unit}{target}", flush=True)


def read(out: Path = OUT) -> list[dict[str, str]]:
    """The lines of the common table, none where there is no table yet."""
    try:
        with (out / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        return []


def line_of(benchmark: str, row: Row) -> dict[str, str]:
    """A row as the table holds it."""
    least, most = ("" if bound is None else f"{bound:.10g}" for bound in (row.at_least, row.at_most))
    reached = {True: "yes", False: "no", None: ""}[row.reached]
    values = (benchmark, row.what, f"{row.value:.10g}", row.unit, least, most, reached)
    return dict(zip(COLUMNS, values, strict=True))


def row_of(line: dict[str, str]) -> Row:
    """The row that a line of the table holds."""
    least, most = (float(line[bound]) if line[bound] else None for bound in ("at_least", "at_most"))
    return Row(line["what"], float(line["value"]), line["unit"], least, most)


def conditions(others: Iterable[str] = ()) -> dict[str, str]:
    """When, on what and with what a figure is measured."""
    packages = [found for name in LIBRARIES if (found := installed(name))]
    values = (
        datetime.now(UTC).isoformat(timespec="seconds"),
        commit() or "",
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        platform.python_version(),
        " ".join([*packages, *others]),
    )
    return dict(zip(CONDITIONS, values, strict=True))


def installed(name: str) -> str | None:
    """A package as `name==version`; None where it isn't installed."""
    try:
        return f"{name}=={version(name)}"
    except PackageNotFoundError:
        return None


def processor() -> str:
    """The processor's model where the system tells, else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def shown(value: float) -> str:
    """A figure for the reader: whole from 100 on, else three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def markdown(lines: Sequence[dict[str, str]]) -> str:
    """The table for a documentation page, and below it the conditions it was measured under."""
    text = "| benchmark | what | value | target | reached |\n| --- | --- | --- | --- | --- |\n"
    for line in lines:
        row = row_of(line)
        value = f"{shown(row.value)} {row.unit}".strip()
        text += f"| {line['benchmark']} | {row.what} | {value} | {row.target} | {line['reached']} |\n"
    days = sorted({line["measured"][:10] for line in lines})
    machines = sorted({f"{line['machine']}, Python {line['python']}" for line in lines})
    packages = sorted({package for line in lines for package in line["packages"].split()})
    spread = " to ".join(sorted({days[0], days[-1]}))
    return text + f"\nMeasured {spread} on {'; '.join(machines)}, with {', '.join(packages)}.\n"


def overview(lines: Sequence[dict[str, str]], out: Path) -> None:
    """A picture of every figure that has a target: how many times better or worse than that it is."""
    rows = [(line["benchmark"], row) for line in lines if (row := row_of(line)).target]
    if rows:
        against = [Row(f"{benchmark}: {row.what}", row.margin, "", at_least=1) for benchmark, row in rows]
        bars("benchmarks", TITLE, against, out, "times better than the target", log=True, base=1)


def bars(
    benchmark: str,
    title: str,
    rows: Sequence[Row],
    out: Path = OUT,
    axis: str = "",
    log: bool = False,
    base: float = 0,
) -> None:
    """A picture of rows as bars from `base` on, each with its value and a mark at its target."""
    figure = Figure(figsize=(9, 1.2 + 0.4 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, [row.value - base for row in rows], left=base, color=[row.colour for row in rows])
    for place, row in enumerate(rows):
        value = f"{shown(row.value)} {row.unit}".strip()
        axes.text(1.01, place, value, va="center", transform=axes.get_yaxis_transform())
        for bound in (row.at_least, row.at_most):
            if bound is not None:
                axes.vlines(bound, place - 0.45, place + 0.45, color=MARK, linewidth=2)
    axes.set_yticks(places, [row.what for row in rows])
    axes.invert_yaxis()
    if log:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axes.xaxis.set_major_formatter(lambda value, _: shown(value))
        axes.xaxis.set_minor_formatter(NullFormatter())
    figure.suptitle(title)
    axes.set_xlabel(axis + (" (black: target)" if any(row.target for row in rows) else ""))
    save(figure, benchmark, out)


def save(figure: Figure, benchmark: str, out: Path = OUT) -> None:
    """Write a benchmark's picture."""
    out.mkdir(parents=True, exist_ok=True)
    figure.savefig(out / f"{benchmark}.png", dpi=150, metadata={"Software": None})


def replaced(path: Path) -> Path:
    """The file that is written before it takes a file's place, so that none is ever half-written."""
    return path.with_suffix(path.suffix + ".part")


def replace(path: Path) -> None:
    """Put the written file in place."""
    replaced(path).replace(path)


def put_into_page(out: Path = OUT, page: Path = PAGE) -> None:
    """Replace the figures of the documentation page by those of the table."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(before + BEGIN + markdown(read(out)) + END + after, encoding="utf-8")


if __name__ == "__main__":
    put_into_page()
