"""The command `explore` before it serves, and when it ends."""

import signal
import socket
import subprocess
import sys

import pytest

from sim.cli.main import main
from sim.explorer import server
from tests.explorer.serving import PATIENCE, asked_for, served


def told(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """Exit status and what is said of a command that does not come to serving."""
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "explore", "--no-browser", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().err


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the libraries of the page one sentence says how to install them."""
    monkeypatch.setattr(server, "find_spec", lambda _: None)
    status, said = told([], monkeypatch, capsys)
    assert status == 2
    assert said == ("the explorer is not installed here; expected the extra: pip install 'gpu-supply-sim[explorer]'\n")


def test_port_that_is_taken_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A port at which another listens is refused before anything is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = told(["--port", str(port)], monkeypatch, capsys)
    assert status == 2
    assert said.startswith(f"127.0.0.1, port {port}: can't listen there (Address already in use)")


@pytest.mark.parametrize(
    "words", [["--port", "99999"], ["--host", "no.such.host.invalid"], ["no-such-file.toml"]], ids=str
)
def test_what_cannot_be_is_told(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port, an address or a scenario that can't be ends with status 2 and a sentence."""
    status, said = told(words, monkeypatch, capsys)
    assert status == 2
    assert words[-1] in said
    assert "Traceback" not in said


def test_nothing_is_told_to_anybody() -> None:
    """What the library would tell its makers is off, and so is its question for an address."""
    assert server.SETTINGS["browser.gatherUsageStats"] is False
    assert server.SETTINGS["server.showEmailPrompt"] is False


BUSY = """
import threading, time
from sim.explorer.ending import ended_at_once
threading.Thread(target=time.sleep, args=(600,)).start()
with ended_at_once(lambda: print("closed", flush=True)):
    print("begun", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_process_ends_at_once_on_a_signal_whatever_its_threads_do(number: signal.Signals) -> None:
    """What is open is closed, no thread is waited for, and the status says which signal it was."""
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(number)
        try:
            assert process.wait(PATIENCE) == 128 + number
        finally:
            process.kill()
        assert process.stdout.read() == "closed\n"


def test_server_ends_while_a_page_computes() -> None:
    """A page's long computation does not keep the server: it is asked to end in the midst of one, and does."""
    with served("china-2023") as address:
        asked_for(address, "panel=attribution", until="replications without each set of causes")
