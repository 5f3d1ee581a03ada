"""What any test may ask for."""

import pytest
from filelock import FileLock

from sim.engines.compiled.compiling import cache_folder
from sim.experiment.engines import make_ready
from tests.worlds import chain


@pytest.fixture(scope="session")
def compiled_kernel() -> None:
    """Compiles the kernel once for all processes that run tests."""
    folder = cache_folder()
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "tests.lock"):
        assert make_ready("compiled", chain()) == ""
