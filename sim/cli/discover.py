"""The command that finds where a target is missed."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Quiet
from sim.scenario.text_file import expanded


def discover(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=expanded, help="the folder that a sweep wrote")],
    target: Annotated[
        str | None,
        typer.Option(
            metavar="'FIGURE < NUMBER'",
            help="also <=, >, >=; less than half delivered by the last date where not given",
        ),
    ] = None,
    density: Annotated[
        float, typer.Option(metavar="SHARE", help="how frequent the outcome should be in the box, above 0 to 1")
    ] = 0.8,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Find the region of the uncertain parameters in which a target is missed."""
    from sim.analysis import discover as discovering
    from sim.cli.streams import note
    from sim.cli.tell import tell

    done = discovering.discover(folder, target, density)
    written = discovering.write_discovery(done, folder, note)
    tell({"summary": done.summary}, done.answer(), written, quiet, as_json)
