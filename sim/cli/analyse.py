"""Commands that ask why: which parameters matter."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Dask, Engine, Json, Out, Quiet, Resume, ScenarioName, Seed, Settings, Workers, resolved


def sensitivity(
    scenario: ScenarioName,
    method: Annotated[
        str, typer.Option(metavar="sobol|morris", help="indices of the variance, or screening")
    ] = "sobol",
    figure: Annotated[
        str | None, typer.Option(help="key figure; the units delivered by the last report date where not given")
    ] = None,
    samples: Annotated[
        int, typer.Option(help="blocks of the design: each of as many rows as parameters, and 1 or 2")
    ] = 64,
    replications: Annotated[int, typer.Option(help="replications of chance of each row")] = 8,
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
    """Tell which uncertain parameters decide a key figure, and how much of it is chance."""
    from sim.analysis import sensitivity as analysing
    from sim.cli.progress import progress
    from sim.cli.simulate import tell
    from sim.experiment.sweep import Work

    asked = resolved(scenario, settings)
    plan = analysing.sensitivity_plan(asked, method, samples, replications, seed)
    name = analysing.figure_of(plan, asked, figure)
    with progress("replications", plan.total, quiet) as advance:
        work = Work(
            engine,
            workers,
            dask,
            resume,
            advance=advance,
            tell=lambda line: typer.echo(line, err=True),
            settings=tuple(settings or ()),
        )
        done = analysing.carry_out_sensitivity(plan, asked, name, work, out)
    content = {"figure": done.figure, "about": done.about, "result_digest": done.sweep.digest}
    tell(content | {"indices": done.indices.to_dict("records")}, done.answer(), done.sweep.folder, quiet, as_json)
    end(done.sweep.summary["failed"])


def end(failed: int) -> None:
    """Exit status 1 where a replication failed."""
    if failed:
        typer.echo(f"{failed:,} replications failed; column `error` of replications.parquet says why", err=True)
        raise typer.Exit(1)
