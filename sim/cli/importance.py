"""The command that tells what to ask first."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Quiet
from sim.scenario.text_file import expanded


def importance(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=expanded, help="the folder that a sweep wrote")],
    figure: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE", help="key figure (repeatable); those of the report where not given"),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Tell which unknowns, if they were learned, would change the answer of a finished sweep."""
    from sim.analysis import importance as weighing
    from sim.cli.streams import note
    from sim.cli.tell import tell

    done = weighing.importance(folder, figure)
    written = weighing.write_importance(done, note)
    content = {"summary": done.summary, "importance": done.table.to_dict("records")}
    tell(content, done.answer(), written, quiet, as_json)
