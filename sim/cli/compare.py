"""The command that compares two scenarios."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Dask, Design, Engine, Json, Out, Quiet, Resume, Seed, Settings, Workers, resolved


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="a name that ships, or a file")],
    b: Annotated[str, typer.Argument(metavar="B", help="the one whose difference from A is told")],
    replications: Annotated[int, typer.Option(help="how many pairs")] = 200,
    seed: Seed = 0,
    settings: Settings = None,
    design: Design = "random",
    engine: Engine = "auto",
    workers: Workers = 2,
    dask: Dask = None,
    resume: Resume = False,
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate two scenarios on common random numbers and tell their paired differences."""
    from sim.analysis import compare as comparing
    from sim.cli.progress import progress
    from sim.cli.simulate import tell
    from sim.experiment.sweep import Work

    plan = comparing.pair_plan(resolved(a, settings), resolved(b, settings), replications, seed, design)
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
        done = comparing.Comparison(comparing.carry_out_pair(plan, work, out))
    content = comparing.as_json(done) | {"result_digest": done.sweep.digest}
    tell(content, done.answer(), done.sweep.folder, quiet, as_json)
    if done.summary["failed"]:
        typer.echo(f"{done.summary['failed']:,} replications failed; column `error` says why", err=True)
        raise typer.Exit(1)
