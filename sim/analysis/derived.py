"""Answers that are made of a finished folder's replications, without new ones, and the folder that they go to."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.arguments import path_of
from sim.experiment.folders.folder import Writer, manifest
from sim.experiment.folders.proof import Told, proven
from sim.experiment.plan import digest_of
from sim.experiment.results import write_folder
from sim.experiment.sweep import Sweep
from sim.records.figures.sums import summed
from sim.records.files import write_json
from sim.scenario.file import build
from sim.scenario.paths import dump
from sim.scenario.plain import plain
from sim.scenario.schema import Scenario
from sim.scenario.wording import show

if TYPE_CHECKING:
    import pandas as pd

    from sim.pictures.content import Content

Reals = NDArray[np.float64]

Folder = Sweep | str | Path
"""A sweep, or the folder of a finished result."""


@dataclass(frozen=True)
class Source:
    """A finished folder that an answer is made of: its scenario and manifest."""

    folder: Path
    scenario: Scenario
    manifest: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What wrote it."""
        return str(self.manifest["kind"])

    @property
    def seed(self) -> int:
        """The seed of its replications."""
        return int(self.manifest["seed"])


def source_of(asked: Folder, kinds: Collection[str], expected: str) -> Source:
    """The finished folder, which proves itself. Raises `UsageError` for any other kind, and for a grid."""
    folder = asked.folder if isinstance(asked, Sweep) else path_of("folder", asked)
    about = proven(folder, kinds, expected)
    if about.get("points", 1) > 1:
        raise UsageError(f"{folder}: a grid of {about['points']:,} points; expected {expected}")
    scenario = build(json.loads((folder / "scenario.json").read_text(encoding="utf-8")))
    return Source(folder, scenario, about)


def rows_of(source: Source, name: str = "replications") -> "pd.DataFrame":
    """Its rows, but for those of replications that failed. Raises `UsageError` where none is left."""
    import pandas as pd

    every = pd.read_parquet(source.folder / f"{name}.parquet")
    rows = every[every["error"].isna()].reset_index(drop=True)
    if rows.empty:
        raise UsageError(f"{source.folder}: every replication failed; expected one that did not")
    return rows


def numbers(rows: "pd.DataFrame", *names: str) -> Reals:
    """A column as float64, NaN for null; of several their sum."""
    return summed(names, lambda name: rows[name].to_numpy(dtype=np.float64, na_value=np.nan))


def day_of(name: str, asked: object) -> date:
    """A date of an argument, or its text; raises `UsageError` for anything else."""
    day = plain(asked)
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise UsageError(f"{name} is {show(day)}; expected a date like 2023-06-15") from None


def content_made(
    kind: str, source: Source, summary: Mapping[str, Any], tables: "Mapping[str, pd.DataFrame]"
) -> "Content":
    """What the pictures of an answer made of a folder are drawn from."""
    from sim.pictures.content import Content

    return Content(kind, (source.scenario,), summary, {"seed": source.seed}, tables=tables)


def write_made(
    kind: str,
    source: Source,
    asked: Mapping[str, Any],
    summary: Mapping[str, Any],
    writers: Callable[[], Mapping[str, Writer]],
    tell: Told = lambda _: None,
    content: Mapping[str, Any] | None = None,
) -> Path:
    """Write what was made of a folder into one of its own, beside that; gives the folder.

    The same question to the same replications has the same folder. The result digest is of the summary, or of its
    `content` where it tells when something was made, too. Raises `SimError` where writing fails.
    """
    work = digest_of(kind, source.manifest["work"], source.manifest["result_digest"], dict(asked))
    made_of = {"made_of": source.folder.resolve().name, "seed": source.seed, **asked}
    digest = digest_of(work, dict(summary if content is None else content))
    about = manifest(kind, work, source.manifest["engine"], digest, datetime.now(UTC), **made_of)

    def all_writers() -> dict[str, Writer]:
        """The scenario first, by which a folder that is cut off is known."""
        first = {"scenario.json": write_json(dump(source.scenario)), "summary.json": write_json(dict(summary))}
        return {**first, **writers()}

    return write_folder(source.folder.resolve().parent / f"{kind}-{work}", about, all_writers, tell)
