"""Commands about scenario files: list, show, copy, validate, schema."""

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, loaded
from sim.cli.streams import note, say
from sim.errors import ScenarioError, UsageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="one of those that `scenarios` lists")]

NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="the new file, which must not exist yet")]

scenarios_app = typer.Typer(
    help="List the scenarios that ship; print one, or start your own.", invoke_without_command=True
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
def copy(name: Name, file: NewFile) -> None:
    """Start a scenario file of your own from one that ships."""
    from sim.scenario.file import shipped_text

    say(f"{write_new(file, shipped_text(name))}: a copy of {name}")


@scenarios_app.command()
def new(file: NewFile) -> None:
    """Start a scenario file of your own from a small one whose keys are explained."""
    from sim.scenario.file import template

    say(f"{write_new(file, template())}: a small scenario to edit; `gpu-supply validate` checks it")


def write_new(file: Path, text: str) -> Path:
    """Write a file that is not there yet; its path. Raises `UsageError` where there is one, or none can be."""
    from sim.scenario.text_file import expanded

    file = expanded(file)
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise UsageError(f"{file}: can't be written ({error.strerror})") from None
    return file


def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="a scenario file, or the name of one that ships")],
    as_json: Json = False,
) -> None:
    """Say all that is wrong with a scenario, and warn of what is sound but cannot work or is surely not meant."""
    from sim.experiment.answer import counted
    from sim.scenario.file import placed

    try:
        scenario = loaded(file)
    except ScenarioError as error:
        if as_json:
            problems = [problem.told() for problem in error.problems]
            say(json.dumps({"sound": False, "problems": problems, "warnings": []}))
        raise
    odd = placed(scenario.warnings(), file)
    if as_json:
        say(json.dumps({"sound": True, "problems": [], "warnings": [one.told() for one in odd]}))
        return
    for one in odd:
        note(f"warning: {one}")
    counts = [f"{scenario.days} days", counted(len(scenario.uncertain), "uncertain parameter")]
    counts += [counted(len(odd), "warning")] if odd else []
    say(f"{file}: a sound scenario, {', '.join(counts)}")


def schema() -> None:
    """Print a JSON Schema of the scenario file, for editors."""
    from sim.scenario.editor_schema import json_schema

    say(json.dumps(json_schema(), indent=2))
