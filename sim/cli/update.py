"""The command that tells the answer as of a date."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Quiet
from sim.scenario.text_file import expanded


def update(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=expanded, help="the folder that a sweep wrote")],
    observed: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE", help="observed figures with dates of publication: a file, or a name that ships (repeatable)"
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="what was published later counts for nothing; all where not given"),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Tell the answer of a sweep as it could have been known on a date, by what was published till then."""
    from sim.analysis import update as updating
    from sim.cli.streams import note
    from sim.cli.tell import tell

    done = updating.update(folder, observed, as_of)
    written = updating.write_update(done, note)
    tell({"summary": done.summary}, done.answer(), written, quiet, as_json)
