"""The model as it is described, read by a program that shares no code with the engines, gives their logs."""

import os

import pytest
from hypothesis import given, settings

from tests.engines.read_again import read_otherwise
from tests.reading.documents import certain_documents
from tests.strategies import Document

COUNT = int(os.environ.get("COUNT", "200"))
"""Scenarios; `make differential` compares more."""


@pytest.mark.slow
@settings(max_examples=COUNT, derandomize=True, deadline=None)
@given(certain_documents())
def test_reading_of_the_model_gives_the_same_log(document: Document) -> None:
    """Whatever the scenario, if nothing is left to chance, the engine's log is that of the reading, event by event."""
    assert read_otherwise(document) == ""
