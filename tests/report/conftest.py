"""Small results that several tests read and none changes."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sim.reporting.page import page
from sim.reporting.result import read
from tests.report.pages import folder_of


@pytest.fixture(scope="session")
def folder_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a kind of small result, alone in its parent, made once."""
    return cache(lambda kind: folder_of(kind, tmp_path_factory.mktemp(kind)))


@pytest.fixture(scope="session")
def page_once(folder_once: Callable[[str], Path]) -> Callable[[str], str]:
    """The page of a kind of small result, made once."""
    return cache(lambda kind: page(read(folder_once(kind))))
