"""The command that narrows the uncertain parameters."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Dask, Engine, Json, Out, Quiet, Resume, ScenarioName, Seed, Settings, Workers, resolved


def calibrate(
    scenario: ScenarioName,
    observed: Annotated[Path, typer.Option(help="a file of observed figures, their ranges and sources")],
    particles: Annotated[int, typer.Option(help="size of the sample of the posterior")] = 200,
    seed: Seed = 0,
    settings: Settings = None,
    engine: Engine = "auto",
    workers: Workers = 2,
    dask: Dask = None,
    resume: Resume = False,
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Narrow the uncertain parameters to what agrees with observed figures."""
    from sim.analysis import calibrate as calibrating
    from sim.analysis.observed import load_observed
    from sim.cli.progress import progress
    from sim.cli.simulate import tell
    from sim.experiment.sweep import Work

    what = load_observed(observed)
    plan = calibrating.calibration_plan(resolved(scenario, settings), what, particles, seed)
    with progress("simulations", None, quiet) as advance:
        work = Work(
            engine,
            workers,
            dask,
            resume,
            advance=advance,
            tell=lambda line: typer.echo(line, err=True),
            settings=tuple(settings or ()),
        )
        done = calibrating.carry_out_calibration(plan, what, work, out)
    tell({"summary": done.summary, "result_digest": done.digest}, done.answer(), done.folder, quiet, as_json)
