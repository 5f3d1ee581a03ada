"""How far a sweep is."""

import pytest

from sim.cli.progress import progress


def test_a_line_is_written_a_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """Away from a terminal, a line says so whenever another tenth is done, with the rate and the time left."""
    with progress("replications", 20, quiet=False) as advance:
        for done in range(1, 21):
            advance(done)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 10
    assert said[0].startswith("replications: 2 of 20, ")
    assert said[-1].endswith(" a second, 0 s left")


def test_quiet_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Quiet work writes no progress."""
    with progress("replications", 2, quiet=True) as advance:
        advance(2)
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a bar fills up."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress("replications", 2, quiet=False) as advance:
        advance(2)
    assert "2/2" in capsys.readouterr().err
