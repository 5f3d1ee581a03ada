"""A folder of every kind, small, and changes of them that hash themselves anew."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

import sim
from sim.analysis.importance import write_importance
from sim.analysis.score import write_score
from sim.analysis.update import updated_by_nothing, write_update
from sim.experiment.folders.proof import MANIFEST, OWN_HASH, entry_of, manifest_text
from tests.experiment.test_proof import MAKERS, made, scenario_of

NEWS = """
[[observed]]
figure = ["delivered_units.Ann", "ordered_units.Ann"]
date = 2023-01-10
published = 2023-02-01
value = 70
range = [5, 200]
source = "a"
[[observed]]
figure = "delivered_units.Ann"
date = 2023-01-31
published = 2023-03-01
least = 1
source = "b"
"""


def swept(out: Path) -> Path:
    """The folder of a sweep that is large enough to ask what matters in it."""
    return sim.sweep(scenario_of(), 100, keep="summary", engine="simpy", out=out).folder


def news(out: Path) -> Path:
    """A file of what was published."""
    path = out / "news.toml"
    path.write_text(NEWS)
    return path


def updated(out: Path) -> Path:
    """The folder of an update by the first piece of news."""
    return write_update(sim.update(swept(out), news(out), "2023-02-10"))


def scored(out: Path) -> Path:
    """The folder of a score of an update: a result of a result of a sweep."""
    return write_score(sim.score(updated(out), news(out)))


EARLY = {"delivered_units.Ann.2023-01-31": 0.9}

FOLDERS: dict[str, Callable[[Path], Path]] = {
    **{kind: partial(made, kind) for kind in MAKERS},
    "precision": lambda out: sim.sweep(scenario_of(), 3000, precision=EARLY, keep="summary", out=out).folder,
    "hypercube": lambda out: sim.sweep(scenario_of(), 8, design="lhs", keep="summary", out=out).folder,
    "attribute, early": lambda out: sim.attribute(scenario_of(), "2023-01-10", 2, out=out).sweep.folder,
    "update": updated,
    "update by nothing": lambda out: write_update(updated_by_nothing(swept(out), "2023-01-15")),
    "score": scored,
    "importance": lambda out: write_importance(sim.importance(swept(out))),
}
"""By what it is of: who makes it in a folder."""


def hashed_anew(folder: Path, about: Mapping[str, Any]) -> None:
    """Give a folder a manifest that says something else, and is right about every file that lies there."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | about
    del content[OWN_HASH]
    content["files"] = {name: entry_of(folder / name) for name in content["files"]}
    (folder / MANIFEST).write_bytes(manifest_text(content).encode())


def with_cell(folder: Path, name: str, row: int, column: str, value: float) -> None:
    """Write another value into a table, and a manifest that knows nothing of it."""
    table = pd.read_parquet(folder / name)
    table.loc[row, column] = value
    table.to_parquet(folder / name, index=False)
    hashed_anew(folder, {})


def content_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder with the time of its last change and its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
