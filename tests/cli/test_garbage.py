"""How often Python looks for garbage in a command's process, and in a program that has other settings."""

import gc
from collections.abc import Iterator

import pytest

from sim.garbage import SELDOM, searched_seldom


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
