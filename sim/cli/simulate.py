"""Commands that simulate: run, sweep."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import (
    Dask,
    Design,
    Engine,
    Json,
    Keep,
    Out,
    Quiet,
    Resume,
    ScenarioName,
    Seed,
    Settings,
    Workers,
    resolved,
)

if TYPE_CHECKING:
    from sim.experiment.sweep import Sweep

Replications = Annotated[
    int | None, typer.Option(help="how many at each point: 200 where not given; with --precision at most so many")
]
Grid = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=A,B,C | PATH=FROM:TO:STEP", help="values in turn; dates step by 7d (repeatable)"),
]
Precision = Annotated[
    list[str] | None,
    typer.Option(metavar="FIGURE=SHARE", help="go on until the mean's 95 % half-width is within this share of it"),
]


def run(
    scenario: ScenarioName,
    seed: Seed = 0,
    replication: Annotated[int, typer.Option(help="which replication")] = 0,
    settings: Settings = None,
    engine: Engine = "auto",
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate one replication and answer in words."""
    from sim.experiment.results import write_run
    from sim.experiment.run import run as simulate

    started = datetime.now(UTC)
    done = simulate(resolved(scenario, settings), seed, replication, engine)
    folder = write_run(done, out, started, settings or ())
    about = {"summary": done.summary, "result_digest": done.log.digest(), "engine": done.engine}
    tell(about, done.answer(), folder, quiet, as_json)


def sweep(
    scenario: ScenarioName,
    replications: Replications = None,
    seed: Seed = 0,
    settings: Settings = None,
    grid: Grid = None,
    design: Design = "random",
    precision: Precision = None,
    keep: Keep = "curves",
    engine: Engine = "auto",
    workers: Workers = 2,
    dask: Dask = None,
    resume: Resume = False,
    yes: Annotated[bool, typer.Option("--yes", help="confirm a grid of more than a million points")] = False,
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate many replications and answer with probabilities."""
    from sim.cli.progress import progress
    from sim.experiment.grid import axis_of
    from sim.experiment.precision import parse
    from sim.experiment.sweep import Work, carry_out, plan_of

    axes = [axis_of(text) for text in grid or []]
    asked = resolved(scenario, settings)
    plan = plan_of(asked, replications, seed, axes, design, parse(precision or []), keep, yes)
    if replications is not None and plan.replications != replications:
        typer.echo(f"a Sobol sequence is balanced in powers of two: {plan.replications:,} replications", err=True)
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
        done = carry_out(plan, work, out)
    finish(done, quiet, as_json)


def finish(done: "Sweep", quiet: bool, as_json: bool) -> None:
    """Print the answer of a sweep; exit status 1 where a replication failed."""
    failed = done.summary["failed"]
    about = {"summary": done.summary, "result_digest": done.digest, "engine": done.manifest["engine"]}
    tell(about, done.answer(), done.folder, quiet, as_json)
    if failed:
        typer.echo(f"{failed:,} replications failed; column `error` of replications.parquet says why", err=True)
        raise typer.Exit(1)


def tell(content: Mapping[str, object], answer: str, folder: Path, quiet: bool, as_json: bool) -> None:
    """Print the answer, or all of it for programs; and which engine ran."""
    engine = content.get("engine")
    if as_json:
        typer.echo(json.dumps({**content, "answer": answer, "folder": str(folder)}, default=str))
    elif not quiet:
        ran = f" (simulated on the {engine} engine)" if engine else ""
        typer.echo(f"{answer}\n\nResults and pictures: {folder}{ran}")
