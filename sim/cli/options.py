"""Options that several commands have."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="a name that ships, or a file")]
Seed = Annotated[int, typer.Option(help="seed of every draw")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="another value (repeatable)")]
Engine = Annotated[str, typer.Option(metavar="auto|simpy|compiled", help="which engine simulates; same results")]
Out = Annotated[Path, typer.Option(help="folder of results")]
Quiet = Annotated[bool, typer.Option("--quiet", help="print nothing")]
Json = Annotated[bool, typer.Option("--json", help="print for programs")]
Workers = Annotated[int, typer.Option(help="processes on this machine")]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="scheduler of a Dask cluster, or 'local' to start one here")
]
Resume = Annotated[bool, typer.Option("--resume", help="go on with what an interrupted sweep has finished")]
Design = Annotated[str, typer.Option(metavar="random|lhs|sobol", help="how uncertain parameters are drawn")]
Keep = Annotated[
    str, typer.Option(metavar="curves|events|summary", help="besides the rows: bands, these and event logs, nothing")
]


def resolved(scenario: str, settings: list[str] | None) -> "Scenario":
    """The scenario asked for, with the values of --set."""
    from sim.scenario.file import load
    from sim.scenario.settings import with_settings

    return with_settings(load(scenario), settings or [])
