"""Calibration: narrows the uncertain parameters to what agrees with observed figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from typing_extensions import override

from sim.analysis.calibrate_results import calibrated, write_calibration
from sim.analysis.observed import Observed, check_names, load_observed, reporting
from sim.analysis.simulations import Simulations
from sim.errors import InterruptedSimError, SimError, UsageError
from sim.experiment.arguments import ScenarioOrName, path_of, scenario_of, whole
from sim.experiment.folders.proof import Written
from sim.experiment.folders.store import open_store, recognised
from sim.experiment.plan import Plan, Point, check_plan, digest_of
from sim.experiment.results import plotted
from sim.experiment.shown import Shown
from sim.experiment.work import Work, WorkOptions, check_work, in_folder, interruption, ready, workers_of
from sim.realisation.streams import mechanism_word
from sim.records.figures.names import check_report, figure_names
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.statistics.calibration import Posterior, sample

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_PARTICLES = 200

CHUNK = 25
"""Particles that are simulated, kept and redone as one."""


@dataclass(frozen=True, repr=False)
class Calibration(Written, Shown):
    """A finished calibration: `posterior` has a row a particle, all of equal weight.

    `summary` has parameters before and after, the predictive check, the generations.
    """

    scenario: Scenario
    observed: Observed
    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def posterior(self) -> "pd.DataFrame":
        """Sampled parameters and key figures of each particle."""
        return self.table("posterior")

    @cached_property
    def prior(self) -> "pd.DataFrame":
        """The same of the particles that the calibration began with."""
        return self.table("prior")

    @override
    def facts(self) -> dict[str, object]:
        """What the calibration is of."""
        counts = {"observed figures": len(self.observed.observed), "particles": self.manifest["particles"]}
        return {"scenario": self.scenario.name, **counts, "seed": self.manifest["seed"], "folder": self.folder}

    @override
    def plot(self) -> "Figure":
        """Posterior against prior of each parameter."""
        return plotted(calibrated(self.scenario, self.summary, self.prior, self.posterior, self.manifest["seed"]))

    @override
    def answer(self) -> str:
        """The answer in words."""
        from sim.analysis.calibrate_answer import calibrate_answer

        return calibrate_answer(self.scenario, self.summary)


def calibrate(
    scenario: ScenarioOrName,
    observed: str | Path | Observed,
    particles: int = DEFAULT_PARTICLES,
    seed: int = 0,
    **options: Unpack[WorkOptions],
) -> Calibration:
    """Sample the uncertain parameters given observed figures (a file, or observations), by sequential ABC.

    `options` are those of `sim.WorkOptions`: engine, workers, dask, out, resume, progress.
    Raises `UsageError` for arguments that cannot be, `ScenarioError` for observations of what the scenario lacks.
    """
    what = observed if isinstance(observed, Observed) else load_observed(path_of("observed", observed))
    plan = calibration_plan(scenario_of(scenario), what, particles, seed)
    return in_folder(options, lambda work, folder: carry_out_calibration(plan, what, work, folder))


def calibration_plan(scenario: Scenario, observed: Observed, particles: int, seed: int) -> Plan:
    """The plan of a calibration's first generation, checked."""
    particles = whole("particles", particles, 10)
    if not scenario.drawn:
        raise UsageError(f"{scenario.name}: nothing is uncertain; expected an [uncertain] table to narrow")
    check_report(scenario)
    asked = reporting(scenario, observed)
    plan = Plan((asked,), (Point(0),), particles, seed, keep="summary")
    check_plan(plan)
    check_names(observed, figure_names(asked))
    return plan


def carry_out_calibration(plan: Plan, observed: Observed, work: Work, out: Path) -> Calibration:
    """Do a calibration under `out`, or recognise it as done.

    Raises `InterruptedSimError` on Ctrl-C, `SimError` where no simulation gives the observed figures a value.
    """
    check_work(work)
    scenario = plan.scenarios[0]
    told = [one.model_dump() for one in observed.observed]
    own = (one.digest() for one in plan.extensions)
    digest = digest_of(dump(scenario), told, "calibrate", plan.seed, plan.replications, *own)
    folder = out / scenario.name / f"calibrate-{digest}"
    known = recognised(folder, digest, work.tell)
    if known is not None:
        return Calibration(scenario, observed, folder, known)
    started = datetime.now(UTC)
    work = ready(work, plan)
    with (
        interruption() as asked,
        workers_of(work) as workers,
        open_store(folder, digest, CHUNK, work.resume) as store,
    ):
        if store.finished is not None:
            return Calibration(scenario, observed, folder, store.finished)
        try:
            simulations = Simulations(plan, observed, store, workers, work, asked)
            posterior = _sample(plan, observed, simulations)
        except KeyboardInterrupt:
            raise InterruptedSimError(
                f"interrupted; what was simulated is kept in {folder}, and the same command with --resume goes on"
            ) from None
        about = write_calibration(plan, observed, posterior, simulations, store, work, started)
    return Calibration(scenario, observed, folder, about)


def _sample(plan: Plan, observed: Observed, simulations: Simulations) -> Posterior:
    value = np.array([one.target for one in observed.observed])
    spread = np.array([one.spread for one in observed.observed]).T
    generator = Generator(Philox(SeedSequence([plan.seed, mechanism_word("calibrate")])))
    try:
        return sample(simulations, len(plan.uncertain), value, spread, plan.replications, generator)
    except ValueError as error:
        raise SimError(f"calibration: {error}") from None
