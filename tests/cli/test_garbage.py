"""How often Python looks for garbage in a command's process, and in a program that has other settings; free memory."""

import gc
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.garbage import SELDOM, give_back, searched_seldom

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("before", "within"), [(700, SELDOM), (SELDOM + 1, SELDOM + 1), (0, 0)])
def test_garbage_is_looked_for_seldom_and_then_as_before(before: int, within: int) -> None:
    """Who looks more seldom yet, or not at all, is left alone; after the block all is as it was."""
    gc.set_threshold(before, 9, 8)
    with searched_seldom():
        assert gc.get_threshold() == (within, 9, 8)
    assert gc.get_threshold() == (before, 9, 8)


GIVEN_BACK = """
import psutil
import pyarrow as pa
from sim.garbage import give_back
def resident():
    return psutil.Process().memory_info().rss
for make in (lambda: pa.array(range(20_000)), lambda: bytearray(100_000)):
    used = [make() for _ in range(600)]
    last = make()
    del used
    before = resident()
    give_back()
    print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep memory as they like")
def test_memory_that_libraries_keep_is_given_back() -> None:
    """Of 96 MB that Arrow has used and 60 that C has, a process keeps less than half once they are free."""
    done = subprocess.run([sys.executable, "-c", GIVEN_BACK], capture_output=True, text=True, check=True, cwd=ROOT)
    arrow, c = map(int, done.stdout.split())
    assert arrow > 48_000_000
    assert c > 30_000_000


def test_memory_is_given_back_wherever_that_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Arrow, or a C library that can, nothing is done and nothing fails."""
    monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    give_back()
