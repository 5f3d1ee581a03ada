"""The command that scores a forecast."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Quiet
from sim.scenario.text_file import expanded


def score(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", parser=expanded, help="what a sweep, an update or a calibration wrote"),
    ],
    observed: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="observed figures, the outcomes: a file, or a name that ships (repeatable)"),
    ],
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Hold a forecast against what happened: ranges, hits, proper scores, and skill against baselines."""
    from sim.analysis import score as scoring
    from sim.cli.streams import note
    from sim.cli.tell import tell

    done = scoring.score(folder, observed)
    written = scoring.write_score(done, note)
    tell({"summary": done.summary, "scores": done.rows}, done.answer(), written, quiet, as_json)
