"""A server of the explorer, once for all tests of a module."""

from collections.abc import Iterator

import pytest

from tests.explorer.browsers import chromium
from tests.explorer.serving import served
from tests.explorer.worlds import SMALL


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, compiled_kernel: None) -> Iterator[str]:
    """The address of a server that was started with the small scenario."""
    del compiled_kernel
    if not chromium():
        pytest.skip("no browser")
    file = tmp_path_factory.mktemp("explorer") / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    with served(str(file)) as address:
        yield address
