"""Signals: what their handlers raise is never lost, and they are as before."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sim.cli.signals import ended_by_signals
from sim.experiment.work import interruption


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The test's own handlers go with it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Lost:
    """Raises a signal where Python ignores exceptions."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_interrupt_in_a_finaliser_is_raised_again() -> None:
    """What Python ignores in a finaliser is raised at the next check."""
    with interruption() as asked:
        Lost()
        with pytest.raises(KeyboardInterrupt):
            asked.check()


def test_handler_of_the_program_decides() -> None:
    """A handler of the program is called, and one that raises nothing interrupts nothing."""
    calls: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: calls.append(number))
    with interruption() as asked:
        signal.raise_signal(signal.SIGTERM)
        asked.check()
    assert calls == [signal.SIGTERM]


@pytest.mark.parametrize(
    ("handler", "stays"), [(signal.SIG_IGN, True), (signal.SIG_DFL, True), (signal.default_int_handler, False)]
)
def test_handlers_are_as_before(handler: Any, stays: bool) -> None:
    """What is ignored stays ignored in the block, the default stays the default, and all is as before after it."""
    signal.signal(signal.SIGINT, handler)
    with interruption():
        assert (signal.getsignal(signal.SIGINT) == handler) is stays
    assert signal.getsignal(signal.SIGINT) == handler


def test_threads_set_no_handlers() -> None:
    """In a thread, where handlers can't be set, the block runs without."""
    before = signal.getsignal(signal.SIGINT)
    found: list[object] = []

    def work() -> None:
        with interruption(), ended_by_signals():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [before]


def test_command_asked_to_end_is_interrupted() -> None:
    """SIGTERM interrupts a command with its own exit status; a hang-up that is ignored stays ignored; all as before."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ended_by_signals() as ending:
        signal.raise_signal(signal.SIGHUP)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    assert ending.status == 143
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_interruption_in_code_made_from_text_keeps_its_status() -> None:
    """Python would end the process by SIGINT where its own class of interruption came out of such code."""
    script = (
        "import os, signal, sys\nfrom sim.cli.signals import ended_by_signals\n"
        "with ended_by_signals() as ending:\n"
        "    try:\n        exec('signal.raise_signal(signal.SIGTERM)')\n"
        "    except KeyboardInterrupt:\n        sys.exit(ending.status)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 143
