"""Commands about scenario files: list, show, copy, validate, schema."""

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, loaded
from sim.cli.streams import say
from sim.errors import UsageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="one of those that `scenarios` lists")]

scenarios_app = typer.Typer(
    help="List the scenarios that ship; print one, or start your own from it.", invoke_without_command=True
)


@scenarios_app.callback()
def listing(context: typer.Context) -> None:
    """The scenarios that ship."""
    if context.invoked_subcommand is None:
        tell_shipped(as_json=False)


@scenarios_app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the scenarios that ship."""
    tell_shipped(as_json)


def tell_shipped(as_json: bool) -> None:
    """Names and titles of the scenarios that ship."""
    from sim.scenario.file import load, shipped

    titles = {name: load(name).title for name in shipped()}
    if as_json:
        say(json.dumps(titles))
        return
    width = max(map(len, titles), default=0)
    for name, title in titles.items():
        say(f"{name:<{width}}  {title}")


@scenarios_app.command()
def show(name: Name) -> None:
    """Print a scenario that ships."""
    from sim.scenario.file import shipped_text

    say(shipped_text(name), end="")


@scenarios_app.command()
def copy(
    name: Name, file: Annotated[Path, typer.Argument(metavar="FILE", help="the new file, which must not exist yet")]
) -> None:
    """Start a scenario file of your own from one that ships."""
    from sim.scenario.file import shipped_text
    from sim.scenario.text_file import expanded

    file, text = expanded(file), shipped_text(name)
    try:
        with file.open("x", encoding="utf-8") as copied:
            copied.write(text)
    except OSError as error:
        raise UsageError(f"{file}: can't be written ({error.strerror})") from None
    say(f"{file}: a copy of {name}")


def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="a scenario file, or the name of one that ships")],
) -> None:
    """Say all that is wrong with a scenario."""
    scenario = loaded(file)
    say(f"{file}: a sound scenario, {scenario.days} days, {len(scenario.uncertain)} uncertain parameters")


def schema() -> None:
    """Print a JSON Schema of the scenario file, for editors."""
    from sim.scenario.file import json_schema

    say(json.dumps(json_schema(), indent=2))
