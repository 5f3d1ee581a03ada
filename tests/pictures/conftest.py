"""Pictures are looked at here."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def pictures() -> None:
    """They are rendered."""
