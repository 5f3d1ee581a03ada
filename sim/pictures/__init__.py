"""Pictures of results; nothing here simulates."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sim.errors import SimError
from sim.imports import spare_documentation


def _import_matplotlib() -> None:
    """Import Matplotlib even where MPLBACKEND names a backend that is not installed here.

    A notebook hands its own backend down to every command that is started from it. We draw without one, but Matplotlib
    looks at the name when it is first imported, and fails; so it is imported without, and the name is put back.
    """
    before = set(sys.modules)
    try:
        import matplotlib  # noqa: ICN001 - only for its own import
    except ValueError:
        backend = os.environ.pop("MPLBACKEND", None)
        if backend is None:
            raise
        for half in sys.modules.keys() - before:  # modules whose package is not there can't be imported again
            if half.startswith("matplotlib."):
                del sys.modules[half]
        try:
            import matplotlib  # noqa: F401, ICN001 - only for its own import
        finally:
            os.environ["MPLBACKEND"] = backend


@contextmanager
def _without_a_folder() -> Iterator[None]:
    """Imports Matplotlib where the user's folder can't be written: it takes a temporary one, about which it would warn.

    Raises `SimError` where there is no temporary one either.
    """
    logger = logging.getLogger("matplotlib")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    except OSError:
        raise SimError("no folder takes temporary files; expected TMPDIR to name one that can be written") from None
    finally:
        logger.setLevel(before)


with _without_a_folder():
    _import_matplotlib()
    spare_documentation()
