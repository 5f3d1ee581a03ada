"""The command `gpu-supply`: its groups, and how every error ends."""

import sys
from typing import Annotated

import typer

from sim.cli.archive import package, verify
from sim.cli.attribute import attribute
from sim.cli.calibrate import calibrate
from sim.cli.check import check
from sim.cli.compare import compare
from sim.cli.discover import discover
from sim.cli.epoch import epoch_app
from sim.cli.explore import explore
from sim.cli.importance import importance
from sim.cli.options import with_extensions
from sim.cli.report import report
from sim.cli.scenarios import scenarios_app, schema, validate
from sim.cli.score import score
from sim.cli.sensitivity import sensitivity
from sim.cli.signals import INTERRUPTED, Ending, ended_by_signals
from sim.cli.simulate import run, sweep
from sim.cli.streams import make_ready, note, say
from sim.cli.update import update
from sim.cli.warned import warnings_shown
from sim.errors import InterruptedSimError, SimError
from sim.garbage import not_searched_at_the_end, searched_seldom
from sim.version import DIGESTS, VERSION

EPILOG = (
    "Exit status: 0 done, 1 the work failed, 2 bad usage or scenario, 130 interrupted, 143 asked "
    "to end by SIGTERM (what was finished is kept, and --resume goes on)."
)

app = typer.Typer(
    help="Simulates the supply of scarce goods under a policy deadline.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def tell_version(asked: bool) -> None:
    """Print the versions of the program, of its digests and of what its engines are built on, and end."""
    if asked:
        from sim.experiment.folders.folder import library_versions

        found = library_versions()
        compiled = f"Numba {found['numba']}" if "numba" in found else "not installed: extra 'fast'"
        say(f"gpu-supply-sim {VERSION}")
        say(f"digests: version {DIGESTS}")
        say(f"engines: simpy (SimPy {found['simpy']}), compiled ({compiled})")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Show the versions and exit.")
    ] = False,
) -> None:
    """Simulates the supply of scarce goods under a policy deadline."""


SIMULATING = (run, sweep, compare, sensitivity, attribute, calibrate, check)
READING = (discover, importance, update, score, report, package, verify, validate)
for one in (*SIMULATING, *READING):
    app.command()(with_extensions(one))
app.command()(explore)
app.command()(schema)
app.add_typer(scenarios_app, name="scenarios")
app.add_typer(epoch_app, name="epoch")


INTERRUPTION = "interrupted: no result was left half-written"


def main() -> None:
    """Run a command: exit status 0 done, 1 the work failed, 2 bad usage or scenario, 130 interrupted.

    A signal that asks it to end (SIGTERM, SIGHUP) interrupts, too: the status is 128 and the signal's number.
    """
    make_ready()
    not_searched_at_the_end()
    with searched_seldom(), ended_by_signals() as ending:
        _run(ending)


def _run(ending: Ending) -> None:
    try:
        with warnings_shown():
            status = app(standalone_mode=False) or 0
        sys.stdout.flush()
        if status == INTERRUPTED:
            stop(INTERRUPTION, ending.status)
        sys.exit(status)
    except InterruptedSimError as error:
        stop(str(error), ending.status)
    except SimError as error:
        stop(str(error), error.exit_status)
    except (typer.Abort, KeyboardInterrupt):
        stop(INTERRUPTION, ending.status)
    except typer.Exit as error:
        sys.exit(error.exit_code)
    except UnicodeEncodeError as error:
        lack = f"file names are in {error.encoding} here, which lacks some of its signs"
        stop(f"{error.object}: {lack}; expected another name, or PYTHONUTF8=1 in the environment", 1)
    except Exception as error:
        show = getattr(error, "show", None)  # a usage error of the command line knows how to show itself
        if show is None:
            raise
        show()
        sys.exit(2)


def stop(message: str, status: int) -> None:
    """Say what went wrong, and end."""
    if message:
        note(message)
    sys.exit(status)
