"""What a run and a sweep write, and into which folder."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.experiment.manifest import NAME, found_in, manifest
from sim.experiment.merge import merge_tables, write_bands
from sim.experiment.plan import Chunk, Plan, digest_of
from sim.experiment.run import Run
from sim.experiment.store import Store
from sim.experiment.summary import summarise
from sim.pictures.save import svg_and_png
from sim.records.files import aside, write_folder, write_json, write_parquet
from sim.scenario.paths import dump

if TYPE_CHECKING:
    from sim.experiment.sweep import Work


def write_run(done: Run, out: Path, started: datetime) -> Path:
    """Write a run's folder under `out`, unless it is there; gives the folder."""
    work = digest_of([dump(done.scenario)], "run", done.seed, done.replication)
    folder = out / done.scenario.name / f"run-{work}"
    result = done.log.digest()
    figure = svg_and_png(done.plot(), "delivered_vs_ordered")
    known = found_in(folder, work)
    about = manifest("run", work, done.engine, result, started, seed=done.seed, replication=done.replication)
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


def write_sweep(
    plan: Plan, store: Store, chunks: Sequence[Chunk], work: "Work", kind: str, started: datetime
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
        _write(folder, "summary.json", write_json(summary))
        scenarios = [dump(scenario) for scenario in plan.scenarios]
        _write(folder, "scenario.json", write_json(scenarios[0] if len(scenarios) == 1 else scenarios))
        if plan.keep == "events":
            with aside(folder / "events.parquet") as path:
                merge_tables(parts, "events", path)
        if plan.keep != "summary" and summary["failed"] < summary["replications"]:
            with aside(folder / "bands.parquet") as path:
                write_bands(plan, _by_point(plan, store, chunks), path)
            _write_pictures(plan, folder, summary)
        about: dict[str, Any] = manifest(kind, store.work, work.engine, result, started, **_counts(plan, summary))
        _write(folder, NAME, write_json(about))
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


def _write_pictures(plan: Plan, folder: Path, summary: dict[str, Any]) -> None:
    from sim.experiment.sweep_pictures import sweep_figure

    for name, write in svg_and_png(sweep_figure(plan, folder, summary), "fan_chart").items():
        _write(folder, name, write)


def _counts(plan: Plan, summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "design": plan.design,
        "keep": plan.keep,
        "points": len(plan.points),
        "replications": summary["replications"],
        "failed": summary["failed"],
        "precision": dict(plan.precision),
    }


def _write(folder: Path, name: str, write: Any) -> None:
    with aside(folder / name) as path:
        write(path)
