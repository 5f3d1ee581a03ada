"""Options that several commands have, and those that all commands of many replications have."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.streams import note
from sim.cli.tell import tell
from sim.cli.warned import remark
from sim.imports import spare_own_process
from sim.scenario.text_file import expanded

if TYPE_CHECKING:
    from sim.experiment.work import Work
    from sim.scenario.schema import Scenario


def complete_scenario(incomplete: str) -> list[str]:
    """The scenarios that ship whose names begin so; a shell offers files where there is none."""
    from sim.scenario.file import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


ScenarioName = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", autocompletion=complete_scenario, help="a name that ships, or a file"),
]
Seed = Annotated[int, typer.Option(metavar="N", help="seed of every draw")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="another value in the scenario (repeatable)")
]
Engine = Annotated[
    str, typer.Option(metavar="auto|simpy|compiled", help="which engine simulates; the results are the same")
]
Out = Annotated[Path, typer.Option(metavar="DIR", parser=expanded, help="folder of results")]
Quiet = Annotated[bool, typer.Option("--quiet", help="print nothing but errors, warnings and notes")]
Json = Annotated[bool, typer.Option("--json", help="print the answer and its numbers as JSON")]
Workers = Annotated[
    int, typer.Option(metavar="N", help="processes on this machine, for work that takes longer than to start them")
]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="scheduler of a Dask cluster, or 'local' to start one here")
]
Resume = Annotated[bool, typer.Option("--resume", help="go on with what interrupted work has finished")]
DESIGNS = "random|lhs|sobol"
"""Their names, for help: `sim.experiment.designs` has them, with all that takes a while to import."""

Design = Annotated[str, typer.Option(metavar=DESIGNS, help="how uncertain parameters are drawn")]


def load_extensions(files: list[Path] | None) -> list[Path] | None:
    """Have the files that a command names register what is the user's own, before anything is read."""
    for file in files or ():
        from sim.experiment.extend import load_extensions as load

        load(file)
    return files


Extensions = Annotated[
    list[Path] | None,
    typer.Option(
        "--extension",
        metavar="FILE",
        parser=expanded,
        callback=load_extensions,
        is_eager=True,
        help="Python file, which is run: functions that the scenario names (repeatable)",
    ),
]

TOLD = ("unworkable", "outside-law")
"""Kinds of warnings that a command gives that simulates: what bears on its answer; `validate` gives all."""


@dataclass(frozen=True)
class Common:
    """What every command of many replications can be asked."""

    seed: Seed = 0
    settings: Settings = None
    engine: Engine = "auto"
    workers: Workers = 2
    dask: Dask = None
    resume: Resume = False
    out: Out = Path("results")
    quiet: Quiet = False
    as_json: Json = False

    def resolved(self, scenario: str) -> "Scenario":
        """A scenario with the values of --set."""
        return resolved(scenario, self.settings)

    @contextmanager
    def working(self, what: str, total: int | None) -> "Iterator[Work]":
        """How the work is carried out; how far it is of `total` (None: nobody knows) is shown while the block runs."""
        from sim.cli.progress import progress
        from sim.experiment.work import Work

        with progress(what, total, self.quiet) as advance:
            yield Work(
                self.engine,
                self.workers,
                self.dask,
                self.resume,
                advance=advance,
                tell=note,
                settings=tuple(self.settings or ()),
            )

    def tell(self, content: Mapping[str, object], answer: str, folder: Path) -> None:
        """Print the answer, or all of it for programs."""
        tell(content, answer, folder, self.quiet, self.as_json)


def with_common(command: Callable[..., None]) -> Callable[..., None]:
    """The command whose options are its own, then those of `Common`, which it is given as its first argument."""
    own = list(inspect.signature(command).parameters.values())[1:]
    common = list(inspect.signature(Common).parameters.values())

    def called(**given: Any) -> None:
        how = Common(**{option.name: given.pop(option.name) for option in common})
        command(how, **given)

    options = [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in (*own, *common)]
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined] # Typer reads it
    called.__annotations__ = {option.name: option.annotation for option in options}
    return called


def with_extensions(command: Callable[..., None]) -> Callable[..., None]:
    """The command with --extension, whose files are loaded before it begins."""

    def called(extensions: object = None, **given: Any) -> None:  # noqa: ARG001 - loaded as they are read
        spare_own_process()
        command(**given)

    own = [
        option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in inspect.signature(command).parameters.values()
    ]
    kind = inspect.Parameter.KEYWORD_ONLY
    option = inspect.Parameter("extensions", kind, default=None, annotation=Extensions)
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__signature__ = inspect.Signature([*own, option])  # type: ignore[attr-defined] # Typer reads it
    called.__annotations__ = {one.name: one.annotation for one in (*own, option)}
    return called


def resolved(scenario: str, settings: list[str] | None) -> "Scenario":
    """The scenario asked for, with the values of --set.

    Notes which laws of [uncertain] these override, and warns of what then cannot work.
    """
    from sim.scenario.change import no_longer_drawn, with_settings

    asked = loaded(scenario)
    changed = with_settings(asked, settings or [])
    for path in no_longer_drawn(asked, changed):
        remark(f"{path} is set, so it is no longer drawn from [uncertain]")
    for one in changed.warnings():
        if one.kind in TOLD:
            remark(str(one), "warning")
    return changed


def loaded(scenario: str) -> "Scenario":
    """The scenario of a name or file, the figures of its report and of its sources known to be its own."""
    from sim.errors import ScenarioError
    from sim.scenario.file import load, placed

    found = load(scenario)
    try:
        if found.report.figures:
            from sim.records.figures.names import check_report

            check_report(found)
        if found.source_check:
            from sim.records.figures.sourced import check_sources

            check_sources(found)
    except ScenarioError as error:
        raise ScenarioError(placed(error.problems, scenario), error.more) from None
    return found
