"""What a run and a sweep write, into which folder, and the pictures of a sweep from the files that lie there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError, UsageError
from sim.experiment.answer import sentences_of_precision
from sim.experiment.bands import write_bands
from sim.experiment.cells import settings_in_words
from sim.experiment.folders.folder import ResultFolder, Writer, manifest, open_folder
from sim.experiment.folders.merging import merge_tables
from sim.experiment.folders.proof import Manifest, Told
from sim.experiment.folders.store import Store, recognised, refuse_foreign
from sim.experiment.plan import Chunk, Plan, policies_in, run_digest
from sim.experiment.precision import add_looks
from sim.experiment.run import Run
from sim.experiment.summary import check_figure, read_numbers, summarise
from sim.experiment.work import Work
from sim.extensions.registry import Extension, used_in
from sim.records.files import reason_of, write_json
from sim.records.tables import write_table
from sim.scenario.paths import dump

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content
    from sim.pictures.style import Picture


def write_run(
    done: Run, out: Path, started: datetime, settings: Sequence[str] = (), tell: Told = lambda _: None
) -> Path:
    """Write a run's folder under `out`, unless it is there whole; gives the folder. `settings` go to the manifest.

    Raises `UsageError` for a folder that can't be written or holds anything else, `SimError` where writing fails.
    """
    work = run_digest(done.scenario, done.seed, done.replication)
    counts = {"seed": done.seed, "replication": done.replication, "settings": list(settings)}
    counts |= extensions_told(used_in(dump(done.scenario)))
    about = manifest("run", work, done.engine, done.log.digest(), started, **counts)
    return write_folder(out / done.scenario.name / f"run-{work}", about, partial(_run_writers, done), tell)


def extensions_told(extensions: Sequence[Extension]) -> dict[str, Any]:
    """What a manifest says of functions of the user's own: nothing where there are none."""
    return {"extensions": [one.told() for one in extensions]} if extensions else {}


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
    return {
        "scenario.json": write_json(dump(done.resolved) | {"sampled": done.sampled}),
        "summary.json": write_json(done.summary),
        **{f"{name}.parquet": write_table(table) for name, table in done.tables.items()},
        **picture_writers(done.content),
    }


def picture_writers(content: "Content") -> dict[str, Writer]:
    """Writers of the files of all pictures that a result's folder has, by file name."""
    from sim.pictures.registry import drawn
    from sim.pictures.save import files_of

    return {**files_of(drawn(content))}


def plotted(content: "Content", name: str = "") -> "Picture":
    """The picture of a result by name, else its first. Raises `UsageError` where it has none."""
    from sim.pictures.registry import picture_of

    found = picture_of(content, name)
    if found is None:
        raise UsageError(f"no picture {name}".rstrip() + f" of this {content.kind}; expected one that kept its tables")
    return found


def content_of(plan: Plan, kind: str, folder: Path, summary: Mapping[str, Any], **about: object) -> "Content":
    """What pictures of a plan's results are drawn from, as they lie in a folder."""
    from sim.pictures.content import Content

    told = {"seed": plan.seed, "design": plan.design, **about}
    kind = "grid" if kind == "sweep" and len(plan.points) > 1 else kind
    points = tuple(
        found | {"settings": settings_in_words(plan, place)} for place, found in enumerate(summary["points"])
    )
    return Content(kind, plan.scenarios, summary, told, folder, points=points)


@dataclass(frozen=True)
class Finished:
    """The folder of a sweep whose rows and bands are there; its summary, the parts of each point, and the engine.

    There are no parts where the tables made of them were kept, and only something else is made again.
    """

    plan: Plan
    target: ResultFolder
    summary: dict[str, Any]
    parts: list[list[Path]]
    engine: str

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

    def pictures(self, kind: str) -> None:
        """Write the files of all pictures that a result of this kind has."""
        self.target.write_all(picture_writers(content_of(self.plan, kind, self.folder, self.summary)))


Finish = Callable[[Finished], None]
"""Writes what a kind of sweep has besides tables, and adds to its summary."""


def write_picture(finished: Finished) -> None:
    """Write the pictures of a sweep that keeps bands, or of a grid."""
    if has_pictures(finished.plan):
        finished.pictures("sweep")


def has_pictures(plan: Plan) -> bool:
    """Whether a sweep keeps what pictures are drawn from."""
    return plan.keep != "summary" or len(plan.points) > 1


def write_sweep(
    plan: Plan,
    store: Store,
    chunks: Sequence[Chunk],
    work: Work,
    started: datetime,
    kind: str = "sweep",
    finish: Finish = write_picture,
) -> Manifest:
    """Write the results of a sweep from its parts, the manifest last, then forget the parts; gives the manifest.

    Tables that are whole are kept. Raises `SimError` where writing fails; the parts are kept then.
    """
    target = store.target
    parts = [store.path(chunk) for chunk in chunks]
    try:
        # A precision is looked at in the parts, which keep their rows then.
        rows = partial(merge_tables, parts, "rows") if plan.precision else partial(store.rows.finish, parts)
        result = target.write("replications.parquet", rows)
        digest = result or target.kept["result_digest"]
        target.keep_only_of(digest)
        summary = summarise(plan, target.path / "replications.parquet")
        add_looks(plan, summary, target.path / "replications.parquet")
        scenarios = [dump(scenario) for scenario in plan.scenarios]
        target.write("scenario.json", write_json(scenarios[0] if len(scenarios) == 1 else scenarios))
        if plan.keep == "events":
            target.write("events.parquet", partial(merge_tables, parts, "events"))
        if summary["failed"] < summary["replications"]:
            by_point = store.curves(chunks, len(plan.points))
            if plan.keep != "summary":
                target.write("bands.parquet", partial(write_bands, plan, by_point))
            finish(Finished(plan, target, summary, by_point, work.engine))
        target.write("summary.json", write_json(summary))
        counts = _counts(plan, summary) | {"settings": list(work.settings)} | extensions_told(plan.extensions)
        about = target.finish(manifest(kind, store.work, work.engines, digest, started, **counts))
    except OSError as error:
        reason = reason_of(error)
        raise SimError(
            f"{store.folder}: writing failed ({reason}); the replications are kept, --resume goes on"
        ) from None
    store.clear()
    return about


def _counts(plan: Plan, summary: dict[str, Any]) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "design": plan.design,
        "keep": plan.keep,
        "points": len(plan.points),
        "replications": summary["replications"],
        "failed": summary["failed"],
        "precision": dict(plan.precision),
        **({"parameter_sets": vars(plan.sets)} if plan.sets else {}),
        **({"policies": policies} if (policies := policies_in(plan.points)) else {}),
        "precision_not_reached": sentences_of_precision(summary, reached=False),
    }


def sweep_figure(
    plan: Plan, folder: Path, summary: dict[str, Any], asked: "Sequence[str | pd.Series[Any]]" = (), title: str = ""
) -> "Figure":
    """The fan chart, of a grid the reported share against its values; or the key figures asked for.

    Raises `UsageError` for a key figure that the sweep lacks, or values of one's own for a sweep of one point.
    """
    known = list(summary["points"][0]["figures"])
    asked = [check_figure(one, known, "plot") if isinstance(one, str) else one for one in asked]
    names = [one for one in asked if isinstance(one, str)]
    if len(plan.points) > 1:
        from sim.pictures.grid import grid_chart

        return grid_chart(content_of(plan, "sweep", folder, summary).points, plan.scenarios[0], plan.seed, asked, title)
    if len(names) < len(asked):
        raise UsageError("values by point for a sweep of one point; expected names of key figures")
    return _histograms(plan, folder, names, title) if names else _fan(plan, folder, summary, title)


def _fan(plan: Plan, folder: Path, summary: dict[str, Any], title: str) -> "Figure":
    from sim.pictures.fan import fan_of

    if not (folder / "bands.parquet").exists():
        raise UsageError("no curves were kept; expected a sweep with keep='curves', or names of key figures to plot")
    return fan_of(content_of(plan, "sweep", folder, summary), title)


def _histograms(plan: Plan, folder: Path, names: Sequence[str], title: str) -> "Figure":
    import pyarrow.parquet as pq

    from sim.pictures.histogram import histograms

    with pq.ParquetFile(folder / "replications.parquet") as file:
        values = {name: read_numbers(file, name) for name in names}
    return histograms(values, plan.scenario_at(0), plan.seed, title)


def flows_figure(plan: Plan, folder: Path, summary: dict[str, Any], point: int = 0) -> "Figure":
    """Who got what by which channel, and what became of the rest: means of a point's replications."""
    from sim.pictures.flows import mean_flows, settings_of

    found, scenario = content_of(plan, "sweep", folder, summary).points[point], plan.scenario_at(point)
    return mean_flows(found, scenario, plan.seed, settings_of(found, scenario))


def chances_figure(plan: Plan, summary: dict[str, Any], title: str) -> "Figure":
    """Probability of each target by each date. Raises `UsageError` for a grid."""
    from sim.pictures.chances import chances_chart

    if len(plan.points) > 1:
        raise UsageError(f"a grid of {len(plan.points)} points; expected a sweep of one point")
    scenario = plan.scenario_at(0)
    found = summary["points"][0]["chances"][scenario.reported_buyer]
    caution = summary.get("intervals", {}).get("caution", "")
    note = f" ({caution})" if caution else ""
    return chances_chart(found, scenario, plan.seed, summary["replications"], title, note)
