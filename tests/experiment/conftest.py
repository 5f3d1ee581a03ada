"""Whatever a test makes here, its pictures are files like others; a module that looks at them has a fixture instead."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def pictures(unrendered: None) -> None:
    """They are not rendered."""
