"""The commands that read and write estimates in the columns of Epoch AI."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Quiet, loaded
from sim.cli.streams import say
from sim.scenario.text_file import expanded

epoch_app = typer.Typer(
    help="Read and write chips by quarter in the columns of Epoch AI's public CSV.", no_args_is_help=True
)

OutFile = Annotated[Path, typer.Argument(metavar="FILE", parser=expanded, help="the file to write")]


@epoch_app.command("import")
def take_in(
    csv: Annotated[Path, typer.Argument(metavar="CSV", parser=expanded, help="quarters by chip, as Epoch has them")],
    file: OutFile,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="when it was published; the rows' own notes where not given")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="rows of one owner, like China")] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="SCENARIO", help="only figures that this scenario has")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write the estimates of a CSV file as observed figures."""
    from sim.analysis.derived import day_of
    from sim.analysis.epoch import observed_of_epoch, write_observed

    day = None if published is None else day_of("published", published)
    found = observed_of_epoch(csv, day, owner, None if scenario is None else loaded(scenario))
    path = write_observed(found, file)
    if not quiet:
        say(f"{len(found.observed)} observed figures: {path}")


@epoch_app.command("export")
def put_out(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=expanded, help="the folder that a sweep wrote")],
    file: OutFile,
    quiet: Quiet = False,
) -> None:
    """Write what a sweep finishes by quarter and product, with H100-equivalents, in Epoch's columns."""
    from sim.analysis.epoch import epoch_of_sweep

    path = epoch_of_sweep(folder, file)
    if not quiet:
        say(f"Chips by quarter: {path}")
