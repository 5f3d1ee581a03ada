"""Commands that simulate: run, sweep."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="a name that ships, or a file")]
Seed = Annotated[int, typer.Option(help="seed of every draw")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="another value (repeatable)")]
Engine = Annotated[str, typer.Option(help="auto or simpy")]
Out = Annotated[Path, typer.Option(help="folder of results")]
Quiet = Annotated[bool, typer.Option("--quiet", help="print nothing")]
Json = Annotated[bool, typer.Option("--json", help="print for programs")]


def run(
    scenario: Name,
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
    folder = write_run(done, out, started)
    tell({"summary": done.summary}, done.answer(), folder, quiet, as_json)


def sweep(
    scenario: Name,
    replications: Annotated[int, typer.Option(help="how many")] = 200,
    seed: Seed = 0,
    settings: Settings = None,
    engine: Engine = "auto",
    workers: Annotated[int, typer.Option(help="processes")] = 2,
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate many replications and answer with probabilities."""
    from sim.cli.progress import progress
    from sim.experiment.results import write_sweep
    from sim.experiment.sweep import sweep as simulate

    started = datetime.now(UTC)
    asked = resolved(scenario, settings)
    with progress("replications", replications, quiet) as advance:
        done = simulate(asked, replications, seed, workers, advance, engine)
    folder = write_sweep(done, out, started)
    failed = int(done.replications["error"].notna().sum())
    tell({"failed": failed}, done.answer(), folder, quiet, as_json)
    if failed:
        typer.echo(f"{failed} replications failed; column `error` of replications.parquet says why", err=True)
        raise typer.Exit(1)


def resolved(scenario: str, settings: list[str] | None) -> "Scenario":
    """The scenario asked for, with the values of --set."""
    from sim.scenario.file import load
    from sim.scenario.paths import parsed, with_values

    values = {}
    for setting in settings or []:
        path, equals, text = setting.rpartition("=") if "{" not in setting else setting.partition("=")
        if not equals:
            raise UsageError(f"--set {setting}: expected PATH=VALUE")
        values[path.strip()] = parsed(text.strip())
    return with_values(load(scenario), values) if values else load(scenario)


def tell(content: dict[str, object], answer: str, folder: Path, quiet: bool, as_json: bool) -> None:
    """Print the answer, or all of it for programs."""
    if as_json:
        typer.echo(json.dumps(content | {"answer": answer, "folder": str(folder)}, default=str))
    elif not quiet:
        typer.echo(f"{answer}\n\nResults and pictures: {folder}")
