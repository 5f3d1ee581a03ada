"""What a command prints arrives, whatever standard output and standard error are."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds import CHAIN

NAMED = CHAIN.replace('"Ann"', '"\u5b57\u8282"') + '[report]\nbuyer = "\u5b57\u8282"\n'

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command line in which `gpu-supply` is the program; its status is that of the program, also before a pipe."""
    line = f'set -o pipefail; gpu() {{ "{sys.executable}" -m sim "$@"; }}; {command}'
    known = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHONIO", "LC_"))}
    return subprocess.run(["/bin/bash", "-c", line], env={**known, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "cp1252"}, ASCII],
)
def test_signs_that_the_encoding_lacks_are_written_as_numbers(tmp_path: Path, environment: dict[str, str]) -> None:
    """An answer is printed in any encoding, and never lost after the work."""
    (tmp_path / "named.toml").write_text(NAMED, encoding="utf-8")
    done = shell(f"gpu run {tmp_path}/named.toml --engine simpy --out {tmp_path}/out", **environment)
    assert done.returncode == 0
    assert b"Error" not in done.stderr  # a machine without a font for these signs warns of that
    assert rb"\u5b57\u8282" in done.stdout


def test_folder_that_the_system_cannot_name_is_one_sentence(tmp_path: Path) -> None:
    """A scenario's name that names of files cannot hold here ends with the name and a way out."""
    (tmp_path / "named.toml").write_text(CHAIN.replace('"chain"', '"\u5b57"'), encoding="utf-8")
    done = shell(f"gpu run {tmp_path}/named.toml --engine simpy --out {tmp_path}/out", **ASCII)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert rb"\u5b57" in done.stderr
    assert b"PYTHONUTF8=1" in done.stderr


def test_messages_and_json_stay_readable_in_ascii(tmp_path: Path) -> None:
    """A message that repeats a name that ASCII lacks is printed; JSON stays JSON."""
    (tmp_path / "wrong.toml").write_text(NAMED.replace("units = 60", "units = -6"), encoding="utf-8")
    done = shell(f"gpu validate {tmp_path}/wrong.toml", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert rb"buyer.\u5b57\u8282.order.1.units is -6" in done.stderr
    done = shell("gpu scenarios list --json", PYTHONIOENCODING="ascii")
    assert "china-2023" in json.loads(done.stdout)


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("gpu --version >/dev/full", 1, b"standard output can't be written (No space left on device)\n"),
        (
            "PYTHONUNBUFFERED=1 gpu --version >/dev/full",
            1,
            b"standard output can't be written (No space left on device)\n",
        ),
        ("gpu --help >/dev/full", 1, b"standard output can't be written (No space left on device)\n"),
        ("gpu scenarios show no-ban | true", 1, b""),
        ("gpu --version >&-", 0, b""),
        ("gpu validate nothing 2>&-", 2, b""),
        ("gpu validate nothing 2>/dev/full", 2, b""),
        ("gpu --nothing 2>/dev/full", 2, b""),
        ("gpu validate no-ban <&- >&- 2>&-", 0, b""),
    ],
)
def test_stream_that_is_closed_or_full_is_no_traceback(command: str, status: int, said: bytes) -> None:
    """An answer that can't be written is one sentence, silence where its reader went; a lost message is no more."""
    done = shell(command, PYTHONUNBUFFERED="")
    assert (done.returncode, done.stderr) == (status, said)
