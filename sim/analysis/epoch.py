"""Estimates of chips by quarter as Epoch AI publishes them (CSV, `ai-chip-counts`): into observed figures, and out.

What Epoch calls a unit is a chip that its maker sold in the quarter; the nearest key figure is `finished_units` of the
product, as neither knows how long a chip lies between fab, distributor and buyer.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from sim.analysis.derived import Folder, numbers, rows_of, source_of
from sim.analysis.observation import Observation
from sim.analysis.observed import Observed
from sim.clock import quarters
from sim.errors import SimError, UsageError
from sim.experiment.arguments import path_of
from sim.records.figures.names import FINISHED, figure_names
from sim.records.figures.naming import figure_name
from sim.records.files import aside_alone, reason_of, write_text
from sim.scenario.schema import Scenario
from sim.scenario.text_file import LONGEST_FILE, UnreadableError, read_text
from sim.scenario.wording import show
from sim.statistics.histogram import rank_of
from sim.version import VERSION

CHIP, START, END, OWNER, NOTES = "Chip type", "Start date", "End date", "Owner", "Notes"
UNITS = ("Number of Units", "Number of Units (5th percentile)", "Number of Units (95th percentile)")
H100E = ("Compute estimate in H100e (median)", "H100e (5th percentile)", "H100e (95th percentile)")
COLUMNS = ("Name", "Chip manufacturer", START, END, *H100E, *UNITS, "Source / Link", NOTES, CHIP)
"""Of the file of sales by quarter; those of owners have `Owner` besides."""

NEEDED = (CHIP, START, END, *UNITS)
SHARES = (0.5, 0.05, 0.95)

H100 = 1979
"""Dense 8-bit operations of an H100 SXM, 10^12 a second (Nvidia's data sheet): one H100-equivalent."""

OPERATIONS = {"A100": 624, "A800": 624, "H100": H100, "H800": H100, "H20": 296, "H200": H100}
"""The same of other chips (Nvidia's data sheets); Epoch's H100-equivalents are the same ratios."""

CREDIT = "Epoch AI, ai-chip-counts (CC-BY), an estimate from revenue that counts a sale as a delivery"


def observed_of_epoch(
    file: str | Path,
    published: date | None = None,
    owner: str | None = None,
    scenario: Scenario | None = None,
) -> Observed:
    """The observed figures in a CSV file of quarters by chip: the median as value, 5 and 95 % as range.

    `owner` chooses the rows of one owner where the file has a column of them; `scenario` those that it has figures of,
    of quarters that lie in its run as a whole.
    Without `published` a row's notes say when it was made. Raises `UsageError` for what is no such file.
    """
    path = path_of("file", file)
    known = None if scenario is None else frozenset(figure_names(scenario)) - set(_in_part(scenario))
    found = [
        one for line, row in _rows(path, owner) if (one := _observation(path, line, row, published, known)) is not None
    ]
    if not found:
        of = f" of {scenario.name}" if scenario is not None else ""
        raise UsageError(f"{path}: no row that is wanted; expected quarters{of}" + (f" of {owner}" if owner else ""))
    names = () if scenario is None else (scenario.name,)
    return Observed(title=f"Chips by quarter: {CREDIT}", scenarios=names, observed=tuple(found))


def _in_part(scenario: Scenario) -> Iterator[str]:
    """What is finished in quarters of which the run has a part alone."""
    for quarter, last in quarters(scenario.start, scenario.end):
        if scenario.end < last or scenario.start > date(last.year, last.month - 2, 1):
            yield from (figure_name(FINISHED, product.name, quarter) for product in scenario.product)


def _rows(path: Path, owner: str | None) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their lines, those of an owner where one is asked for."""
    try:
        text = read_text(path, LONGEST_FILE)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file; expected a CSV file of Epoch AI") from None
    except UnreadableError as error:
        raise UsageError(f"{path}: {error}; expected a CSV file of Epoch AI") from None
    reader = csv.DictReader(StringIO(text))
    needed = (*NEEDED, *((OWNER,) if owner else ()))
    lacking = [name for name in needed if name not in (reader.fieldnames or ())]
    if lacking:
        raise UsageError(f"{path}:1: no column {lacking[0]!r}; expected {', '.join(needed)}")
    try:
        for row in reader:
            if owner is None or row[OWNER] == owner:
                yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: no CSV ({error}); expected a CSV file of Epoch AI") from None


def _observation(
    path: Path, line: int, row: Mapping[str, str], published: date | None, known: frozenset[str] | None
) -> Observation | None:
    """The observed figure of a row; None where it is of a figure that is not known."""
    quarter = _quarter(path, line, row)
    name = figure_name(FINISHED, row[CHIP], quarter)
    if known is not None and name not in known:
        return None
    middle, low, high = (_number(path, line, column, row[column]) for column in UNITS)
    if not low <= middle <= high or low == high:
        raise UsageError(f"{path}:{line}: {low:g}, {middle:g}, {high:g}; expected 5, 50 and 95 % in ascending order")
    when = published or _made(row.get(NOTES, ""))
    return Observation(figure=name, published=when, value=middle, range=(low, high), source=f"{CREDIT}: {row[CHIP]}")


def _quarter(path: Path, line: int, row: Mapping[str, str]) -> str:
    start, end = (_date(path, line, column, row[column]) for column in (START, END))
    ((name, last),) = quarters(start, start)
    if start.day != 1 or start.month % 3 != 1 or end != last:
        raise UsageError(f"{path}:{line}: {start} to {end}; expected a quarter of the calendar")
    return name


def _date(path: Path, line: int, column: str, text: str) -> date:
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    raise UsageError(f"{path}:{line}: {column} is {show(text)}; expected a date like 1/31/2023 or 2023-01-31")


def _number(path: Path, line: int, column: str, text: str) -> float:
    with suppress(ValueError):
        value = float(text.replace(",", ""))
        if 0 <= value < 1e12:
            return value
    raise UsageError(f"{path}:{line}: {column} is {show(text)}; expected a number of chips")


def _made(notes: str) -> date | None:
    """The day on which a row was made, as its notes have it."""
    found = re.search(r"generated on: (\d\d)-(\d\d)-(\d{4})", notes)
    with suppress(ValueError):
        return date(int(found[3]), int(found[1]), int(found[2])) if found else None
    return None


def write_observed(observed: Observed, file: str | Path) -> Path:
    """Write observed figures as a TOML file; gives its path. Raises `SimError` where it can't be written."""
    import tomli_w

    text = tomli_w.dumps(observed.model_dump(exclude_none=True))
    return _write(path_of("file", file), text)


def epoch_of_sweep(sweep: Folder, file: str | Path, equivalents: Mapping[str, float] | None = None) -> Path:
    """Write what a sweep finishes by quarter and product as a CSV file in Epoch's columns; gives its path.

    `equivalents` are H100-equivalents of products that `OPERATIONS` lacks; those of others are left empty.
    """
    source = source_of(sweep, ("sweep", "check"), "a folder that a sweep of one point wrote")
    rows, scenario = rows_of(source), source.scenario
    factors = {chip: count / H100 for chip, count in OPERATIONS.items()} | dict(equivalents or {})
    made = f"gpu-supply-sim {VERSION}, scenario {scenario.name}, {len(rows):,} replications, digest "
    about = {"Source / Link": "", NOTES: made + str(source.manifest["result_digest"])}
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for product in scenario.product:
        for quarter, last in quarters(scenario.start, scenario.end):
            name = figure_name(FINISHED, product.name, quarter)
            if name in rows.columns:
                units = sorted(numbers(rows, name).tolist())
                writer.writerow(_row(product.name, last, units, factors.get(product.name)) | about)
    return _write(path_of("file", file), text.getvalue())


def _row(chip: str, last: date, units: Sequence[float], factor: float | None) -> dict[str, Any]:
    """A row of the quarter that ends on `last`."""
    quantiles = [units[max(1, int(rank_of(share, len(units)))) - 1] for share in SHARES]
    equivalents = ["" if factor is None else round(value * factor) for value in quantiles]
    return {
        "Name": f"Q{last.month // 3} {last.year} - {chip}",
        "Chip manufacturer": "Nvidia" if chip in OPERATIONS else "",
        START: _american(date(last.year, last.month - 2, 1)),
        END: _american(last),
        **dict(zip(H100E, equivalents, strict=True)),
        **dict(zip(UNITS, map(round, quantiles), strict=True)),
        CHIP: chip,
    }


def _american(day: date) -> str:
    """A date as these files have it."""
    return f"{day.month}/{day.day}/{day.year}"


def _write(path: Path, text: str) -> Path:
    try:
        with aside_alone(path) as temporary:
            write_text(text)(temporary)
    except OSError as error:
        reason = reason_of(error)
        raise SimError(f"{path}: can't be written ({reason}); expected a file in a folder that is there") from None
    return path
