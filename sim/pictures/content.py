"""What pictures are drawn from: the finished content of a result, whether it lies in a folder or is still in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.records.rows import plain_rows
from sim.records.tables import Columns
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Content:
    """A result of a `kind`, as its manifest says; a sweep of several points is a `grid`.

    `about` has what the manifest says of the work (seed, replication), `points` those of a sweep's summary with their
    settings as values. Tables are those given, else files of the `folder`.
    """

    kind: str
    scenarios: tuple[Scenario, ...]
    summary: Mapping[str, Any]
    about: Mapping[str, Any]
    folder: Path | None = None
    tables: "Mapping[str, pd.DataFrame | Columns]" = field(default_factory=dict)
    points: Sequence[Mapping[str, Any]] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario; of a run as drawn, of a comparison the first."""
        return self.scenarios[0]

    @property
    def who(self) -> str:
        """The reported buyer, `all` where none is named."""
        return self.scenario.reported_buyer

    @property
    def seed(self) -> int:
        """The seed."""
        return int(self.about["seed"])

    @property
    def caution(self) -> str:
        """What is to be said of intervals of the design; empty where they hold."""
        return str(self.summary.get("intervals", {}).get("caution", ""))

    def has(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return name in self.tables or (self.folder is not None and (self.folder / f"{name}.parquet").exists())

    def table(self, name: str, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """A table, or some columns of it. Raises `UsageError` where there is none."""
        import pandas as pd

        if name in self.tables:
            return pd.DataFrame(self.tables[name])
        return pd.read_parquet(self._file(name), columns=None if columns is None else list(columns))

    def columns(self, name: str) -> Columns:
        """The columns of a table without nulls. Raises `UsageError` where there is none."""
        found = self.tables[name] if name in self.tables else self.table(name)
        return {str(key): np.asarray(column) for key, column in found.items()}

    def _file(self, name: str) -> Path:
        if self.folder is None or not self.has(name):
            raise UsageError(f"{self.folder}: no {name}.parquet in it; expected all that this version writes")
        return self.folder / f"{name}.parquet"

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table as plain values: None where there is none, dates as dates."""
        return plain_rows(self.table(name))

    def numbers(self, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Columns of the replications that did not fail as float64, NaN for null; those that there are."""
        known = self._columns("replications")
        wanted = [name for name in names if name in known]
        found = self.table("replications", ["error", *wanted])
        done = found[found["error"].isna()]
        return {name: done[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in wanted}

    def _columns(self, name: str) -> Sequence[str]:
        import pyarrow.parquet as pq

        if name in self.tables or self.folder is None:
            return list(self.tables[name].keys())
        return list(pq.read_schema(self.folder / f"{name}.parquet").names)
