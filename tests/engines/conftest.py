"""A test of behaviour asks for `engine`, and runs on each."""

from collections.abc import Iterator

import pytest

from sim.experiment.engine_choice import why_not_compiled
from tests.worlds import Engine


@pytest.fixture(params=["simpy", "compiled"], scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine that a test runs on."""
    if request.param == "compiled":
        assert why_not_compiled() == ""
        request.getfixturevalue("compiled_kernel")
    return Engine(request.param)


@pytest.fixture(autouse=True)
def _engine_is_used(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that is given an engine, and says so in its name, has simulated with it."""
    if "engine" not in request.fixturenames:
        yield
        return
    given = request.getfixturevalue("engine")
    before = given.simulated
    yield
    assert given.simulated > before, f"{request.node.name} has not simulated with {given.name}"
