"""Each test of behaviour runs on each engine."""

from collections.abc import Iterator

import pytest

from tests.worlds import IN_USE


@pytest.fixture(params=["simpy", "compiled"], scope="module", autouse=True)
def engine(request: pytest.FixtureRequest, compiled_kernel: None) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """The engine that the module's tests run on."""
    IN_USE[0] = request.param
    yield request.param
    IN_USE[0] = "simpy"
