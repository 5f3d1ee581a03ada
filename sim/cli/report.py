"""The command that writes the report."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Quiet
from sim.cli.streams import say


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a finished result, of any command")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="the file to write; report.html in DIR where not given")
    ] = None,
    scenario: Annotated[Path | None, typer.Option(metavar="FILE", help="the scenario file, for its comments")] = None,
    observed: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="observed figures that a sweep's page is weighed by, in place of those that ship for its scenario: a "
            "file, or a name that ships (repeatable)",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write one self-contained HTML file about a result."""
    from sim.reporting.page import report as write

    path = write(folder, out, scenario, observed or ())
    if not quiet:
        say(f"Report: {path}")
