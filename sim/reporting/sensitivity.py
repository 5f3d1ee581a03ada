"""Which uncertain parameters matter: the indices of a sensitivity result that lies beside the reported folder."""

import json
from dataclasses import dataclass
from pathlib import Path

from sim.reporting.result import Result

ORDER = ("total", "mu_star")
"""Columns by which parameters are ordered: Sobol's total index, Morris's mean absolute effect."""

MOST_PARAMETERS = 20


@dataclass(frozen=True)
class Sensitivity:
    """Indices of one key figure: the columns of the table found, a row a parameter, the most important first."""

    folder: str
    figure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sensitivity_beside(result: Result) -> Sensitivity | None:
    """The indices of the reported buyer's last delivery; None where no readable analysis lies beside the folder."""
    for folder in sorted(result.folder.resolve().parent.glob("sensitivity-*")):
        found = _read(folder, result)
        if found is not None:
            return found
    return None


def _read(folder: Path, result: Result) -> Sensitivity | None:
    """The indices in a folder; None where they are unreadable, of another scenario, or of other figures."""
    import pandas as pd

    try:
        scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
        table = pd.read_parquet(folder / "sensitivity.parquet")
        theirs = (scenario["name"], scenario["start"], scenario["end"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    own = (result.scenario.name, str(result.scenario.start), str(result.scenario.end))
    by = next((name for name in ORDER if name in table), None)
    if theirs != own or by is None or not {"figure", "parameter"} <= set(table):
        return None
    last = (result.scenario.report.dates or (result.scenario.end,))[-1]
    figure = f"delivered_units.{result.who}.{last}"
    rows = table[table["figure"] == figure].sort_values(by, ascending=False, kind="stable").head(MOST_PARAMETERS)
    if rows.empty:
        return None
    columns = tuple(str(name) for name in rows.columns if name not in ("figure", "parameter"))
    cells = tuple((str(row["parameter"]), *(_number(row[name]) for name in columns)) for _, row in rows.iterrows())
    return Sensitivity(folder.name, figure, columns, cells)


def _number(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
