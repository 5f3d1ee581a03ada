"""Commands that hand a result on: package, verify."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Engine, Json, Quiet, Workers
from sim.cli.streams import note, say
from sim.scenario.text_file import expanded


def package(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=expanded, help="the folder of any result")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.zip|DIR", parser=expanded, help="where to write; an archive beside DIR where not given"
        ),
    ] = None,
    citation: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            parser=expanded,
            help="a CITATION.cff: whose result it is; the program's own where not given",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a result as an RO-Crate: one archive that others can cite, check and repeat."""
    from sim.archive.crate import package as write

    path = write(folder, out, citation)
    if not quiet:
        say(f"Crate: {path}\n`gpu-supply verify {path}` does its work again and compares.")


def verify(
    result: Annotated[
        Path, typer.Argument(metavar="FILE|DIR", parser=expanded, help="a crate, or the folder of a result")
    ],
    replications: Annotated[
        int | None,
        typer.Option(metavar="N", help="check the first N of each point alone; all where not given"),
    ] = None,
    engine: Engine = "auto",
    workers: Workers = 2,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Do the work of a result again and tell what is equal, or what differs first; exit status 1 where it differs."""
    from sim.archive.verify import verified
    from sim.cli.progress import progress
    from sim.cli.tell import for_programs
    from sim.experiment.work import Work

    with progress("replications", None, quiet) as advance:
        done = verified(result, replications, Work(engine, workers, advance=advance, tell=note))
    if as_json:
        say(for_programs(vars(done)))
    elif not quiet:
        say(done.answer())
    if not done.holds:
        raise typer.Exit(1)
