"""What a shell completes after the program's name."""

import os
import subprocess
import sys

import pytest

from sim.scenario.file import shipped

PROGRAM = "import sys; sys.argv[0] = 'gpu-supply'; from sim.cli.main import main; main()"


def completed(words: str) -> list[str]:
    """What bash is offered for the last word."""
    about = {"_GPU_SUPPLY_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | about, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("gpu-supply ver", ["verify"]),
        ("gpu-supply sweep --repl", ["--replications"]),
        ("gpu-supply run china", [name for name in shipped() if name.startswith("china")]),
    ],
    ids=["command", "option", "scenario"],
)
def test_shell_completes_commands_options_and_scenarios(words: str, offered: list[str]) -> None:
    """The beginning of a word is enough."""
    assert completed(words) == offered
