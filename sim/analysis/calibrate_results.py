"""What a calibration writes: its particles, the parameters before and after, a predictive check."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.analysis.derived import numbers
from sim.analysis.observed import Observed, told_of
from sim.analysis.simulations import Simulations
from sim.errors import SimError
from sim.experiment.folders.folder import manifest
from sim.experiment.folders.merging import merge_tables
from sim.experiment.folders.store import Store
from sim.experiment.plan import Plan
from sim.experiment.results import extensions_told, picture_writers
from sim.experiment.summary import describe, is_figure
from sim.experiment.work import Work
from sim.records.files import reason_of, write_json, write_parquet
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.statistics.calibration import Posterior, narrowing_by_chance

if TYPE_CHECKING:
    import pandas as pd

    from sim.pictures.content import Content

Summary = dict[str, Any]


def write_calibration(
    plan: Plan,
    observed: Observed,
    posterior: Posterior,
    simulations: Simulations,
    store: Store,
    work: Work,
    started: datetime,
) -> Summary:
    """Write the results, the manifest last, then forget the parts; gives the manifest.

    Raises `SimError` where writing fails; the parts are kept then.
    """
    import pandas as pd

    target, scenario = store.target, plan.scenarios[0]
    try:
        result = target.write("simulations.parquet", partial(merge_tables, simulations.parts, "rows"))
        digest = result or target.kept["result_digest"]
        target.keep_only_of(digest)
        rows = pd.read_parquet(target.path / "simulations.parquet")
        prior = rows.iloc[: plan.replications].reset_index(drop=True)
        after = rows.iloc[posterior.numbers].reset_index(drop=True)
        summary = summarise(observed, prior, after, posterior)
        target.write("prior.parquet", write_parquet(prior))
        target.write("posterior.parquet", write_parquet(after))
        target.write("summary.json", write_json(summary))
        target.write("scenario.json", write_json(dump(scenario)))
        target.write_all(picture_writers(calibrated(scenario, summary, prior, after, plan.seed)))
        counts: dict[str, Any] = {"seed": plan.seed, "particles": plan.replications, "simulations": simulations.done}
        counts |= {"observed": told_of(observed.observed), "settings": list(work.settings)}
        counts |= extensions_told(plan.extensions)
        about = target.finish(manifest("calibrate", store.work, work.engines, digest, started, **counts))
    except OSError as error:
        reason = reason_of(error)
        raise SimError(
            f"{store.folder}: writing failed ({reason}); what was simulated is kept, --resume goes on"
        ) from None
    store.clear()
    return about


def calibrated(
    scenario: Scenario, summary: Summary, prior: "pd.DataFrame", after: "pd.DataFrame", seed: int
) -> "Content":
    """What the pictures of a calibration are drawn from."""
    from sim.pictures.content import Content

    tables = {"prior": prior, "posterior": after}
    return Content("calibrate", (scenario,), summary, {"seed": seed}, tables=tables)


def summarise(observed: Observed, prior: "pd.DataFrame", after: "pd.DataFrame", posterior: Posterior) -> Summary:
    """Parameters before and after with the share of their variance that went, and each observation against both."""
    names = [name for name in prior.columns if name.startswith("sampled.")]
    numeric = [name for name in names if prior[name].dtype.kind in "if"]
    return {
        "particles": len(after),
        "distinct": posterior.distinct,
        "effective": min((step.effective for step in posterior.generations), default=float(len(after))),
        "reached": bool(posterior.generations and posterior.generations[-1].temperature >= 1),
        "generations": [vars(step) for step in posterior.generations],
        "narrowed_by_chance": narrowing_by_chance(len(after), posterior.distinct, max(1, len(numeric))),
        "parameters": {name.removeprefix("sampled."): _narrowing(prior[name], after[name]) for name in numeric},
        "observations": [
            {
                "figure": one.name,
                "value": one.value,
                "range": None if one.range is None else list(one.range),
                "statement": one.statement if one.is_statement else None,
                "source": one.source,
                "prior": _of(prior, *one.figures),
                "posterior": _of(after, *one.figures),
            }
            for one in observed.observed
        ],
        "figures": {name: _of(after, name) for name in figures(list(after.columns))},
    }


def figures(columns: Sequence[str]) -> list[str]:
    """The key figures among columns of rows."""
    return [name for name in columns if is_figure(name)]


def _of(rows: "pd.DataFrame", *names: str) -> Summary:
    return describe(numbers(rows, *names))


def _narrowing(before: "pd.Series[Any]", after: "pd.Series[Any]") -> Summary:
    variance = float(before.var())
    return {
        "prior": describe(before.to_numpy(dtype="float64")),
        "posterior": describe(after.to_numpy(dtype="float64")),
        "narrowed": None if variance == 0 else 1 - float(after.var()) / variance,
    }
