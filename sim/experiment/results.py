"""What a run and a sweep write, and into which folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.experiment.manifest import NAME, found_in, manifest
from sim.experiment.merge import merge_tables, write_bands
from sim.experiment.plan import Chunk, Plan, digest_of
from sim.experiment.precision import add_looks, told
from sim.experiment.run import Run
from sim.experiment.store import Store
from sim.experiment.summary import summarise
from sim.experiment.work import Work
from sim.records.files import aside, write_folder, write_json, write_parquet
from sim.scenario.paths import dump

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def write_run(done: Run, out: Path, started: datetime, settings: Sequence[str] = ()) -> Path:
    """Write a run's folder under `out`, unless it is there; gives the folder. `settings` go to the manifest."""
    from sim.pictures.save import svg_and_png

    work = digest_of([dump(done.scenario)], "run", done.seed, done.replication)
    folder = out / done.scenario.name / f"run-{work}"
    result = done.log.digest()
    figure = svg_and_png(done.plot(), "delivered_vs_ordered")
    known = found_in(folder, work)
    counts = {"seed": done.seed, "replication": done.replication, "settings": list(settings)}
    about = manifest("run", work, done.engine, result, started, **counts)
    writers = {
        "events.parquet": write_parquet(done.events),
        "daily.parquet": write_parquet(done.daily),
        "summary.json": write_json(done.summary),
        "scenario.json": write_json(dump(done.resolved) | {"sampled": done.sampled}),
        **figure,
        NAME: write_json(about),
    }
    if known is not None and known["result_digest"] == result and all((folder / name).exists() for name in writers):
        return folder
    return write_folder(folder, writers)


@dataclass(frozen=True)
class Finished:
    """The folder of a sweep whose rows, bands and summary are there, and the parts of each point."""

    plan: Plan
    folder: Path
    summary: dict[str, Any]
    parts: list[list[Path]]

    def bands(self) -> "pd.DataFrame":
        """The bands."""
        import pandas as pd

        return pd.read_parquet(self.folder / "bands.parquet")

    def picture(self, name: str, figure: "Figure") -> None:
        """Write a picture's two files."""
        write_pictures(self.folder, name, figure)


Finish = Callable[[Finished], None]
"""Writes what a kind of sweep has besides tables, and adds to its summary."""


def write_pictures(folder: Path, name: str, figure: "Figure") -> None:
    """Write a picture's two files into a folder."""
    from sim.pictures.save import svg_and_png

    for file, write in svg_and_png(figure, name).items():
        write_whole(folder, file, write)


def sweep_picture(finished: Finished) -> None:
    """Write the fan chart of a sweep that keeps bands, or the picture of a grid."""
    if finished.plan.keep == "summary" and len(finished.plan.points) == 1:
        return

    from sim.experiment.sweep_pictures import sweep_figure

    finished.picture("fan_chart", sweep_figure(finished.plan, finished.folder, finished.summary))


def write_table(path: Path, table: "pd.DataFrame") -> None:
    """Write a table as Parquet, aside first."""
    write_whole(path.parent, path.name, write_parquet(table))


def write_sweep(
    plan: Plan,
    store: Store,
    chunks: Sequence[Chunk],
    work: Work,
    started: datetime,
    kind: str = "sweep",
    finish: Finish = sweep_picture,
) -> dict[str, Any]:
    """Write the results of a sweep from its parts, the manifest last, then forget the parts; gives the manifest.

    Raises `SimError` where writing fails; the parts are kept then.
    """
    folder = store.folder
    parts = [store.path(chunk) for chunk in chunks]
    try:
        with aside(folder / "replications.parquet") as path:
            result = merge_tables(parts, "rows", path)
        summary = summarise(plan, folder / "replications.parquet")
        add_looks(plan, summary, folder / "replications.parquet")
        scenarios = [dump(scenario) for scenario in plan.scenarios]
        write_whole(folder, "scenario.json", write_json(scenarios[0] if len(scenarios) == 1 else scenarios))
        if plan.keep == "events":
            with aside(folder / "events.parquet") as path:
                merge_tables(parts, "events", path)
        if summary["failed"] < summary["replications"]:
            by_point = _by_point(plan, store, chunks)
            if plan.keep != "summary":
                with aside(folder / "bands.parquet") as path:
                    write_bands(plan, by_point, path)
            finish(Finished(plan, folder, summary, by_point))
        write_whole(folder, "summary.json", write_json(summary))
        counts = _counts(plan, summary) | {"settings": list(work.settings)}
        about: dict[str, Any] = manifest(kind, store.work, work.engine, result, started, **counts)
        write_whole(folder, NAME, write_json(about))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SimError(f"{folder}: writing failed ({reason}); the replications are kept, --resume goes on") from None
    store.clear()
    return about


def _by_point(plan: Plan, store: Store, chunks: Sequence[Chunk]) -> list[list[Path]]:
    parts: list[list[Path]] = [[] for _ in plan.points]
    for chunk in chunks:
        parts[chunk.point].append(store.path(chunk))
    return parts


def _counts(plan: Plan, summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "design": plan.design,
        "keep": plan.keep,
        "points": len(plan.points),
        "replications": summary["replications"],
        "failed": summary["failed"],
        "precision": dict(plan.precision),
        "precision_not_reached": told(summary, reached=False),
    }


def write_whole(folder: Path, name: str, write: Callable[[Path], None]) -> None:
    """Write a file of a folder, aside first."""
    with aside(folder / name) as path:
        write(path)
