"""Each test of behaviour runs on each engine."""

from collections.abc import Iterator

import pytest
from filelock import FileLock

from sim.engines.compiled.compiling import cache_folder
from sim.experiment.engines import make_ready
from tests.worlds import IN_USE, chain


@pytest.fixture(scope="session")
def compiled_kernel() -> None:
    """Compiles the kernel once for all processes that run tests."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "tests.lock"):
        make_ready("compiled", chain())


@pytest.fixture(params=["simpy", "compiled"], scope="module", autouse=True)
def engine(request: pytest.FixtureRequest, compiled_kernel: None) -> Iterator[str]:  # noqa: ARG001 - it has to be there
    """The engine that the module's tests run on."""
    IN_USE[0] = request.param
    yield request.param
    IN_USE[0] = "simpy"
