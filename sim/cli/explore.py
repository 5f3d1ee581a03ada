"""The command that serves the explorer."""

from typing import Annotated

import typer


def explore(
    scenario: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="a name that ships, or a file")] = "china-2023",
    port: Annotated[int, typer.Option(metavar="N", help="port to listen at")] = 8501,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="address to listen at; any but this lets other machines in")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="open no browser")] = False,
) -> None:
    """Serve a page on this machine on which settings are moved and the answer follows."""
    from sim.cli.options import loaded
    from sim.cli.streams import say
    from sim.explorer.episodes import Given
    from sim.explorer.server import check_installed, serve
    from sim.scenario.file import shipped

    check_installed()
    given = None if scenario in shipped() else Given(loaded(scenario), scenario)

    def told(sentence: str) -> None:
        say(sentence)
        import sys

        sys.stdout.flush()

    serve(given, scenario, host, port, not no_browser, told)
