"""What a run and a sweep write, and into which folder."""

import hashlib
import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.experiment.run import Run
from sim.experiment.sweep import Sweep
from sim.pictures.save import svg_and_png
from sim.records.files import write_folder, write_json, write_parquet
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.version import VERSION

LIBRARIES = ("numpy", "scipy", "simpy", "pandas", "pyarrow", "pydantic", "matplotlib")


def work_digest(scenario: Scenario, **counts: object) -> str:
    """Digest of a resolved scenario, kind of work, seed and counts: the same work has the same."""
    content = json.dumps([dump(scenario), counts], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def manifest(kind: str, seed: int, result_digest: str, started: datetime, **counts: object) -> dict[str, Any]:
    """How a result was made."""
    return {
        "kind": kind,
        "version": VERSION,
        "engine": "simpy",
        "seed": seed,
        **counts,
        "packages": {name: version(name) for name in LIBRARIES},
        "machine": {"python": platform.python_version(), "system": platform.system(), "cpu": platform.machine()},
        "started": started.isoformat(),
        "ended": datetime.now(UTC).isoformat(),
        "result_digest": result_digest,
    }


def write_run(done: Run, out: Path, started: datetime) -> Path:
    """Write a run's folder under `out`; gives the folder."""
    digest = work_digest(done.scenario, kind="run", seed=done.seed, replication=done.replication)
    figure = done.plot()
    writers = {
        "events.parquet": write_parquet(done.events),
        "daily.parquet": write_parquet(done.daily),
        "summary.json": write_json(done.summary),
        "scenario.json": write_json(dump(done.resolved) | {"sampled": done.sampled}),
        "manifest.json": write_json(
            manifest("run", done.seed, done.log.digest(), started, replication=done.replication)
        ),
        **svg_and_png(figure, "delivered_vs_ordered"),
    }
    return write_folder(out / done.scenario.name / f"run-{digest}", writers)


def write_sweep(done: Sweep, out: Path, started: datetime) -> Path:
    """Write a sweep's folder under `out`; gives the folder."""
    count = len(done.replications)
    digest = work_digest(done.scenario, kind="sweep", seed=done.seed, replications=count)
    content = done.replications.to_json(orient="split", double_precision=15, date_format="iso")
    result = hashlib.sha256(content.encode()).hexdigest()
    figures = done.replications.drop(columns=["replication", "error"]).select_dtypes("number")
    writers = {
        "replications.parquet": write_parquet(done.replications),
        "summary.json": write_json({name: float(mean) for name, mean in figures.mean().items()}),
        "scenario.json": write_json(dump(done.scenario)),
        "manifest.json": write_json(manifest("sweep", done.seed, result, started, replications=count)),
    }
    return write_folder(out / done.scenario.name / f"sweep-{digest}", writers)
