"""What a run and a sweep write, and into which folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.experiment.folder import ResultFolder, Writer, open_folder
from sim.experiment.manifest import manifest
from sim.experiment.merge import merge_tables, write_bands
from sim.experiment.plan import Chunk, Plan, digest_of
from sim.experiment.precision import add_looks, told
from sim.experiment.proof import Manifest, Told
from sim.experiment.run import Run
from sim.experiment.store import Store, recognised, refuse_foreign
from sim.experiment.summary import summarise
from sim.experiment.work import Work
from sim.records.files import reason_of, write_json, write_parquet
from sim.scenario.paths import dump

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def write_run(
    done: Run, out: Path, started: datetime, settings: Sequence[str] = (), tell: Told = lambda _: None
) -> Path:
    """Write a run's folder under `out`, unless it is there whole; gives the folder. `settings` go to the manifest.

    Raises `UsageError` for a folder that can't be written or holds anything else, `SimError` where writing fails.
    """
    work = digest_of([dump(done.scenario)], "run", done.seed, done.replication)
    counts = {"seed": done.seed, "replication": done.replication, "settings": list(settings)}
    about = manifest("run", work, done.engine, done.log.digest(), started, **counts)
    return write_folder(out / done.scenario.name / f"run-{work}", about, partial(_run_writers, done), tell)


def write_folder(
    folder: Path, about: Manifest, writers: Callable[[], Mapping[str, Writer]], tell: Told = lambda _: None
) -> Path:
    """Write a folder whose result is at hand, unless it is there whole; gives the folder.

    Raises `UsageError` for a folder that can't be written or holds anything else, `SimError` where writing fails.
    """
    work, result = about["work"], about["result_digest"]
    known = recognised(folder, work, tell)
    if known is None or known["result_digest"] != result:
        refuse_foreign(folder, work)
        with open_folder(folder, work) as target:
            target.keep_only_of(result)
            target.write_once(writers(), about)
    return folder


def _run_writers(done: Run) -> dict[str, Writer]:
    """The scenario first, by which a folder that is cut off is known."""
    from sim.pictures.save import svg_and_png

    return {
        "scenario.json": write_json(dump(done.resolved) | {"sampled": done.sampled}),
        "summary.json": write_json(done.summary),
        "events.parquet": write_parquet(done.events),
        "daily.parquet": write_parquet(done.daily),
        **svg_and_png(done.plot(), "delivered_vs_ordered"),
    }


@dataclass(frozen=True)
class Finished:
    """The folder of a sweep whose rows and bands are there; its summary, and the parts of each point.

    There are no parts where the tables made of them were kept, and only something else is made again.
    """

    plan: Plan
    target: ResultFolder
    summary: dict[str, Any]
    parts: list[list[Path]]

    @property
    def folder(self) -> Path:
        """Where the tables lie."""
        return self.target.path

    def bands(self) -> "pd.DataFrame":
        """The bands."""
        import pandas as pd

        return pd.read_parquet(self.folder / "bands.parquet")

    def table(self, name: str, make: "Callable[[], pd.DataFrame]") -> "pd.DataFrame":
        """A table of the folder, as it is kept there, or made and written."""
        import pandas as pd

        self.target.write(f"{name}.parquet", lambda path: make().to_parquet(path, index=False))
        return pd.read_parquet(self.folder / f"{name}.parquet")

    def picture(self, name: str, figure: "Figure") -> None:
        """Write a picture's two files."""
        from sim.pictures.save import svg_and_png

        self.target.write_all(svg_and_png(figure, name))


Finish = Callable[[Finished], None]
"""Writes what a kind of sweep has besides tables, and adds to its summary."""


def sweep_picture(finished: Finished) -> None:
    """Write the fan chart of a sweep that keeps bands, or the picture of a grid."""
    if finished.plan.keep == "summary" and len(finished.plan.points) == 1:
        return

    from sim.experiment.sweep_pictures import sweep_figure

    finished.picture("fan_chart", sweep_figure(finished.plan, finished.folder, finished.summary))


def write_sweep(
    plan: Plan,
    store: Store,
    chunks: Sequence[Chunk],
    work: Work,
    started: datetime,
    kind: str = "sweep",
    finish: Finish = sweep_picture,
) -> Manifest:
    """Write the results of a sweep from its parts, the manifest last, then forget the parts; gives the manifest.

    Tables that are whole are kept. Raises `SimError` where writing fails; the parts are kept then.
    """
    target = store.target
    parts = [store.path(chunk) for chunk in chunks]
    try:
        result = target.write("replications.parquet", partial(merge_tables, parts, "rows"))
        digest = result or target.kept["result_digest"]
        target.keep_only_of(digest)
        summary = summarise(plan, target.path / "replications.parquet")
        add_looks(plan, summary, target.path / "replications.parquet")
        scenarios = [dump(scenario) for scenario in plan.scenarios]
        target.write("scenario.json", write_json(scenarios[0] if len(scenarios) == 1 else scenarios))
        if plan.keep == "events":
            target.write("events.parquet", partial(merge_tables, parts, "events"))
        if summary["failed"] < summary["replications"]:
            by_point = _by_point(plan, store, chunks)
            if plan.keep != "summary":
                target.write("bands.parquet", partial(write_bands, plan, by_point))
            finish(Finished(plan, target, summary, by_point))
        target.write("summary.json", write_json(summary))
        counts = _counts(plan, summary) | {"settings": list(work.settings)}
        about = target.finish(manifest(kind, store.work, work.engine, digest, started, **counts))
    except OSError as error:
        reason = reason_of(error)
        raise SimError(
            f"{store.folder}: writing failed ({reason}); the replications are kept, --resume goes on"
        ) from None
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
