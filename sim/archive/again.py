"""Finished work, done once more from the scenario, the seed and the counts that its folder holds, in another place.

What is made of another result (an update, a score) is made again of a copy of that one; it simulates nothing.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sim.archive.opened import EXPECTED
from sim.errors import UsageError
from sim.experiment.folders.proof import MANIFEST
from sim.experiment.plan import Plan
from sim.experiment.work import Work
from sim.reporting.result import Result, read

DERIVED = {"discover": "sweep", "update": "made_of", "score": "made_of", "importance": "made_of"}
"""Kinds that are made of another folder, and the key of their manifest that names it."""


def result_in(folder: Path) -> Result:
    """The finished result in a folder, of any kind. Raises `UsageError` where there is none, or it is damaged."""
    return read(folder, MAKERS, EXPECTED)


def done_again(result: Result, work: Work, out: Path) -> Path:
    """Do the work of a result once more under `out`; gives the folder. Raises `SimError` as the work itself does."""
    return MAKERS[result.kind](result, work, out)


def made_of(result: Result) -> Path | None:
    """The folder that a result is made of, beside its own; None where it is made of none.

    Raises `UsageError` where it is not there.
    """
    key = DERIVED.get(result.kind)
    if key is None:
        return None
    name = str(result.manifest.get(key))
    found = result.folder.resolve().parent / name
    if Path(name).name != name or not found.is_dir():
        raise UsageError(f"{result.folder}: made of {name}, which is not beside it; expected both, or their crate")
    return found


def plan_of(result: Result) -> Plan:
    """The plan of a result that has rows of replications."""
    if result.kind == "sensitivity":
        from sim.reporting.content import analysis_of

        return analysis_of(result).sweep.plan
    return result.sweep.plan


def _run(result: Result, work: Work, out: Path) -> Path:
    from sim.experiment.results import write_run
    from sim.experiment.run import run

    manifest = result.manifest
    done = run(result.scenario, manifest["seed"], manifest["replication"], work.engine)
    return write_run(done, out, datetime.now(UTC))


def _sweep(result: Result, work: Work, out: Path) -> Path:
    from sim.experiment.sweep import carry_out

    return carry_out(plan_of(result), work, out).folder


def _compare(result: Result, work: Work, out: Path) -> Path:
    from sim.analysis.compare import carry_out_comparison

    return carry_out_comparison(plan_of(result), work, out).folder


def _check(result: Result, work: Work, out: Path) -> Path:
    from sim.analysis.check import carry_out_check

    return carry_out_check(plan_of(result), work, out).sweep.folder


def _sensitivity(result: Result, work: Work, out: Path) -> Path:
    from sim.analysis.sensitivity import finish
    from sim.experiment.sweep import carry_out

    return carry_out(plan_of(result), work, out, "sensitivity", finish).folder


def _attribute(result: Result, work: Work, out: Path) -> Path:
    from sim.analysis.attribute import carry_out_attribution

    return carry_out_attribution(plan_of(result), result.scenario, result.dates[-1], work, out).folder


def _calibrate(result: Result, work: Work, out: Path) -> Path:
    from sim.analysis.calibrate import calibration_plan, carry_out_calibration
    from sim.analysis.observed import Observed

    manifest = result.manifest
    if "observed" not in manifest:
        raise UsageError(f"{result.folder}: does not hold its observed figures; expected a calibration of this version")
    observed = Observed.model_validate({"observed": manifest["observed"]})
    plan = calibration_plan(result.scenario, observed, manifest["particles"], manifest["seed"])
    return carry_out_calibration(plan, observed, work, out).folder


def _copied(result: Result, out: Path) -> Path:
    """A copy of the folder that a result is made of: what is made of it is written beside it."""
    source = made_of(result)
    assert source is not None
    target = out / source.name
    target.mkdir(parents=True)
    for name in (*result_in(source).manifest["files"], MANIFEST):
        shutil.copyfile(source / name, target / name)
    return target


def _discover(result: Result, _: Work, out: Path) -> Path:
    from sim.analysis.discover import discover, write_discovery

    source = _copied(result, out)
    return write_discovery(discover(source, result.manifest["target"], result.manifest["density"]), source)


def _importance(result: Result, _: Work, out: Path) -> Path:
    from sim.analysis.importance import importance, write_importance

    return write_importance(importance(_copied(result, out), result.manifest["figures"]))


def _score(result: Result, _: Work, out: Path) -> Path:
    from sim.analysis.observed import Observed
    from sim.analysis.score import score, write_score

    observed = Observed.model_validate({"observed": result.manifest["observed"]})
    return write_score(score(_copied(result, out), observed))


def _update(result: Result, _: Work, out: Path) -> Path:
    """Observations that were published later are not kept: how many there were is taken from the summary."""
    from sim.analysis.observed import Observed, undated
    from sim.analysis.update import update, updated_by_nothing, write_update

    source, known = _copied(result, out), [undated(one) for one in result.manifest["observed"]]
    if known:
        done = update(source, Observed.model_validate({"observed": known}), result.manifest["as_of"])
    else:
        done = updated_by_nothing(source, result.manifest["as_of"])
    return write_update(replace(done, later=result.summary["later"]))


MAKERS: dict[str, Callable[[Result, Work, Path], Path]] = {
    "run": _run,
    "sweep": _sweep,
    "compare": _compare,
    "check": _check,
    "sensitivity": _sensitivity,
    "attribute": _attribute,
    "calibrate": _calibrate,
    "discover": _discover,
    "update": _update,
    "score": _score,
    "importance": _importance,
}
"""Who does work again, by its kind: every kind of result folder that there is."""
