"""What commands say of themselves, and what they print for programs."""

import json
import math
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import sim
from sim.cli.main import main
from sim.cli.tell import tell
from sim.version import DIGESTS
from tests.docs.commands import all_commands

COMMANDS = dict(all_commands(""))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_parameters_is_explained(name: str) -> None:
    """A command has a sentence that ends with a full stop, an argument or option a text."""
    command = COMMANDS[name]
    assert (command.help or "").strip().endswith(".")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name}"


def test_commands_of_many_replications_have_the_same_options() -> None:
    """What one of them can be asked, all can: the options of how work is done."""
    shared = ("seed", "settings", "engine", "workers", "dask", "resume", "out", "quiet", "as_json")
    usual = {parameter.name: parameter.default for parameter in COMMANDS["sweep"].params}
    for name in ("compare", "sensitivity", "attribute", "calibrate"):
        own = {parameter.name: parameter.default for parameter in COMMANDS[name].params}
        assert {option: own[option] for option in shared} == {option: usual[option] for option in shared}, name


def test_version_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints the versions of the package, of its digests and of its engines, and ends well."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    program, digests, engines = capsys.readouterr().out.splitlines()
    assert program == f"gpu-supply-sim {sim.__version__}"
    assert digests == f"digests: version {DIGESTS}"
    assert engines == f"engines: simpy (SimPy {version('simpy')}), compiled (Numba {version('numba')})"


def test_what_is_printed_for_programs_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A number that is none becomes null, and a path a text, as JSON has neither."""
    content = {"rows": [{"low": math.nan, "high": math.inf, "units": 3}], "file": Path("a")}
    tell(content, "answer", Path("folder"), quiet=True, as_json=True)
    assert json.loads(capsys.readouterr().out, parse_constant=pytest.fail) == {
        "rows": [{"low": None, "high": None, "units": 3}],
        "file": "a",
        "answer": "answer",
        "folder": "folder",
        "warnings": [],
        "notes": [],
    }
